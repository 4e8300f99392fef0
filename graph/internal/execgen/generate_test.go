package main

import (
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/codegen/templates"
)

const root = "../../.."

// module creates a module with the same name and dependencies, and changes to its directory.
func module(t *testing.T, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum"} {
		copyFile(t, filepath.Join(root, name), filepath.Join(dir, name))
	}
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
	}
	t.Chdir(dir)
	templates.CurrentImports = nil // a refusal leaves the imports of its file
	log.SetOutput(io.Discard)      // as main does
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	write(t, to, string(text))
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

const settings = `
schema: [schema.graphqls]
exec: {filename: gen/generated.go, package: gen}
model: {filename: model/models_gen.go, package: model}
resolver: {layout: follow-schema, dir: resolve, package: resolve}
omit_root_models: true
skip_mod_tidy: true
`

// functions returns a package of functions that do nothing.
func functions(declarations ...string) string {
	text := ""
	for _, d := range declarations {
		text += "func " + d + ` { panic("not called") }` + "\n"
	}
	imports := ""
	for _, name := range []string{"context", "lectern/model", "lectern/values"} {
		if strings.Contains(text, filepath.Base(name)+".") {
			imports += strconv.Quote(name) + "\n"
		}
	}
	return "package resolve\nimport (\n" + imports + ")\n" + text
}

// TestRefusals: schemas that exec does not support are refused, with the place.
func TestRefusals(t *testing.T) {
	// Not parallel: it sets the output of log.
	for name, c := range map[string]struct {
		schema, config, values string
		resolvers              []string // declarations of functions
		want                   []string // lines
	}{
		"nothing": {
			schema:    "type Query { a(x: Int): String b: T } type T { c: Int! }",
			resolvers: []string{"QueryA(context.Context, *int) (*string, error)", "QueryB(context.Context) (*model.T, error)"},
		},
		"a directive that is not run": {
			schema:    "directive @d on FIELD_DEFINITION | QUERY | FIELD | ARGUMENT_DEFINITION type Query { a(x: Int @d): String @d }",
			resolvers: []string{"QueryA(context.Context, *int) (*string, error)"},
			config:    "directives: {d: {skip_runtime: true}}",
		},
		"a directive of a field": {
			schema:    "directive @d on FIELD_DEFINITION type Query { a: String @d b: T } type T { c: Int @d d: Int }",
			resolvers: []string{"QueryA(context.Context) (*string, error)", "QueryB(context.Context) (*model.T, error)"},
			want:      []string{"Query.a: directives that run as fields are resolved are not supported", "T.c: directives that run as fields are resolved are not supported"},
		},
		"a directive of an object": {
			schema:    "directive @d on OBJECT type Query { b: T } type T @d { c: Int }",
			resolvers: []string{"QueryB(context.Context) (*model.T, error)"},
			want:      []string{"Query.b: directives that run as fields are resolved are not supported"},
		},
		"a directive of an argument": {
			schema:    "directive @d on ARGUMENT_DEFINITION type Query { a(x: Int @d, y: Int): String }",
			resolvers: []string{"QueryA(context.Context, *int, *int) (*string, error)"},
			want:      []string{"Query.a(x:): directives on arguments are not supported"},
		},
		"a directive of an input's field": {
			schema:    "directive @d on INPUT_FIELD_DEFINITION type Query { a(i: I): String } input I { x: Int @d y: Int }",
			resolvers: []string{"QueryA(context.Context, *model.I) (*string, error)"},
			want:      []string{"I.x: directives on fields of inputs are not supported"},
		},
		"a directive of an input": {
			schema:    "directive @d on INPUT_OBJECT type Query { a(i: I): String } input I @d { x: Int }",
			resolvers: []string{"QueryA(context.Context, *model.I) (*string, error)"},
			want:      []string{"I: directives on inputs are not supported"},
		},
		"a directive of an operation": {
			schema:    "directive @d on QUERY type Query { a: String }",
			resolvers: []string{"QueryA(context.Context) (*string, error)"},
			want:      []string{"@d: directives that run with an operation or a selection are not supported"},
		},
		"a directive of a selection": {
			schema:    "directive @d on FIELD type Query { a: String }",
			resolvers: []string{"QueryA(context.Context) (*string, error)"},
			want:      []string{"@d: directives that run with an operation or a selection are not supported"},
		},
		"a subscription": {
			schema:    "type Query { a: String } type Subscription { a: String }",
			resolvers: []string{"QueryA(context.Context) (*string, error)"},
			want:      []string{"Subscription: subscriptions are not supported"},
		},
		"a batch resolver": {
			schema:    "type Query { b: [T!] } type T { c: Int }",
			resolvers: []string{"QueryB(context.Context) ([]*model.T, error)"},
			config:    "models: {T: {fields: {c: {resolver: true, batch: true}}}}",
			want:      []string{"T.c: batch resolvers are not supported"},
		},
		"arguments that nothing hears": {
			schema:    "type Query { b: T } type T { c(x: Int): Int d: Int }",
			resolvers: []string{"QueryB(context.Context) (*model.T, error)"},
			want:      []string{"T.c takes arguments, and the Go field C does not"},
		},
		"a map": {
			schema:    "type Query { b: T } type T { c: Int }",
			resolvers: []string{"QueryB(context.Context) (map[string]any, error)"},
			config:    "models: {T: {model: 'map[string]interface{}'}}",
			want:      []string{"T.c: fields of maps are not supported"},
		},
		"an input that is a map": {
			schema:    "type Query { a(i: I): String } input I { x: Int }",
			resolvers: []string{"QueryA(context.Context, map[string]any) (*string, error)"},
			config:    "models: {I: {model: 'map[string]interface{}'}}",
			want:      []string{"I: inputs that are held as maps are not supported"},
		},
		"enum values that are bound": {
			schema:    "type Query { a: E } enum E { A B }",
			resolvers: []string{"QueryA(context.Context) (*values.E, error)"},
			config:    "models: {E: {model: lectern/values.E, enum_values: {A: {value: lectern/values.A}, B: {value: lectern/values.B}}}}",
			values:    "type E int\nconst (\nA E = iota\nB\n)",
			want:      []string{"E: enum values that are bound one by one are not supported"},
		},
		"null and absent, with a default": {
			schema:    "type Query { a(i: I): String } input I { x: Int = 1 y: Int }",
			resolvers: []string{"QueryA(context.Context, *model.I) (*string, error)"},
			config:    "models: {I: {fields: {x: {omittable: true}, y: {omittable: true}}}}",
			want:      []string{"I.x: a field that tells null from absent can't have a default"},
		},
		"a marshaler with a context": {
			schema:    "scalar S scalar A type Query { s: S a: A }",
			resolvers: []string{"QueryS(context.Context) (*values.S, error)", "QueryA(context.Context) (*values.A, error)"},
			config:    "models: {S: {model: lectern/values.S}, A: {model: lectern/values.A}}",
			values: "import \"context\"\nimport \"github.com/99designs/gqlgen/graphql\"\ntype S string\ntype A string\n" +
				"func MarshalS(S) graphql.ContextMarshaler { return nil }\nfunc UnmarshalS(context.Context, any) (S, error) { return \"\", nil }\n" +
				"func MarshalA(A) graphql.ContextMarshaler { return nil }\nfunc UnmarshalA(context.Context, any) (A, error) { return \"\", nil }\n" +
				"func AppendA(b []byte, _ A) ([]byte, bool) { return b, false }\n",
			want: []string{"S: values.MarshalS takes a context and there is no AppendS beside it"},
		},
		"several": {
			schema:    "directive @d on FIELD_DEFINITION type Query { a: String @d b: String @d } type Subscription { a: String }",
			resolvers: []string{"QueryA(context.Context) (*string, error)", "QueryB(context.Context) (*string, error)"},
			want: []string{
				"Subscription: subscriptions are not supported",
				"Query.a: directives that run as fields are resolved are not supported",
				"Query.b: directives that run as fields are resolved are not supported",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			module(t, map[string]string{
				"gqlgen.yml":       settings + c.config,
				"schema.graphqls":  c.schema,
				"values/values.go": "package values\n" + c.values,
				"resolve/r.go":     functions(c.resolvers...),
			})
			err := generate()
			_, left := os.Stat("gen/generated.go")
			if c.want == nil {
				if err != nil || left != nil {
					t.Errorf("it is refused: %v, %v", err, left)
				}
				return
			}
			if err == nil {
				t.Fatal("it is not refused")
			}
			if got, want := err.Error(), strings.Join(c.want, "\n"); got != want {
				t.Errorf("it says\n%s, not\n%s", got, want)
			}
			if left == nil {
				t.Error("something was generated")
			}
		})
	}
}

// TestGenerated: the committed code for the small schema is reproduced exactly, without remains
// of former files.
func TestGenerated(t *testing.T) {
	// Not parallel: it changes the working directory.
	files := map[string]string{}
	for _, dir := range []string{"graph/internal/exec", "graph/internal/exectest"} {
		err := fs.WalkDir(os.DirFS(root), dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "testdata") {
				return err
			}
			text, err := os.ReadFile(filepath.Join(root, path))
			files[path] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	module(t, files)
	const dir = "graph/internal/exectest/"
	generated := []string{dir + "gen/generated.go", dir + "gen/schema.graphqls"}
	again := func(what string) {
		t.Helper()
		t.Chdir(dir)
		err := generate()
		t.Chdir("../../..")
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		for _, name := range generated {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if string(text) != files[name] {
				t.Errorf("%s: %s is not what is committed", what, name)
			}
		}
	}
	again("as it is")
	again("again")
	for _, name := range generated {
		write(t, name, strings.ReplaceAll(files[name], "Thing", "Stale")+"\n# stale")
	}
	again("with something stale in its place")
	for _, name := range generated {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	again("with nothing in its place")
	found, err := os.ReadDir(dir + "gen")
	if err != nil || len(found) != len(generated) {
		t.Errorf("there are %v, %v", found, err)
	}
}
