package main

import (
	"errors"
	"fmt"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"

	"lectern/graph/internal/execgen/binding"
)

const (
	schemaFile    = "schema.graphqls"
	gqlgenPackage = "github.com/99designs/gqlgen/graphql"
	execPackage   = "lectern/graph/internal/exec"
	// contentPackage has the wrapper of a draft among documents.
	contentPackage = "lectern/content"
)

// generator writes one file. Functions that read and write values are generated on first use,
// and come last, sorted by name.
type generator struct {
	data      *codegen.Data
	resolvers *binding.Resolvers
	b         strings.Builder
	names     map[string]string // of functions, by purpose
	taken     map[string]bool   // names
	functions map[string]string // their text, by name
	number    map[string]int    // of object types
	refused   []error
}

func newGenerator(data *codegen.Data, resolvers *binding.Resolvers) *generator {
	g := &generator{data: data, resolvers: resolvers, names: map[string]string{}, taken: map[string]bool{}, functions: map[string]string{}, number: map[string]int{}}
	for i, o := range data.Objects {
		g.number[o.Name] = i
	}
	return g
}

// File is the text of the file after its imports.
func (g *generator) File() (string, error) {
	for _, reserved := range [][]string{
		{"context"},
		{"embed"},
		{"sync"},
		{execPackage},
		{"github.com/vektah/gqlparser/v2", "gqlparser"},
		{"github.com/vektah/gqlparser/v2/ast"},
	} {
		if _, err := templates.CurrentImports.Reserve(reserved[0], reserved[1:]...); err != nil {
			return "", err
		}
	}
	if g.data.SubscriptionRoot != nil {
		g.refuse("%s: subscriptions are not supported", g.data.SubscriptionRoot.Name)
	}
	g.directives()
	g.schema()
	for _, o := range g.data.Objects {
		if o != g.data.SubscriptionRoot {
			g.object(o)
		}
	}
	if len(g.refused) == 0 { // a refused field calls nothing
		g.refused = g.resolvers.Uncalled()
	}
	for _, name := range slices.Sorted(maps.Keys(g.functions)) {
		g.b.WriteString(g.functions[name])
	}
	return g.b.String(), errors.Join(g.refused...)
}

// refuse records something that exec does not support.
func (g *generator) refuse(format string, args ...any) {
	g.refused = append(g.refused, fmt.Errorf(format, args...))
}

// directives refuses directives of operations that must be executed.
func (g *generator) directives() {
	for _, name := range slices.Sorted(maps.Keys(g.data.AllDirectives)) {
		if g.data.AllDirectives[name].IsLocation(ast.LocationQuery, ast.LocationMutation, ast.LocationSubscription, ast.LocationField) {
			g.refuse("@%s: directives that run with an operation or a selection are not supported", name)
		}
	}
}

func (g *generator) printf(format string, args ...any) { fmt.Fprintf(&g.b, format, args...) }

// typeName returns a type's name in the generated file.
func typeName(t types.Type) string {
	return strings.ReplaceAll(templates.CurrentImports.LookupType(t), "interface{}", "any")
}

// packageName returns a package's name in the generated file.
func packageName(path string) string { return templates.CurrentImports.Lookup(path) }

// schema writes the table of types, and the schema's text.
func (g *generator) schema() {
	g.printf("//go:embed %s\nvar files embed.FS\n\n", schemaFile)
	g.printf("// Schema is the schema that the code is generated from. It is shared and must not be changed.\n")
	g.printf("var Schema = sync.OnceValue(func() *ast.Schema {\ntext, err := files.ReadFile(%q)\nif err != nil {\npanic(err)\n}\n", schemaFile)
	g.printf("return gqlparser.MustLoadSchema(&ast.Source{Name: %q, Input: string(text)})\n})\n\n", schemaFile)
	g.printf("// New makes what executes operations that were validated against a schema.\n")
	g.printf("func New(schema *ast.Schema) *exec.Schema {\ns := &exec.Schema{AST: schema")
	for _, root := range []struct {
		field string
		of    *codegen.Object
	}{{"Query", g.data.QueryRoot}, {"Mutation", g.data.MutationRoot}} {
		if root.of != nil {
			g.printf(", %s: %s", root.field, fieldsOf(root.of))
		}
	}
	g.printf(", Types: []exec.Type{\n")
	for _, o := range g.data.Objects {
		names := make([]string, len(o.Fields))
		for i, f := range o.Fields {
			names[i] = strconv.Quote(f.Name)
		}
		g.printf("{Name: %q, Fields: []string{%s}},\n", o.Name, strings.Join(names, ", "))
	}
	g.printf("}}\nreturn s.Ready()\n}\n\n")
}

// fieldsOf returns the name of the function that writes an object's fields.
func fieldsOf(o *codegen.Object) string { return "fieldOf" + strings.Trim(o.Name, "_") }

// object writes the function that writes the fields of an object.
func (g *generator) object(o *codegen.Object) {
	of := "*exec.Root"
	if !o.Root {
		of = typeName(o.Reference())
	}
	g.printf("func %s(r *exec.Run, f *exec.Field, o %s) exec.Outcome {\nswitch f.Index {\n", fieldsOf(o), of)
	for i, f := range o.Fields {
		g.printf("case %d: // %s\n", i, f.Name)
		g.field(f)
	}
	g.printf("}\npanic(\"no such field\")\n}\n\n")
}

func (g *generator) field(f *codegen.Field) {
	at := f.Object.Name + "." + f.Name
	isGoField := f.IsVariable() && !f.IsResolver
	switch {
	case f.IsBatch():
		g.refuse("%s: batch resolvers are not supported", at)
		return
	case f.IsMap():
		g.refuse("%s: fields of maps are not supported", at)
		return
	case f.HasDirectives():
		g.refuse("%s: directives that run as fields are resolved are not supported", at)
		return
	case isGoField && len(f.Args) > 0:
		g.refuse("%s takes arguments, and the Go field %s does not", at, f.GoFieldName)
		return
	case isGoField:
		g.printf("return %s\n", g.writeStored(f.TypeReference, "o."+f.GoFieldName))
		return
	}
	if len(f.Args) > 0 {
		g.printf("a := exec.Args(r, f, %s)\nif a == nil {\nreturn exec.Failed\n}\n", g.args(at, f.Args))
	}
	value := "v"
	if isStruct(f.TypeReference) {
		value = "&v"
	}
	call := g.call(f)
	switch {
	case f.VOkFunc:
		g.printf("v, ok := %s\nif !ok {\nreturn exec.Null\n}\nreturn %s\n", call, g.write(f.TypeReference, "v"))
	case f.Object == g.data.MutationRoot:
		g.printf("v, err := %s\nreturn exec.Later(r, f, %s, err, %s)\n", call, value, g.writer(f.TypeReference))
	case f.IsResolver || !f.NoErr:
		g.printf("v, err := %s\nreturn exec.Try(r, f, %s, err, %s)\n", call, value, g.writer(f.TypeReference))
	case isStruct(f.TypeReference):
		g.printf("v := %s\nreturn %s\n", call, g.write(f.TypeReference, "v"))
	default:
		g.printf("return %s\n", g.write(f.TypeReference, call))
	}
}

// call returns the call of a resolver or of a method.
func (g *generator) call(f *codegen.Field) string {
	argument := func(name string) string { return "a." + templates.ToGo(name) }
	if f.IsResolver {
		call, err := g.resolvers.Call(f, binding.Site{Context: "r.Ctx", Object: "o", Argument: argument})
		if err != nil {
			g.refused = append(g.refused, err)
		}
		return call
	}
	var passed []string
	if f.MethodHasContext {
		passed = append(passed, "r.Ctx")
	}
	for _, a := range f.Args {
		passed = append(passed, argument(a.Name))
	}
	method := "o." + f.GoFieldName
	switch f.Name {
	case "__schema":
		method = "r.IntrospectSchema"
	case "__type":
		method = "r.IntrospectType"
	}
	return method + "(" + strings.Join(passed, ", ") + ")"
}

// isStruct reports whether a value is an object that is held as a struct.
func isStruct(t *config.TypeReference) bool {
	return t.Definition.Kind == ast.Object && !t.IsSlice() && !t.IsPtr()
}

// name returns the name of a function, and whether the function already exists.
func (g *generator) name(purpose, wish string) (name string, there bool) {
	if name, ok := g.names[purpose]; ok {
		return name, true
	}
	name = wish
	for i := 2; g.taken[name]; i++ {
		name = wish + strconv.Itoa(i)
	}
	g.names[purpose], g.taken[name] = name, true
	return name, false
}

// goName returns a word for a Go type.
func goName(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return goName(t.Elem()) + "Pointer"
	case *types.Slice:
		return goName(t.Elem()) + "List"
	case *types.Named:
		return t.Obj().Name()
	default:
		return templates.UcFirst(t.String())
	}
}

// function returns a function's text, on one line if its body is one statement.
func function(head, body string) string {
	if strings.Contains(body, "\n") {
		return head + " {\n" + body + "\n}\n\n"
	}
	return head + " { " + body + " }\n\n"
}
