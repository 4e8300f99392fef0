package exec_test

import (
	"context"
	"errors"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/graph/internal/exec"
	"lectern/graph/internal/exectest"
)

// TestLeavesAllocateNothing: an object of twice as many fields takes no more allocations. Ids
// are left out, since gqlgen's ID has no Append function.
func TestLeavesAllocateNothing(t *testing.T) {
	// Not parallel: it counts allocations.
	allocations := func(n int) float64 {
		schema := exectest.Schema()
		op := operation(t, schema, "{ cat { "+repeated(n, "a#: lives b#: name d#: __typename ")+"} stone { "+repeated(n, "e#: weight f#: text g#: heavy ")+"} }", nil)
		op.Plans.MaxBytes = 1 << 20
		least := math.Inf(1) // under the race detector, pools drop some of their content
		for range 200 {
			least = min(least, testing.AllocsPerRun(1, func() {
				r := schema.Begin(op)
				r.Finish(context.Background())
				r.Release()
			}))
		}
		return least
	}
	if n, twice := allocations(50), allocations(100); twice != n {
		t.Errorf("%v allocations, and %v for twice as many fields", n, twice)
	}
}

// TestCancellation: a long list ends soon after the operation is cancelled.
func TestCancellation(t *testing.T) {
	t.Parallel()
	h := newHand()
	ctx, cancel := context.WithCancel(context.Background())
	h.item = func(i int) {
		if i == 100 {
			cancel()
		}
	}
	r := h.Begin(h.operation(t, "{ list(n: 100000) { f } after: arg(n: 1) }", nil))
	defer r.Release()
	data, errs := r.Finish(ctx)
	if h.items < 100 || h.items > 200 {
		t.Errorf("%d items were written", h.items)
	}
	if string(data) != `{"list":null,"after":1}` || len(errs) != 1 || !errors.Is(errs[0], context.Canceled) {
		t.Errorf("got %s %v", data, errs)
	}
}

// TestPanics: each field panics by itself, and the following ones are written.
func TestPanics(t *testing.T) {
	t.Parallel()
	h := newHand()
	var stacks []string
	op := h.operation(t, "{ a: panics b: arg(n: 1) c: panics list(n: 2) { f } }", nil)
	op.Present = func(ctx context.Context, f *exec.Failure) *gqlerror.Error {
		stacks = append(stacks, string(f.Stack))
		return exec.Report(ctx, f)
	}
	r := h.Begin(op)
	defer r.Release()
	requireText(t, finish(r), `a: it panics; c: it panics; {"a":null,"b":1,"c":null,"list":[{"f":"f"},{"f":"f"}]}`)
	for _, stack := range stacks {
		if !strings.Contains(stack, "hand_test.go") {
			t.Errorf("the stack does not say where: %s", stack)
		}
	}
	h = newHand()
	h.item = func(i int) {
		if i == 1 {
			panic(errHand)
		}
	}
	requireText(t, run(h.Schema, h.operation(t, "{ list(n: 3) { f } one { f } }", nil)), `list[1]: it fails; {"list":null,"one":{"f":"f"}}`)
}

// TestMaxErrors: failures beyond the bound leave only their nulls.
func TestMaxErrors(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"{ a: fails b: panics c: fails d: arg(n: 1) e: fails }": `a: it fails; b: it panics; {"a":null,"b":null,"c":null,"d":1,"e":null}`,
		"{ list(n: 9) { h } }": `list[0].h: Cannot return null for non-nullable field T0.h.; list[1].h: Cannot return null for non-nullable field T0.h.; {"list":null}`,
		"mutation { a: fails { f } b: panics { f } c: fails { f } }": `a: it fails; b: it panics; {"a":null,"b":null,"c":null}`,
		"mutation { a: do { g { h } f } b: do { g { h } } c: fails { f } d: fails { f } }": `a.g.h: Cannot return null for non-nullable field T1.h.; ` +
			`b.g.h: Cannot return null for non-nullable field T1.h.; {"a":{"g":null,"f":"f"},"b":{"g":null},"c":null,"d":null}`,
	} {
		h := newHand()
		op := h.operation(t, query, nil)
		op.MaxErrors = 2
		requireText(t, run(h.Schema, op), want)
	}
}

// TestPresentNothing: a failure that is not presented leaves its null.
func TestPresentNothing(t *testing.T) {
	t.Parallel()
	h := newHand()
	op := h.operation(t, "{ fails }", nil)
	op.Present = func(context.Context, *exec.Failure) *gqlerror.Error { return nil }
	r := h.Begin(op)
	defer r.Release()
	requireText(t, finish(r), `{"fails":null}`)
}

// TestFailure: the data of a failure.
func TestFailure(t *testing.T) {
	t.Parallel()
	schema := exectest.Schema()
	op := operation(t, schema, "query($n: Int = 1) { t: thing { things { thing { x: fails } } } defaults(strict: $n) echo(filter: { several: [{}, { even: 3 }] }) }", map[string]any{"n": nil})
	var got []*exec.Failure
	op.Present = func(_ context.Context, f *exec.Failure) *gqlerror.Error {
		got = append(got, f)
		return nil
	}
	r := schema.Begin(op)
	defer r.Release()
	r.Finish(context.Background())
	if len(got) != 5 {
		t.Fatalf("%d failures", len(got))
	}
	first, argument, deep := got[1], got[3], got[4]
	if first.Object != "Thing" || first.Field.Alias != "x" || first.Kind != exec.ResolverFailed || first.Path.String() != "t.things[1].thing.x" || len(first.Parents) != 3 {
		t.Errorf("got %+v", first)
	}
	if argument.Kind != exec.BadArgument || argument.Argument.String() != "strict" || argument.Path.String() != "defaults" {
		t.Errorf("got %+v", argument)
	}
	if deep.Kind != exec.BadArgument || deep.Argument.String() != "filter.several[1].even" || deep.Object != "Query" {
		t.Errorf("got %+v", deep)
	}
}

// TestFinishedAgain: a run can be finished several times, as for a subscription.
func TestFinishedAgain(t *testing.T) {
	t.Parallel()
	h := newHand()
	r := h.Begin(h.operation(t, "query($n: Int) { arg(n: $n) one { f h } fails }", map[string]any{"n": 2}))
	defer r.Release()
	want := `one.h: Cannot return null for non-nullable field T0.h.; fails: it fails; null`
	for range 3 {
		requireText(t, finish(r), want)
	}
	if h.reads != 1 {
		t.Errorf("arguments were read %d times", h.reads)
	}
}

// TestMemo: it is computed once per plan if the arguments are literal, otherwise once per run,
// and outside of a run each time.
func TestMemo(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]int{
		"{ memo(n: 1) }":                          1,
		"query($n: Int) { memo(n: $n) }":          3,
		"{ a: memo(n: 1) b: memo(n: 1) c: memo }": 3,
	} {
		h := newHand()
		op := h.operation(t, query, map[string]any{"n": 1})
		for range 3 {
			r := h.Begin(op)
			finish(r)
			finish(r)
			r.Release()
		}
		if h.memos != want {
			t.Errorf("%s: %d times, not %d", query, h.memos, want)
		}
	}
	works := 0
	for range 2 {
		if _, err := exec.Memo(context.Background(), func() (*int, error) { works++; return &works, nil }); err != nil {
			t.Fatal(err)
		}
	}
	if works != 2 || exec.FieldOf(context.Background()) != nil {
		t.Errorf("%d times outside of a run", works)
	}
}

// TestFailedMemo: a failed computation is repeated.
func TestFailedMemo(t *testing.T) {
	t.Parallel()
	h := newHand()
	r := h.Begin(h.operation(t, "{ one { f } }", nil))
	defer r.Release()
	finish(r)
	works := 0
	schema := exectest.Schema()
	schema.Query = func(r *exec.Run, f *exec.Field, _ *exec.Root) exec.Outcome {
		v, err := exec.Memo(r.Ctx, func() (*int, error) {
			if works++; works < 3 {
				return nil, errHand
			}
			return &works, nil
		})
		return exec.Try(r, f, v, err, func(r *exec.Run, _ *exec.Field, v *int) exec.Outcome { return r.PutInt(*v) })
	}
	op := operation(t, schema, "{ old }", nil)
	for i, want := range []string{`old: it fails; {"old":null}`, `old: it fails; {"old":null}`, `{"old":3}`, `{"old":3}`} {
		if got := run(schema, op); got.text() != want {
			t.Errorf("run %d: %s", i, got.text())
		}
	}
}

// TestReleaseLeavesNothing: a pooled run has no references to its former operation.
func TestReleaseLeavesNothing(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		"query($n: Int) { all { ... on T0 { g { g { g { f } } } } ... on T1 { g { f } } } arg(n: $n) memo(n: $n) fails panics list(n: 3) { h } }",
		"mutation($n: Int) { do(n: $n) { g { f } } fails { f } finally { f } panics { f } }",
	} {
		h := newHand()
		op := h.operation(t, query, map[string]any{"n": 1})
		op.Plans.MaxBytes = 1
		gone := make(chan bool, 1)
		func() {
			values := &large{}
			runtime.AddCleanup(values, func(gone chan bool) { gone <- true }, gone)
			r := h.Begin(op)
			r.Finish(context.WithValue(context.Background(), large{}, values))
			r.Forget()
			if left := r.Leftovers(); left != nil {
				t.Errorf("%s: %q", query, left)
			}
		}()
		runtime.GC()
		<-gone
	}
}

// TestReleaseDropsLargeBuffers: exceptionally large buffers are not pooled.
func TestReleaseDropsLargeBuffers(t *testing.T) {
	t.Parallel()
	h := newHand()
	r := h.Begin(h.operation(t, "{ list(n: 200000) { f } }", nil))
	data, _ := r.Finish(context.Background())
	if len(data) < 1<<20 {
		t.Fatalf("%d bytes only", len(data))
	}
	r.Forget()
	if cap(r.B) != 0 {
		t.Errorf("%d bytes are kept", cap(r.B))
	}
}

// TestSharedPlan: runs of many goroutines share a document's plans, with the same results.
func TestSharedPlan(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t) {
		if len(c.variables) < 2 || strings.HasPrefix(c.query, "mutation") || c.want[0].Refused != nil {
			continue
		}
		schema := exectest.Schema()
		plans := &exec.Plans{}
		doc, errs := load(schema, c.query)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				for i, variables := range variablesOf(t, c.query) { // coercion changes them
					op, err := coerced(schema, doc, variables)
					if err != nil {
						continue
					}
					op.Plans = plans
					if got, alone := run(schema, op), request(exectest.Schema(), c.query, variables); got.text() != alone.text() {
						t.Errorf("%s/%s, run %d: %s, not %s", c.file, c.name, i, got.text(), alone.text())
					}
				}
			})
		}
		wait.Wait()
	}
}

// TestStage: all root fields are called, in order, before anything is written.
func TestStage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		query, want string
		ok          bool
		calls       []string
	}{
		{
			"mutation { a: do(n: 1) { f } b: finally { f } c: do { g { f } } }", `{"a":{"f":"f"},"b":{"f":"f"},"c":{"g":{"f":"f"}}}`, true,
			[]string{"a", "b", "c", "write a", "finally b", "write b", "write c"},
		},
		{
			"mutation { a: fails { f } b: do { f } }", `a: it fails; {"a":null,"b":{"f":"f"}}`, false,
			[]string{"a", "b", "write b"},
		},
		{
			"mutation { a: panics { f } b: do { f } }", `a: it panics; {"a":null,"b":{"f":"f"}}`, false,
			[]string{"a", "b", "write b"},
		},
		{
			"mutation { a: finally(fail: true) { f } b: do { f } }", `a: it fails; {"a":null,"b":{"f":"f"}}`, true,
			[]string{"a", "b", "finally a", "write b"},
		},
		{
			"mutation { a: do { f } b: must { f } c: do { f } }", `b: Cannot return null for non-nullable field Mutation.b.; null`, true,
			[]string{"a", "b", "c", "write a", "write c"},
		},
		{"mutation { __typename }", `{"__typename":"Mutation"}`, true, nil},
		{"mutation { a: __typename b: do { f } }", `{"a":"Mutation","b":{"f":"f"}}`, true, []string{"b", "write b"}},
		{"mutation { do @skip(if: true) { f } }", `{}`, true, nil},
	} {
		h := newHand()
		r := h.Begin(h.operation(t, c.query, nil))
		if ok := r.Stage(context.Background()); ok != c.ok {
			t.Errorf("%s: success is %v", c.query, ok)
		}
		requireText(t, finish(r), strings.Replace(c.want, "Mutation.b", "Mutation.must", 1))
		if !slices.Equal(h.calls, c.calls) {
			t.Errorf("%s: the calls were %q", c.query, h.calls)
		}
		r.Release()
	}
}

// TestStageAgain: the last staged fields are written, and are called once more.
func TestStageAgain(t *testing.T) {
	t.Parallel()
	h := newHand()
	r := h.Begin(h.operation(t, "mutation { a: fails { f } b: finally { f } }", nil))
	defer r.Release()
	r.Stage(context.Background())
	r.Stage(context.Background())
	requireText(t, finish(r), `a: it fails; {"a":null,"b":{"f":"f"}}`)
	if want := []string{"a", "b", "a", "b", "finally b", "write b"}; !slices.Equal(h.calls, want) {
		t.Errorf("the calls were %q", h.calls)
	}
}

// TestFinishStages: Finish stages a mutation that was not staged.
func TestFinishStages(t *testing.T) {
	t.Parallel()
	h := newHand()
	requireText(t, run(h.Schema, h.operation(t, "mutation { a: do { f } b: do { f } }", nil)), `{"a":{"f":"f"},"b":{"f":"f"}}`)
	if want := []string{"a", "b", "write a", "write b"}; !slices.Equal(h.calls, want) {
		t.Errorf("the calls were %q", h.calls)
	}
}
