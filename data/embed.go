// Package data holds the seed content, so that the program has it wherever it
// runs. What the program writes while it runs goes to var/, which is no part of
// the package or of the repository. It must not know what is in the files.
package data

import (
	"embed"
	"io/fs"
)

//go:embed seed
var files embed.FS

// Seed has the seed content, one file a document, as `lectern import` reads
// them.
func Seed() fs.FS {
	seed, err := fs.Sub(files, "seed")
	if err != nil {
		panic(err) // only a malformed name is refused
	}
	return seed
}
