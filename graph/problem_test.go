package graph

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"testing"
)

// TestProblemCodes: the schema has the codes that content reports, and no
// others.
func TestProblemCodes(t *testing.T) {
	t.Parallel()
	var ours, schema []string
	for _, spec := range declaredIn(t, token.CONST, contentFloors...) {
		v := spec.(*ast.ValueSpec)
		if typeOf(v) != "ProblemCode" {
			continue
		}
		code, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		ours = append(ours, code)
	}
	for _, v := range schemaTypes()["ProblemCode"].EnumValues {
		schema = append(schema, v.Name)
	}
	slices.Sort(ours)
	slices.Sort(schema)
	if !slices.Equal(ours, schema) {
		t.Errorf("content reports %v\nthe schema has %v", ours, schema)
	}
}
