package exec_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"lectern/graph/internal/exec"
	"lectern/graph/internal/exectest"
)

// FuzzPlans runs random queries with random conditions: shared plans, as far as they fit the
// cache, give the same result as a plan for each run.
func FuzzPlans(f *testing.F) {
	for seed := range uint64(50) {
		f.Add(seed, uint16(seed*331), uint16(seed*7919))
	}
	schema := exectest.Schema()
	f.Fuzz(func(t *testing.T, seed uint64, bound, conditions uint16) {
		w := &writer{Rand: rand.New(rand.NewPCG(seed, 0)), schema: schema.AST, used: map[string]bool{}}
		query := w.query()
		doc, errs := load(schema, query)
		if errs != nil {
			t.Fatalf("the query is not valid: %v\n%s", errs, query)
		}
		shared := &exec.Plans{MaxBytes: 1 + int(bound)}
		for i := range 8 {
			variables := map[string]any{}
			for bit := range writerVariables {
				variables[fmt.Sprintf("v%d", bit)] = conditions>>(i%4*writerVariables+bit)&1 == 1
			}
			op, err := coerced(schema, doc, variables)
			if err != nil {
				t.Fatal(err)
			}
			alone := run(schema, op)
			op.Plans = shared
			if got := run(schema, op); got.text() != alone.text() {
				t.Fatalf("run %d gives\n%s, not\n%s\nwith %d bytes for\n%s", i, got.text(), alone.text(), bound, query)
			}
		}
		if bytes := shared.Bytes(); bytes > 1+int(bound) {
			t.Errorf("%d bytes are accounted of %d", bytes, bound)
		}
	})
}

// TestRandomQueries: the queries of FuzzPlans cover the intended cases.
func TestRandomQueries(t *testing.T) {
	t.Parallel()
	schema := exectest.Schema()
	all := ""
	for seed := range uint64(200) {
		w := &writer{Rand: rand.New(rand.NewPCG(seed, 0)), schema: schema.AST, used: map[string]bool{}}
		all += w.query()
	}
	for _, part := range []string{"...F1", "... on Pet", "... on Named", "... {", "@skip(if: $v3)", "@include(if: false)", "__typename", "nullNonNull", "things_", "fragment F3 on"} {
		if !strings.Contains(all, part) {
			t.Errorf("there is no %s", part)
		}
	}
}

const writerVariables = 4

// writer writes random valid queries.
type writer struct {
	*rand.Rand
	schema    *ast.Schema
	used      map[string]bool // variables
	fragments []fragment      // complete ones
	names     int
	left      int // how many more selections there may be
}

type fragment struct {
	name string
	on   *ast.Definition
	text string
}

func (w *writer) query() string {
	w.left = 100
	set := w.set(w.schema.Query, 4)
	var b strings.Builder
	b.WriteString("query")
	if len(w.used) > 0 {
		fmt.Fprintf(&b, "(%s)", strings.Join(slices.Sorted(maps.Keys(w.used)), " "))
	}
	b.WriteString(" " + set + "\n")
	for _, f := range w.fragments {
		b.WriteString(f.text)
	}
	return b.String()
}

// set returns a selection set of a type. The first selection has no condition that omits it.
func (w *writer) set(of *ast.Definition, depth int) string {
	selections := []string{w.field(of, depth)}
	for range w.IntN(5) {
		if w.left--; w.left < 0 {
			break
		}
		switch w.IntN(6) {
		case 0:
			selections = append(selections, "..."+w.directives()+" "+w.set(of, depth))
		case 1:
			on := w.overlapping(of)
			selections = append(selections, "... on "+on.Name+w.directives()+" "+w.set(on, depth))
		case 2:
			selections = append(selections, "..."+w.fragment(of, depth)+w.directives())
		default:
			selections = append(selections, w.field(of, depth))
		}
	}
	return "{ " + strings.Join(selections, " ") + " }"
}

// field selects a field under a name that includes its type, so that any two can be merged.
func (w *writer) field(of *ast.Definition, depth int) string {
	var fields []*ast.FieldDefinition
	for _, f := range of.Fields {
		required := slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil })
		leaf := w.schema.Types[f.Type.Name()].IsLeafType()
		if !required && !strings.HasPrefix(f.Name, "__") && (leaf || depth > 0) {
			fields = append(fields, f)
		}
	}
	if len(fields) == 0 || w.IntN(8) == 0 {
		return "__typename" + w.directives()
	}
	f := fields[w.IntN(len(fields))]
	alias := f.Name + "_" + strings.NewReplacer("[", "l", "]", "", "!", "n").Replace(f.Type.String())
	text := alias + ": " + f.Name + w.directives()
	if t := w.schema.Types[f.Type.Name()]; !t.IsLeafType() {
		text += " " + w.set(t, depth-1)
	}
	return text
}

// overlapping returns a type with objects in common with another type.
func (w *writer) overlapping(of *ast.Definition) *ast.Definition {
	var on []*ast.Definition
	for _, name := range slices.Sorted(maps.Keys(w.schema.Types)) {
		if t := w.schema.Types[name]; t.IsCompositeType() && w.overlap(of, t) {
			on = append(on, t)
		}
	}
	return on[w.IntN(len(on))]
}

func (w *writer) overlap(a, b *ast.Definition) bool {
	return slices.ContainsFunc(w.schema.GetPossibleTypes(a), func(t *ast.Definition) bool {
		return t.Kind == ast.Object && slices.Contains(w.schema.GetPossibleTypes(b), t)
	})
}

// fragment returns the name of a fragment that may be spread, an existing or a new one.
func (w *writer) fragment(of *ast.Definition, depth int) string {
	if i := w.IntN(len(w.fragments) + 1); i < len(w.fragments) && w.overlap(of, w.fragments[i].on) {
		return w.fragments[i].name
	}
	w.names++
	f := fragment{name: fmt.Sprintf("F%d", w.names), on: w.overlapping(of)}
	f.text = "fragment " + f.name + " on " + f.on.Name + " " + w.set(f.on, depth) + "\n"
	w.fragments = append(w.fragments, f)
	return f.name
}

func (w *writer) directives() string {
	name := []string{"skip", "include"}[w.IntN(2)]
	switch w.IntN(12) {
	case 0, 1, 2:
		variable := fmt.Sprintf("$v%d", w.IntN(writerVariables))
		w.used[variable+": Boolean!"] = true
		return fmt.Sprintf(" @%s(if: %s)", name, variable)
	case 3:
		return fmt.Sprintf(" @%s(if: %t)", name, w.IntN(2) == 0)
	}
	return ""
}
