// In the place of a library: see doc.go.
module github.com/ebitengine/purego

go 1.26.0
