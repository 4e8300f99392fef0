package exec

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// Schema is a GraphQL schema with the functions that execute it. It does not change after
// Ready.
type Schema struct {
	// AST is the schema that documents are validated against.
	AST *ast.Schema
	// Types are the object types. A type's number is its index.
	Types []Type
	// Query and Mutation write a root field. They are nil if the schema has no such type.
	Query, Mutation func(*Run, *Field, *Root) Outcome
}

// Type is an object type.
type Type struct {
	Name   string
	Fields []string

	byName    map[string]int
	satisfies []string // the type conditions that match it
}

// Root is the object of root fields.
type Root struct{}

// root exists because the object of root fields must not be nil.
var root = &Root{}

// Ready prepares a schema for Begin, and returns it.
func (s *Schema) Ready() *Schema {
	for i := range s.Types {
		t := &s.Types[i]
		t.byName = make(map[string]int, len(t.Fields))
		for j, name := range t.Fields {
			t.byName[name] = j
		}
		t.satisfies = []string{"", t.Name} // an inline fragment may have no condition
		if d := s.AST.Types[t.Name]; d != nil {
			for _, abstract := range s.AST.GetImplements(d) {
				t.satisfies = append(t.satisfies, abstract.Name)
			}
		}
	}
	return s
}

// is reports whether a fragment's type condition matches objects of the type.
func (t *Type) is(condition string) bool { return slices.Contains(t.satisfies, condition) }

// number returns the number of an object type.
func (s *Schema) number(of *ast.Definition) int {
	return slices.IndexFunc(s.Types, func(t Type) bool { return t.Name == of.Name })
}
