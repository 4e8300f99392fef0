package graph

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"lectern/content"
	"lectern/internal/response"
)

// fakeOperations are registered by their ids, and count their uses.
type fakeOperations struct {
	texts map[string]string
	used  map[string]int
}

func (o *fakeOperations) Text(id string) (string, bool) {
	text, registered := o.texts[id]
	return text, registered
}

func (o *fakeOperations) Used(id string, _ http.Header) bool {
	if _, registered := o.texts[id]; !registered {
		return false
	}
	o.used[id]++
	return true
}

const (
	registeredText   = "query Registered {hello}"
	introspectedText = "query Introspected {...F} fragment F on Query {__schema {queryType {name}}}"
	otherText        = "query Other {hello}"
	notFoundBody     = `{"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}`
	unknownBody      = `{"errors":[{"message":"This service accepts registered operations only, and this is not one.","extensions":{"code":"UNKNOWN_OPERATION"}}]}`
)

func newTrustedService(t *testing.T, trusted bool) (*service, *fakeOperations) {
	t.Helper()
	operations := &fakeOperations{texts: map[string]string{}, used: map[string]int{}}
	for _, text := range []string{registeredText, introspectedText} {
		operations.texts[idOf(text)] = text
	}
	return newService(t, func(cfg *Config) { cfg.Operations, cfg.Trusted = operations, trusted }), operations
}

// asRole returns a request of an actor with a role.
func asRole(r *http.Request, role content.Role) *http.Request {
	return r.WithContext(WithActor(r.Context(), content.Actor{Name: "Ida", Role: role}))
}

// parameters are the parameters of a request, in the body of a POST or the URL of a GET.
type parameters map[string]any

func persistedQuery(hash string) map[string]any {
	return map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": hash}}
}

func (p parameters) request(t *testing.T, method string) *http.Request {
	t.Helper()
	if method == http.MethodPost {
		b, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		return newPost(string(b))
	}
	query := url.Values{}
	for name, value := range p {
		text, isText := value.(string)
		if !isText {
			b, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			text = string(b)
		}
		query.Set(name, text)
	}
	r := httptest.NewRequest(method, "/graphql?"+query.Encode(), nil)
	r.Header.Set("Accept", nameGraphQLJSON)
	return r
}

// TestPersisted: each way to identify a document, and who may use it.
func TestPersisted(t *testing.T) {
	t.Parallel()
	registered, other := idOf(registeredText), idOf(otherText)
	// The results for readers in open and in trusted mode, and for editors in both.
	type answers struct{ open, trusted, editor string }
	all := func(body string) answers { return answers{body, body, body} }
	badInput := func(field, message string) answers {
		return all(`{"errors":[{"message":"` + message + `","extensions":{"code":"BAD_INPUT","field":"` + field + `"}}]}`)
	}
	notFound, unknown := answers{notFoundBody, unknownBody, notFoundBody}, func(body string) answers { return answers{body, unknownBody, body} }
	twoTexts := badInput("documentId", "Give either documentId or query, not both.")
	for name, test := range map[string]struct {
		parameters parameters
		want       answers
	}{
		"an id":                 {parameters{"documentId": "sha256:" + registered}, all(hello)},
		"a bare id":             {parameters{"documentId": registered}, all(hello)},
		"a hash":                {parameters{"extensions": persistedQuery(registered)}, all(hello)},
		"a hash and no text":    {parameters{"query": "", "extensions": persistedQuery(registered)}, all(hello)},
		"a hash and its text":   {parameters{"query": registeredText, "extensions": persistedQuery(registered)}, all(hello)},
		"registered text":       {parameters{"query": registeredText}, all(hello)},
		"with operationName":    {parameters{"documentId": registered, "operationName": "Registered"}, all(hello)},
		"null for a hash":       {parameters{"query": registeredText, "extensions": map[string]any{"persistedQuery": nil}}, all(hello)},
		"unknown id":            {parameters{"documentId": "sha256:" + other}, notFound},
		"id of another form":    {parameters{"documentId": "md5:abc"}, notFound},
		"id in capitals":        {parameters{"documentId": strings.ToUpper(registered)}, notFound},
		"unknown hash":          {parameters{"extensions": persistedQuery(other)}, notFound},
		"other text":            {parameters{"query": otherText}, unknown(hello)},
		"registered, one space": {parameters{"query": registeredText + " "}, unknown(hello)},
		"no GraphQL": {parameters{"query": "{"}, unknown(
			`{"errors":[{"message":"Syntax error: expected Name, found the end of the document.","locations":[{"line":1,"column":2}],"extensions":{"code":"GRAPHQL_PARSE_FAILED"}}]}`)},
		"an unknown name": {parameters{"documentId": registered, "operationName": "Other"}, all(
			`{"errors":[{"message":"The parameter operationName must name one of the document's operations.","extensions":{"code":"UNKNOWN_OPERATION"}}]}`)},
		"id and text":    {parameters{"documentId": registered, "query": registeredText}, twoTexts},
		"id and no text": {parameters{"documentId": registered, "query": ""}, twoTexts},
		"an empty id":    {parameters{"documentId": ""}, badInput("documentId", "The id must not be empty.")},
		"id and hash": {
			parameters{"documentId": registered, "extensions": persistedQuery(registered)},
			badInput("documentId", "Give either documentId or extensions.persistedQuery, not both."),
		},
		"another's hash": {
			parameters{"query": otherText, "extensions": persistedQuery(registered)},
			badInput("extensions.persistedQuery.sha256Hash", "The hash is not the SHA-256 of the query."),
		},
		"no hash": {parameters{"extensions": persistedQuery("")}, badInput("extensions.persistedQuery.sha256Hash", "The hash is missing.")},
		"another version": {
			parameters{"extensions": map[string]any{"persistedQuery": map[string]any{"version": 2, "sha256Hash": registered}}},
			badInput("extensions.persistedQuery.version", "The version must be 1."),
		},
		"no object": {
			parameters{"extensions": map[string]any{"persistedQuery": "x"}},
			badInput("extensions.persistedQuery", "It must be an object with version (1) and sha256Hash."),
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, method := range []string{http.MethodPost, http.MethodGet} {
				for _, trusted := range []bool{false, true} {
					for _, role := range content.Roles() {
						s, _ := newTrustedService(t, trusted)
						want := test.want.open
						switch {
						case (content.Actor{Role: role}).May(content.RoleEditor):
							want = test.want.editor
						case trusted:
							want = test.want.trusted
						}
						status := map[bool]int{true: 200, false: 400}[want == hello]
						w := s.do(asRole(test.parameters.request(t, method), role))
						requireBody(t, w, status, want)
						if status != 200 && w.Header().Get("Cache-Control") != "" {
							t.Errorf("%v", w.Header())
						}
					}
				}
			}
		})
	}
}

func TestDocumentIDMustBeText(t *testing.T) {
	t.Parallel()
	requireBody(t, newService(t).post(`{"documentId":7}`), 400,
		`{"errors":[{"message":"The parameter documentId must be a string.","extensions":{"code":"BAD_REQUEST"}}]}`)
}

// TestAutomaticPersistedQueries: a valid text that was sent with its hash is found by it
// afterwards; for plain JSON an unknown hash has status 200.
func TestAutomaticPersistedQueries(t *testing.T) {
	t.Parallel()
	s, _ := newTrustedService(t, false)
	ask := func(method, text, sent string) *httptest.ResponseRecorder {
		p := parameters{"extensions": persistedQuery(idOf(text))}
		if sent != "" {
			p["query"] = sent
		}
		return s.do(p.request(t, method))
	}
	requireBody(t, ask(http.MethodGet, otherText, ""), 400, notFoundBody)
	requireBody(t, ask(http.MethodPost, otherText, otherText), 200, hello)
	requireBody(t, ask(http.MethodGet, otherText, ""), 200, hello)
	requireBody(t, s.do(parameters{"documentId": "sha256:" + idOf(otherText)}.request(t, http.MethodGet)), 200, hello)

	const invalid = "query Invalid {helo}"
	for range 2 {
		if w := ask(http.MethodPost, invalid, invalid); w.Code != 400 || !strings.Contains(w.Body.String(), "GRAPHQL_VALIDATION_FAILED") {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		requireBody(t, ask(http.MethodGet, invalid, ""), 400, notFoundBody)
	}

	r := parameters{"documentId": "sha256:" + idOf("unknown")}.request(t, http.MethodGet)
	r.Header.Set("Accept", "application/json")
	requireBody(t, s.do(r), 200, notFoundBody)
}

// TestAutomaticPersistedQueriesAreBounded: very many texts take no more than the bound.
func TestAutomaticPersistedQueriesAreBounded(t *testing.T) {
	t.Parallel()
	const bound = 100_000
	s := newService(t, func(cfg *Config) { cfg.DocumentCacheBytes = bound })
	for i := range 2_000 {
		text := "query Q" + strings.Repeat("x", i%50) + " {a" + strings.Repeat("b", i/50) + ": hello}"
		w := s.do(parameters{"query": text, "extensions": persistedQuery(idOf(text))}.request(t, http.MethodPost))
		if w.Code != 200 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	s.documents.cache.CleanUp()
	if weight := s.documents.cache.WeightedSize(); weight > bound || weight == 0 {
		t.Errorf("%d bytes", weight)
	}
}

// TestIntrospectionByRole: readers of a trusted service can run only registered operations, and
// a registered introspection query does not reveal the schema.
func TestIntrospectionByRole(t *testing.T) {
	t.Parallel()
	for _, trusted := range []bool{false, true} {
		s, _ := newTrustedService(t, trusted)
		for _, role := range content.Roles() {
			may := !trusted || (content.Actor{Role: role}).May(content.RoleEditor)
			for _, p := range []parameters{{"query": "{__type(name: \"Query\") {name}}"}, {"documentId": idOf(introspectedText)}} {
				w := s.do(asRole(p.request(t, http.MethodPost), role))
				refused := `"code":"UNKNOWN_OPERATION"`
				if p["query"] == nil {
					refused = `"code":"FORBIDDEN"`
				}
				if may != (w.Code == 200) || may == strings.Contains(w.Body.String(), refused) {
					t.Errorf("trusted %v, %s, %v: %d %s", trusted, role, p, w.Code, w.Body)
				}
			}
		}
	}
	s, _ := newTrustedService(t, true)
	w := s.do(parameters{"documentId": idOf(introspectedText)}.request(t, http.MethodGet))
	if w.Code != 401 || !strings.Contains(w.Body.String(), `"code":"UNAUTHENTICATED"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestUsesAreCounted: by id, by hash and by text, once each, without refused requests.
func TestUsesAreCounted(t *testing.T) {
	t.Parallel()
	s, operations := newTrustedService(t, false)
	id := idOf(registeredText)
	for _, p := range []parameters{
		{"documentId": id},
		{"query": registeredText},
		{"extensions": persistedQuery(id)},
		{"query": otherText},
		{"documentId": id, "operationName": "Other"},
		{"documentId": idOf("unknown")},
	} {
		s.do(p.request(t, http.MethodGet))
	}
	if len(operations.used) != 1 || operations.used[id] != 3 {
		t.Errorf("%v", operations.used)
	}
	prepare := func(p parameters) *Prepared { return s.Prepare(httptest.NewRecorder(), p.request(t, http.MethodGet)) }
	if got, registered := prepare(parameters{"query": registeredText}).Operation(); got != id || !registered {
		t.Errorf("%q, %v", got, registered)
	}
	for _, p := range []parameters{{"query": otherText}, {"documentId": idOf("unknown")}} {
		if got, registered := prepare(p).Operation(); got == "" || registered {
			t.Errorf("%q, %v", got, registered)
		}
	}
}

// TestRetiredOperation: it is refused although its document is still in memory.
func TestRetiredOperation(t *testing.T) {
	t.Parallel()
	s, operations := newTrustedService(t, true)
	p := parameters{"documentId": idOf(registeredText)}
	requireBody(t, s.do(p.request(t, http.MethodGet)), 200, hello)
	delete(operations.texts, idOf(registeredText))
	requireBody(t, s.do(p.request(t, http.MethodGet)), 400, unknownBody)
	requireBody(t, s.do(parameters{"query": registeredText}.request(t, http.MethodPost)), 400, unknownBody)
}

// TestRegisteredMutationByGET: safe methods run no mutation, however it is identified.
func TestRegisteredMutationByGET(t *testing.T) {
	t.Parallel()
	const text = "mutation M {__typename}"
	operations := &fakeOperations{texts: map[string]string{idOf(text): text}, used: map[string]int{}}
	schema := newFakeSchema(t, " type Mutation { hello: String }")
	h, err := NewHandler(schema.Schema, Config{Store: &fakeStore{}, Operations: operations, Trusted: true})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, parameters{"documentId": idOf(text)}.request(t, http.MethodGet))
	if w.Code != 405 || w.Header().Get("Allow") != response.PostMethods.String() {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}
