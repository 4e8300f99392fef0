// Package playground holds the editors' page, as `make run` and `make build` make
// it from the npm project in this folder. It must not know the service:
// internal/httpd serves its files, and the page asks /graphql like any client.
package playground

import (
	"embed"
	"io/fs"
)

// The folder has one committed file, so that the program builds without npm.
//
//go:embed all:dist
var dist embed.FS

// Files is the page with what it loads. Where nothing was built, it is empty.
func Files() fs.FS {
	site, err := fs.Sub(dist, "dist/site")
	if err != nil {
		panic(err) // the name is valid
	}
	return site
}
