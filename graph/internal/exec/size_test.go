package exec

import (
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// TestMemosAreCounted: a field with objects may have a memo also without arguments.
func TestMemosAreCounted(t *testing.T) {
	t.Parallel()
	leaf := &Field{literal: true, ast: &ast.Field{Definition: &ast.FieldDefinition{}}}
	objects := &Field{literal: true, ast: leaf.ast, sets: []ast.SelectionSet{{}}}
	if s := new(Schema); s.argumentsOf(leaf) != 0 || s.argumentsOf(objects) < argumentsBytes {
		t.Errorf("a leaf takes %d bytes, objects %d", s.argumentsOf(leaf), s.argumentsOf(objects))
	}
}
