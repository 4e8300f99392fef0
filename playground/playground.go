// Package playground holds the editors' page, built by `make run` and `make build` from the npm
// project in this folder. It must not know the service: internal/httpd serves its files, and
// the page calls /graphql like any client.
package playground

import (
	"embed"
	"io/fs"
)

// The folder has one committed file, so that the program builds without npm.
//
//go:embed all:dist
var dist embed.FS

// Files returns the page with the files that it loads; empty without a build.
func Files() fs.FS {
	site, err := fs.Sub(dist, "dist/site")
	if err != nil {
		panic(err) // the name is valid
	}
	return site
}
