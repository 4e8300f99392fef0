package exec

import "github.com/vektah/gqlparser/v2/ast"

// argumentsOf returns the size in bytes of a field's literal arguments once read, with what a
// resolver computes from them. A field that returns objects counts even without arguments.
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

// sizeOf returns the size in bytes of a value of a type once read.
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
		for _, field := range d.Fields { // space is reserved for each, given or not
			given := v.Children.ForName(field.Name)
			if given == nil {
				given = field.DefaultValue
			}
			bytes += argumentBytes + s.sizeOf(field.Type, given)
		}
	}
	return bytes
}

// itemOf returns the type of a list's items.
func itemOf(t *ast.Type) *ast.Type {
	if t.Elem != nil {
		return t.Elem
	}
	return t
}
