package main

import (
	"fmt"
	"go/types"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"
)

// args returns the name of the function that reads a field's arguments. Fields with the same
// arguments share one.
func (g *generator) args(at string, args []*codegen.FieldArgument) string {
	purpose := "arguments"
	for _, a := range args {
		purpose += fmt.Sprintf(" %s %s", a.Name, a.TypeReference.UniquenessKey())
		if len(a.ImplDirectives()) > 0 {
			g.refuse("%s(%s:): directives on arguments are not supported", at, a.Name)
		}
	}
	name, there := g.name(purpose, "readArgs")
	if there {
		return name
	}
	result := "args" + strings.TrimPrefix(name, "readArgs")
	var fields, reads strings.Builder
	for _, a := range args {
		fmt.Fprintf(&fields, "%s %s\n", templates.ToGo(a.Name), typeName(a.TypeReference.GO))
		fmt.Fprintf(&reads, "exec.Read(in, m, %q, &a.%s, %s)\n", a.Name, templates.ToGo(a.Name), g.reader(a.TypeReference))
	}
	g.functions[name] = fmt.Sprintf("type %s struct {\n%s}\n\nfunc %s(in *exec.In, m map[string]any) *%s {\na := &%s{}\n%sreturn a\n}\n\n",
		result, fields.String(), name, result, result, reads.String())
	return name
}

// reader returns the name of the function that reads values of a type.
func (g *generator) reader(t *config.TypeReference) string {
	wish := "read" + t.Definition.Name
	if goType := goName(t.GO); goType != t.Definition.Name {
		wish += strings.TrimPrefix(goType, t.Definition.Name)
	}
	name, there := g.name("read "+t.UniquenessKey(), wish)
	if there {
		return name
	}
	body, value := "", "v"
	if t.GQL.NonNull { // a variable with a default may be null even so
		value = "in.NonNull(v)"
	}
	if t.IsNilable() && !t.GQL.NonNull && !t.IsSlice() {
		body = "if v == nil {\nreturn nil\n}\n"
	}
	switch {
	case t.IsSlice():
		body += fmt.Sprintf("return exec.ReadList(in, %s, %s)", value, g.reader(t.Elem()))
	case t.Definition.Kind == ast.InputObject:
		read := fmt.Sprintf("exec.ReadInput(in, %s, %s)", value, g.input(t))
		if !t.IsPtr() {
			read = "*" + read
		}
		body += "return " + read
	case t.IsPtr() && !t.IsTargetNilable():
		body = fmt.Sprintf("return exec.ReadPointer(in, %s, %s)", value, g.reader(pointee(t)))
	case t.Unmarshaler != nil:
		body += "return " + scalarReader(t, value)
	case t.IsMarshaler:
		body += fmt.Sprintf("return exec.ReadUnmarshaler[%s](in, %s)", typeName(t.GO), value)
	default:
		g.refuse("%s: arguments that are held as %s are not supported", t.Definition.Name, t.GO)
	}
	g.functions[name] = function(fmt.Sprintf("func %s(in *exec.In, v any) %s", name, typeName(t.GO)), body)
	return name
}

// scalarReader returns an expression that reads a scalar's value by its Unmarshal function.
func scalarReader(t *config.TypeReference, value string) string {
	how := "ReadScalar"
	if t.IsContext {
		how = "ReadScalarContext"
	}
	read := fmt.Sprintf("exec.%s(in, %s, %s)", how, value, templates.Call(t.Unmarshaler))
	if t.CastType != nil {
		read = fmt.Sprintf("%s(%s)", typeName(t.GO), read)
	}
	return read
}

// input returns the name of the function that reads the fields of an input object.
func (g *generator) input(t *config.TypeReference) string {
	name, there := g.name("input "+t.Definition.Name, "input"+t.Definition.Name)
	if there {
		return name
	}
	o := g.data.Inputs.ByName(t.Definition.Name)
	if _, isMap := o.Type.Underlying().(*types.Map); isMap {
		g.refuse("%s: inputs that are held as maps are not supported", o.Name)
	}
	if len(o.InputObjectDirectives()) > 0 {
		g.refuse("%s: directives on inputs are not supported", o.Name)
	}
	var reads strings.Builder
	for _, f := range o.Fields {
		if f.HasDirectives() {
			g.refuse("%s.%s: directives on fields of inputs are not supported", o.Name, f.Name)
		}
		to, reader := "to."+f.GoFieldName, g.reader(f.TypeReference)
		switch {
		case f.TypeReference.IsOmittable && f.Default != nil:
			g.refuse("%s.%s: a field that tells null from absent can't have a default", o.Name, f.Name)
		case f.TypeReference.IsOmittable:
			fmt.Fprintf(&reads, "exec.ReadOmittable(in, m, %q, &%s, %s)\n", f.Name, to, reader)
		case f.Default != nil:
			fmt.Fprintf(&reads, "exec.ReadOr(in, m, %q, %s, &%s, %s)\n", f.Name, templates.Dump(f.Default), to, reader)
		default:
			fmt.Fprintf(&reads, "exec.Read(in, m, %q, &%s, %s)\n", f.Name, to, reader)
		}
	}
	g.functions[name] = fmt.Sprintf("func %s(in *exec.In, m map[string]any, to *%s) {\n%s}\n\n", name, typeName(o.Type), reads.String())
	return name
}
