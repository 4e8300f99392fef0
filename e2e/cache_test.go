package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lectern/content/purge"
	"lectern/internal/app"
)

// wish is a request in a client's wording.
type wish struct {
	method, query string
	variables     map[string]any
	uncached      bool // also requests the cost, which no cached response has
	headers       map[string]string
}

func (h wish) of(handler http.Handler) *httptest.ResponseRecorder {
	parameters := map[string]any{"query": h.query, "variables": h.variables}
	if h.uncached {
		parameters["extensions"] = map[string]any{"cost": true}
	}
	var r *http.Request
	if h.method == http.MethodPost {
		body, _ := json.Marshal(parameters) // of strings and numbers
		r = httptest.NewRequest(h.method, "/graphql", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
	} else {
		address := url.Values{}
		for name, value := range parameters {
			if text, ok := value.(string); ok {
				address.Set(name, text)
				continue
			}
			text, _ := json.Marshal(value)
			address.Set(name, string(text))
		}
		r = httptest.NewRequest(h.method, "/graphql?"+address.Encode(), nil)
	}
	for name, value := range h.headers {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

// desk is an administrator who makes random edits.
type desk struct {
	*office
	*rand.Rand
	ids   map[string][]string // by kind
	edits int
}

func newDesk(t *testing.T, o *office, r *rand.Rand) *desk {
	t.Helper()
	d := &desk{office: o, Rand: r, ids: map[string][]string{}}
	for kind, list := range map[string]string{
		"session": "sessions", "speaker": "speakers", "topic": "topics", "video": "videos", "conference": "conferences",
		"organisation": "organisations", "episode": "episodes", "photo": "photos", "proposal": "proposals",
	} {
		var answer struct {
			Data map[string]struct{ Nodes []struct{ ID string } }
		}
		if err := json.Unmarshal([]byte(o.ask("", fmt.Sprintf("{ %s(first: 100) { nodes { id } } }", list), nil)), &answer); err != nil {
			t.Fatal(err)
		}
		for _, n := range answer.Data[list].Nodes {
			d.ids[kind] = append(d.ids[kind], n.ID)
		}
	}
	return d
}

func (d *desk) any(kinds ...string) string {
	ids := d.ids[kinds[d.IntN(len(kinds))]]
	return ids[d.IntN(len(ids))]
}

// edit makes one edit, which the service may refuse.
func (d *desk) edit() {
	d.edits++
	n := strconv.Itoa(d.edits)
	all := []string{"session", "speaker", "topic", "video", "conference", "organisation", "episode", "photo", "proposal"}
	payload := " { userErrors { code } }"
	var text string
	switch d.IntN(14) {
	case 0, 1:
		text = fmt.Sprintf(`updateSession(input: {id: %q, fields: {title: "Titel %s"}})`, d.any("session"), n)
	case 2:
		text = fmt.Sprintf(`moveSession(input: {id: %q, startsAt: "2021-09-%02dT%02d:00:00+02:00", room: "Sal %d"})`, d.any("session"), 1+d.IntN(28), 8+d.IntN(9), d.IntN(4))
	case 3:
		text = fmt.Sprintf(`updateSpeaker(input: {id: %q, fields: {jobTitle: "Stilling %s"}})`, d.any("speaker"), n)
	case 4:
		text = fmt.Sprintf(`updateSession(input: {id: %q, fields: {slug: "slug-%d"}})`, d.any("session"), d.IntN(5))
	case 5:
		text = fmt.Sprintf(`updateTopic(input: {id: %q, fields: {name: "Emne %s"}})`, d.any("topic"), n)
	case 6, 7:
		text = fmt.Sprintf(`publish(input: {id: %q})`, d.any(all...))
	case 8:
		text = fmt.Sprintf(`unpublish(input: {id: %q})`, d.any(all...))
	case 9:
		text = fmt.Sprintf(`hideSpeaker(input: {id: %q})`, d.any("speaker"))
	case 10:
		text = fmt.Sprintf(`showSpeaker(input: {id: %q})`, d.any("speaker"))
	case 11:
		text = fmt.Sprintf(`withdrawConsent(input: {id: %q, to: [PHOTO]})`, d.any("speaker"))
	case 12:
		if d.IntN(10) == 0 {
			text = fmt.Sprintf(`eraseSpeaker(input: {id: %q})`, d.any("speaker"))
			break
		}
		text = fmt.Sprintf(`createSession(input: {fields: {title: "Ny %s", conference: %q, kind: TALK}})`, n, d.any("conference"))
		payload = " { document { id } userErrors { code } }"
	case 13:
		text = fmt.Sprintf(`updateVideo(input: {id: %q, fields: {title: "Film %s"}})`, d.any("video"), n)
	}
	answer := d.ask(d.token, "mutation { it: "+text+payload+" }", nil)
	var created struct {
		Data struct {
			It struct{ Document struct{ ID string } }
		}
	}
	_ = json.Unmarshal([]byte(answer), &created) // a refusal has none
	if id := created.Data.It.Document.ID; id != "" {
		d.ids["session"] = append(d.ids["session"], id)
	}
	// Most edits are published at once, so that something changes for readers.
	if strings.HasPrefix(text, "update") && d.IntN(4) > 0 {
		id := strings.SplitN(text, `"`, 3)[1]
		d.ask(d.token, fmt.Sprintf(`mutation { publish(input: {id: %q}) { userErrors { code } } }`, id), nil)
	}
}

// questions returns queries of readers: the operations of the clients, and random ones.
func (d *desk) questions(t *testing.T, n int) (all []wish) {
	t.Helper()
	for _, o := range operations(t) {
		if strings.Contains(o.text, "search(") || strings.Contains(o.text, "suggest(") {
			continue // never cached, and different a moment later: the index follows
		}
		if o.consumer == "website" || o.consumer == "mobile" {
			all = append(all, wish{method: "GET", query: o.text, variables: o.variables, headers: map[string]string{"Accept-Language": []string{"da", "en"}[d.IntN(2)]}})
		}
	}
	for len(all) < n {
		first, by := 1+d.IntN(6), []string{"STARTS_AT_ASC", "STARTS_AT_DESC", "TITLE_ASC", "TITLE_DESC", "UPDATED_AT_DESC"}[d.IntN(5)]
		text := ""
		switch d.IntN(8) {
		case 0:
			text = fmt.Sprintf(`{ sessions(first: %d, orderBy: %s) { totalCount nodes { id slug title startsAt room } pageInfo { hasNextPage endCursor } } }`, first, by)
		case 1:
			text = fmt.Sprintf(`{ sessions(last: %d, orderBy: %s, filter: {room: {eq: "Sal %d"}}) { totalCount nodes { slug title } } }`, first, by, d.IntN(4))
		case 2:
			text = fmt.Sprintf(`{ session(slug: "slug-%d") { id title appearances { role speaker { name jobTitle photo { url } } } conference { title } } }`, d.IntN(5))
		case 3:
			text = fmt.Sprintf(`{ node(id: %q) { id ... on Session { title } ... on Speaker { name photo { url } } ... on Topic { name } ... on Video { title } ... on Photo { caption people { speaker { name } } } } }`, d.any("session", "speaker", "topic", "video", "photo"))
		case 4:
			text = fmt.Sprintf(`{ speakers(first: %d) { nodes { id name sessions(first: %d) { totalCount nodes { title } } } } }`, first, 1+d.IntN(3))
		case 5:
			text = fmt.Sprintf(`{ nodes(ids: [%q, %q]) { id } }`, d.any("session"), d.any("speaker"))
		case 6:
			text = fmt.Sprintf(`{ topics(first: %d) { nodes { name sessions(first: 2) { totalCount nodes { title } } } } }`, first)
		case 7:
			text = fmt.Sprintf(`{ conferences(first: %d) { nodes { title sessions(first: %d, orderBy: %s) { nodes { title topics { name } } } } } }`, first, first, by)
		}
		all = append(all, wish{method: []string{"GET", "POST"}[d.IntN(2)], query: text, headers: map[string]string{"Accept-Language": []string{"da", "en", "de"}[d.IntN(3)]}})
	}
	return all
}

// data returns the data of a response, without its cost.
func data(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	var answer struct {
		Data   json.RawMessage
		Errors json.RawMessage
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	return string(answer.Data) + string(answer.Errors)
}

// TestCachedIsUncached compares, after each of many random edits, cached responses with newly
// executed ones; and with those in a simulated cache in front of the service that purges by
// /changes.
func TestCachedIsUncached(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Log("seed", seed)
	o := &office{t: t, caching: app.Caching{Bytes: 64 << 20, TagHeader: "Surrogate-Key"}}
	o.open(t.TempDir())
	t.Cleanup(o.close)
	handler := o.app.Handler()
	d := newDesk(t, o, rand.New(rand.NewPCG(seed, 0)))
	type held struct {
		data string
		tags []string
	}
	questions := d.questions(t, 200)
	front := make([]*held, len(questions)) // the cache in front
	same, stayed, other := 0, 0, 0
	since := "0"
	for n := range 100 {
		before := make([]string, len(questions))
		for i, ask := range questions {
			w := ask.of(handler)
			if before[i] = data(t, w); strings.Contains(before[i], `"message"`) {
				t.Fatalf("%s\n%s", ask.query, before[i])
			}
			if front[i] == nil && ask.method == http.MethodGet && w.Header().Get("Surrogate-Key") != "" {
				front[i] = &held{before[i], strings.Fields(w.Header().Get("Surrogate-Key"))}
			}
		}
		d.edit()
		tags := changedTags(t, handler, o.token, &since)
		for i, ask := range questions {
			if h := front[i]; h != nil && slices.ContainsFunc(tags, func(tag string) bool { return tag == purge.Everything || slices.Contains(h.tags, tag) }) {
				front[i] = nil
			}
			w := ask.of(handler)
			got := data(t, w)
			ask.uncached = true
			want := data(t, ask.of(handler))
			if got != want {
				t.Fatalf("after edit %d: %s\n%s\nis answered\n%s\nand made anew\n%s", n, w.Header().Get("Server-Timing"), ask.query, got, want)
			}
			if h := front[i]; h != nil && h.data != want {
				t.Fatalf("after edit %d, a cache in front still has\n%s\nof\n%s\nThe tags are %q, and those of the change %q. Now it is\n%s", n, h.data, ask.query, h.tags, tags, want)
			}
			switch {
			case want != before[i]:
				other++
			case strings.HasPrefix(w.Header().Get("Server-Timing"), `cache;desc="hit`):
				same, stayed = same+1, stayed+1
			default:
				same++
			}
		}
	}
	share := float64(stayed) / float64(same)
	t.Logf("%d answers changed; of %d that did not, %.1f %% stayed in the cache", other, same, 100*share)
	if share < 0.8 || other == 0 {
		t.Error("edits that change nothing of an answer should mostly leave it in the cache")
	}
}

func changedTags(t *testing.T, handler http.Handler, token string, since *string) (tags []string) {
	t.Helper()
	for complete := false; !complete; {
		r := httptest.NewRequest("GET", "/changes?since="+*since, nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		var page struct {
			Revision int
			Complete bool
			Tags     []string
		}
		if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != 200 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		*since, complete, tags = strconv.Itoa(page.Revision), page.Complete, append(tags, page.Tags...)
	}
	return tags
}

// TestNoAnswerIsOlderThanWhatWasAcknowledged has concurrent writers and readers: a client that
// was notified of a change, or knows of it otherwise, sees it in every later response.
func TestNoAnswerIsOlderThanWhatWasAcknowledged(t *testing.T) {
	t.Parallel()
	o := &office{t: t}
	o.open(t.TempDir())
	t.Cleanup(o.close)
	handler := o.app.Handler()
	d := newDesk(t, o, rand.New(rand.NewPCG(1, 1)))
	topics := d.ids["topic"][:4]
	var acknowledged [4]atomic.Int64 // by topic, the number in its name
	var newest atomic.Int64          // revision
	var hits, asked atomic.Int64
	var working sync.WaitGroup
	end := time.Now().Add(3 * time.Second)
	for i, id := range topics {
		working.Go(func() {
			for n := int64(1); time.Now().Before(end); n++ {
				o.must(fmt.Sprintf(`mutation { updateTopic(input: {id: %q, fields: {name: "Nummer %d"}}) { userErrors { code } } }`, id, n), nil)
				published := o.must(fmt.Sprintf(`mutation { publish(input: {id: %q}) { revision userErrors { code } } }`, id), nil)
				acknowledged[i].Store(n)
				revision := int64(published["revision"].(float64))
				for was := newest.Load(); was < revision && !newest.CompareAndSwap(was, revision); was = newest.Load() {
				}
				time.Sleep(20 * time.Millisecond)
			}
		})
		working.Go(func() {
			others := wish{method: "GET", query: `{ conferences(first: 3) { nodes { title } } }`}
			one := wish{method: "GET", query: fmt.Sprintf(`{ node(id: %q) { ... on Topic { name } } }`, id)}
			for time.Now().Before(end) {
				must, atLeast := newest.Load(), acknowledged[i].Load()
				for _, w := range []*httptest.ResponseRecorder{one.of(handler), others.of(handler)} {
					asked.Add(1)
					if strings.HasPrefix(w.Header().Get("Server-Timing"), `cache;desc="hit`) {
						hits.Add(1)
					}
					revision, err := strconv.ParseInt(w.Header().Get("Lectern-Revision"), 10, 64)
					if err != nil || revision < must {
						t.Errorf("revision %d was acknowledged, and the answer is of %q (%s)", must, w.Header()["Lectern-Revision"], w.Header()["Server-Timing"])
						return
					}
				}
				number := int64(0) // before the first edit there is none
				answer := one.of(handler)
				if _, after, ok := strings.Cut(answer.Body.String(), "Nummer "); ok {
					number, _ = strconv.ParseInt(after[:strings.IndexByte(after, '"')], 10, 64)
				}
				if number < atLeast {
					t.Errorf("number %d was acknowledged, and the answer has %d (%s)", atLeast, number, answer.Header()["Server-Timing"])
					return
				}
			}
		})
	}
	working.Wait()
	t.Logf("%d answers, %d of them from the cache, under %d revisions", asked.Load(), hits.Load(), newest.Load())
	if hits.Load() == 0 || newest.Load() < 20 {
		t.Error("the test hardly used the cache")
	}
}

// TestHitAllocates bounds the allocations for a cached response, from the request's header to
// the response's last byte.
func TestHitAllocates(t *testing.T) {
	// Not parallel: it counts allocations.
	o := &office{t: t}
	o.open(t.TempDir())
	t.Cleanup(o.close)
	handler := o.app.Handler()
	body := []byte(`{"query": "{ conferences(first: 3) { nodes { title } } }"}`)
	for name, r := range map[string]*http.Request{
		"POST": httptest.NewRequest("POST", "/graphql", nil),
		"GET":  httptest.NewRequest("GET", "/graphql?query="+url.QueryEscape("{ conferences(first: 3) { nodes { title } } }"), nil),
	} {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept-Encoding", "gzip, br")
		reader := bytes.NewReader(nil)
		w := &discard{header: http.Header{}}
		allocations := math.Inf(1)
		for range 5 { // the minimum, since the service also works in the background
			allocations = min(allocations, testing.AllocsPerRun(100, func() {
				reader.Reset(body)
				if r.Method == "POST" {
					r.Body, r.ContentLength = io.NopCloser(reader), int64(len(body))
				}
				clear(w.header)
				handler.ServeHTTP(w, r)
			}))
		}
		t.Logf("%s: %.0f", name, allocations)
		if w.header.Get("Server-Timing") != `cache;desc="hit"` || allocations > 30 {
			t.Errorf("%s: %.0f allocations, %v", name, allocations, w.header)
		}
	}
}

// discard is a client that reads only the header.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(int)             {}
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }

// TestClientsKeepNothingPastWhatIsPlanned: neither clients nor readers of /changes may use a
// response beyond the next planned step.
func TestClientsKeepNothingPastWhatIsPlanned(t *testing.T) {
	t.Parallel()
	o := &office{t: t}
	o.open(t.TempDir())
	t.Cleanup(o.close)
	ask := wish{method: "GET", query: `{ topics(first: 3) { nodes { name } } }`}
	maxAge := func() int {
		t.Helper()
		var seconds int
		if _, err := fmt.Sscanf(ask.of(o.app.Handler()).Header().Get("Cache-Control"), "public, max-age=%d", &seconds); err != nil {
			t.Fatal(err)
		}
		return seconds
	}
	if got := maxAge(); got != 60 {
		t.Errorf("max-age is %d", got)
	}
	o.must(fmt.Sprintf(`mutation { scheduleUnpublish(input: {id: "topic_01M8149T00R0VFC8BPG0EB61RV", at: %q}) { userErrors { code } } }`, time.Now().Add(30*time.Second).UTC().Format(time.RFC3339)), nil)
	if got := maxAge(); got < 20 || got > 30 {
		t.Errorf("30 s before something is unpublished max-age is %d", got)
	}
	for path, want := range map[string]int{"/changes?since=0": 401, "/changes": 401} {
		w := httptest.NewRecorder()
		o.app.Handler().ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != want {
			t.Errorf("%s without a token: %d %s", path, w.Code, w.Body)
		}
	}
}
