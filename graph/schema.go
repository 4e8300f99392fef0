package graph

import (
	"maps"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"lectern/graph/internal/exec"
	"lectern/graph/internal/gen"
)

// Schema is the schema of schema.graphqls and schema/, with its resolvers.
func Schema() *exec.Schema { return gen.New(withoutDefer(gen.Schema())) }

// SDL is the schema as one document in GraphQL's schema definition language.
func SDL() string {
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchema(Schema().AST)
	return b.String()
}

// withoutDefer is a schema without @defer, which gqlparser adds to each: it needs responses in
// several parts, which a single JSON body can't be.
func withoutDefer(schema *ast.Schema) *ast.Schema {
	less := *schema
	less.Directives = maps.Clone(schema.Directives)
	delete(less.Directives, "defer")
	return &less
}
