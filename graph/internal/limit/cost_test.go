package limit

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/validator"
)

func TestCost(t *testing.T) {
	t.Parallel()
	schema := loadSchema(t)
	tests := []struct {
		name, query, variables string
		want                   int
	}{
		{"leaves", `{__typename conference(slug: "a") {id slug}}`, "", 1 + 1 + 2},
		{"a list of leaves", `{node(id: 1) {... on Session {tags}}}`, "", 1 + 1},
		{"nodes", `{sessions(first: 7) {nodes {id title}}}`, "", 2 + 7*2},
		{"edges", `{sessions(last: 7) {edges {cursor node {id}}}}`, "", 2 + 7*3},
		{"edges and nodes", `{sessions(first: 7) {edges {cursor} nodes {id}}}`, "", 3 + 7*2},
		{"what is not of the page", `{sessions(first: 50) {pageInfo {endCursor} totalCount}}`, "", 1 + 2 + 20},
		{"pages in pages", `{sessions(first: 7) {nodes {conference {sessions(first: 5) {nodes {id}}}}}}`, "", 2 + 7*(1+2+5)},
		{"a page by variable", `query ($n: Int) {sessions(first: $n) {nodes {id}}}`, `{"n": 7}`, 2 + 7},
		{"a page by a variable's default", `query ($n: Int = 7) {sessions(first: $n) {nodes {id}}}`, "", 2 + 7},
		{"a page by the schema's default", `{latest {nodes {id}}}`, "", 2 + 20},
		{"the schema's default for an absent variable", `query ($n: Int) {latest(first: $n) {nodes {id}}}`, "", 2 + 20},
		{"null instead of the schema's default", `query ($n: Int) {latest(first: $n) {nodes {id}}}`, `{"n": null}`, 2 + 100},
		{"neither first nor last", `{sessions {nodes {id}}}`, "", 2 + 100},
		{"both first and last", `{sessions(first: 1, last: 1) {nodes {id}}}`, "", 2 + 100},
		{"first and an empty last", `{sessions(first: 3, last: null) {nodes {id}}}`, "", 2 + 3},
		{"first: 0", `{sessions(first: 0) {nodes {id}}}`, "", 2 + 100},
		{"first: -1", `{sessions(first: -1) {nodes {id}}}`, "", 2 + 100},
		{"first: 101", `{sessions(first: 101) {nodes {id}}}`, "", 2 + 100},
		{"first: 100", `{sessions(first: 100) {nodes {id}}}`, "", 2 + 100},
		{"first: 1", `{sessions(first: 1) {nodes {id}}}`, "", 2 + 1},
		{"a huge first", `query ($n: Int) {sessions(first: $n) {nodes {id}}}`, `{"n": 2147483647}`, 2 + 100},
		{"a plain list", `{node(id: 1) {... on Session {appearances {role}}}}`, "", 1 + 1 + 10},
		{"a list with its size", `{conference(slug: "a") {days {date title}}}`, "", 1 + 1 + 3*2},
		{"a list of lists", `{node(id: 1) {... on Session {grid {id}}}}`, "", 1 + 1 + 100},
		{"a weight", `{search(query: "a", first: 2) {totalCount}}`, "", 50 + 20},
		{"nodes of search", `{search(query: "a", first: 2) {nodes {__typename}}}`, "", 50 + 1 + 2},
		{"ids", `{nodes(ids: [1, 2, 3]) {id __typename}}`, "", 1 + 3*2},
		{"one id without brackets", `{nodes(ids: 1) {id __typename}}`, "", 1 + 2},
		{"ids by variable", `query ($i: [ID!]!) {nodes(ids: $i) {id}}`, `{"i": ["a", "b", "c"]}`, 1 + 3},
		{"one id by variable", `query ($i: [ID!]!) {nodes(ids: $i) {id}}`, `{"i": "a"}`, 1 + 1},
		{"ids by variables", `query ($i: ID!) {nodes(ids: [$i, $i]) {id}}`, `{"i": "a"}`, 1 + 2},
		{"types are summed", `{node(id: 1) {id ... on Session {title slug} ... on Video {title}}}`, "", 1 + 1 + 2 + 1},
		{"a fragment", `{conference(slug: "a") {...F ...F}} fragment F on Conference {id slug}`, "", 1 + 4},
		{
			"a fragment of a connection has each page's size",
			`{a: sessions(first: 7) {...F} b: sessions(first: 30) {...F}} fragment F on SessionConnection {totalCount ...{nodes {id}}}`, "",
			2*(1+20+1) + 37,
		},
		{"skipped", `{__typename conference(slug: "a") @skip(if: true) {id}}`, "", 1},
		{"not skipped", `{__typename conference(slug: "a") @skip(if: false) {id}}`, "", 3},
		{"included", `{__typename conference(slug: "a") @include(if: true) {id}}`, "", 3},
		{"not included", `{__typename ... @include(if: false) {conference(slug: "a") {id}}}`, "", 1},
		{"skipped and included", `{__typename ... @include(if: true) @skip(if: true) {conference(slug: "a") {id}}}`, "", 1},
		{"skipped by variable", `query ($b: Boolean!) {__typename ...F @skip(if: $b)} fragment F on Query {conference(slug: "a") {id}}`, `{"b": true}`, 1},
		{"not skipped by variable", `query ($b: Boolean!) {__typename ...F @skip(if: $b)} fragment F on Query {conference(slug: "a") {id}}`, `{"b": false}`, 3},
		{"included by a default", `query ($b: Boolean! = false) {__typename conference(slug: "a") @include(if: $b) {id}}`, "", 1},
		{"introspection", `{__schema {types {name fields {name}}} __type(name: "Session") {name}}`, "", 1 + 1 + 40*(1+1+5) + 2},
		{"a mutation", `mutation {updateSession(input: {id: 1}) {revision session {id}}}`, "", 1 + 1 + 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, errs := chain(schema, test.query, test.variables, Public())
			if len(errs) > 0 || got != test.want {
				t.Errorf("got %d, %v; want %d", got, errs, test.want)
			}
		})
	}
}

// TestCostIsToldWithItsRefusal: the client learns by how much the cost is too high.
func TestCostIsToldWithItsRefusal(t *testing.T) {
	t.Parallel()
	cost, errs := chain(loadSchema(t), "{sessions {nodes {appearances {speaker {sessions {nodes {id slug name: title}}}}}}}", "", Public())
	requireRefusal(t, errs, CodeTooComplex, "cost", Public().Cost)
	if want := 2 + 100*(1+10*(1+2+100*3)); cost != want {
		t.Errorf("the cost is %d, want %d", cost, want)
	}
}

// TestRules fails if a newer gqlparser renames a rule, so that its suggestions return or the
// rule is missing.
func TestRules(t *testing.T) {
	t.Parallel()
	names := Rules().GetInner()
	with := 0
	for name := range names {
		if strings.HasSuffix(name, "WithoutSuggestions") {
			with++
			if names[strings.TrimSuffix(name, "WithoutSuggestions")] != nil {
				t.Errorf("both %s and the rule with suggestions", name)
			}
		}
	}
	if with != 5 {
		t.Errorf("%d rules without suggestions", with)
	}
	doc, errs := Parse("{conferense sessions(frist: 1, orderBy: TITLE_ASK, filter: {langauge: {}}) ...F ... on Qeury {id}} fragment F on Sesion {id}", Public())
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	found := validator.ValidateWithRules(loadSchema(t), doc, Rules())
	if len(found) < 7 {
		t.Errorf("only %d errors: %v", len(found), found)
	}
	for _, err := range found {
		if strings.Contains(err.Message, "Did you mean") {
			t.Errorf("a suggestion: %s", err.Message)
		}
	}
}
