package graph

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"lectern/content"
)

const (
	modern = nameGraphQLJSON
	legacy = nameJSON

	hello      = `{"data":{"hello":"hello"}}`
	noMutation = `{"errors":[{"message":"Schema does not support operation type \"mutation\"","locations":[{"line":1,"column":1}],"extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}`
)

func refused(code, message string) string {
	return `{"errors":[{"message":"` + message + `","extensions":{"code":"` + code + `"}}]}`
}

func refusedAt(column, code, message string) string {
	return `{"errors":[{"message":"` + message + `","locations":[{"line":1,"column":` + column + `}],"extensions":{"code":"` + code + `"}}]}`
}

// get returns the URL of a query by GET.
func get(parameters ...string) string {
	values := url.Values{}
	for i := 0; i < len(parameters); i += 2 {
		values.Add(parameters[i], parameters[i+1])
	}
	return "/graphql?" + values.Encode()
}

// TestRequests compares the response to each HTTP request, byte for byte. The status is that
// for the modern media type, then that for application/json.
func TestRequests(t *testing.T) {
	t.Parallel()
	const (
		missing       = "The parameter query is missing."
		notJSON       = "The body is not JSON."
		notObject     = "The body must be a JSON object."
		notString     = "The parameter query must be a string."
		noName        = "The parameter operationName must be a string."
		notVariables  = "The parameter variables must be an object."
		notExtensions = "The parameter extensions must be an object."
		whichOne      = "The parameter operationName must name one of the document's operations."
		mediaType     = "The body must have the Content-Type application/json, in UTF-8."
		post          = "POST"
	)
	cases := []struct {
		name   string
		method string // POST, if there is a body
		target string
		header http.Header
		body   string
		modern int
		legacy int
		want   string
	}{
		// Valid requests.
		{name: "query", body: `{"query":"{hello}"}`, modern: 200, legacy: 200, want: hello},
		{name: "query by GET", target: get("query", "{hello}"), modern: 200, legacy: 200, want: hello},
		{name: "query by HEAD", method: "HEAD", target: get("query", "{hello}"), modern: 200, legacy: 200, want: hello},
		{name: "white space round the body", body: " \n{\"query\":\"{hello}\"}\t ", modern: 200, legacy: 200, want: hello},
		{name: "nulls", body: `{"query":"{hello}","operationName":null,"variables":null,"extensions":null}`, modern: 200, legacy: 200, want: hello},
		{name: "empty parameters by GET", target: get("query", "{hello}", "operationName", "", "variables", "", "extensions", ""), modern: 200, legacy: 200, want: hello},
		{name: "null parameters by GET", target: get("query", "{hello}", "variables", "null", "extensions", " null "), modern: 200, legacy: 200, want: hello},
		{name: "unknown parameters", body: `{"query":"{hello}","id":7,"doc_id":[{}]}`, modern: 200, legacy: 200, want: hello},
		{name: "unknown parameters by GET", target: get("query", "{hello}", "id", "7"), modern: 200, legacy: 200, want: hello},
		{name: "parameters twice", body: `{"query":"{","query":"{hello}"}`, modern: 200, legacy: 200, want: hello},
		{name: "parameters twice by GET", target: "/graphql?query=%7Bhello%7D&query=%7B", modern: 200, legacy: 200, want: hello},
		{name: "a name", body: `{"query":"query A {hello} query B {b: hello}","operationName":"B"}`, modern: 200, legacy: 200, want: `{"data":{"b":"hello"}}`},
		{name: "a name by GET", target: get("query", "query A {hello} query B {b: hello}", "operationName", "B"), modern: 200, legacy: 200, want: `{"data":{"b":"hello"}}`},
		{name: "the empty name", body: `{"query":"{hello}","operationName":""}`, modern: 200, legacy: 200, want: hello},
		{name: "variables", body: `{"query":"query ($n: Int!) {world(first: $n)}","variables":{"n":1,"other":2}}`, modern: 200, legacy: 200, want: `{"data":{"world":"hello"}}`},
		{name: "variables by GET", target: get("query", "query ($n: Int!) {world(first: $n)}", "variables", `{"n":1}`), modern: 200, legacy: 200, want: `{"data":{"world":"hello"}}`},
		{name: "extensions", body: `{"query":"{hello}","extensions":{"a":{"b":[1]}}}`, modern: 200, legacy: 200, want: hello},
		{name: "cost", body: `{"query":"{hello}","extensions":{"cost":true}}`, modern: 200, legacy: 200, want: `{"data":{"hello":"hello"},"extensions":{"cost":{"cost":1,"limit":50000},"revision":7}}`},
		{name: "cost by GET", target: get("query", "{hello}", "extensions", `{"cost":true}`), modern: 200, legacy: 200, want: `{"data":{"hello":"hello"},"extensions":{"cost":{"cost":1,"limit":50000},"revision":7}}`},
		{name: "no cost", body: `{"query":"{hello}","extensions":{"cost":false}}`, modern: 200, legacy: 200, want: hello},
		{name: "cost of the wrong type", body: `{"query":"{hello}","extensions":{"cost":"true"}}`, modern: 200, legacy: 200, want: hello},
		{name: "a charset", header: http.Header{"Content-Type": {"application/json; charset=UTF-8"}}, body: `{"query":"{hello}"}`, modern: 200, legacy: 200, want: hello},
		{name: "identity", header: http.Header{"Content-Encoding": {"identity"}}, body: `{"query":"{hello}"}`, modern: 200, legacy: 200, want: hello},
		{name: "skipped field", body: `{"query":"{hello world @skip(if: true)}"}`, modern: 200, legacy: 200, want: hello},

		// A request that is not GraphQL over HTTP has the same status for every client.
		{name: "no Content-Type", header: http.Header{"Content-Type": nil}, body: `{"query":"{hello}"}`, modern: 415, legacy: 415, want: refused("UNSUPPORTED_MEDIA_TYPE", mediaType)},
		{name: "text", header: http.Header{"Content-Type": {"text/plain"}}, body: `{"query":"{hello}"}`, modern: 415, legacy: 415, want: refused("UNSUPPORTED_MEDIA_TYPE", mediaType)},
		{name: "form", header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, body: `query={hello}`, modern: 415, legacy: 415, want: refused("UNSUPPORTED_MEDIA_TYPE", mediaType)},
		{name: "multipart", header: http.Header{"Content-Type": {"multipart/form-data; boundary=x"}}, body: `{"query":"{hello}"}`, modern: 415, legacy: 415, want: refused("UNSUPPORTED_MEDIA_TYPE", mediaType)},
		{name: "application/graphql", header: http.Header{"Content-Type": {"application/graphql"}}, body: `{hello}`, modern: 415, legacy: 415, want: refused("UNSUPPORTED_MEDIA_TYPE", mediaType)},
		{name: "another charset", header: http.Header{"Content-Type": {"application/json; charset=utf-16"}}, body: `{"query":"{hello}"}`, modern: 415, legacy: 415, want: refused("UNSUPPORTED_MEDIA_TYPE", mediaType)},
		{name: "compressed", header: http.Header{"Content-Encoding": {"gzip"}}, body: `{"query":"{hello}"}`, modern: 415, legacy: 415, want: refused("UNSUPPORTED_MEDIA_TYPE", "The body must not be compressed.")},
		{name: "batch", body: ` [{"query":"{hello}"},{"query":"{hello}"}]`, modern: 400, legacy: 400, want: refused("BATCHING_NOT_SUPPORTED", "Send one operation in a request, not a list.")},
		{name: "no body", method: post, modern: 400, legacy: 400, want: refused("BAD_REQUEST", notJSON)},
		{name: "nonsense", body: `NONSENSE`, modern: 400, legacy: 400, want: refused("BAD_REQUEST", notJSON)},
		{name: "half of a body", body: `{"query":`, modern: 400, legacy: 400, want: refused("BAD_REQUEST", notJSON)},
		{name: "two bodies", body: `{"query":"{hello}"}{"query":"{hello}"}`, modern: 400, legacy: 400, want: refused("BAD_REQUEST", notJSON)},
		{name: "a string", body: `"{hello}"`, modern: 400, legacy: 400, want: refused("BAD_REQUEST", notObject)},
		{name: "a null", body: `null`, modern: 400, legacy: 400, want: refused("BAD_REQUEST", missing)},
		{name: "no UTF-8", body: "{\"query\":\"{hello #\xff}\"}", modern: 400, legacy: 400, want: refused("BAD_REQUEST", "The body is not UTF-8.")},
		{name: "no query", body: `{"qeury":"{hello}"}`, modern: 400, legacy: 400, want: refused("BAD_REQUEST", missing)},
		{name: "null query", body: `{"query":null}`, modern: 400, legacy: 400, want: refused("BAD_REQUEST", missing)},
		{name: "number as query", body: `{"query":7}`, modern: 400, legacy: 400, want: refused("BAD_REQUEST", notString)},
		{name: "object as query", body: `{"query":{"a":"b"}}`, modern: 400, legacy: 400, want: refused("BAD_REQUEST", notString)},
		{name: "list as name", body: `{"query":"{hello}","operationName":["a"]}`, modern: 400, legacy: 400, want: refused("BAD_REQUEST", noName)},
		{name: "list as variables", body: `{"query":"{hello}","variables":[7]}`, modern: 400, legacy: 400, want: refused("BAD_REQUEST", notVariables)},
		{name: "string as variables", body: `{"query":"{hello}","variables":"{}"}`, modern: 400, legacy: 400, want: refused("BAD_REQUEST", notVariables)},
		{name: "bool as variables", body: `{"query":"{hello}","variables":false}`, modern: 400, legacy: 400, want: refused("BAD_REQUEST", notVariables)},
		{name: "list as extensions", body: `{"query":"{hello}","extensions":[]}`, modern: 400, legacy: 400, want: refused("BAD_REQUEST", notExtensions)},
		{name: "nothing by GET", target: "/graphql", modern: 400, legacy: 400, want: refused("BAD_REQUEST", missing)},
		{name: "no query by GET", target: get("variables", "{}"), modern: 400, legacy: 400, want: refused("BAD_REQUEST", missing)},
		{name: "bad escape by GET", target: "/graphql?query=%7", modern: 400, legacy: 400, want: refused("BAD_REQUEST", "The URL is malformed.")},
		{name: "semicolon by GET", target: "/graphql?query=%7Bhello%7D;a=b", modern: 400, legacy: 400, want: refused("BAD_REQUEST", "The URL is malformed.")},
		{name: "no UTF-8 by GET", target: "/graphql?query=%7Bhello%23%FF%7D", modern: 400, legacy: 400, want: refused("BAD_REQUEST", "The URL is not UTF-8.")},
		{name: "variables no JSON by GET", target: get("query", "{hello}", "variables", "{"), modern: 400, legacy: 400, want: refused("BAD_REQUEST", "The parameters variables and extensions must be JSON.")},
		{name: "list as variables by GET", target: get("query", "{hello}", "variables", "[7]"), modern: 400, legacy: 400, want: refused("BAD_REQUEST", notVariables)},
		{name: "list as extensions by GET", target: get("query", "{hello}", "extensions", "[7]"), modern: 400, legacy: 400, want: refused("BAD_REQUEST", notExtensions)},
		{name: "mutation by GET", target: get("query", "mutation {hello}"), modern: 405, legacy: 405, want: refused("METHOD_NOT_ALLOWED", "Send mutations by POST.")},
		{name: "mutation by HEAD", method: "HEAD", target: get("query", "mutation {hello}"), modern: 405, legacy: 405, want: refused("METHOD_NOT_ALLOWED", "Send mutations by POST.")},
		{name: "one mutation of two by GET", target: get("query", "query A {hello} mutation B {hello}", "operationName", "B"), modern: 405, legacy: 405, want: refused("METHOD_NOT_ALLOWED", "Send mutations by POST.")},

		// A GraphQL request that can't run.
		{name: "empty query", body: `{"query":""}`, modern: 400, legacy: 200, want: refused("GRAPHQL_PARSE_FAILED", "The document is empty.")},
		{name: "empty query by GET", target: "/graphql?query=", modern: 400, legacy: 200, want: refused("GRAPHQL_PARSE_FAILED", "The document is empty.")},
		{name: "half a query", body: `{"query":"{"}`, modern: 400, legacy: 200, want: refusedAt("2", "GRAPHQL_PARSE_FAILED", "Syntax error: expected Name, found the end of the document.")},
		{name: "unknown field", body: `{"query":"{helo}"}`, modern: 400, legacy: 200, want: refusedAt("2", "GRAPHQL_VALIDATION_FAILED", `Cannot query field \"helo\" on type \"Query\".`)},
		{name: "unknown directive", body: `{"query":"{... @defer {hello}}"}`, modern: 400, legacy: 200, want: refusedAt("7", "GRAPHQL_VALIDATION_FAILED", `Unknown directive \"@defer\".`)},
		{name: "only fragments", body: `{"query":"fragment F on Query {hello}"}`, modern: 400, legacy: 200, want: refusedAt("1", "GRAPHQL_VALIDATION_FAILED", `Fragment \"F\" is never used.`)},
		{name: "no name", body: `{"query":"query A {hello} query B {hello}"}`, modern: 400, legacy: 200, want: refused("UNKNOWN_OPERATION", whichOne)},
		{name: "unknown name", body: `{"query":"query A {hello}","operationName":"C"}`, modern: 400, legacy: 200, want: refused("UNKNOWN_OPERATION", whichOne)},
		{name: "null is a name by GET", target: get("query", "{hello}", "operationName", "null"), modern: 400, legacy: 200, want: refused("UNKNOWN_OPERATION", whichOne)},
		{name: "mutation", body: `{"query":"mutation {hello}"}`, modern: 400, legacy: 200, want: noMutation},
		{name: "subscription", body: `{"query":"subscription {hello}"}`, modern: 400, legacy: 200, want: refused("BAD_INPUT", "Subscriptions are not supported.")},
		{name: "subscription by GET", target: get("query", "subscription {hello}"), modern: 400, legacy: 200, want: refused("BAD_INPUT", "Subscriptions are not supported.")},
		{name: "preview", body: `{"query":"query @inContext(preview: true) {hello}"}`, modern: 401, legacy: 200, want: refused("UNAUTHENTICATED", "This requires a credential with role previewer or above.")},
	}
	for _, test := range cases {
		for media, status := range map[string]int{modern: test.modern, legacy: test.legacy} {
			t.Run(test.name+" as "+media, func(t *testing.T) {
				method := test.method
				if method == "" && test.body != "" {
					method = post
				}
				r := httptest.NewRequest(method, strings.TrimSpace("/graphql"+strings.TrimPrefix(test.target, "/graphql")), strings.NewReader(test.body))
				if method == post {
					r.Header.Set("Content-Type", "application/json")
				}
				for name, values := range test.header {
					r.Header[name] = values
				}
				r.Header.Set("Accept", media)
				w := newService(t).do(r)
				requireBody(t, w, status, test.want)
				requireHeaders(t, w, media)
			})
		}
	}
}

// requireHeaders checks the headers that every response has.
func requireHeaders(t *testing.T, w *httptest.ResponseRecorder, media string) {
	t.Helper()
	header := w.Result().Header
	for name, want := range map[string]string{
		"Content-Type":   media + "; charset=utf-8",
		"Content-Length": strconv.Itoa(w.Body.Len()),
	} {
		if got := header.Values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	executed := strings.Contains(w.Body.String(), `"data":`)
	if got := header.Get("Lectern-Revision"); (got == "7") != executed || got != "7" && got != "" {
		t.Errorf("Lectern-Revision: got %q", got)
	}
	challenge := ""
	if w.Code == 401 {
		challenge = `Bearer realm="lectern"` // RFC 6750, section 3: the scheme alone is not a challenge
	}
	if got := header.Get("WWW-Authenticate"); got != challenge {
		t.Errorf("WWW-Authenticate: got %q, want %q", got, challenge)
	}
	allow := ""
	switch {
	case strings.Contains(w.Body.String(), "Send mutations"):
		allow = "POST, OPTIONS"
	case w.Code == 405:
		allow = "GET, HEAD, POST, OPTIONS"
	}
	if got := header.Get("Allow"); got != allow {
		t.Errorf("Allow: got %q, want %q", got, allow)
	}
}

// TestJava: the default header of Java's HttpURLConnection is acceptable.
func TestJava(t *testing.T) {
	t.Parallel()
	r := newPost(`{"query":"{hello}"}`)
	r.Header.Set("Accept", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2")
	requireBody(t, newService(t).do(r), 200, hello)
}

func TestNotAcceptable(t *testing.T) {
	t.Parallel()
	s := newService(t)
	r := newPost(`{"query":"{hello}"}`)
	r.Header.Set("Accept", "text/html")
	w := s.do(r)
	requireBody(t, w, 406, refused("NOT_ACCEPTABLE", "Responses have the media type application/graphql-response+json or application/json, in UTF-8."))
	if got := w.Header().Get("Content-Type"); got != "application/json; charset=utf-8" {
		t.Errorf("got %s", got)
	}
	if len(s.store.all()) > 0 {
		t.Error("the operation ran")
	}
}

// TestVary: Vary has exactly the headers on which a response depends.
func TestVary(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		`{hello}`:                  "Accept, Accept-Language",
		`query @inContext {hello}`: "Accept, Accept-Language",
		`query @inContext(language: "en") {hello}`:                              "Accept",
		`query ($l: Language = "en") @inContext(language: $l) {hello}`:          "Accept",
		`query ($l: Language) @inContext(language: $l, preview: false) {hello}`: "Accept, Accept-Language",
		`query @inContext(language: null) {hello}`:                              "Accept, Accept-Language",
		`{nothing}`: "Accept",
	} {
		r := httptest.NewRequest("GET", get("query", query), nil)
		if got := newService(t).do(r).Header().Values("Vary"); len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
}

func TestVaryKeepsThatOfOthers(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{`{hello}`: "Origin, Accept, Accept-Language", `{`: "Origin, Accept"} {
		w := httptest.NewRecorder()
		w.Header().Set("Vary", "Origin")
		newService(t).ServeHTTP(w, newPost(`{"query":"`+query+`"}`))
		if got := strings.Join(w.Header().Values("Vary"), ", "); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestBodySize(t *testing.T) {
	t.Parallel()
	small := func(cfg *Config) { cfg.MaxPublicBody, cfg.MaxEditorBody = 100, 200 }
	padded := func(n int) string {
		const start = `{"query":"{hello}"`
		return start + strings.Repeat(" ", n-len(start)-1) + "}"
	}
	editor := content.Actor{Name: "Ida", Role: content.RoleEditor}
	previewer := content.Actor{Name: "Bo", Role: content.RolePreviewer}
	for _, test := range []struct {
		name  string
		actor content.Actor
		size  int
		max   string // the size that is too large
	}{
		{"public at the limit", content.Anonymous, 100, ""},
		{"public above it", content.Anonymous, 101, "100"},
		{"previewer above it", previewer, 101, "100"},
		{"editor", editor, 101, ""},
		{"editor at the limit", editor, 200, ""},
		{"editor above it", editor, 201, "200"},
	} {
		t.Run(test.name, func(t *testing.T) {
			want, status := hello, 200
			if test.max != "" {
				status = 413
				want = `{"errors":[{"message":"The request's body is too large; at most ` + test.max + ` bytes are allowed.","extensions":{"code":"TOO_LARGE","limit":"body","max":` + test.max + `}}]}`
			}
			for _, media := range []string{modern, legacy} {
				r := newPost(padded(test.size))
				r.Header.Set("Accept", media)
				r.ContentLength = -1 // the client's header of the length is not trusted
				requireBody(t, newService(t, small).do(r.WithContext(WithActor(r.Context(), test.actor))), status, want)
			}
		})
	}

	r := httptest.NewRequest("GET", "/graphql?query=%7Bhello%7D&a="+strings.Repeat("a", 100), nil)
	requireBody(t, newService(t, small).do(r), 414,
		`{"errors":[{"message":"The request's address is too large; at most 100 bytes are allowed.","extensions":{"code":"TOO_LARGE","limit":"address","max":100}}]}`)
}

type brokenBody struct{}

func (brokenBody) Read([]byte) (int, error) { return 0, errors.New("reset by 192.0.2.7") }

func TestBodyThatBreaksOff(t *testing.T) {
	t.Parallel()
	r := newPost("")
	r.Body = io.NopCloser(brokenBody{})
	requireBody(t, newService(t).do(r), 400, refused("BAD_REQUEST", "The body could not be read."))
}

// TestNoEcho: the response to a failed request repeats nothing of it, except names that the
// schema or validation is about.
func TestNoEcho(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	for _, body := range []string{
		secret,
		`{"query":"{hello}"` + secret,
		`["` + secret + `"]`,
		`{"query":{"` + secret + `":1}}`,
		`{"query":"{hello}","operationName":"` + secret + `"}`,
		`{"query":"{hello}","variables":["` + secret + `"]}`,
		`{"query":"{hello(a: \"` + secret + `"}`,
		`{"query":"query ($n: Int) {world(first: $n)}","variables":{"n":"` + secret + `"}}`,
		`{"query":"query ($n: Int) {world(first: $n)}","variables":{"n":{"` + secret + `":1}}}`,
		`{"query":"query ($o: Order) {world(order: $o)}","variables":{"o":"` + secret + `"}}`,
		`{"query":"query ($k: Key) {world(key: $k)}","variables":{"k":{"` + secret + `":1}}}`,
		`{"query":"query ($k: Key) {world(key: $k)}","variables":{"k":{"id":"` + secret + `","slug":"a"}}}`,
		`{"query":"query ($l: Language) @inContext(language: $l) {hello}","variables":{"l":"` + secret + `!"}}`,
		`{"query":"query ($s: Slug) {world(slug: $s)}","variables":{"s":"` + secret + ` !"}}`,
		`{"query":"{world(slug: \"` + secret + ` !\")}"}`,
	} {
		s := newService(t)
		w := s.post(body)
		if !strings.Contains(w.Body.String(), `"errors":`) || strings.Contains(w.Body.String(), secret) {
			t.Errorf("%s: got %s", body, w.Body)
		}
		if s.log.Len() > 0 {
			t.Errorf("%s: logged %s", body, s.log)
		}
	}
}
