package exec_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"lectern/graph/internal/exec"
)

// hand is a schema with functions that are written by hand: they count the calls of exec.
type hand struct {
	*exec.Schema
	reads, memos, items int         // the number of read arguments, computed memos and written items
	calls               []string    // calls of root fields of mutations, and their registrations
	item                func(i int) // called for each item of list
}

// large is an object whose release a test can detect.
type large struct{ _ [1 << 16]byte }

const handTypes = 10

const handSDL = `
type Query { one: T0! all: [T!]! list(n: Int!): [T0!] arg(n: Int, l: [Int]): Int memo(n: Int): Int fails: Int panics: Int }
type Mutation { do(n: Int): T0 fails: T0 panics: T0 must: T0! finally(fail: Boolean): T0 }
interface T { f: String g: T h: Int! }
`

func newHand() *hand {
	h := &hand{}
	sdl := handSDL
	types := []exec.Type{
		{Name: "Query", Fields: []string{"one", "all", "list", "arg", "memo", "fails", "panics"}},
		{Name: "Mutation", Fields: []string{"do", "fails", "panics", "must", "finally"}},
	}
	for i := range handTypes {
		sdl += fmt.Sprintf("type T%d implements T { f: String g: T h: Int! arg(n: Int): Int }\n", i)
		types = append(types, exec.Type{Name: fmt.Sprintf("T%d", i), Fields: []string{"f", "g", "h", "arg"}})
	}
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: sdl})
	h.Schema = (&exec.Schema{AST: schema, Types: types, Query: h.query, Mutation: h.mutation}).Ready()
	return h
}

type handArgs struct {
	n    int
	list []int
	fail bool
}

func (h *hand) args(r *exec.Run, f *exec.Field) *handArgs {
	return exec.Args(r, f, func(in *exec.In, m map[string]any) *handArgs {
		h.reads++
		a := &handArgs{}
		exec.Read(in, m, "n", &a.n, readNumber)
		exec.Read(in, m, "l", &a.list, func(in *exec.In, v any) []int { return exec.ReadList(in, v, readNumber) })
		a.fail, _ = m["fail"].(bool)
		return a
	})
}

func readNumber(in *exec.In, v any) int {
	return exec.ReadScalar(in, v, func(v any) (int, error) {
		switch v := v.(type) {
		case int64:
			return int(v), nil
		case int:
			return v, nil
		}
		return 0, fmt.Errorf("%v is no number", v)
	})
}

var errHand = errors.New("it fails")

func (h *hand) query(r *exec.Run, f *exec.Field, _ *exec.Root) exec.Outcome {
	switch exec.FieldOf(r.Ctx).Name {
	case "one":
		return h.object(r, f, 0)
	case "all":
		return exec.List(r, f, make([]int, handTypes), false, true, func(r *exec.Run, f *exec.Field, _ int) exec.Outcome {
			h.items++
			return h.object(r, f, (h.items-1)%handTypes)
		})
	case "list":
		a := h.args(r, f)
		return exec.List(r, f, make([]int, a.n), true, true, func(r *exec.Run, f *exec.Field, _ int) exec.Outcome {
			if h.items++; h.item != nil {
				h.item(h.items - 1)
			}
			return h.object(r, f, 0)
		})
	case "arg":
		return h.arg(r, f)
	case "memo":
		h.args(r, f)
		v, err := exec.Memo(r.Ctx, func() (*int, error) {
			h.memos++
			return &h.memos, nil
		})
		return exec.Try(r, f, v, err, func(r *exec.Run, _ *exec.Field, v *int) exec.Outcome { return r.PutInt(*v) })
	case "fails":
		return exec.Try(r, f, 0, errHand, func(*exec.Run, *exec.Field, int) exec.Outcome { return exec.Value })
	case "panics":
		panic("it panics")
	}
	panic("no such field")
}

func (h *hand) arg(r *exec.Run, f *exec.Field) exec.Outcome {
	if a := h.args(r, f); a != nil {
		return r.PutInt(a.n + len(a.list))
	}
	return exec.Failed
}

// object writes an object of the type Tn.
func (h *hand) object(r *exec.Run, f *exec.Field, n int) exec.Outcome {
	return exec.Object(r, f, 2+n, &large{}, false, func(r *exec.Run, f *exec.Field, _ *large) exec.Outcome {
		switch f.Index {
		case 0:
			return r.PutString("f")
		case 1:
			return h.object(r, f, (n+1)%handTypes)
		case 2:
			return exec.Null
		}
		return h.arg(r, f)
	})
}

func (h *hand) mutation(r *exec.Run, f *exec.Field, _ *exec.Root) exec.Outcome {
	h.calls = append(h.calls, exec.FieldOf(r.Ctx).Alias)
	write := func(r *exec.Run, f *exec.Field, n int) exec.Outcome {
		h.calls = append(h.calls, "write "+exec.FieldOf(r.Ctx).Alias)
		return h.object(r, f, n)
	}
	switch exec.FieldOf(r.Ctx).Name {
	case "do":
		if h.args(r, f) == nil {
			return exec.Failed
		}
		return exec.Later(r, f, 0, nil, write)
	case "fails":
		return exec.Later(r, f, 0, errHand, write)
	case "panics":
		panic("it panics")
	case "must":
		return exec.Later(r, f, 0, nil, func(*exec.Run, *exec.Field, int) exec.Outcome { return exec.Null })
	case "finally":
		a := h.args(r, f)
		exec.Finally(r.Ctx, func(ctx context.Context) error {
			h.calls = append(h.calls, "finally "+exec.FieldOf(ctx).Alias)
			if a.fail {
				return errHand
			}
			return nil
		})
		return exec.Later(r, f, 0, nil, write)
	}
	panic("no such field")
}

// operation returns an operation of a document, with coerced variables.
func (h *hand) operation(t testing.TB, query string, variables map[string]any) *exec.Operation {
	t.Helper()
	return operation(t, h.Schema, query, variables)
}

func operation(t testing.TB, schema *exec.Schema, query string, variables map[string]any) *exec.Operation {
	t.Helper()
	doc, errs := load(schema, query)
	if len(errs) > 0 {
		t.Fatalf("%v: %s", errs, query)
	}
	op, unfit := coerced(schema, doc, variables)
	if len(unfit) > 0 {
		t.Fatalf("%v: %s", unfit, query)
	}
	return op
}

// text returns a response on one line.
func (r response) text() string {
	var b strings.Builder
	for _, err := range r.Errors {
		fmt.Fprintf(&b, "%s: %s; ", err.Path, err.Message)
	}
	return b.String() + string(r.Data)
}

func requireText(t *testing.T, got response, want string) {
	t.Helper()
	if got.text() != want {
		t.Errorf("got  %s\nwant %s", got.text(), want)
	}
}

// repeated returns n copies of a text with their numbers instead of #.
func repeated(n int, text string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(text, "#", fmt.Sprint(i)))
	}
	return b.String()
}
