package graph

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

// nowhere is a ResponseWriter that costs nothing.
type nowhere struct{ header http.Header }

func (w nowhere) Header() http.Header         { return w.header }
func (w nowhere) WriteHeader(int)             {}
func (w nowhere) Write(b []byte) (int, error) { return len(b), nil }

// BenchmarkHandler is what the pipeline adds to the execution of an operation whose document
// is known: the execution here does nothing and gives 50 KB.
func BenchmarkHandler(b *testing.B) {
	data := bytes.Repeat([]byte(`"0123456789"`), 50<<10/12)
	const query = `query Conference($n: Int!) @inContext(language: "en") {pages(first: $n) {nodes {hello node {hello node {hello}}}}}`
	for name, test := range map[string]struct{ body, language string }{
		"variables":  {`{"operationName":"Conference","query":"` + strings.ReplaceAll(query, `"`, `\"`) + `","variables":{"n":50}}`, ""},
		"plain":      {`{"query":"{hello}"}`, ""},
		"by header":  {`{"query":"{hello}"}`, "en-GB,en;q=0.9,da;q=0.8"},
		"with extra": {`{"query":"{hello}","extensions":{"clientLibrary":{"name":"a","version":"b"}}}`, ""},
	} {
		b.Run(name, func(b *testing.B) {
			s := newService(b)
			response := &graphql.Response{Data: data}
			s.schema.exec = func(context.Context) *graphql.Response { return response }
			s.store.silent = true
			r := newPost("")
			r.Header.Set("Accept-Language", test.language)
			w := nowhere{http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				clear(w.header)
				r.Body = readCloser{strings.NewReader(test.body)}
				s.ServeHTTP(w, r)
			}
		})
	}
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }
