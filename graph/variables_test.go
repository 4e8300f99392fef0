package graph

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/contenttest"
)

// askAll sends an operation to a service with the whole schema, as a reader.
func askAll(t *testing.T, body string) *httptest.ResponseRecorder {
	t.Helper()
	handler, err := NewHandler(Schema(), Config{Store: contenttest.NewMemory()})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	r := newPost(body)
	handler.ServeHTTP(w, r.WithContext(WithActor(r.Context(), content.Anonymous)))
	return w
}

// TestVariablesOfTheSchema: the values of enums are case-sensitive, and a number is not a text.
func TestVariablesOfTheSchema(t *testing.T) {
	t.Parallel()
	names := func(enum string) (all []string) {
		for _, v := range schemaTypes()[enum].EnumValues {
			all = append(all, v.Name)
		}
		return all
	}
	oneOf := func(enum string) string { return "The value must be one of " + strings.Join(names(enum), ", ") + "." }
	const whole, text = "The value must be a whole number of at most 32 bits.", "The value must be a string."
	for _, tt := range []struct{ query, variables, field, message string }{
		{`query ($k: [SearchType!]) { search(query: "x", types: $k, first: 1) { totalCount } }`, `{"k": ["session"]}`, "k.0", oneOf("SearchType")},
		{`query ($k: SessionKind) { sessions(first: 1, filter: {kind: {eq: $k}}) { totalCount } }`, `{"k": "talk"}`, "k", oneOf("SessionKind")},
		{`query ($f: SessionFilter) { sessions(first: 1, filter: $f) { totalCount } }`, `{"f": {"kind": {"in": ["TALK", "Panel"]}}}`, "f.kind.in.1", oneOf("SessionKind")},
		{`query ($o: SessionOrder!) { sessions(first: 1, orderBy: $o) { totalCount } }`, `{"o": "title_asc"}`, "o", oneOf("SessionOrder")},
		{`query ($f: DurationTextForm!) { videos(first: 1) { nodes { durationText(form: $f) } } }`, `{"f": "clock"}`, "f", oneOf("DurationTextForm")},
		{`query ($n: Int) { sessions(first: $n) { totalCount } }`, `{"n": "5"}`, "n", whole},
		{`query ($n: Int) { sessions(first: $n) { totalCount } }`, `{"n": 2147483648}`, "n", whole},
		{`query ($s: String!) { search(query: $s, first: 1) { totalCount } }`, `{"s": 5}`, "s", text},
		{`query ($f: SessionFilter) { sessions(first: 1, filter: $f) { totalCount } }`, `{"f": {"room": {"eq": 12}}}`, "f.room.eq", text},
	} {
		body := fmt.Sprintf(`{"query": %q, "variables": %s}`, tt.query, tt.variables)
		want := fmt.Sprintf(`{"errors":[{"message":%q,"extensions":{"code":"BAD_INPUT","field":%q}}]}`, tt.message, tt.field)
		requireBody(t, askAll(t, body), 400, want)
	}
	// All errors are reported together.
	body := `{"query": "query ($n: Int, $k: SessionKind) { sessions(first: $n, filter: {kind: {eq: $k}}) { totalCount } }", "variables": {"n": "5", "k": "talk"}}`
	requireBody(t, askAll(t, body), 400, fmt.Sprintf(`{"errors":[{"message":%q,"extensions":{"code":"BAD_INPUT","field":"n"}},{"message":%q,"extensions":{"code":"BAD_INPUT","field":"k"}}]}`, whole, oneOf("SessionKind")))
}

// TestHalvesOfCharacters: an invalid character is refused, and not replaced.
func TestHalvesOfCharacters(t *testing.T) {
	t.Parallel()
	requireBody(t, askAll(t, `{"query": "{ sessions(first: 1, filter: {room: {eq: \"Sal \\uD800\"}}) { totalCount } }"}`), 400,
		`{"errors":[{"message":"A string has an unpaired surrogate escape.","locations":[{"line":1,"column":47}],"extensions":{"code":"GRAPHQL_PARSE_FAILED"}}]}`)
	requireBody(t, askAll(t, `{"query": "{ sessions(first: 1, filter: {room: {eq: \"Sal \\uD83D\\uDE00\"}}) { totalCount } }"}`), 200,
		`{"data":{"sessions":{"totalCount":0}}}`)
	for _, body := range []string{
		`{"query": "query ($r: String) { sessions(first: 1, filter: {room: {eq: $r}}) { totalCount } }", "variables": {"r": "Sal \uD800"}}`,
		`{"query": "{ sessions(first: 1, filter: {room: {eq: \"Sal \uD800\"}}) { totalCount } }"}`,
	} {
		if w := askAll(t, body); w.Code != 400 || !strings.Contains(w.Body.String(), `"code":"BAD_REQUEST"`) {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
}
