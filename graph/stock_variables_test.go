//go:build reference

package graph

import (
	"net/http"
	"strings"
	"testing"
)

// TestReferenceVariables sends variables that are null, not set, or coerced.
func TestReferenceVariables(t *testing.T) {
	t.Parallel()
	n := &tally{}
	p := newWorld(t, 0).pairIn(t, n)
	type set = map[string]any
	const (
		sessions = "sessions(first: 2, "
		id       = ") { nodes { id } } }"
	)
	for _, q := range []struct {
		query     string
		variables set
	}{
		{`query ($id: ID = "x") { node(id: $id) { id } }`, nil},
		{`query ($id: ID! = "x") { nodes(ids: [$id]) { id } }`, nil},
		{`query ($id: ID! = "x") { nodes(ids: [$id]) { id } }`, set{"id": "session_y"}},
		{`query ($o: SessionOrder = TITLE_ASC) { ` + sessions + `orderBy: $o` + id, nil},
		{`query ($o: SessionOrder = STARTS_AT_ASC) { ` + sessions + `orderBy: $o` + id, nil},
		{`query ($o: SessionOrder = STARTS_AT_ASC) { ` + sessions + `orderBy: $o` + id, set{"o": nil}},
		{`query ($s: [SessionKind!]) { ` + sessions + `filter: {kind: {in: $s}}` + id, nil},
		{`query ($s: [SessionKind!]) { ` + sessions + `filter: {kind: {in: $s}}` + id, set{"s": nil}},
		{`query ($s: [SessionKind!]) { ` + sessions + `filter: {kind: {in: $s}}` + id, set{"s": "TALK"}},
		{`query ($s: SessionKind) { ` + sessions + `filter: {kind: {eq: $s}}` + id, nil},
		{`query ($s: SessionKind) { ` + sessions + `filter: {kind: {eq: $s}}` + id, set{"s": nil}},
		{`query ($f: SessionFilter) { ` + sessions + `filter: $f` + id, nil},
		{`query ($f: SessionFilter) { ` + sessions + `filter: $f` + id, set{"f": nil}},
		{`query ($f: SessionFilter) { ` + sessions + `filter: $f` + id, set{"f": set{"kind": nil}}},
		{`query ($f: SessionFilter) { ` + sessions + `filter: $f` + id, set{"f": set{"kind": set{"in": []any{}}}}},
		{`query ($f: SessionFilter) { ` + sessions + `filter: $f` + id, set{"f": set{"kind": set{"in": "TALK"}}}},
		{`query ($f: SessionFilter) { ` + sessions + `filter: $f` + id, set{"f": set{"updatedAt": set{"after": "evil"}}}},
		{`query ($n: Int) { sessions(first: $n) { nodes { id } } }`, set{"n": "1"}},
		{`query ($n: Int) { sessions(first: $n) { nodes { id } } }`, set{"n": 1.5}},
		{`query ($n: Int) { sessions(first: $n) { nodes { id } } }`, set{"n": 3_000_000_000}},
		{`{ sessions(first: 99999999999) { nodes { id } } }`, nil},
		{`{ node(id: 3) { id } }`, nil},
	} {
		p.ask(editor, "da", q.query, q.variables)
	}
	n.report(t, 15)
}

// TestReferenceNulls records the known differences. If an argument must not be null and its
// variable is, the specification requires that the field fails. Stock calls the scalar's
// function with null, and treats null as an empty list.
func TestReferenceNulls(t *testing.T) {
	t.Parallel()
	p := newWorld(t, 0).pairIn(t, &tally{})
	const refused = `"message":"The value does not fit the argument's type."`
	for query, stock := range map[string]string{
		`query ($v: ID = "x") { node(id: $v) { id } }`:                                                 `"message":"This must be a string in UTF-8."`,
		`query ($v: [ID!] = ["x"]) { nodes(ids: $v) { id } }`:                                          `{"data":{"nodes":[]}}`,
		`query ($v: String = "a") { search(query: $v, first: 3) { totalCount } }`:                      `"message":"This must be a string in UTF-8."`,
		`query ($v: DateTextForm = SHORT) { sessions(first: 1) { nodes { startsAtText(form: $v) } } }`: `"message":"This must be a string in UTF-8."`,
	} {
		request := func() *http.Request {
			return referenceRequest(t, editor, "da", query, map[string]any{"v": nil})
		}
		if own := string(p.own.Prepare(nil, request()).Run().Body); !strings.Contains(own, refused) {
			t.Errorf("%s\nown   %s", query, own)
		}
		if got := string(p.stock.answer(p.stock.Prepare(nil, request())).encode()); !strings.Contains(got, stock) {
			t.Errorf("%s\nstock %s", query, got)
		}
	}
}
