//go:build reference

package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/contenttest"
	"lectern/graph/internal/exec"
	"lectern/internal/response"
)

// pair is a service with our executor and the same with the stock executor.
type pair struct {
	t     testing.TB
	own   *Handler
	stock *stockService
	logs  struct{ own, stock *bytes.Buffer }
	tally *tally
}

// tally counts the results of requests to a pair.
type tally struct {
	requests   int
	refused    int // before the execution
	withErrors int
	tooMany    int // more errors than Handler presents
	withNulls  int // in data, with errors
	without    int // an error makes data null
	equal      int // identical bytes
	order      int // only the order of errors differs
	differ     int
}

// maxShown is the number of differences that a test prints.
const maxShown = 5

func (n *tally) String() string {
	return fmt.Sprintf("%d requests, %d refused before execution, %d with errors (%d with more than %d; %d with nulls in the data, %d without data); %d equal to the byte, %d in another order of errors, %d differ",
		n.requests, n.refused, n.withErrors, n.tooMany, maxErrors, n.withNulls, n.without, n.equal, n.order, n.differ)
}

// report prints the counts, and fails if too few requests were executed.
func (n *tally) report(t *testing.T, atLeast int) {
	t.Helper()
	t.Log(n)
	if executed := n.requests - n.refused; executed < atLeast {
		t.Errorf("only %d requests were executed, want %d", executed, atLeast)
	}
}

// newPair returns a pair that refuses only invalid requests.
func newPair(t testing.TB, n *tally, cfg Config) *pair {
	t.Helper()
	limits := EditorLimits()
	limits.Cost, limits.Work, limits.Tokens, limits.Aliases, limits.Fragments = 100_000_000, 100_000_000, 100_000, 10_000, 10_000
	limits.Directives, limits.Fields, limits.Depth, limits.Nesting, limits.VariableDefinitions = 10_000, 100_000, 50, 100, 1000
	cfg.Public, cfg.Editor, cfg.MaxPublicBody, cfg.Timeout = limits, limits, 1<<20, time.Minute
	cfg.Clock = func() time.Time { return contenttest.Epoch }
	p := &pair{t: t, tally: n}
	handler := func(log **bytes.Buffer) *Handler {
		*log = &bytes.Buffer{}
		cfg.Log = slog.New(slog.NewTextHandler(*log, &slog.HandlerOptions{ReplaceAttr: withoutChance}))
		h, err := NewHandler(Schema(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		h.leavesNothingOut = true // the stock executor omits nothing
		return h
	}
	p.own, p.stock = handler(&p.logs.own), newStockService(handler(&p.logs.stock))
	return p
}

// withoutChance removes attributes that differ each time.
func withoutChance(_ []string, a slog.Attr) slog.Attr {
	switch a.Key {
	case "stack", "id", "time":
		return slog.Attr{}
	}
	return a
}

// ask sends a request to both, compares their responses and logs, and returns our response.
func (p *pair) ask(actor content.Actor, language, query string, variables map[string]any) string {
	p.t.Helper()
	p.logs.own.Reset()
	p.logs.stock.Reset()
	request := func() *http.Request { return referenceRequest(p.t, actor, language, query, variables) }
	prepared := p.own.Prepare(httptest.NewRecorder(), request())
	own := prepared.Run()
	prepared = p.stock.Prepare(httptest.NewRecorder(), request())
	a := p.stock.answer(prepared)
	stock := a.response(prepared.media)

	n := p.tally
	n.requests++
	if prepared.refused != nil {
		n.refused++
	}
	if len(a.errs) > 0 {
		n.withErrors++
		switch {
		case string(a.data) == "null":
			n.without++
		case bytes.Contains(a.data, []byte("null")):
			n.withNulls++
		}
	}
	ours := own
	if len(a.errs) > maxErrors {
		n.tooMany++
		p.logs.own.Reset()
		ours = p.withAllErrors(request())
		if cut := first(p.t, ours); cut != bodyOf(p.t, own).String() {
			p.differ(query, variables, "our first errors", cut, bodyOf(p.t, own).String())
			return string(own.Body)
		}
	}
	p.compare(query, variables, stock, ours)
	return string(own.Body)
}

// compare compares responses, and the logs.
func (p *pair) compare(query string, variables map[string]any, stock, own *response.Response) {
	p.t.Helper()
	n := p.tally
	head := func(r *response.Response) string { return fmt.Sprint(r.Status, r.Header, r.Reuse) }
	theirs, ours := withoutID(stock.Body), withoutID(own.Body)
	own.Reuse = nil // stock has none
	switch {
	case head(stock) != head(own):
		p.differ(query, variables, "head", head(stock), head(own))
	case lines(p.logs.stock) != lines(p.logs.own):
		p.differ(query, variables, "log", lines(p.logs.stock), lines(p.logs.own))
	case theirs == ours:
		n.equal++
	case bodyOf(p.t, stock).sorted() == bodyOf(p.t, own).sorted():
		n.order++
	default:
		p.differ(query, variables, "body", theirs, ours)
	}
}

// differ counts a difference and prints the first few, from a little before the place.
func (p *pair) differ(query string, variables map[string]any, what, stock, own string) {
	p.t.Helper()
	if p.tally.differ++; p.tally.differ > maxShown {
		p.t.Fail()
		return
	}
	at := 0
	for at < min(len(stock), len(own)) && stock[at] == own[at] {
		at++
	}
	from := max(0, at-300)
	p.t.Errorf("%s differs\n%.3000s\n%v\nstock %.900s\nown   %.900s", what, query, variables, stock[from:], own[from:])
}

// withAllErrors responds as Handler does, without a bound for errors.
func (p *pair) withAllErrors(r *http.Request) *response.Response {
	h := p.own
	prepared := h.Prepare(httptest.NewRecorder(), r)
	op := prepared.op
	op.Now = h.clock()
	op.execution = exec.Operation{Definition: op.definition, Variables: op.variables, Plans: &op.document.plans, Present: h.presenter, EmptyIsMissing: op.Preview}
	if op.Preview && !h.leavesNothingOut {
		op.execution.LeaveOut = op.leaveOut
	}
	op.run = h.executor.Begin(&op.execution)
	defer op.run.Release()
	return withCost(prepared, h.over(prepared.ctx, op, h.viewOptions(op))).response(prepared.media)
}

func referenceRequest(t testing.TB, actor content.Actor, language, query string, variables map[string]any) *http.Request {
	t.Helper()
	text, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(WithActor(context.Background(), actor), http.MethodPost, "/graphql", bytes.NewReader(text))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", language)
	return r
}

// parsedBody is the body of a response, with internal errors without their ids.
type parsedBody struct {
	Errors     []json.RawMessage `json:"errors"`
	Data       json.RawMessage   `json:"data"`
	Extensions json.RawMessage   `json:"extensions"`
}

func bodyOf(t testing.TB, r *response.Response) (b parsedBody) {
	t.Helper()
	if err := json.Unmarshal([]byte(withoutID(r.Body)), &b); err != nil {
		t.Fatalf("%v: %s", err, r.Body)
	}
	return b
}

func (b parsedBody) String() string { return fmt.Sprintf("%s %s %s", b.Errors, b.Data, b.Extensions) }

// sorted returns the body with its errors sorted: stock resolves siblings in goroutines.
func (b parsedBody) sorted() string {
	b.Errors = slices.Clone(b.Errors)
	slices.SortFunc(b.Errors, func(a, b json.RawMessage) int { return bytes.Compare(a, b) })
	return b.String()
}

// first returns a body with the errors that are presented.
func first(t testing.TB, r *response.Response) string {
	b := bodyOf(t, r)
	b.Errors = b.Errors[:min(len(b.Errors), maxErrors)]
	return b.String()
}

var faultID = regexp.MustCompile(`"id":"[A-Z2-7]{10}"`)

func withoutID(body []byte) string { return faultID.ReplaceAllString(string(body), `"id":"x"`) }

// lines returns the sorted lines of a log.
func lines(log *bytes.Buffer) string {
	all := strings.Split(log.String(), "\n")
	slices.Sort(all)
	return strings.Join(all, "\n")
}
