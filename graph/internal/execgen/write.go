package main

import (
	"fmt"
	"go/types"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"
)

// write is an expression that writes a value, which must be addressable if it is a struct.
func (g *generator) write(t *config.TypeReference, value string) string {
	if isStruct(t) {
		value = "&" + value
	}
	return fmt.Sprintf("%s(r, f, %s)", g.writer(t), value)
}

// writer is the name of the function that writes values of a type.
func (g *generator) writer(t *config.TypeReference) string {
	isObject := t.Definition.Kind == ast.Object && !t.IsSlice()
	purpose, wish := "write "+t.UniquenessKey(), "write"+strings.Trim(t.Definition.Name, "_")
	switch goType := goName(t.GO); {
	case isObject: // pointers and structs alike
		purpose = "write object " + t.Definition.Name
	case t.Definition.IsLeafType():
		purpose += strconv.FormatBool(zeroIsNull(t))
		if goType != t.Definition.Name {
			wish += goType
		}
	case t.IsSlice():
		wish += "List"
	}
	name, there := g.name(purpose, wish)
	if there {
		return name
	}
	takes, body := t.GO, ""
	switch {
	case t.IsSlice():
		item, list := t.Elem(), "List"
		if isStruct(item) {
			list = "Structs"
		}
		body = fmt.Sprintf("return exec.%s(r, f, v, %t, %t, %s)", list, !t.GQL.NonNull, item.GQL.NonNull, g.writer(item))
	case isObject:
		o := g.data.Objects.ByName(t.Definition.Name)
		takes = o.Reference()
		body = fmt.Sprintf("return exec.Object(r, f, %d, v, v == nil, %s)", g.number[o.Name], fieldsOf(o))
	case t.Definition.IsAbstractType():
		body = g.abstract(t)
	case t.IsPtr() && !t.IsTargetNilable():
		body = fmt.Sprintf("return exec.Pointer(r, f, v, %s)", g.writer(pointee(t)))
	default:
		body = g.leaf(t)
	}
	g.functions[name] = function(fmt.Sprintf("func %s(r *exec.Run, f *exec.Field, v %s) exec.Outcome", name, typeName(takes)), body)
	return name
}

// zeroIsNull tells whether the zero of a type stands for no value: where null may be, and
// nothing else tells the two apart.
func zeroIsNull(t *config.TypeReference) bool { return !t.GQL.NonNull && !t.IsSlice() }

// pointee is what a pointer points at. The pointer tells a zero from no value.
func pointee(t *config.TypeReference) *config.TypeReference {
	elem := *t.Elem()
	gql := *elem.GQL
	gql.NonNull = true
	elem.GQL = &gql
	return &elem
}

// leaf is what writes a scalar's or an enum's value v.
func (g *generator) leaf(t *config.TypeReference) string {
	switch {
	case t.HasEnumValues():
		g.refuse("%s: enum values that are bound one by one are not supported", t.Definition.Name)
		return "return exec.Null"
	case t.Marshaler == nil && t.Definition.Kind == ast.Enum && isString(t.GO):
		return "return r.PutString(string(v))"
	case t.Marshaler == nil:
		return marshal(t, "v")
	}
	value := "v"
	if t.CastType != nil {
		value = fmt.Sprintf("%s(v)", typeName(t.CastType))
	}
	from, kind := t.Marshaler.Pkg(), strings.TrimPrefix(t.Marshaler.Name(), "Marshal")
	if put := map[string]string{"String": "String", "Boolean": "Boolean", "Int": "Int", "FloatContext": "Float"}[kind]; from.Path() == gqlgenPackage && put != "" {
		return fmt.Sprintf("return r.Put%s(%s)", put, value)
	}
	appender, _ := from.Scope().Lookup("Append" + kind).(*types.Func)
	switch {
	case appender != nil && appender.Signature().Params().Len() == 3:
		return fmt.Sprintf("return r.Put(%s.%s(r.B, %s, %t))", packageName(from.Path()), appender.Name(), value, zeroIsNull(t))
	case appender != nil:
		return fmt.Sprintf("return r.Put(%s.%s(r.B, %s))", packageName(from.Path()), appender.Name(), value)
	case t.IsContext:
		g.refuse("%s: %s.%s takes a context and there is no %s beside it", t.Definition.Name, from.Name(), t.Marshaler.Name(), "Append"+kind)
	}
	return marshal(t, fmt.Sprintf("%s(%s)", templates.Call(t.Marshaler), value))
}

// marshal is what writes a value v that has no Append function. Nil is no value.
func marshal(t *config.TypeReference, marshaler string) string {
	body := fmt.Sprintf("return r.Marshal(%s)", marshaler)
	if t.IsNilable() {
		body = "if v == nil {\nreturn exec.Null\n}\n" + body
	}
	return body
}

func isString(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsString != 0
}

// abstract writes a value of an interface or a union by its Go type.
func (g *generator) abstract(t *config.TypeReference) string {
	var b strings.Builder
	b.WriteString("switch o := v.(type) {\ncase nil:\nreturn exec.Null\n")
	for _, of := range g.data.Interfaces[t.Definition.Name].Implementors {
		o := g.data.Objects.ByName(of.Name)
		if o == nil {
			continue // an interface, whose objects are here themselves
		}
		value := "o"
		if of.TakeRef {
			value = "&o"
		}
		object := &config.TypeReference{Definition: of.Definition, GQL: ast.NamedType(of.Name, nil), GO: o.Reference()}
		fmt.Fprintf(&b, "case %s:\nreturn %s(r, f, %s)\n", typeName(of.Type), g.writer(object), value)
	}
	b.WriteString("}\npanic(\"unexpected type\")")
	return b.String()
}
