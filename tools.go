//go:build tools || generate

package main

// Code generators are dependencies like any other: their versions are pinned, and `go mod tidy`
// keeps what they need.
import _ "github.com/99designs/gqlgen"

//go:generate go run ./content/internal/partgen
//go:generate go run ./graph/internal/draftgen
//go:generate go run ./graph/internal/execgen
