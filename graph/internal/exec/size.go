package exec

import "github.com/vektah/gqlparser/v2/ast"

// argumentsOf is how many bytes the literal arguments of a field take once they are read, with
// what a resolver works out from them: also from none, where the field gives objects.
func (s *Schema) argumentsOf(f *Field) (bytes int) {
	if f.Index < 0 || !f.literal || len(f.ast.Definition.Arguments) == 0 && len(f.sets) == 0 {
		return 0
	}
	bytes = argumentsBytes
	for _, a := range f.ast.Definition.Arguments {
		given := a.DefaultValue
		if is := f.ast.Arguments.ForName(a.Name); is != nil {
			given = is.Value
		}
		bytes += argumentBytes + s.sizeOf(a.Type, given)
	}
	return bytes
}

// sizeOf is how many bytes a value of a type takes once it is read.
func (s *Schema) sizeOf(t *ast.Type, v *ast.Value) (bytes int) {
	if v == nil {
		return 0
	}
	bytes = valueBytes + len(v.Raw)
	if v.Kind != ast.ObjectValue {
		for _, item := range v.Children {
			bytes += s.sizeOf(itemOf(t), item.Value)
		}
		return bytes
	}
	if d := s.AST.Types[t.Name()]; d != nil {
		for _, field := range d.Fields { // there is room for each, given or not
			given := v.Children.ForName(field.Name)
			if given == nil {
				given = field.DefaultValue
			}
			bytes += argumentBytes + s.sizeOf(field.Type, given)
		}
	}
	return bytes
}

// itemOf is the type of a list's items.
func itemOf(t *ast.Type) *ast.Type {
	if t.Elem != nil {
		return t.Elem
	}
	return t
}
