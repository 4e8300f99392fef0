package graph

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// FuzzRequest sends any bytes. The response is well-formed: JSON with data or errors, with the
// right media type and length, at most ten errors, no internal error, and nothing in the log.
func FuzzRequest(f *testing.F) {
	for _, seed := range []struct{ method, query, contentType, accept, body string }{
		{"POST", "", "application/json", "*/*", `{"query":"{hello}"}`},
		{"POST", "", "application/json; charset=utf-8", modern, `{"query":"query A($n: Int) {world(first: $n)}","operationName":"A","variables":{"n":1},"extensions":{"cost":true}}`},
		{"POST", "", "application/json", legacy, `{"query":"query ($k: Key, $f: Filter, $o: Order) {world(key: $k filter: $f order: $o)}","variables":{"k":{"id":"a"},"f":{"limit":1,"slug":"a b"},"o":"up"}}`},
		{"POST", "", "application/json", legacy, `{"query":"query ($k: [Key!]) {world(keys: $k)}","variables":{"k":{"slug":null}}}`},
		{"POST", "", "application/json", "text/html", `[]`},
		{"POST", "", "text/plain", "", `{"query":"{hello}"}`},
		{"POST", "", "application/json", "", "{\"query\":\"{he\xffllo}\"}"},
		{"GET", "query=%7Bhello%7D&variables=%7B%7D&extensions=%7B%22cost%22%3Atrue%7D", "", modern, ""},
		{"GET", "query=mutation%7Bhello%7D", "", "application/json;q=0.1, */*;q=0", ""},
		{"HEAD", "query=query+%40inContext(language%3A%22en%22)%7Bhello%7D", "", "", ""},
		{"GET", "query=subscription%7Bhello%7D;a", "", `application/json;a="\",";q=0.5`, ""},
		{"POST", "", "application/json", "", `{"query":"query ($l: Language) @inContext(language: $l, preview: true) {...{hello}} fragment F on Query {hello}","variables":{"l":"x"}}`},
		{"PATCH", "", "", "", ""},
		{"POST", "", "application/json", "", `{"documentId":"sha256:` + idOf("{hello}") + `"}`},
		{"POST", "", "application/json", "", `{"query":"{hello}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + idOf("{hello}") + `"}}}`},
		{"GET", "documentId=x&extensions=%7B%22persistedQuery%22%3A%7B%22version%22%3A1%7D%7D", "", modern, ""},
	} {
		f.Add(seed.method, seed.query, seed.contentType, seed.accept, seed.body)
	}
	s := newService(f)
	f.Fuzz(func(t *testing.T, method, query, contentType, accept, body string) {
		r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
		r.Method, r.URL = method, &url.URL{Path: "/graphql", RawQuery: query}
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("Accept", accept)
		w := s.do(r)

		var answer struct {
			Data   json.RawMessage
			Errors []struct {
				Message    string
				Extensions struct{ Code string }
			}
		}
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			t.Fatalf("%v: %s", err, w.Body)
		}
		if w.Code >= 500 || s.log.Len() > 0 {
			t.Errorf("got %d %s\nlogged %s", w.Code, w.Body, s.log)
			s.log.Reset()
		}
		if n := len(answer.Errors); n > maxErrors || n == 0 && answer.Data == nil || w.Code != 200 && answer.Data != nil {
			t.Errorf("got %d %s", w.Code, w.Body)
		}
		for _, err := range answer.Errors {
			if err.Message == "" || err.Extensions.Code == "" {
				t.Errorf("got %s", w.Body)
			}
		}
		header := w.Header()
		if header.Get("Content-Length") != strconv.Itoa(w.Body.Len()) || !strings.HasSuffix(header.Get("Content-Type"), "json; charset=utf-8") {
			t.Errorf("got %v", header)
		}
		if len(s.slots.taken) > 0 {
			t.Error("a slot is still taken")
		}
	})
}
