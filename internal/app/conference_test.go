package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/graph"
	"lectern/internal/store"
)

// conferenceQuery is the largest query of a website: a conference with 50 sessions, the people
// who appear in them, and a recording of each.
const conferenceQuery = `query($s:Slug!){conference(slug:$s){title venue{name city} startDate endDate sessions(first:50,orderBy:STARTS_AT_ASC){nodes{
	slug title abstract{markdown} startsAt endsAt room track appearances{speaker{name jobTitle organisation{name}}} videos(first:1){nodes{title sources{url} duration}}}}}}`

// conferenceService returns a service on a store with a conference of 50 sessions.
func conferenceService(t testing.TB) http.Handler {
	t.Helper()
	s, err := store.Open(t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	contenttest.Publish(t, s, conference()...)
	handler, err := graph.NewHandler(graph.Schema(), graph.Config{Store: s, Site: contenttest.Site(nil)})
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

// ask sends the conference query.
func ask(t testing.TB, service http.Handler, w http.ResponseWriter) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": conferenceQuery, "variables": map[string]any{"s": "fagdag"}})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	service.ServeHTTP(w, r)
}

// nowhere is a ResponseWriter that discards everything.
type nowhere struct{ header http.Header }

func (w nowhere) Header() http.Header         { return w.header }
func (w nowhere) WriteHeader(int)             {}
func (w nowhere) Write(b []byte) (int, error) { return len(b), nil }

// TestConferenceAllocates: the largest query of a website allocates little more than its
// response. Allocations of the test itself are included.
func TestConferenceAllocates(t *testing.T) {
	// Not parallel: it measures memory.
	const maxObjects, maxBytes, runs = 400, 110<<10 + raceBytes, 50
	service := conferenceService(t)
	w := httptest.NewRecorder()
	ask(t, service, w)
	if size := w.Body.Len(); size < 43_000 || strings.Contains(w.Body.String(), `"errors"`) {
		t.Fatalf("%d bytes: %.300s", size, w.Body)
	}
	objects, bytes := uint64(math.MaxUint64), uint64(math.MaxUint64)
	for range runs { // the best run: pools are emptied occasionally
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		ask(t, service, nowhere{http.Header{}})
		runtime.ReadMemStats(&after)
		objects, bytes = min(objects, after.Mallocs-before.Mallocs), min(bytes, after.TotalAlloc-before.TotalAlloc)
	}
	t.Logf("%d objects of %d bytes for a response of %d bytes", objects, bytes, w.Body.Len())
	if objects > maxObjects || bytes > maxBytes {
		t.Errorf("that is more than %d objects of %d bytes", maxObjects, maxBytes)
	}
}

func conference() []content.Document {
	const organisations, speakers, sessions = 5, 25, 50
	documents := []content.Document{contenttest.Conference("fagdag")}
	for i := range organisations {
		documents = append(documents, &catalog.Organisation{Meta: contenttest.Meta("organisation", fmt.Sprint("o", i)), Name: locale.NewText("da", fmt.Sprint("Organisation ", i))})
	}
	for i := range speakers {
		s := contenttest.Speaker(fmt.Sprint("p", i))
		s.OrganisationID = contenttest.ID("organisation", fmt.Sprint("o", i%organisations))
		documents = append(documents, s)
	}
	for i := range sessions {
		s := contenttest.Session(fmt.Sprint("s", i), "fagdag", i%12)
		for k := range 3 { // no one is in two places at the same time
			s.Cast = append(s.Cast, catalog.Appearance{SpeakerID: contenttest.ID("speaker", fmt.Sprint("p", i/12*5+(i+k)%5)), Role: catalog.RoleSpeaker})
		}
		s.Room, s.RecordingAllowed = fmt.Sprint("Sal ", i), true
		s.Abstract = &locale.RichText{Text: locale.NewText("da", strings.Repeat("Om stalking og om at hjælpe. ", 12))}
		documents = append(documents, s)
		if i%2 == 0 {
			documents = append(documents, &catalog.Video{
				Meta: contenttest.Meta("video", fmt.Sprint("v", i)), Title: locale.NewText("da", "Optagelse"), SessionID: s.ID, ConferenceID: s.ConferenceID,
				WithoutCaptionsReason: "Prøve", Duration: 1, Sources: []catalog.Source{{URL: "https://example.org/v.mp4", MIMEType: "video/mp4"}},
			})
		}
	}
	return documents
}

func BenchmarkConference(b *testing.B) {
	service := conferenceService(b)
	b.ReportAllocs()
	for b.Loop() {
		ask(b, service, nowhere{http.Header{}})
	}
}
