package limit

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
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

// chain takes a request through all the steps, as the service does, and answers with the
// cost or with the errors of the first step that has any.
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
		coerced, err := validator.VariableValues(schema, op, raw)
		if err != nil {
			return 0, gqlerror.List{failure(CodeBadInput, nil, "coercion")}
		}
		if errs := OneOf(schema, op, coerced, l); len(errs) > 0 {
			return 0, errs
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

// repeated is n times the format, with the number of each for %d.
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

// doubling is n fragments that each spread the next twice.
func doubling(n int) string {
	var b strings.Builder
	b.WriteString(of("...F0"))
	for i := range n - 1 {
		fmt.Fprintf(&b, " fragment F%d on Conference {...F%d ...F%d}", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Conference {id}", n-1)
	return b.String()
}

// TestEachLimit holds every bound from both sides: what is just within passes the whole
// chain, and one more is refused with the bound's code and name.
func TestEachLimit(t *testing.T) {
	schema := loadSchema(t)
	const most = 9
	tests := []struct {
		name      string
		limit     string
		code      string
		set       func(l *Limits)
		query     func(n int) string
		variables func(n int) string
	}{
		{
			limit: "tokens", code: CodeTooLarge,
			set:   func(l *Limits) { l.Tokens = most },
			query: func(n int) string { return "{" + repeated(n-2, "__typename") + "}" },
		},
		{
			limit: "nameLength", code: CodeTooLarge,
			set:   func(l *Limits) { l.NameLength = len("conference") + most },
			query: func(n int) string { return "{" + strings.Repeat("x", len("conference")+n) + ":__typename}" },
		},
		{
			name: "string literals have no name", limit: "nameLength", code: CodeTooLarge,
			set: func(l *Limits) { l.NameLength = most },
			query: func(n int) string {
				return `query ` + strings.Repeat("Q", n) + ` {node(id: "0123456789012345") {id}}`
			},
		},
		{
			limit: "operations", code: CodeTooComplex,
			set:   func(l *Limits) { l.Operations = most },
			query: func(n int) string { return repeated(n, "query Q%d {__typename}") },
		},
		{
			limit: "variables", code: CodeTooComplex,
			set: func(l *Limits) { l.VariableDefinitions = most },
			query: func(n int) string {
				return "query (" + repeated(n, "$v%d: ID = 1") + ") {nodes(ids: [" + repeated(n, "$v%d") + "]) {id}}"
			},
		},
		{
			name: "definitions and spreads", limit: "fragments", code: CodeTooComplex,
			set: func(l *Limits) { l.Fragments = most },
			query: func(n int) string {
				return of("...F "+repeated(n-2, "...{id}")) + "fragment F on Conference {id}"
			},
		},
		{
			name: "spreads alone", limit: "fragments", code: CodeTooComplex,
			set:   func(l *Limits) { l.Fragments = most },
			query: func(n int) string { return of(repeated(n-1, "...F")) + "fragment F on Conference {id}" },
		},
		{
			limit: "directives", code: CodeTooComplex,
			set:   func(l *Limits) { l.Directives = most },
			query: func(n int) string { return of("id " + repeated(n-2, "@mark") + "... @mark {slug} ...F @mark") + "fragment F on Conference {id}" },
		},
		{
			name: "on definitions", limit: "directives", code: CodeTooComplex,
			set: func(l *Limits) { l.Directives = most },
			query: func(n int) string {
				return "query @mark " + of("...F") + "fragment F on Conference " + repeated(n-1, "@mark") + " {id}"
			},
		},
		{
			limit: "aliases", code: CodeTooComplex,
			set:   func(l *Limits) { l.Aliases = most },
			query: func(n int) string { return of(repeated(n, "a%d: id")) },
		},
		{
			limit: "fields", code: CodeTooComplex,
			set:   func(l *Limits) { l.Fields = most },
			query: func(n int) string { return of(repeated(n-1, "id")) },
		},
		{
			name: "expanded", limit: "fields", code: CodeTooComplex,
			set: func(l *Limits) { l.Fields = most + 1 },
			query: func(n int) string {
				return of("...F ...F "+repeated(n-8, "id")) + "fragment F on Conference {id slug title startsAt}"
			},
		},
		{
			limit: "rootFields", code: CodeTooComplex,
			set: func(l *Limits) { l.RootFields = most },
			query: func(n int) string {
				return "{...{" + repeated(n-2, "__typename") + "} ...F} fragment F on Query {conference(slug: 1) {id} __typename}"
			},
		},
		{
			limit: "depth", code: CodeTooDeep,
			set:   func(l *Limits) { l.Depth = most },
			query: func(n int) string { return of(nested(n-2, "parent {", "id", "}")) },
		},
		{
			name: "through fragments", limit: "depth", code: CodeTooDeep,
			set: func(l *Limits) { l.Depth = most },
			query: func(n int) string {
				return of("...F") + "fragment F on Conference {... {" + nested(n-2, "parent {", "id", "}") + "}}"
			},
		},
		{
			limit: "nesting", code: CodeTooDeep,
			set:   func(l *Limits) { l.Nesting = most },
			query: func(n int) string { return of(nested(n-3, "... {", "...F", "}")) + "fragment F on Conference {id}" },
		},
		{
			name: "literal", limit: "valueNesting", code: CodeTooDeep,
			set:   func(l *Limits) { l.ValueNesting = most },
			query: func(n int) string { return "{anything(value: " + nested(n-1, "[", "{a: 1}", "]") + ") {id}}" },
		},
		{
			name: "list type", limit: "valueNesting", code: CodeTooDeep,
			set: func(l *Limits) { l.ValueNesting = most },
			query: func(n int) string {
				return "query ($v: " + nested(n, "[", "Int", "]") + ") {__typename ... @mark(text: $w) @skip(if: true) {__typename}}"
			},
		},
		{
			name: "variable", limit: "valueNesting", code: CodeTooDeep,
			set:       func(l *Limits) { l.ValueNesting = most },
			query:     func(int) string { return "query ($v: Markdown) {anything(value: $v) {id}}" },
			variables: func(n int) string { return `{"v": ` + nested(n-1, "[", `{"a": 1}`, "]") + `}` },
		},
		{
			name: "literal", limit: "valueItems", code: CodeTooComplex,
			set:   func(l *Limits) { l.ValueItems = most },
			query: func(n int) string { return "{nodes(ids: [" + repeated(n-1, "1") + "]) {id}}" },
		},
		{
			name: "literals of directives", limit: "valueItems", code: CodeTooComplex,
			set:   func(l *Limits) { l.ValueItems = most },
			query: func(n int) string { return "{__typename " + repeated(n, `@mark(text: "a")`) + "}" },
		},
		{
			name: "default values", limit: "valueItems", code: CodeTooComplex,
			set: func(l *Limits) { l.ValueItems = most },
			query: func(n int) string {
				return "query ($v: [ID!]! = [" + repeated(n-2, "1") + "]) {nodes(ids: $v) {id}}"
			},
		},
		{
			name: "variables", limit: "valueItems", code: CodeTooComplex,
			set:       func(l *Limits) { l.ValueItems = most },
			query:     func(int) string { return "query ($v: [ID!]!) {nodes(ids: $v) {id}}" },
			variables: func(n int) string { return `{"v": ["a"` + strings.Repeat(`, "a"`, n-2) + `]}` },
		},
		{
			name: "fields of variables", limit: "valueItems", code: CodeTooComplex,
			set:   func(l *Limits) { l.ValueItems = most },
			query: func(int) string { return "query ($v: Markdown) {anything(value: $v) {id}}" },
			variables: func(n int) string {
				return `{"v": {"a": 1` + strings.ReplaceAll(repeated(n-2, `, "b%d": 1`), "%d", "") + `}}`
			},
		},
		{
			limit: "cost", code: CodeTooComplex,
			set:   func(l *Limits) { l.Cost = most },
			query: func(n int) string { return fmt.Sprintf("{sessions(first: %d) {nodes {id}}}", n-2) },
		},
	}
	for _, test := range tests {
		t.Run(test.limit+" "+test.name, func(t *testing.T) {
			l := Editor()
			test.set(&l)
			bound := most
			if max := limitNamed(t, l, test.limit); max != bound {
				bound = max
			}
			variables := func(n int) string {
				if test.variables == nil {
					return ""
				}
				return test.variables(n)
			}
			within := most
			if test.name == "expanded" {
				within = bound - 1
			}
			if _, errs := chain(schema, test.query(within), variables(within), l); test.name != "list type" && len(errs) > 0 {
				t.Errorf("within the limit: %v", errs)
			}
			_, errs := chain(schema, test.query(within+1), variables(within+1), l)
			requireRefusal(t, errs, test.code, test.limit, bound)
		})
	}
}
