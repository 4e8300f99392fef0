package exec_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"lectern/graph/internal/exec"
	"lectern/graph/internal/exectest"
)

// TestPlansAreBounded: the cache of plans stays within its bound, also for a document with many
// fields on many types or many outcomes of @skip, and the results are the same.
func TestPlansAreBounded(t *testing.T) {
	t.Parallel()
	var conditional strings.Builder
	conditional.WriteString("query(")
	conditional.WriteString(repeated(7, "$v#: Boolean! "))
	conditional.WriteString(") { all { " + repeated(30, "a#: f ") + repeated(7, "b#: f @skip(if: $v#) ") + "} }")
	for name, query := range map[string]string{"many fields of many types": "{ all { " + repeated(300, "a#: f ") + "} }", "many outcomes": conditional.String()} {
		t.Run(name, func(t *testing.T) {
			for _, bound := range []int{1, 500, 5_000, 0, 1 << 20} {
				h := newHand()
				doc, errs := load(h.Schema, query)
				if errs != nil {
					t.Fatal(errs)
				}
				plans := &exec.Plans{MaxBytes: bound}
				for i := range 1 << 7 {
					if name == "many fields of many types" && i == 3 {
						break
					}
					variables := map[string]any{}
					for bit := range 7 {
						variables[fmt.Sprintf("v%d", bit)] = i>>bit&1 == 1
					}
					op, err := coerced(h.Schema, doc, variables)
					if err != nil {
						t.Fatal(err)
					}
					op.Plans = plans
					got := run(h.Schema, op)
					if want := wideResult(name == "many outcomes", i); string(got.Data) != want || got.Errors != nil {
						t.Fatalf("with %d bytes, run %d: %s", bound, i, got.text())
					}
				}
				limit := bound
				if limit == 0 {
					limit = exec.DefaultPlanBytes
				}
				if bytes := plans.Bytes(); bytes > limit || plans.Kept() > 16 {
					t.Errorf("%d plans of %d bytes, and the bound is %d", plans.Kept(), bytes, limit)
				}
			}
		})
	}
}

// wideResult returns the data of TestPlansAreBounded; each set bit omits a field.
func wideResult(conditional bool, skip int) string {
	n := 300
	if conditional {
		n = 30
	}
	object := repeated(n, `"a#":"f",`)
	for bit := range 7 {
		if conditional && skip>>bit&1 == 0 {
			object += fmt.Sprintf(`"b%d":"f",`, bit)
		}
	}
	object = "{" + strings.TrimSuffix(object, ",") + "}"
	return `{"all":[` + strings.TrimSuffix(strings.Repeat(object+",", handTypes), ",") + "]}"
}

// TestPlansTakeWhatIsAccounted: the cached plans take no more memory than accounted.
func TestPlansTakeWhatIsAccounted(t *testing.T) {
	// Not parallel: it measures memory.
	fields := repeated(60, "a#: lives b#: id ")
	for name, query := range map[string]string{
		"one":            "{ cat { id } }",
		"fields":         "{ cat { " + fields + "} }",
		"long keys":      "{ cat { " + repeated(50, strings.Repeat("k", 100)+"#: lives ") + "} }",
		"types":          "{ anything { ... on Cat { " + fields + " } ... on Node { " + fields[:0] + repeated(60, "c#: id ") + "} } }",
		"nested":         "{ thing " + strings.Repeat("{ thing ", 60) + "{ ok }" + strings.Repeat("}", 61),
		"merged":         "{ " + repeated(60, "cat { a#: id } ") + "}",
		"nested, merged": "{ " + strings.Repeat("thing { thing { thing { ok } } } ", 60) + "}",
		"typenames":      "{ cat { " + repeated(60, "a#: __typename ") + "} }",
		"arguments":      "{ cat { " + repeated(60, "a#: sound(loud: true, times: 1) ") + "} }",
		"defaults":       "{ " + repeated(60, "a#: defaults ") + "}",
		"no arguments":   "{ " + repeated(60, "a#: echo ") + "}",
		"inputs":         "{ " + repeated(20, "a#: echo(filter: { limit: 1, tags: [\"a\", \"b\"], inner: { even: 2, grid: [[1, 2], 3] } }) ") + "}",
		"empty inputs":   "{ " + repeated(20, "a#: echo(filters: ["+strings.Repeat("{} ", 20)+"]) ") + "}",
		"lists":          "{ a: echo(list: [" + strings.Repeat("1 ", 400) + "]) }",
		"lists of lists": "{ a: echo(lists: [" + strings.Repeat("1 ", 400) + "]) }",
		"conditions":     "query(" + repeated(30, "$v#: Boolean = true ") + ") { cat { " + repeated(30, "a#: id @skip(if: $v#) ") + "} }",
		"introspection":  "{ __schema { types { name fields { name args { name type { name ofType { name } } } } } } }",
	} {
		t.Run(name, func(t *testing.T) {
			const n = 100
			schema := exectest.Schema()
			ops := make([]*exec.Operation, n)
			for i := range ops {
				ops[i] = operation(t, schema, query, nil)
				ops[i].Plans.MaxBytes = 10 << 20
			}
			run(schema, operation(t, schema, query, nil)) // the pooled run grows
			before := heap()
			for _, op := range ops {
				r := schema.Begin(op)
				r.Finish(context.Background())
				r.Release()
			}
			taken, said := (heap()-before)/n, ops[0].Plans.Bytes()
			if said < taken || said > 4*taken+2000 {
				t.Errorf("said to be %d bytes, takes %d", said, taken)
			}
			runtime.KeepAlive(ops)
		})
	}
}

func heap() int {
	var stats runtime.MemStats
	runtime.GC()
	runtime.GC() // the first may still be sweeping other garbage
	runtime.ReadMemStats(&stats)
	return int(stats.HeapAlloc)
}

// TestWhatIsNotKeptIsNotAccounted: runs whose plan does not fit leave space for others.
func TestWhatIsNotKeptIsNotAccounted(t *testing.T) {
	t.Parallel()
	h := newHand()
	op := h.operation(t, "{ one { "+repeated(300, "a#: f ")+"g { f } } }", nil)
	op.Plans.MaxBytes = 10_000
	run(h.Schema, op)
	first := op.Plans.Bytes()
	for range 100 {
		run(h.Schema, op)
	}
	if bytes := op.Plans.Bytes(); bytes != first {
		t.Errorf("%d bytes after one run and %d after a hundred", first, bytes)
	}
}

// TestOnePlanIsKept: of simultaneous runs, one caches its plan.
func TestOnePlanIsKept(t *testing.T) {
	t.Parallel()
	h := newHand()
	op := h.operation(t, "query($a: Boolean = true) { one { f @skip(if: $a) } }", nil)
	h.PlanTwice(op)
	if kept := op.Plans.Kept(); kept != 1 {
		t.Errorf("%d plans are kept", kept)
	}
}

// TestMergingIsLinear: a plan for twice as many keys takes twice the allocations, also if all
// are in fragments, or merged.
func TestMergingIsLinear(t *testing.T) {
	// Not parallel: it counts allocations.
	for name, query := range map[string]func(n int) string{
		"fields": func(n int) string { return "{ cat { " + repeated(n, "a#: lives ") + "} }" },
		"merged": func(n int) string { return "{ " + repeated(n, "cat { a#: lives } ") + "}" },
		"one":    func(n int) string { return "{ " + repeated(n, "cat { id } ") + "}" },
		"fragments": func(n int) string {
			return "{ cat { " + repeated(n, "...F# ") + "} } " + repeated(n, "fragment F# on Cat { a#: id mother { b#: id } } ")
		},
		"nested fragments": func(n int) string {
			return "{ cat { ...F0 } } " + repeated(n, "fragment F# on Cat { a#: id ...G# } fragment G# on Named { b#: id ...H# } fragment H# on Cat { id } ")
		},
		"deep": func(n int) string {
			return "{ thing " + strings.Repeat("{ ok thing ", n) + "{ ok }" + strings.Repeat("}", n+1)
		},
		"doubling": func(n int) string {
			return "{ thing { ...F0 ...F0 } } " + repeated(n, "fragment F# on Thing { ok thing { ...N# ...N# } thing { ...N# } } ") + fmt.Sprintf("fragment F%d on Thing { ok }", n)
		},
	} {
		allocations := func(n int) float64 {
			schema := exectest.Schema()
			text := query(n)
			for i := range n {
				text = strings.ReplaceAll(text, fmt.Sprintf("...N%d ", i), fmt.Sprintf("...F%d ", i+1))
			}
			if name == "nested fragments" {
				text = "{ cat { " + repeated(n, "...F# ") + "} } " + strings.SplitN(text, "} } ", 2)[1]
			}
			op := operation(t, schema, text, nil)
			return testing.AllocsPerRun(5, func() {
				op.Plans = &exec.Plans{MaxBytes: 10 << 20}
				r := schema.Begin(op)
				r.Finish(context.Background())
				r.Release()
			})
		}
		if n, twice := allocations(50), allocations(100); twice > 2.5*n {
			t.Errorf("%s: %v allocations, and %v for twice as much", name, n, twice)
		}
	}
}

// TestLiteralArgumentsAreReadOnce: once per plan if they are literal, otherwise once per run,
// and for each run of a mutation, which is rarely sent twice.
func TestLiteralArgumentsAreReadOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		query string
		reads int
	}{
		{"{ arg(n: 1, l: [1, 2]) }", 1},
		{"{ arg }", 1},
		{"{ a: arg(n: 1) b: arg(n: 1) }", 2},
		{"{ arg(n: 1) arg(n: 1) }", 1},
		{"query($n: Int) { arg(n: $n) }", 5},
		{"query($n: Int) { arg(n: 1, l: [1, $n]) }", 5},
		{"query($n: Int) { arg(n: 1) other: arg(n: $n) }", 6},
		{"{ list(n: 3) { arg(n: 1) } }", 2},
		{"query($n: Int) { list(n: 3) { arg(n: $n) } }", 6},
		{"mutation { do(n: 1) { f } }", 5},
		{"mutation { do(n: 1) { arg(n: 1) } }", 10},
	} {
		h := newHand()
		op := h.operation(t, c.query, map[string]any{"n": 7})
		for range 5 {
			if got := run(h.Schema, op); got.Errors != nil {
				t.Fatal(got.Errors)
			}
		}
		if h.reads != c.reads {
			t.Errorf("%s: arguments were read %d times, not %d", c.query, h.reads, c.reads)
		}
	}
}

// TestMutationsKeepNoArguments: neither the run nor the plan refers to them once root fields
// were called.
func TestMutationsKeepNoArguments(t *testing.T) {
	t.Parallel()
	h := newHand()
	op := h.operation(t, "mutation($n: Int) { a: do(n: $n) { f } b: do(n: 1) { f } }", map[string]any{"n": 1})
	r := h.Begin(op)
	defer r.Release()
	r.Stage(context.Background())
	if kept := r.Arguments(); kept != 0 {
		t.Errorf("%d are kept", kept)
	}
}
