package limit

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"

	"lectern/graph/internal/exec"
)

func loadSchema(t testing.TB) *ast.Schema {
	t.Helper()
	source, err := os.ReadFile("testdata/schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := validator.LoadSchema(validator.Prelude, &ast.Source{Input: string(source)})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// chain runs all the steps for a request, as the service does, and returns the cost or the
// errors of the first step that has any.
func chain(schema *ast.Schema, query, variables string, l Limits) (int, gqlerror.List) {
	doc, errs := Parse(query, l)
	if len(errs) > 0 {
		return 0, errs
	}
	if errs := Document(doc, l); len(errs) > 0 {
		return 0, errs
	}
	if errs := Validate(schema, doc, l); len(errs) > 0 {
		return 0, errs
	}
	var raw map[string]any
	if variables != "" {
		decoder := json.NewDecoder(strings.NewReader(variables))
		decoder.UseNumber()
		if err := decoder.Decode(&raw); err != nil {
			return 0, gqlerror.List{failure(CodeBadInput, nil, "not JSON")}
		}
	}
	if errs := Variables(raw, l); len(errs) > 0 {
		return 0, errs
	}
	total := 0
	for _, op := range doc.Operations {
		coerced, unfit := exec.Variables(schema, op, raw, l.Errors)
		if len(unfit) > 0 {
			return 0, gqlerror.List{failure(CodeBadInput, nil, "coercion")}
		}
		cost, err := Cost(op, coerced, l)
		if err != nil {
			var refused *gqlerror.Error
			errors.As(err, &refused)
			return cost, gqlerror.List{refused}
		}
		total = add(total, cost)
	}
	return total, nil
}

// repeated returns n copies of the format, with the number of each for %d.
func repeated(n int, format string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "%d", fmt.Sprint(i)))
		b.WriteByte(' ')
	}
	return b.String()
}

func nested(n int, open, inner, closing string) string {
	return strings.Repeat(open, n) + inner + strings.Repeat(closing, n)
}

func of(conference string) string {
	return `{conference(slug: "a") {` + conference + `}}`
}

// doubling returns n fragments that each spread the next twice.
func doubling(n int) string {
	var b strings.Builder
	b.WriteString(of("...F0"))
	for i := range n - 1 {
		fmt.Fprintf(&b, " fragment F%d on Conference {...F%d ...F%d}", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Conference {id}", n-1)
	return b.String()
}

// requireRefusal fails unless the only error is the refusal by one limit.
func requireRefusal(t *testing.T, errs gqlerror.List, code, limit string, allowed int) {
	t.Helper()
	if len(errs) != 1 {
		t.Fatalf("got %d errors, want one, of limit %s: %v", len(errs), limit, errs)
	}
	got, want := errs[0].Extensions, map[string]any{"code": code, "limit": limit, "max": allowed}
	if !maps.Equal(got, want) {
		t.Errorf("got %v (%s), want %v", got, errs[0].Message, want)
	}
}

// TestEachLimit tests every bound from both sides: the maximum passes the whole chain, and one
// more is refused with the bound's code and name.
func TestEachLimit(t *testing.T) {
	t.Parallel()
	schema := loadSchema(t)
	for _, test := range limitTests() {
		t.Run(test.limit+" "+test.name, func(t *testing.T) {
			l := Editor()
			test.set(&l, test.max)
			variables := func(n int) string {
				if test.variables == nil {
					return ""
				}
				return test.variables(n)
			}
			if _, errs := chain(schema, test.query(test.max), variables(test.max), l); len(errs) > 0 {
				t.Errorf("within the limit: %v", errs)
			}
			_, errs := chain(schema, test.query(test.max+1), variables(test.max+1), l)
			requireRefusal(t, errs, test.code, test.limit, test.max)
		})
	}
}

// limitTest returns a request with exactly n of what a limit bounds.
type limitTest struct {
	limit, name string
	code        string
	max         int
	set         func(l *Limits, n int)
	query       func(n int) string
	variables   func(n int) string
}

func limitTests() []limitTest {
	always := func(query string) func(int) string { return func(int) string { return query } }
	return []limitTest{
		{
			limit: "tokens", code: CodeTooLarge, max: 9,
			set:   func(l *Limits, n int) { l.Tokens = n },
			query: func(n int) string { return "{" + repeated(n-2, "__typename") + "}" },
		},
		{
			limit: "nameLength", name: "alias", code: CodeTooLarge, max: 12,
			set:   func(l *Limits, n int) { l.NameLength = n },
			query: func(n int) string { return "{" + strings.Repeat("x", n) + ": __typename}" },
		},
		{
			limit: "nameLength", name: "not of a string", code: CodeTooLarge, max: 12,
			set: func(l *Limits, n int) { l.NameLength = n },
			query: func(n int) string {
				return "query " + strings.Repeat("Q", n) + ` {node(id: "01234567890123456789") {id}}`
			},
		},
		{
			limit: "operations", code: CodeTooComplex, max: 9,
			set:   func(l *Limits, n int) { l.Operations = n },
			query: func(n int) string { return repeated(n, "query Q%d {__typename}") },
		},
		{
			limit: "variables", code: CodeTooComplex, max: 9,
			set: func(l *Limits, n int) { l.VariableDefinitions = n },
			query: func(n int) string {
				return "query (" + repeated(n, "$v%d: ID = 1") + ") {nodes(ids: [" + repeated(n, "$v%d") + "]) {id}}"
			},
		},
		{
			limit: "fragments", name: "inline", code: CodeTooComplex, max: 9,
			set: func(l *Limits, n int) { l.Fragments = n },
			query: func(n int) string {
				return of("...F "+repeated(n-2, "...{id}")) + "fragment F on Conference {id}"
			},
		},
		{
			limit: "fragments", name: "spreads", code: CodeTooComplex, max: 9,
			set:   func(l *Limits, n int) { l.Fragments = n },
			query: func(n int) string { return of(repeated(n-1, "...F")) + "fragment F on Conference {id}" },
		},
		{
			limit: "directives", name: "on selections", code: CodeTooComplex, max: 9,
			set: func(l *Limits, n int) { l.Directives = n },
			query: func(n int) string {
				return of("id "+repeated(n-2, "@mark")+"... @mark {slug} ...F @mark") + "fragment F on Conference {id}"
			},
		},
		{
			limit: "directives", name: "on definitions", code: CodeTooComplex, max: 9,
			set: func(l *Limits, n int) { l.Directives = n },
			query: func(n int) string {
				return "query @mark " + of("...F") + "fragment F on Conference " + repeated(n-1, "@mark") + " {id}"
			},
		},
		{
			limit: "aliases", code: CodeTooComplex, max: 9,
			set:   func(l *Limits, n int) { l.Aliases = n },
			query: func(n int) string { return of(repeated(n, "a%d: id")) },
		},
		{
			limit: "fields", code: CodeTooComplex, max: 9,
			set:   func(l *Limits, n int) { l.Fields = n },
			query: func(n int) string { return of(repeated(n-1, "id")) },
		},
		{
			limit: "fields", name: "of fragments", code: CodeTooComplex, max: 12,
			set: func(l *Limits, n int) { l.Fields = n },
			query: func(n int) string {
				return of("...F ...F "+repeated(n-9, "id")) + "fragment F on Conference {id slug title startsAt}"
			},
		},
		{
			limit: "rootFields", code: CodeTooComplex, max: 9,
			set: func(l *Limits, n int) { l.RootFields = n },
			query: func(n int) string {
				return "{...{" + repeated(n-2, "__typename") + "} ...F}" +
					`fragment F on Query {conference(slug: "a") {id slug} __typename}`
			},
		},
		{
			limit: "depth", name: "of fields", code: CodeTooDeep, max: 9,
			set:   func(l *Limits, n int) { l.Depth = n },
			query: func(n int) string { return of(nested(n-2, "parent {", "id", "}")) },
		},
		{
			limit: "depth", name: "through fragments", code: CodeTooDeep, max: 9,
			set: func(l *Limits, n int) { l.Depth = n },
			query: func(n int) string {
				return of("...F") + "fragment F on Conference {... {" + nested(n-2, "parent {", "id", "}") + "}}"
			},
		},
		{
			limit: "nesting", code: CodeTooDeep, max: 9,
			set: func(l *Limits, n int) { l.Nesting = n },
			query: func(n int) string {
				return of(nested(n-3, "... {", "...F", "}")) + "fragment F on Conference {id}"
			},
		},
		{
			limit: "valueNesting", name: "of literals", code: CodeTooDeep, max: 9,
			set:   func(l *Limits, n int) { l.ValueNesting = n },
			query: func(n int) string { return "{anything(value: " + nested(n-1, "[", "{a: 1}", "]") + ") {id}}" },
		},
		{
			limit: "valueNesting", name: "of types", code: CodeTooDeep, max: 2,
			set: func(l *Limits, n int) { l.ValueNesting = n },
			query: func(n int) string {
				return "query ($v: " + nested(n, "[", "Int!", "]!") + " = []) {anything(numbers: $v) {id}}"
			},
		},
		{
			limit: "valueNesting", name: "of variables", code: CodeTooDeep, max: 9,
			set:       func(l *Limits, n int) { l.ValueNesting = n },
			query:     always("query ($v: Markdown) {anything(value: $v) {id}}"),
			variables: func(n int) string { return `{"v": ` + nested(n-1, "[", `{"a": 1}`, "]") + `}` },
		},
		{
			limit: "valueItems", name: "of literals", code: CodeTooComplex, max: 9,
			set:   func(l *Limits, n int) { l.ValueItems = n },
			query: func(n int) string { return "{nodes(ids: [" + repeated(n-1, "1") + "]) {id}}" },
		},
		{
			limit: "valueItems", name: "of directives", code: CodeTooComplex, max: 9,
			set:   func(l *Limits, n int) { l.ValueItems = n },
			query: func(n int) string { return "{__typename " + repeated(n, `@mark(text: "a")`) + "}" },
		},
		{
			limit: "valueItems", name: "of defaults", code: CodeTooComplex, max: 9,
			set: func(l *Limits, n int) { l.ValueItems = n },
			query: func(n int) string {
				return "query ($v: [ID!]! = [" + repeated(n-2, "1") + "]) {nodes(ids: $v) {id}}"
			},
		},
		{
			limit: "valueItems", name: "of a variable's list", code: CodeTooComplex, max: 9,
			set:       func(l *Limits, n int) { l.ValueItems = n },
			query:     always("query ($v: [ID!]!) {nodes(ids: $v) {id}}"),
			variables: func(n int) string { return `{"v": ["a"` + repeated(n-2, `, "a"`) + `]}` },
		},
		{
			limit: "valueItems", name: "of a variable's object", code: CodeTooComplex, max: 9,
			set:       func(l *Limits, n int) { l.ValueItems = n },
			query:     always("query ($v: Markdown) {anything(value: $v) {id}}"),
			variables: func(n int) string { return `{"v": {"a": 1` + repeated(n-2, `, "b%d": 1`) + `}}` },
		},
		{
			limit: "cost", code: CodeTooComplex, max: 9,
			set:   func(l *Limits, n int) { l.Cost = n },
			query: func(n int) string { return fmt.Sprintf("{sessions(first: %d) {nodes {id}}}", n-2) },
		},
	}
}

// TestWorkLimit is separate, since a document with exactly n steps can't be constructed.
func TestWorkLimit(t *testing.T) {
	t.Parallel()
	schema := loadSchema(t)
	query := of("id id ...F ...{id}") + "fragment F on Conference {id sessions(first: 1) {totalCount}}"
	doc, errs := Parse(query, Editor())
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	l := Editor()
	l.Work = validationWork(doc, saturated)
	if _, errs := chain(schema, query, "", l); len(errs) > 0 {
		t.Errorf("within the limit: %v", errs)
	}
	l.Work--
	_, errs = chain(schema, query, "", l)
	requireRefusal(t, errs, CodeTooComplex, "work", l.Work)
}

// TestEveryLimitIsBounded fails for a bound without a test here, and for one that the zero
// Limits leave open.
func TestEveryLimitIsBounded(t *testing.T) {
	t.Parallel()
	tested := map[string]bool{"Work": true, "Errors": true}
	for _, test := range limitTests() {
		l := Limits{}
		test.set(&l, 1)
		for i := range reflect.TypeFor[Limits]().NumField() {
			if reflect.ValueOf(l).Field(i).Int() != 0 {
				tested[reflect.TypeFor[Limits]().Field(i).Name] = true
			}
		}
	}
	for i := range reflect.TypeFor[Limits]().NumField() {
		name := reflect.TypeFor[Limits]().Field(i).Name
		if !tested[name] {
			t.Errorf("no test in limitTests sets %s", name)
		}
		for who, l := range map[string]Limits{"public": Public(), "editor": Editor()} {
			if reflect.ValueOf(l).Field(i).Int() <= 0 {
				t.Errorf("the %s's limits leave %s at zero", who, name)
			}
		}
	}
	if _, errs := chain(loadSchema(t), "{__typename}", "", Limits{}); len(errs) != 1 {
		t.Errorf("the zero Limits let a document pass: %v", errs)
	}
}

// TestHonestDocumentsPass: normal documents pass the public's limits, most of them by far.
func TestHonestDocumentsPass(t *testing.T) {
	t.Parallel()
	schema := loadSchema(t)
	page, err := os.ReadFile("testdata/page.graphql")
	if err != nil {
		t.Fatal(err)
	}
	// GraphiQL's query as graphql-js generates it, which gqlgen includes, with all of its
	// options.
	introspection := introspection.NewQuery(introspection.QueryOptions{OneOf: true})
	for name, query := range map[string]string{"introspection": introspection, "page": string(page)} {
		variables := `{"slug": "folkemoede-2026", "language": "da"}`
		for who, l := range map[string]Limits{"public": Public(), "editor": Editor()} {
			cost, errs := chain(schema, query, variables, l)
			if len(errs) > 0 {
				t.Errorf("%s, %s: %v", name, who, errs)
			}
			if cost < 1_000 || cost > 45_000 {
				t.Errorf("%s costs %d, which is not what it is worth", name, cost)
			}
		}
	}
	doc, errs := Parse(string(page), Public())
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	c := newCounter(doc)
	c.document(doc)
	if c.widest.fields < 150 || c.widest.depth < 10 {
		t.Errorf("the page has %d fields and a depth of %d: too small to stand for a real one", c.widest.fields, c.widest.depth)
	}
	if work := validationWork(doc, saturated); work > Public().Work/5 {
		t.Errorf("the page takes %d steps of %d", work, Public().Work)
	}
}
