package binding

import (
	"fmt"
	"go/types"
	"reflect"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"
)

// member is a field of a struct.
type member struct {
	*types.Var
	tag reflect.StructTag
}

// isReference reports whether the field has the id of a document, or several.
func (m *member) isReference() bool { return m.tag.Get("ref") != "" }

// isPicture reports whether the field has the URL of a picture, which a field of the schema
// shows as an Image.
func (m *member) isPicture(f *ast.FieldDefinition) bool {
	return f.Type.Name() == "Image" && f.Type.Elem == nil && m.tag.Get("asset") == "IMAGE"
}

// members returns the fields of a struct type, or of a pointer to one.
func members(t types.Type) (all []*member) {
	if t == nil { // a root type
		return nil
	}
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if s, ok := t.Underlying().(*types.Struct); ok {
		for i := range s.NumFields() {
			all = append(all, &member{s.Field(i), reflect.StructTag(s.Tag(i))})
		}
	}
	return all
}

// memberNamed returns the field that has a name in JSON, or nil.
func memberNamed(object types.Type, name string) *member {
	for _, m := range members(object) {
		if called, _, _ := strings.Cut(m.tag.Get("json"), ","); called == name {
			return m
		}
	}
	return nil
}

// has reports whether a type has a field or a method of a name.
func has(object types.Type, name string) bool {
	found, _, _ := types.LookupFieldOrMethod(object, true, nil, name)
	return found != nil
}

// namesOthers returns the field with the id in each item of a field that is a list of such
// parts, or nil.
func namesOthers(f *ast.FieldDefinition, m *member) *member {
	list, ok := m.Type().Underlying().(*types.Slice)
	if !ok || f.Type.Elem == nil || strings.HasSuffix(f.Type.Name(), "Draft") {
		return nil
	}
	for _, in := range members(list.Elem()) {
		if in.isReference() {
			return in
		}
	}
	return nil
}

// fits reports whether a function takes and returns what a field needs. Interfaces and types
// that follow from the arguments are left to the compiler.
func fits(f *types.Signature, field *codegen.Field) bool {
	params, results := wanted(field)
	if f.Params().Len() != len(params)+1 || f.Params().At(0).Type().String() != "context.Context" ||
		f.Results().Len() != 2 || f.Results().At(1).Type().String() != "error" {
		return false
	}
	for i, p := range params {
		takes := f.Params().At(i + 1).Type()
		if !types.IsInterface(takes) && !same(takes, p.Type()) {
			return false
		}
	}
	gives := f.Results().At(0).Type()
	_, isParam := types.Unalias(gives).(*types.TypeParam)
	return isParam || same(gives, results)
}

// wanted returns the parameters after the context, and the result, of a function for a field.
func wanted(f *codegen.Field) (params []*types.Var, result types.Type) {
	if !f.Object.Root {
		params = append(params, types.NewParam(0, nil, "o", f.Object.Reference()))
	}
	for _, a := range f.Args {
		params = append(params, types.NewParam(0, nil, a.VarName, a.TypeReference.GO))
	}
	return params, f.TypeReference.GO
}

// same reports whether two types are the same, even if their packages were loaded twice.
func same(a, b types.Type) bool {
	a, b = types.Unalias(a), types.Unalias(b)
	switch a := a.(type) {
	case *types.Pointer:
		b, ok := b.(*types.Pointer)
		return ok && same(a.Elem(), b.Elem())
	case *types.Slice:
		b, ok := b.(*types.Slice)
		return ok && same(a.Elem(), b.Elem())
	case *types.Named:
		b, ok := b.(*types.Named)
		if !ok || a.TypeArgs().Len() != b.TypeArgs().Len() || a.Origin().String() != b.Origin().String() {
			return false
		}
		for i := range a.TypeArgs().Len() {
			if !same(a.TypeArgs().At(i), b.TypeArgs().At(i)) {
				return false
			}
		}
		return true
	}
	return a.String() == b.String()
}

// missing returns the declaration of the function that a field needs.
func missing(f *codegen.Field) string {
	params, result := wanted(f)
	short := func(t types.Type) string {
		return types.TypeString(t, func(p *types.Package) string { return p.Name() })
	}
	text := "ctx context.Context"
	for _, p := range params {
		text += ", " + p.Name() + " " + short(p.Type())
	}
	return fmt.Sprintf("func %s(%s) (%s, error)", functionName(f.Object.Name, f.Name), text, short(result))
}

// functionName returns the name of the function for a field of a type.
func functionName(typ, field string) string { return typ + templates.ToGo(field) }
