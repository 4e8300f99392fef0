package cache

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"lectern/content"
	_ "lectern/content/catalog" // tags name its kinds
	"lectern/internal/response"
)

// fake is a source whose responses contain the query and the count of its runs. The meaning of
// a query is its text without spaces. It depends on the documents that it names, "doc:a", and
// with "list" on the keys from "a" to "c".
type fake struct {
	mu       sync.Mutex
	revision content.Revision
	runs     int
	body     int           // bytes to add
	block    chan struct{} // if it is set, runs wait for it
	running  atomic.Int32
	prepared int // so far; only for tests with sequential requests
}

type asked struct {
	fake *fake
	text string
}

func (f *fake) Prepare(_ http.ResponseWriter, r *http.Request) *asked {
	f.mu.Lock()
	f.prepared++
	f.mu.Unlock()
	text := r.URL.Query().Get("query")
	if r.Method == http.MethodPost {
		b, err := io.ReadAll(r.Body)
		if text = string(b); err != nil {
			text = "broken " + err.Error()
		}
	}
	return &asked{f, text}
}

func (a *asked) Key() string {
	if strings.Contains(a.text, "private") || strings.HasPrefix(a.text, "broken") {
		return ""
	}
	return strings.ReplaceAll(a.text, " ", "")
}

// Operation returns the text, which is registered if it says so.
func (a *asked) Operation() (id string, registered bool) {
	return a.text, strings.Contains(a.text, "registered")
}

func (a *asked) Run() *response.Response {
	f := a.fake
	f.running.Add(1)
	defer f.running.Add(-1)
	f.mu.Lock()
	f.runs++
	revision, n, block := f.revision, f.runs, f.block
	f.mu.Unlock()
	if block != nil {
		<-block
	}
	r := &response.Response{Status: 200, Body: fmt.Appendf(nil, "%s %d%s", a.text, n, strings.Repeat(" x", f.body/2)), Header: http.Header{
		"Content-Type": {"text/plain"}, "Cache-Control": {"no-store"}, "Vary": {"Accept"},
	}}
	if a.Key() == "" || strings.Contains(a.text, "error") {
		return r
	}
	r.Reuse = &response.Reuse{Revision: revision, MaxAge: 5 * time.Second}
	for _, word := range strings.Fields(a.text) {
		if id, ok := strings.CutPrefix(word, "doc:"); ok {
			r.Reuse.Reads.Documents = append(r.Reuse.Reads.Documents, content.ID("session_"+id))
		}
		if word == "list" {
			r.Reuse.Reads.Spans = append(r.Reuse.Reads.Spans, content.Span{Space: content.PublicIndex, Range: content.Range{From: "a", To: "c"}})
		}
	}
	return r
}

// change notifies the cache of a change as a store would.
func (f *fake) change(c *Cache, t content.Touched) {
	f.mu.Lock()
	f.revision++
	t.Revision = f.revision
	f.mu.Unlock()
	c.Committed(&t)
}

func newTest(t *testing.T, edit func(*Config)) (*fake, *Cache, http.Handler) {
	t.Helper()
	config := Config{Bytes: 1 << 20, ServerTiming: true, IsReader: func(r *http.Request) bool { return r.Header.Get("Authorization") == "" }}
	if edit != nil {
		edit(&config)
	}
	f, c := &fake{}, New(config)
	return f, c, Serve(c, f.Prepare)
}

func get(h http.Handler, query string, headers ...string) *httptest.ResponseRecorder {
	return send(h, "GET", "/?query="+strings.ReplaceAll(query, " ", "+"), "", headers...)
}

func send(h http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func wantRuns(t *testing.T, f *fake, want int) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.runs != want {
		t.Errorf("it ran %d times, want %d", f.runs, want)
	}
}

// TestUsesOfWhatIsGivenAgain: uses of cached responses are counted. A cached response is not
// served for a retired operation, but still for others with the same meaning.
func TestUsesOfWhatIsGivenAgain(t *testing.T) {
	t.Parallel()
	var used []string
	retired := false
	f, _, h := newTest(t, func(c *Config) {
		c.Used = func(operation string, header http.Header) bool {
			used = append(used, operation+" by "+header.Get("X-Client"))
			return strings.Contains(operation, "registered") && !retired
		}
	})
	get(h, "a registered")
	get(h, "a registered", "X-Client", "one")
	get(h, "a registered", "X-Client", "two")
	get(h, "b other")
	get(h, "b other", "X-Client", "three")
	get(h, "b other", "X-Client", "four")
	if want := []string{"a registered by two", "b other by four"}; !slices.Equal(used, want) {
		t.Errorf("%v, want %v", used, want)
	}
	wantRuns(t, f, 2)
	retired = true
	prepared := f.prepared
	get(h, "b other")
	if f.prepared != prepared {
		t.Error("an operation that was never registered was prepared again")
	}
	get(h, "a registered")
	if f.prepared != prepared+1 {
		t.Error("whether it may still run was not checked")
	}
}

// TestStrangersAreNotToldOfOthers: by default nothing in a response reveals whether it was
// requested before.
func TestStrangersAreNotToldOfOthers(t *testing.T) {
	t.Parallel()
	_, _, h := newTest(t, func(c *Config) { c.ServerTiming = false })
	first := get(h, "doc:a")
	for _, again := range []string{"doc:a ", "doc:a", "doc:a", "doc:a"} {
		if w := get(h, again); !reflect.DeepEqual(w.Header(), first.Header()) || w.Body.String() != first.Body.String() {
			t.Errorf("%q: %v %s, and first %v %s", again, w.Header(), w.Body, first.Header(), first.Body)
		}
	}
	if timing := first.Header()["Server-Timing"]; timing != nil {
		t.Errorf("Server-Timing is %q", timing)
	}
}

func TestResponsesAreSentAgain(t *testing.T) {
	t.Parallel()
	f, _, h := newTest(t, nil)
	first, second := get(h, "doc:a"), get(h, "doc:a")
	third, spaced := get(h, "doc:a"), get(h, "doc:a ")
	wantRuns(t, f, 1)
	for _, w := range []*httptest.ResponseRecorder{first, second, third, spaced} {
		if w.Body.String() != "doc:a 1" || w.Header().Get("Cache-Control") != "public, max-age=5" || w.Header().Get("Etag") != first.Header().Get("Etag") ||
			w.Header().Get("Vary") != "Accept" || w.Header().Get("Content-Type") != "text/plain" || w.Header().Get("Content-Length") != "7" {
			t.Errorf("%q %v", w.Body, w.Header())
		}
	}
	for w, want := range map[*httptest.ResponseRecorder]string{first: `cache;desc="miss", execute;dur=`, second: `cache;desc="hit by meaning"`, third: `cache;desc="hit"`, spaced: `cache;desc="hit by meaning"`} {
		if got := w.Header().Get("Server-Timing"); !strings.HasPrefix(got, want) {
			t.Errorf("Server-Timing is %q, want %q", got, want)
		}
	}
	head := send(h, "HEAD", "/?query=doc:a", "")
	if head.Body.Len() != 0 || head.Header().Get("Content-Length") != "7" {
		t.Errorf("HEAD: %q %v", head.Body, head.Header())
	}
	post := send(h, "POST", "/", "doc:a")
	if post.Body.String() != "doc:a 1" || post.Header().Get("Cache-Control") != "" || post.Header().Get("Etag") != "" {
		t.Errorf("POST: %q %v", post.Body, post.Header())
	}
	wantRuns(t, f, 1)
}

func TestWhatIsNotKept(t *testing.T) {
	t.Parallel()
	f, _, h := newTest(t, nil)
	for i, ask := range []func() *httptest.ResponseRecorder{
		func() *httptest.ResponseRecorder { return get(h, "private doc:a") },
		func() *httptest.ResponseRecorder { return get(h, "error doc:a") },
		func() *httptest.ResponseRecorder { return get(h, "doc:a", "Authorization", "Bearer x") },
	} {
		for n := 1; n <= 2; n++ {
			w := ask()
			if want := fmt.Sprint(" ", 2*i+n); !strings.HasSuffix(w.Body.String(), want) || w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%q %v, want the run%s", w.Body, w.Header(), want)
			}
		}
	}
	wantRuns(t, f, 6)
	get(h, "doc:a") // an editor's response is not served to readers
	wantRuns(t, f, 7)
}

func TestChangesDropWhatTheySpoil(t *testing.T) {
	t.Parallel()
	f, c, h := newTest(t, nil)
	queries := []string{"doc:a", "doc:b", "doc:a doc:b", "list", "nothing"}
	runs := 0
	all := func(want ...string) {
		t.Helper()
		for _, q := range queries {
			get(h, q)
		}
		runs += len(want)
		wantRuns(t, f, runs)
		for _, q := range queries {
			if w := get(h, q); w.Header().Get("Lectern-Revision") != fmt.Sprint(f.revision) {
				t.Errorf("%q is said to be of revision %s, not %d", q, w.Header().Get("Lectern-Revision"), f.revision)
			}
		}
	}
	keys := func(k ...string) (keys [content.Spaces][]string) {
		keys[content.PublicIndex] = k
		return keys
	}
	all(queries...)
	f.change(c, content.Touched{Documents: []content.ID{"session_a"}})
	all("doc:a", "doc:a doc:b")
	f.change(c, content.Touched{Documents: []content.ID{"session_c"}})
	all()
	f.change(c, content.Touched{Keys: keys("a")})
	all("list")
	f.change(c, content.Touched{Keys: keys("c", "", "d")})
	all()
	f.change(c, content.Touched{Everything: true})
	all(queries...)
}

func TestOneRunForManyRequests(t *testing.T) {
	t.Parallel()
	f, c, h := newTest(t, nil)
	f.block = make(chan struct{})
	var asking sync.WaitGroup
	ask := func(want string) {
		asking.Go(func() {
			if w := get(h, "doc:a"); w.Body.String() != want {
				t.Errorf("%q, want %q", w.Body, want)
			}
		})
	}
	until := func(ok func() bool) {
		t.Helper()
		for begin := time.Now(); !ok(); time.Sleep(time.Millisecond) {
			if time.Since(begin) > 10*time.Second {
				t.Fatal("it never came")
			}
		}
	}
	ask("doc:a 1")
	until(func() bool { return f.running.Load() == 1 })
	for range 20 {
		ask("doc:a 1")
	}
	time.Sleep(20 * time.Millisecond) // for most of them to start waiting
	wantRuns(t, f, 1)
	// A request after a change gets no response that was begun before it.
	f.change(c, content.Touched{Documents: []content.ID{"session_a"}})
	ask("doc:a 2")
	until(func() bool { return f.running.Load() == 2 })
	close(f.block)
	asking.Wait()
	if w := get(h, "doc:a"); w.Body.String() != "doc:a 2" {
		t.Errorf("what is kept is %q", w.Body)
	}
	wantRuns(t, f, 2)
}

// TestLateResponses: a response that was overtaken by a change is cached unless the change
// affects it, as far back as the cache remembers.
func TestLateResponses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		meanwhile func(*fake, *Cache)
		kept      bool
	}{
		"nothing":        {func(*fake, *Cache) {}, true},
		"another change": {func(f *fake, c *Cache) { f.change(c, content.Touched{Documents: []content.ID{"session_b"}}) }, true},
		"its own change": {func(f *fake, c *Cache) { f.change(c, content.Touched{Documents: []content.ID{"session_a"}}) }, false},
		"too many others": {func(f *fake, c *Cache) {
			for range 65 {
				f.change(c, content.Touched{})
			}
		}, false},
	} {
		f, c, h := newTest(t, nil)
		f.change(c, content.Touched{})
		f.block = make(chan struct{})
		var asking sync.WaitGroup
		asking.Go(func() { get(h, "doc:a") })
		for f.running.Load() == 0 {
			time.Sleep(time.Millisecond)
		}
		test.meanwhile(f, c)
		close(f.block)
		asking.Wait()
		get(h, "doc:a")
		if kept := f.runs == 1; kept != test.kept {
			t.Errorf("%s: kept is %v", name, kept)
		}
	}
}

func TestBounded(t *testing.T) {
	t.Parallel()
	f, c, h := newTest(t, func(c *Config) { c.Bytes = 100 << 10 })
	f.body = 2000
	for i := range 1000 {
		get(h, fmt.Sprint("doc:", i))
	}
	for begin := time.Now(); ; time.Sleep(time.Millisecond) {
		c.named.CleanUp()
		c.mu.Lock()
		entries, documents := len(c.index.all), len(c.index.documents)
		c.mu.Unlock()
		if entries == documents && entries > 10 && entries < 40 {
			break
		}
		if time.Since(begin) > 10*time.Second {
			t.Fatalf("%d entries and %d documents are in the index", entries, documents)
		}
	}
	f, _, h = newTest(t, func(c *Config) { c.Bytes = 0 })
	get(h, "doc:a")
	get(h, "doc:a")
	wantRuns(t, f, 2)
	f, _, h = newTest(t, func(c *Config) { c.Bytes = 4096 })
	f.body = 8192 // larger than the whole cache
	get(h, "doc:a")
	get(h, "doc:a")
	if f.runs < 1 {
		t.Error("it did not run")
	}
}

func TestForms(t *testing.T) {
	t.Parallel()
	f, _, h := newTest(t, nil)
	f.body = 5000
	plain := get(h, "doc:a")
	if plain.Header().Get("Vary") != "Accept, Accept-Encoding" {
		t.Errorf("Vary is %q", plain.Header()["Vary"])
	}
	tags := map[string]string{"": plain.Header().Get("Etag")}
	for _, name := range []string{"gzip", "br", "zstd"} {
		var w *httptest.ResponseRecorder
		for begin := time.Now(); ; time.Sleep(time.Millisecond) {
			if w = get(h, "doc:a", "Accept-Encoding", name); w.Header().Get("Content-Encoding") == name {
				break
			}
			if time.Since(begin) > 10*time.Second {
				t.Fatalf("there is no %s", name)
			}
		}
		if got := decoded(t, name, w.Body.Bytes()); !bytes.Equal(got, plain.Body.Bytes()) {
			t.Errorf("%s is another body: %.60q", name, got)
		}
		if w.Header().Get("Content-Length") != fmt.Sprint(w.Body.Len()) {
			t.Errorf("%s: the length is %s, not %d", name, w.Header().Get("Content-Length"), w.Body.Len())
		}
		for other, tag := range tags {
			if w.Header().Get("Etag") == tag {
				t.Errorf("%s has the ETag of %q", name, other)
			}
		}
		tags[name] = w.Header().Get("Etag")
	}
	wantRuns(t, f, 1)
	best := get(h, "doc:a", "Accept-Encoding", "gzip, deflate, br, zstd")
	for _, name := range []string{"gzip", "br", "zstd"} {
		if w := get(h, "doc:a", "Accept-Encoding", name); w.Body.Len() < best.Body.Len() {
			t.Errorf("%s is smaller than what was chosen, %s", name, best.Header().Get("Content-Encoding"))
		}
	}
	for _, test := range []struct{ accept, tag, want string }{
		{"gzip, br", tags["br"], tags["br"]},
		{"gzip, br", tags["gzip"], tags["gzip"]},
		{"gzip, br", "W/" + tags["gzip"], tags["gzip"]},
		{"gzip, br", `"other", ` + tags["gzip"], tags["gzip"]},
		{"gzip, br", `*`, best.Header().Get("Etag")},
		{"", tags[""], tags[""]},
		{"gzip", tags["br"], ""}, // a form that the client doesn't accept
		{"gzip", `"other"`, ""},
	} {
		w := get(h, "doc:a", "Accept-Encoding", test.accept, "If-None-Match", test.tag)
		unchanged := w.Code == http.StatusNotModified
		if unchanged != (test.want != "") || unchanged && test.tag != "*" && w.Header().Get("Etag") != test.want || unchanged && w.Body.Len() > 0 {
			t.Errorf("%+v: %d %v", test, w.Code, w.Header())
		}
		if unchanged && (w.Header().Get("Cache-Control") == "" || w.Header().Get("Vary") == "" || w.Header().Get("Content-Type") != "") {
			t.Errorf("%+v: the headers are %v", test, w.Header())
		}
	}
}

func decoded(t *testing.T, name string, b []byte) []byte {
	t.Helper()
	var r io.Reader
	var err error
	switch name {
	case "gzip":
		r, err = gzip.NewReader(bytes.NewReader(b))
	case "br":
		r = brotli.NewReader(bytes.NewReader(b))
	case "zstd":
		r, err = zstd.NewReader(bytes.NewReader(b))
	}
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestNothingIsKeptPastWhatIsPlanned: clients must not store a response beyond the next planned
// step.
func TestNothingIsKeptPastWhatIsPlanned(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	due := time.Time{}
	_, _, h := newTest(t, func(c *Config) {
		c.Clock, c.Due = func() time.Time { return now }, func() time.Time { return due }
		c.SharedMaxAge, c.TagHeader = time.Hour, "Cache-Tag"
	})
	for left, want := range map[time.Duration]string{
		2 * time.Hour:           "public, max-age=5, s-maxage=3600",
		90 * time.Second:        "public, max-age=5, s-maxage=90",
		2500 * time.Millisecond: "public, max-age=2, s-maxage=2",
		0:                       "public, max-age=0, s-maxage=0",
		-time.Second:            "public, max-age=0, s-maxage=0",
	} {
		due = now.Add(left)
		w := get(h, "doc:a list")
		if got := w.Header().Get("Cache-Control"); got != want {
			t.Errorf("%s before: %q, want %q", left, got, want)
		}
		if got := w.Header().Get("Cache-Tag"); !strings.HasPrefix(got, "session_a,~") {
			t.Errorf("Cache-Tag is %q", got)
		}
	}
}

// TestBodiesThatBreak: the source gets what the client sends, up to the error.
func TestBodiesThatBreak(t *testing.T) {
	t.Parallel()
	f, _, h := newTest(t, nil)
	ask := func(body io.Reader, length int64) string {
		r := httptest.NewRequestWithContext(context.Background(), "POST", "/", body)
		r.ContentLength = length
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Body.String()
	}
	long := "doc:" + strings.Repeat("a", 2*maxRawKey)
	for body, length := range map[string]int64{long: int64(len(long)), "doc:chunked": -1} {
		if got := ask(strings.NewReader(body), length); !strings.HasPrefix(got, body) {
			t.Errorf("%.20q: %.40q", body, got)
		}
	}
	broken := io.MultiReader(strings.NewReader("doc:a"), brokenReader{})
	if got := ask(broken, 100); got != "broken the line broke 3" {
		t.Errorf("%q", got)
	}
	if got := ask(strings.NewReader("doc:a"), 100); !strings.HasPrefix(got, "broken unexpected EOF") {
		t.Errorf("%q", got)
	}
	wantRuns(t, f, 4)
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, fmt.Errorf("the line broke") }
