package main

import (
	"fmt"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"
)

// write returns an expression that writes a value, which must be addressable if it is a
// struct.
func (g *generator) write(t *config.TypeReference, value string) string {
	if isStruct(t) {
		value = "&" + value
	}
	return fmt.Sprintf("%s(r, f, %s)", g.writer(t), value)
}

// writeStored is write for a field of a struct.
func (g *generator) writeStored(t *config.TypeReference, value string) string {
	if isStruct(t) || t.IsSlice() || !t.Definition.IsLeafType() {
		return g.write(t, value)
	}
	return fmt.Sprintf("%s(r, f, %s)", g.writerOf(t, storedZeroIsNull(t)), value)
}

// writer returns the name of the function that writes values of a type that a resolver
// returned: the zero value of a non-null type is a value.
func (g *generator) writer(t *config.TypeReference) string { return g.writerOf(t, zeroIsNull(t)) }

// writerOf is writer for values whose zero is null if an expression is true.
func (g *generator) writerOf(t *config.TypeReference, none string) string {
	isObject := t.Definition.Kind == ast.Object && !t.IsSlice()
	purpose, wish := "write "+t.UniquenessKey(), "write"+strings.Trim(t.Definition.Name, "_")
	switch goType := goName(t.GO); {
	case isObject: // pointers and structs alike
		purpose = "write object " + t.Definition.Name
	case t.Definition.IsLeafType():
		purpose += none
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
		elem := t.Elem()
		if !isText(elem) { // in a nullable field, an empty text is null even so
			elem = pointee(t)
		}
		body = fmt.Sprintf("return exec.Pointer(r, f, v, %s)", g.writer(elem))
	default:
		body = g.leaf(t, none)
	}
	g.functions[name] = function(fmt.Sprintf("func %s(r *exec.Run, f *exec.Field, v %s) exec.Outcome", name, typeName(takes)), body)
	return name
}

// zeroIsNull returns an expression that is true if the zero value of a type means null: if the
// type is nullable, and nothing else distinguishes the two.
func zeroIsNull(t *config.TypeReference) string {
	return strconv.FormatBool(!t.GQL.NonNull && !t.IsSlice())
}

// storedZeroIsNull is zeroIsNull for a field of a struct. An empty required text is a value
// for readers, but missing in a draft.
func storedZeroIsNull(t *config.TypeReference) string {
	if t.GQL.NonNull && isText(t) {
		return "r.EmptyIsMissing()"
	}
	return zeroIsNull(t)
}

// isText reports whether the zero value of a scalar is an empty text, which may be a value.
func isText(t *config.TypeReference) bool {
	return t.Definition.Kind == ast.Scalar && !isNumber(t.GO) && takesZeroIsNull(appenderOf(t))
}

// pointee writes the value of a pointer. The pointer distinguishes a zero from null.
func pointee(t *config.TypeReference) *config.TypeReference {
	elem := *t.Elem()
	gql := *elem.GQL
	gql.NonNull = true
	elem.GQL = &gql
	return &elem
}

// leaf writes a value v of a scalar or an enum, whose zero is null if an expression is true.
// No enum has an empty value.
func (g *generator) leaf(t *config.TypeReference, none string) string {
	if t.Definition.Kind == ast.Enum {
		none = "true"
	}
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
	appender := appenderOf(t)
	switch {
	case takesZeroIsNull(appender):
		return fmt.Sprintf("return r.Put(%s.%s(r.B, %s, %s))", packageName(from.Path()), appender.Name(), value, none)
	case appender != nil:
		return fmt.Sprintf("return r.Put(%s.%s(r.B, %s))", packageName(from.Path()), appender.Name(), value)
	case t.IsContext:
		g.refuse("%s: %s.%s takes a context and there is no %s beside it", t.Definition.Name, from.Name(), t.Marshaler.Name(), "Append"+kind)
	}
	return marshal(t, fmt.Sprintf("%s(%s)", templates.Call(t.Marshaler), value))
}

// appenderOf returns the Append function beside a type's Marshal function, or nil.
func appenderOf(t *config.TypeReference) *types.Func {
	if t.Marshaler == nil {
		return nil
	}
	appender, _ := t.Marshaler.Pkg().Scope().Lookup("Append" + strings.TrimPrefix(t.Marshaler.Name(), "Marshal")).(*types.Func)
	return appender
}

// takesZeroIsNull reports whether an Append function has the parameter zeroIsNull.
func takesZeroIsNull(appender *types.Func) bool {
	return appender != nil && appender.Signature().Params().Len() == 3
}

// marshal writes a value v that has no Append function. Nil is null.
func marshal(t *config.TypeReference, marshaler string) string {
	body := fmt.Sprintf("return r.Marshal(%s)", marshaler)
	if t.IsNilable() {
		body = "if v == nil {\nreturn exec.Null\n}\n" + body
	}
	return body
}

func isString(t types.Type) bool { return isBasic(t, types.IsString) }
func isNumber(t types.Type) bool { return isBasic(t, types.IsNumeric) }

func isBasic(t types.Type, info types.BasicInfo) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&info != 0
}

// abstract writes a value of an interface or a union by its Go type.
func (g *generator) abstract(t *config.TypeReference) string {
	var b strings.Builder
	b.WriteString("switch o := v.(type) {\ncase nil:\nreturn exec.Null\n")
	for _, of := range g.data.Interfaces[t.Definition.Name].Implementors {
		o := g.data.Objects.ByName(of.Name)
		value := "o"
		if of.TakeRef {
			value = "&o"
		}
		object := &config.TypeReference{Definition: of.Definition, GQL: ast.NamedType(of.Name, nil), GO: o.Reference()}
		fmt.Fprintf(&b, "case %s:\nreturn %s(r, f, %s)\n", typeName(of.Type), g.writer(object), value)
	}
	if draft := g.wrapped(t.Definition); draft != nil {
		fmt.Fprintf(&b, "case %s.DraftNode:\nreturn %s(r, f, o.Document)\n", packageName(contentPackage), g.writer(draft))
	}
	b.WriteString("}\npanic(\"unexpected type\")")
	return b.String()
}

// wrapped returns the interface of drafts if an interface has drafts beside documents of the
// same Go types, and nil otherwise.
func (g *generator) wrapped(of *ast.Definition) *config.TypeReference {
	drafts, ok := g.data.Interfaces["Draft"]
	if !ok || of == drafts.Definition || !slices.Contains(drafts.Definition.Interfaces, of.Name) {
		return nil
	}
	return &config.TypeReference{Definition: drafts.Definition, GQL: ast.NamedType(drafts.Name, nil), GO: drafts.Type}
}
