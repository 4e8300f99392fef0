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

// Schema is the schema of schema.graphqls and schema/, with its resolvers.
func Schema() *exec.Schema { return gen.New(withoutDefer(gen.Schema())) }

// SDL is the schema as one document in GraphQL's schema definition language. It does without
// @oneOf, which is younger than many programs that read it: they would refuse it as unknown, or
// its definition as a second one. Introspection says which inputs are such.
func SDL() string {
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchema(withoutOneOf(Schema().AST))
	return b.String()
}

// withoutOneOf is a schema whose inputs do not say that exactly one of their fields is given.
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

// withoutDefer is a schema without @defer, which gqlparser adds to each: it needs responses in
// several parts, which a single JSON body can't be.
func withoutDefer(schema *ast.Schema) *ast.Schema {
	less := *schema
	less.Directives = maps.Clone(schema.Directives)
	delete(less.Directives, "defer")
	return &less
}
