// Package data embeds the seed content in the program. Files that the program writes go to
// var/, which is not part of the package or of the repository. It must not know what is in the
// files.
package data

import (
	"embed"
	"io/fs"
)

//go:embed seed
var files embed.FS

// Seed returns the seed content, one file per document, as `lectern import` reads them.
func Seed() fs.FS {
	seed, err := fs.Sub(files, "seed")
	if err != nil {
		panic(err) // only a malformed name is refused
	}
	return seed
}
