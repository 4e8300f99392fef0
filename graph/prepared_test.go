package graph

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lectern/content/contenttest"
)

// TestKeyOfReaders: readers share a response exactly if they always get the same.
func TestKeyOfReaders(t *testing.T) {
	t.Parallel()
	s := newService(t)
	key := func(query, header string) string {
		r := httptest.NewRequest("GET", get("query", query), nil)
		r.Header.Set("Accept-Language", header)
		return s.Prepare(httptest.NewRecorder(), r).Key()
	}
	seen := map[string]string{"": "nothing"}
	for _, readers := range [][]string{
		{"", "da", "da-DK,da;q=0.9,en-US;q=0.8,en;q=0.7", "*", "nonsense!"},
		{"en", "en-GB,en;q=0.9", "en-US,en;q=0.5,da;q=0.1"},
		{"sv", "sv-SE,sv;q=0.9,en-US;q=0.8,en;q=0.7"},
		{"nb", "nb-NO,nb;q=0.9,en;q=0.8"},
	} {
		first := key(`{hello}`, readers[0])
		if with, known := seen[first]; known {
			t.Errorf("%q has the key of %q", readers[0], with)
		}
		seen[first] = readers[0]
		for _, header := range readers[1:] {
			if got := key(`{hello}`, header); got != first {
				t.Errorf("%q: key %q, that of %q is %q", header, got, readers[0], first)
			}
		}
	}
	// If the operation sets the language, the header is ignored.
	const asked = `query @inContext(language: "en") {hello}`
	if a, b := key(asked, "da"), key(asked, "sv"); a == "" || a != b {
		t.Errorf("keys %q and %q", a, b)
	}
}

// panicking are operations that panic.
type panicking struct{ noOperations }

func (panicking) Used(string, http.Header) bool { panic("it panics") }

// TestPanicBeforeAnyField: a panic while a request is read has the same response as a later
// one.
func TestPanicBeforeAnyField(t *testing.T) {
	t.Parallel()
	h, err := NewHandler(Schema(), Config{Store: contenttest.NewMemory(), Operations: panicking{}})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/graphql?query={__typename}", nil))
	if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "INTERNAL") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
