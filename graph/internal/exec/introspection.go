package exec

import "github.com/99designs/gqlgen/graphql/introspection"

// IntrospectSchema resolves the root field __schema.
func (r *Run) IntrospectSchema() (*introspection.Schema, error) {
	return introspection.WrapSchema(r.schema.AST), nil
}

// IntrospectType resolves the root field __type.
func (r *Run) IntrospectType(name string) (*introspection.Type, error) {
	return introspection.WrapTypeFromDef(r.schema.AST, r.schema.AST.Types[name]), nil
}
