package limit

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"lectern/graph/internal/exec"
)

// secret is in each attack wherever it can contain free text.
const secret = "hunter2"

// attack is a request that took seconds of validation or execution without limits.
type attack struct {
	name      string
	query     string
	variables string
	code      string
	limit     string
}

// attacks returns attacks with the code and limit that refuse them with an editor's limits; the
// public's are lower and refuse them all the earlier.
func attacks() []attack {
	loop := "fragment A on Conference {...B} fragment B on Conference {... {...C}} fragment C on Conference {parent {...A}}"
	return []attack{
		{
			name: "10,000 aliases", code: CodeTooLarge, limit: "tokens",
			query: of(repeated(10_000, secret+"%d: id")),
		},
		{
			name: "aliases within the tokens", code: CodeTooComplex, limit: "aliases",
			query: of(repeated(3_000, secret+"%d: id")),
		},
		{
			name: "10,000 inline fragments", code: CodeTooLarge, limit: "tokens",
			query: of(repeated(10_000, "...{id}")),
		},
		{
			name: "inline fragments within the tokens", code: CodeTooComplex, limit: "fragments",
			query: of(repeated(2_000, "...{id}")),
		},
		{
			name: "inline fragments in each other", code: CodeTooDeep, limit: "nesting",
			query: of(nested(450, "...{", "id", "}")),
		},
		{
			name: "many fields in inline fragments in each other", code: CodeTooComplex, limit: "work",
			query: of(nested(30, "...{", repeated(1_000, "id"), "}")),
		},
		{name: "23 chained fragments", code: CodeTooComplex, limit: "fields", query: doubling(23)},
		{
			name: "chained fragments that end in nothing", code: CodeTooComplex, limit: "fields",
			query: strings.Replace(doubling(23), "{id}", "{..."+secret+"}", 1),
		},
		{
			name: "chained fragments that nothing spreads", code: CodeTooComplex, limit: "fields",
			query: strings.Replace(doubling(23), "...F0", "id", 1),
		},
		{name: "18 KB of one field", code: CodeTooComplex, limit: "fields", query: of(repeated(6_100, "id"))},
		{name: "one field within the fields", code: CodeTooComplex, limit: "work", query: of(repeated(2_000, "id"))},
		{
			name: "one field in many fragments", code: CodeTooComplex, limit: "work",
			query: of("...F0 ...F1") + "fragment F0 on Conference {" + repeated(1_000, "id") + "}" +
				"fragment F1 on Conference {" + repeated(1_000, "id") + "}",
		},
		{
			name: "one field below fields of one name", code: CodeTooComplex, limit: "work",
			query: of(repeated(40, "parent {"+repeated(40, "id")+"}")),
		},
		{
			name: "conflicts", code: CodeTooComplex, limit: "work",
			query: of(repeated(120, "id: slug id") + repeated(120, "slug: id slug")),
		},
		{
			name: "arguments of one field", code: CodeTooComplex, limit: "work",
			query: of(repeated(20, "sessions("+repeated(100, "a%d: 1")+") {totalCount}")),
		},
		{
			name: "fragments of fragments", code: CodeTooComplex, limit: "work",
			query: of("...F0") + chained(30, repeated(900, "... on Conference {id}")),
		},
		{
			name: "a long string in fragments", code: CodeTooComplex, limit: "work",
			query: of("...F0") + chained(30, `sessions(first: "`+strings.Repeat(secret, 20_000)+`") {totalCount}`),
		},
		{
			name: "fields in fields", code: CodeTooDeep, limit: "depth",
			query: of(nested(30, "parent {", "id", "}")),
		},
		{name: "a fragment in itself", code: CodeValidationFailed, query: of("...A") + "fragment A on Conference {id ...A}"},
		{name: "a cycle of fragments", code: CodeValidationFailed, query: of("...A") + loop},
		{name: "a cycle that nothing spreads", code: CodeValidationFailed, query: of("id") + loop},
		{
			name: "5,000 directives on one field", code: CodeTooLarge, limit: "tokens",
			query: of("id " + repeated(5_000, "@skip(if: false)")),
		},
		{
			name: "directives within the tokens", code: CodeTooComplex, limit: "directives",
			query: of("id " + repeated(1_400, "@skip(if: false)")),
		},
		{
			name: "deep lists in a literal", code: CodeTooDeep, limit: "valueNesting",
			query: "{anything(value: " + nested(900, "[", "1", "]") + ") {id}}",
		},
		{
			name: "deeper than the parser goes", code: CodeTooDeep, limit: "nesting",
			query: "{anything(value: " + nested(4_000, "[", "1", "]") + ") {id}}",
		},
		{
			name: "a deep list type", code: CodeTooDeep, limit: "valueNesting",
			query: "query ($v: " + nested(900, "[", "Int", "]") + ") {" + repeated(100, "anything(number: $v) {id}") + "}",
		},
		{
			name: "unclosed braces", code: CodeTooDeep, limit: "nesting",
			query: strings.Repeat("{"+secret, 4_000),
		},
		{
			name: "a deep variable", code: CodeTooDeep, limit: "valueNesting",
			query: "query ($v: Markdown) {anything(value: $v) {id}}", variables: `{"v": ` + nested(9_000, "[", `"`+secret+`"`, "]") + `}`,
		},
		{
			name: "a huge variable", code: CodeTooComplex, limit: "valueItems",
			query:     "query ($v: Markdown) {anything(value: $v) {id}}",
			variables: `{"v": ["` + secret + `"` + repeated(100_000, ", 1") + `]}`,
		},
		{
			name: "a huge variable that nothing uses", code: CodeTooComplex, limit: "valueItems",
			query: "{__typename}", variables: `{"` + secret + `": [1` + repeated(100_000, ", 1") + `]}`,
		},
		{
			name: "pages in pages", code: CodeTooComplex, limit: "cost",
			query: "{sessions(first: 100) {nodes {appearances {speaker {sessions(first: 100) {nodes {appearances {speaker {sessions(first: 100) {nodes {id}}}}}}}}}}}",
		},
		{
			name: "introspection again and again", code: CodeTooComplex, limit: "cost",
			query: "{" + repeated(100, "a%d: __schema {types {fields {type {fields {type {name ofType {name}}}}}}}") + "}",
		},
		{
			name: "many errors in validation", code: CodeValidationFailed,
			query: of(repeated(2_000, secret+"%d")),
		},
		{
			name: "a number that execution would choke on", code: CodeValidationFailed,
			query: "{anything(value: 99999999999999999999) {id}}",
		},
	}
}

// chained returns n fragments, each of which spreads the next; the last selects inner.
func chained(n int, inner string) string {
	var b strings.Builder
	for i := range n - 1 {
		fmt.Fprintf(&b, " fragment F%d on Conference {...F%d}", i, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Conference {%s}", n-1, inner)
	return b.String()
}

func TestAttacks(t *testing.T) {
	t.Parallel()
	schema := loadSchema(t)
	for _, a := range attacks() {
		t.Run(a.name, func(t *testing.T) {
			_, errs := chain(schema, a.query, a.variables, Editor())
			if len(errs) == 0 {
				t.Fatal("it passes")
			}
			if code := errs[0].Extensions["code"]; code != a.code {
				t.Errorf("code %v (%s), want %s", code, errs[0].Message, a.code)
			}
			if limit, _ := errs[0].Extensions["limit"].(string); limit != a.limit {
				t.Errorf("limit %q (%s), want %q", limit, errs[0].Message, a.limit)
			}
			if _, errs := chain(schema, a.query, a.variables, Public()); len(errs) == 0 {
				t.Error("the public may send it")
			}
		})
	}
}

// TestRefusalsSayLittle: responses to attacks have at most ten short errors, and refusals only
// fixed texts.
func TestRefusalsSayLittle(t *testing.T) {
	t.Parallel()
	schema := loadSchema(t)
	for _, a := range attacks() {
		for _, l := range []Limits{Public(), Editor()} {
			_, errs := chain(schema, a.query, a.variables, l)
			if len(errs) > l.Errors {
				t.Errorf("%s: %d errors", a.name, len(errs))
			}
			for _, err := range errs {
				if len(err.Message) > maxMessage+len("…") {
					t.Errorf("%s: a message of %d bytes", a.name, len(err.Message))
				}
				if limit := err.Extensions["limit"]; limit != nil && strings.Contains(err.Error(), secret) {
					t.Errorf("%s: the refusal by %s repeats the client's text: %s", a.name, limit, err.Message)
				}
			}
		}
	}
}

func TestErrorsAreCapped(t *testing.T) {
	t.Parallel()
	l := Editor()
	l.Aliases, l.Directives, l.Fragments = 0, 0, 0
	doc, errs := Parse(of("a: id @mark ...{id}"), l)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for allowed, want := range map[int]int{0: 1, 1: 1, 2: 2, 10: 3} {
		l.Errors = allowed
		if errs := Document(doc, l); len(errs) != want {
			t.Errorf("with %d errors allowed: %d, want %d", allowed, len(errs), want)
		}
	}
}

// TestFragmentsAreVisitedOnce: each walk is linear in the document, where expanding the
// fragments would take 2^60 steps.
func TestFragmentsAreVisitedOnce(t *testing.T) {
	t.Parallel()
	const fragments = 60
	// The operation's two selections, two spreads in each fragment, one field in the last.
	const selections = 2 + 2*(fragments-1) + 1
	schema := loadSchema(t)
	l := Editor()
	doc, errs := Parse(doubling(fragments), l)
	if len(errs) > 0 {
		t.Fatal(errs)
	}

	counts := newCounter(doc)
	counts.document(doc)
	// The operation has one literal.
	if want := selections + 1; counts.visited != want {
		t.Errorf("Document visits %d selections and values of %d", counts.visited, want)
	}
	if counts.widest.fields != saturated {
		t.Errorf("2^60 fields are counted as %d", counts.widest.fields)
	}

	work := merger{fragments: fragmentsByName(doc), limit: 1_000}
	work.document(doc)
	if work.visited == 0 || work.visited > work.limit || work.spent <= work.limit {
		t.Errorf("the work is counted as %d in %d visits; it should stop soon after %d", work.spent, work.visited, work.limit)
	}

	if errs := Validate(schema, doc, l); len(errs) > 0 {
		t.Fatal(errs)
	}
	prices := pricer{fragments: make(map[*ast.FragmentDefinition]price)}
	cost := prices.selectionSet(doc.Operations[0].SelectionSet).total(defaultListSize)
	if prices.visited != selections {
		t.Errorf("Cost visits %d selections of %d", prices.visited, selections)
	}
	if cost != saturated {
		t.Errorf("2^60 fields cost %d", cost)
	}
}

// TestCachedDocument reads one document concurrently; the race detector reports any write.
func TestCachedDocument(t *testing.T) {
	t.Parallel()
	schema := loadSchema(t)
	l := Public()
	query := "query ($v: Choice, $n: Int) {anything(choice: $v) {...F}} fragment F on Conference {sessions(first: $n) {nodes {id}}}"
	doc, errs := Parse(query, l)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if errs := Validate(schema, doc, l); len(errs) > 0 {
		t.Fatal(errs)
	}
	var wait sync.WaitGroup
	for n := range int64(8) {
		wait.Go(func() {
			variables := map[string]any{"n": n + 1, "v": map[string]any{"id": "a"}}
			if errs := Document(doc, l); len(errs) > 0 {
				t.Error(errs)
			}
			if _, errs := exec.Variables(schema, doc.Operations[0], variables, l.Errors); len(errs) > 0 {
				t.Error(errs)
			}
			// anything, sessions, nodes, and an id for each.
			if cost, err := Cost(doc.Operations[0], variables, l); err != nil || cost != int(n)+1+3 {
				t.Errorf("a page of %d costs %d, %v", n+1, cost, err)
			}
		})
	}
	wait.Wait()
}
