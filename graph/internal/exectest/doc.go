// Package exectest executes a small schema, which knows nothing of Lectern's types, for the
// tests of package exec. It is bound and generated as Lectern's schema is, and graphql-js
// executes the same one over the same values: clients/executor. What the two must agree on is
// in graph/internal/exec/testdata.
//
//	schema.graphqls  the schema
//	gqlgen.yml       how it is bound to the values of package small
//	resolvers.go     what is not a field or a method of a value
package exectest

//go:generate go run lectern/graph/internal/execgen
