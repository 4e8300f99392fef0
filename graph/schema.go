package graph

import (
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"lectern/graph/internal/exec"
	"lectern/graph/internal/gen"
)

// Schema returns the schema of schema.graphqls and schema/, with its resolvers.
func Schema() *exec.Schema { return gen.New(withoutAdditions(gen.Schema())) }

// SDL returns the schema as one document in GraphQL's schema definition language. It omits
// @oneOf, which many tools do not support yet: they would refuse it as unknown, or its
// definition as a duplicate. Introspection has it (isOneOf).
func SDL() string {
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchema(withoutOneOf(Schema().AST))
	return b.String()
}

// withoutOneOf returns the schema without @oneOf on its inputs.
func withoutOneOf(schema *ast.Schema) *ast.Schema {
	less := *schema
	less.Types = maps.Clone(schema.Types)
	for name, d := range less.Types {
		if d.Directives.ForName("oneOf") != nil {
			input := *d
			input.Directives = slices.DeleteFunc(slices.Clone(d.Directives), func(d *ast.Directive) bool { return d.Name == "oneOf" })
			less.Types[name] = &input
		}
	}
	return &less
}

// withoutAdditions returns the schema without what gqlparser adds to each schema: @defer, which
// needs responses in several parts, and a response here is one JSON body; and interfaces among the
// possible types of an interface, which are objects only.
func withoutAdditions(schema *ast.Schema) *ast.Schema {
	less := *schema
	less.Directives = maps.Clone(schema.Directives)
	delete(less.Directives, "defer")
	less.PossibleTypes = maps.Clone(schema.PossibleTypes)
	for name, possible := range less.PossibleTypes {
		less.PossibleTypes[name] = slices.DeleteFunc(slices.Clone(possible), func(d *ast.Definition) bool { return d.Kind == ast.Interface })
	}
	return &less
}
