//go:build tools || generate

package main

// What generates code is a dependency like any other, so that its version is
// pinned and `go mod tidy` keeps what it needs.
import _ "github.com/99designs/gqlgen"

//go:generate go run ./content/internal/partgen
//go:generate go run ./graph/internal/draftgen
//go:generate go run ./graph/internal/execgen
