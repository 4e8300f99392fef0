package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/codegen/templates"
)

// TestMissingFunctions: a field without a value is refused with the signature of the function
// that it needs.
func TestMissingFunctions(t *testing.T) {
	// Not parallel: it sets the output of log.
	module(t, map[string]string{
		"gqlgen.yml":      settings + "models: {T: {model: lectern/values.T}}",
		"schema.graphqls": "type Query { a(x: Int!, y: I): T b: [T!]! } type T { c: Int! d(z: [String!]): String } input I { e: Int }",
		"values/t.go":     "package values\ntype T struct { C int }\n",
		"resolve/r.go":    "package resolve\n",
	})
	err := generate()
	if err == nil {
		t.Fatal("it is not refused")
	}
	const want = "Query.a: nothing gives it a value; write into lectern/resolve func QueryA(ctx context.Context, x int, y *model.I) (*values.T, error)\n" +
		"Query.b: nothing gives it a value; write into lectern/resolve func QueryB(ctx context.Context) ([]*values.T, error)\n" +
		"T.d: nothing gives it a value; write into lectern/resolve func TD(ctx context.Context, o *values.T, z []string) (*string, error)"
	if err.Error() != want {
		t.Errorf("it says\n%s, not\n%s", err, want)
	}
	var declarations []string
	for _, found := range regexp.MustCompile("write into lectern/resolve func (.*)").FindAllStringSubmatch(err.Error(), -1) {
		declarations = append(declarations, found[1])
	}
	write(t, "resolve/r.go", functions(declarations...))
	templates.CurrentImports = nil
	if err := generate(); err != nil {
		t.Errorf("with these functions: %v", err)
	}
}

// TestFunctionsRefused: a function that can't be called, and one that is never called.
func TestFunctionsRefused(t *testing.T) {
	// Not parallel: it sets the output of log.
	fields := ""
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		fields += name + "(x: Int): T "
	}
	module(t, map[string]string{
		"gqlgen.yml":      settings,
		"schema.graphqls": "interface N { id: ID! } type Query { " + fields + "} type T implements N { id: ID! c: Int }",
		"resolve/r.go": functions(
			"QueryA(context.Context) (*model.T, error)",         // an argument is missing
			"QueryB(context.Context, int) (*model.T, error)",    // an argument of another type
			"QueryC(context.Context, *int) ([]*model.T, error)", // another result
			"QueryD(context.Context, *int) *model.T",            // no error
			"QueryE(string, *int) (*model.T, error)",            // no context
		),
	})
	want := ""
	for _, name := range []string{"A", "B", "C", "D", "E"} {
		want += fmt.Sprintf("Query.%s: Query%s does not fit; it should be func Query%[2]s(ctx context.Context, x *int) (*model.T, error)\n", strings.ToLower(name), name)
	}
	requireRefusal(t, strings.TrimSpace(want))

	names := []string{"QueryA", "QueryB", "QueryC", "QueryD", "QueryE"}
	for i, name := range names {
		names[i] = name + "(context.Context, *int) (*model.T, error)"
	}
	write(t, "resolve/r.go", functions(append(names, "QueryF() int", "TD() int", "NId() int", "Tom() int")...))
	requireRefusal(t, `lectern/resolve.NId: the schema has no field that calls it
lectern/resolve.QueryF: the schema has no field that calls it
lectern/resolve.TD: the schema has no field that calls it`)

	write(t, "resolve/r.go", "package resolve\nfunc QueryA() T")
	requireRefusal(t, "lectern/resolve must compile first:\n# lectern/resolve\nresolve/r.go:2:15: undefined: T")
}

// TestFunctionsOfInterfaces: a field of an interface gets its value from the function that is
// named after both, although the types behind it have a Go field of the name. A function takes
// and returns any of the Go types of a scalar.
func TestFunctionsOfInterfaces(t *testing.T) {
	// Not parallel: it sets the output of log.
	const scalar = `package values
import "github.com/99designs/gqlgen/graphql"
type T struct { ID string }
func (T) IsN() {}
func (T) GetID() string { return "" }
type Other string
func MarshalOther(o Other) graphql.Marshaler { return graphql.MarshalString(string(o)) }
func UnmarshalOther(v any) (Other, error) { s, err := graphql.UnmarshalString(v); return Other(s), err }
`
	module(t, map[string]string{
		"gqlgen.yml":      settings + "omit_getters: true\nmodels: {T: {model: lectern/values.T}, ID: {model: [github.com/99designs/gqlgen/graphql.ID, lectern/values.Other]}}",
		"schema.graphqls": "interface N { id: ID! } type Query { a(id: ID!): T b(ids: [ID!]!): T c(id: ID!): T } type T implements N { id: ID! }",
		"values/t.go":     scalar,
		"resolve/r.go": functions("NID(context.Context, *values.T) (values.Other, error)", "QueryA(context.Context, values.Other) (*values.T, error)",
			"QueryB(context.Context, []values.Other) (*values.T, error)", "QueryC(context.Context, string) (*values.T, error)"),
	})
	if err := generate(); err != nil {
		t.Fatal(err)
	}
	generated, err := os.ReadFile("gen/generated.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"resolve.NID(r.Ctx, o)", "ID values.Other", "Ids []values.Other", "ID string"} {
		if !strings.Contains(strings.Join(strings.Fields(string(generated)), " "), want) {
			t.Errorf("there is no %s in\n%s", want, generated)
		}
	}
}

func requireRefusal(t *testing.T, want string) {
	t.Helper()
	templates.CurrentImports = nil
	if err := generate(); err == nil || err.Error() != want {
		t.Errorf("it says\n%v, not\n%s", err, want)
	}
}
