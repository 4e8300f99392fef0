package exec

import (
	"iter"

	"github.com/vektah/gqlparser/v2/ast"
)

// FieldsAt returns the fields at a path below a selection.
func FieldsAt(set ast.SelectionSet, path ...string) iter.Seq[*ast.Field] {
	return func(yield func(*ast.Field) bool) {
		for f := range Fields(set) {
			switch {
			case f.Name != path[0]:
			case len(path) == 1:
				if !yield(f) {
					return
				}
			default:
				for below := range FieldsAt(f.SelectionSet, path[1:]...) {
					if !yield(below) {
						return
					}
				}
			}
		}
	}
}

// Fields returns the fields of a selection, including those of fragments.
func Fields(set ast.SelectionSet) iter.Seq[*ast.Field] {
	return func(yield func(*ast.Field) bool) {
		for _, s := range set {
			below := ast.SelectionSet(nil)
			switch s := s.(type) {
			case *ast.Field:
				if !yield(s) {
					return
				}
			case *ast.InlineFragment:
				below = s.SelectionSet
			case *ast.FragmentSpread:
				below = s.Definition.SelectionSet
			}
			for f := range Fields(below) {
				if !yield(f) {
					return
				}
			}
		}
	}
}
