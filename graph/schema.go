package graph

import (
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/formatter"

	"lectern/graph/internal/gen"
)

// Schema is the schema of schema.graphqls and schema/, with its resolvers.
func Schema() graphql.ExecutableSchema {
	config := gen.Config{Resolvers: &Resolver{}}
	config.Schema = withoutDefer(gen.NewExecutableSchema(config).Schema())
	return gen.NewExecutableSchema(config)
}

// SDL is the schema as one document in GraphQL's schema definition language.
func SDL() string {
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchema(Schema().Schema())
	return b.String()
}
