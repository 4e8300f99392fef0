// Package exectest executes a small schema, which must not know a type of Lectern's, for the
// tests of package exec. It is bound and generated as Lectern's schema is, and graphql-js
// executes the same one over the same values: clients/executor. What the two must agree on is
// in graph/internal/exec/testdata.
//
//	schema.graphqls  the schema
//	gqlgen.yml       how it is bound to the values and functions of package small
package exectest

import (
	"lectern/graph/internal/exec"
	"lectern/graph/internal/exectest/gen"
)

//go:generate go run lectern/graph/internal/execgen

// Schema is the small schema. Its mutations need a context with a counter (small.WithCounter).
func Schema() *exec.Schema { return gen.New(gen.Schema()) }
