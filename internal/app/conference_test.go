package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/contenttest"
	"lectern/graph"
	"lectern/internal/store"
)

// conferenceQuery is the largest that a website asks: a conference with 50 sessions, who
// appears in them, and a recording of each.
const conferenceQuery = `query($s:Slug!){conference(slug:$s){title venue{name city} startDate endDate sessions(first:50,orderBy:STARTS_AT_ASC){nodes{
	slug title abstract{markdown} startsAt endsAt room track appearances{speaker{name jobTitle organisation{name}}} videos(first:1){nodes{title sources{url} duration}}}}}}`

// conferenceRequest gives what sends a query over a store that has a conference of 50
// sessions, and what the response has.
func conferenceRequest(t testing.TB, query string, variables map[string]any) (send func() *httptest.ResponseRecorder) {
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
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return func() *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
}

func conference() []content.Document {
	const organisations, speakers, sessions = 5, 25, 50
	documents := []content.Document{contenttest.Conference("fagdag")}
	for i := range organisations {
		documents = append(documents, &content.Organisation{Meta: contenttest.Meta("organisation", fmt.Sprint("o", i)), Name: content.NewText("da", fmt.Sprint("Organisation ", i))})
	}
	for i := range speakers {
		s := contenttest.Speaker(fmt.Sprint("p", i))
		s.OrganisationID = contenttest.ID("organisation", fmt.Sprint("o", i%organisations))
		documents = append(documents, s)
	}
	for i := range sessions {
		s := contenttest.Session(fmt.Sprint("s", i), "fagdag", i%2*6+i%6, fmt.Sprint("p", i%speakers))
		s.Room, s.RecordingAllowed = fmt.Sprint("Sal ", i), true
		s.Abstract = &content.RichText{Text: content.NewText("da", strings.Repeat("Om stalking og om at hjælpe. ", 20))}
		documents = append(documents, s)
		if i%2 == 0 {
			documents = append(documents, &content.Video{
				Meta: contenttest.Meta("video", fmt.Sprint("v", i)), Title: content.NewText("da", "Optagelse"), SessionID: s.ID, ConferenceID: s.ConferenceID,
				WithoutCaptionsReason: "Prøve", Duration: 1, Sources: []content.Source{{URL: "https://example.org/v.mp4", MIMEType: "video/mp4"}},
			})
		}
	}
	return documents
}

func BenchmarkConference(b *testing.B) {
	send := conferenceRequest(b, conferenceQuery, map[string]any{"s": "fagdag"})
	if w := send(); strings.Contains(w.Body.String(), "errors") {
		b.Fatal(w.Body)
	}
	b.ReportAllocs()
	for b.Loop() {
		send()
	}
}
