package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// nowhere is a ResponseWriter without costs.
type nowhere struct{ header http.Header }

func (w nowhere) Header() http.Header         { return w.header }
func (w nowhere) WriteHeader(int)             {}
func (w nowhere) Write(b []byte) (int, error) { return len(b), nil }

// BenchmarkHandler measures what the pipeline adds to the execution of an operation with a
// cached document: the execution here only returns 50 KB.
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
			s.schema.raw = data
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

// BenchmarkSync measures a page of 100 sessions of 2,000 in a sync, beside the same sessions in
// a list, and a sync after a change of one of them.
func BenchmarkSync(b *testing.B) {
	store := contenttest.NewMemory()
	documents := []content.Document{contenttest.Conference("fagdag")}
	var topics []content.ID
	for i := range 2 {
		topic := &catalog.Topic{Meta: contenttest.Meta("topic", fmt.Sprint("t", i)), Name: locale.NewText("da", "Topic")}
		documents, topics = append(documents, topic), append(topics, topic.ID)
	}
	session := func(i, hours int) *catalog.Session {
		s := contenttest.Session(fmt.Sprint("s", i), "fagdag", hours)
		s.TopicIDs = topics
		return s
	}
	for i := range 2000 {
		documents = append(documents, session(i, i%12))
	}
	contenttest.Publish(b, store, documents...)
	handler, err := NewHandler(Schema(), Config{Store: store})
	if err != nil {
		b.Fatal(err)
	}
	const fields = `id slug language title kind startsAt endsAt room conference { id } topics { id }`
	ask := func(query string) []byte {
		body, _ := json.Marshal(map[string]string{"query": query})
		r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/graphql", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if bytes.Contains(w.Body.Bytes(), []byte(`"errors"`)) {
			b.Fatal(w.Body.String())
		}
		return w.Body.Bytes()
	}
	sync := func(after string) string {
		return fmt.Sprintf(`{ sync(first: 100, types: SESSION%s) { complete cursor entries { document { ... on Session { %s } } tombstone { documentId } } } }`, after, fields)
	}
	cursor := func(answer []byte) string {
		return string(regexp.MustCompile(`"cursor":"([^"]+)"`).FindSubmatch(answer)[1])
	}
	after := ""
	for range 20 {
		after = fmt.Sprintf(", after: %q", cursor(ask(sync(after))))
	}
	contenttest.Publish(b, store, session(7, 2))
	for name, query := range map[string]string{
		"page of 100":     sync(""),
		"list of 100":     `{ sessions(first: 100) { pageInfo { hasNextPage endCursor } nodes { ` + fields + ` } } }`,
		"one has changed": sync(after),
		"nothing changed": sync(fmt.Sprintf(", after: %q", cursor(ask(sync(after))))),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			size := len(ask(query))
			for b.Loop() {
				ask(query)
			}
			b.ReportMetric(float64(size), "bytes")
		})
	}
}
