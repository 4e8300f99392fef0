package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/contenttest"
)

// fagdag creates a public conference on 1 and 2 June 2027 with a public session at noon on the
// first day.
func (d *careDesk) fagdag() (conference, session string) {
	d.t.Helper()
	conference = d.created("Conference", map[string]any{
		"title": "Fagdag", "status": "ANNOUNCED", "startDate": "2027-06-01", "endDate": "2027-06-02", "timeZone": "Europe/Copenhagen",
	})
	return conference, d.session(conference, "Workshop", "2027-06-01T12:00:00+02:00", "2027-06-01T13:00:00+02:00")
}

func (d *careDesk) session(conference, title, from, to string) string {
	d.t.Helper()
	return d.created("Session", map[string]any{"conference": conference, "title": title, "kind": "WORKSHOP", "startsAt": from, "endsAt": to})
}

// updated changes a document, and publishes it.
func (d *careDesk) updated(kind, id string, fields map[string]any, language string) {
	d.t.Helper()
	d.did(content.RolePublisher, fmt.Sprintf(`mutation($id: ID!, $f: %[1]sInput!) @inContext(language: %[2]q) {
		update%[1]s(input: {id: $id, fields: $f}) { userErrors { path code } } publish(input: {id: $id}) { userErrors { path code } } }`, kind, language),
		map[string]any{"id": id, "f": fields}, nil)
}

// doors returns the responses to readers at each door with the session.
func (d *careDesk) doors(conference string) map[string]string {
	d.t.Helper()
	doors := map[string]string{}
	for name, query := range map[string]string{
		"session": `{ session(slug: "workshop") { status statusReason openGraph { title } } }`,
		"english": `query @inContext(language: "en") { session(slug: "workshop") { status statusReason } }`,
		"filter":  `{ sessions(first: 5, filter: {status: {in: [CANCELLED, POSTPONED]}}) { nodes { slug } } }`,
		"others":  `{ sessions(first: 5, filter: {status: {eq: SCHEDULED}}) { nodes { slug } } }`,
		"changes": `{ programmeChanges(conference: "` + conference + `", since: {revision: 4}) { what session { status } before { startsAt } after { startsAt } } }`,
		"sync":    `{ sync(first: 50) { entries { document { ... on Session { status statusReason } } } } }`,
	} {
		doors[name] = d.ask(content.RoleReader, query, nil)
	}
	revision := contenttest.View(d.t, d.app.Store(), content.Anonymous).Revision()
	for began := time.Now(); ; time.Sleep(time.Millisecond) { // the search index follows the store
		var data struct {
			Search struct{ IndexedRevision content.Revision }
		}
		query := `{ search(query: "workshop syg") { indexedRevision edges { node { ... on Session { status } } highlights { text } } } }`
		d.did(content.RoleReader, query, nil, &data)
		if data.Search.IndexedRevision == revision {
			doors["search"] = d.ask(content.RoleReader, query, nil)
			break
		}
		if time.Since(began) > time.Minute {
			d.t.Fatal("search does not follow")
		}
	}
	for _, path := range []string{
		"/feeds/calendar/conference/fagdag.ics", "/feeds/calendar/session/workshop.ics", "/feeds/schedule/fagdag.xml", "/feeds/schedule/fagdag.json",
		"/feeds/jsonld/session/workshop.json", "/feeds/jsonld/conference/fagdag.json", "/feeds/atom/sessions.xml",
	} {
		w := get(d.app, http.MethodGet, path)
		if w.Code != http.StatusOK {
			d.t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		doors[path] = w.Body.String()
	}
	return doors
}

// TestCancelledSessionsSaySo: a cancelled or postponed session has its status and the reason at
// each door, and takes place after all when an editor says so.
func TestCancelledSessionsSaySo(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	conference, session := d.fagdag()
	expect := func(when string, want map[string]string) {
		t.Helper()
		doors := d.doors(conference)
		for door, part := range want {
			if !strings.Contains(doors[door], part) {
				t.Errorf("%s, %s lacks %s: %s", when, door, part, doors[door])
			}
		}
	}
	expect("at first", map[string]string{
		"session": `"status":"SCHEDULED","statusReason":null,"openGraph":{"title":"Workshop"}`,
		"filter":  `"nodes":[]`, "others": `"slug":"workshop"`, "changes": `"programmeChanges":[]`,
		"/feeds/calendar/session/workshop.ics": "SEQUENCE:0\r\n", "/feeds/jsonld/session/workshop.json": "EventScheduled",
	})
	d.updated("Session", session, map[string]any{"statusReason": "Oplægsholderen er syg", "status": "CANCELLED"}, "da")
	d.updated("Session", session, map[string]any{"statusReason": "The speaker is ill", "title": "Workshop"}, "en")
	expect("cancelled", map[string]string{
		"session":                               `"status":"CANCELLED","statusReason":"Oplægsholderen er syg","openGraph":{"title":"Aflyst: Workshop"}`,
		"english":                               `"status":"CANCELLED","statusReason":"The speaker is ill"`,
		"filter":                                `"slug":"workshop"`,
		"others":                                `"nodes":[]`,
		"changes":                               `{"what":["CANCELLED"],"session":{"status":"CANCELLED"},"before":{"startsAt":"2027-06-01T12:00:00+02:00"},"after":{"startsAt":"2027-06-01T12:00:00+02:00"}}`,
		"sync":                                  `"status":"CANCELLED","statusReason":"Oplægsholderen er syg"`,
		"search":                                `{"node":{"status":"CANCELLED"},"highlights":[{"text":"Workshop"},{"text":"Aflyst: Oplægsholderen er syg"}]}`,
		"/feeds/calendar/session/workshop.ics":  "STATUS:CANCELLED\r\n",
		"/feeds/calendar/conference/fagdag.ics": "SEQUENCE:1\r\n",
		"/feeds/schedule/fagdag.xml":            "<title>Aflyst: Workshop</title>",
		"/feeds/schedule/fagdag.json":           `"title":"Aflyst: Workshop"`,
		"/feeds/jsonld/session/workshop.json":   `"eventStatus":"https://schema.org/EventCancelled"`,
		"/feeds/jsonld/conference/fagdag.json":  `"eventStatus":"https://schema.org/EventCancelled"`,
		"/feeds/atom/sessions.xml":              "Aflyst: Workshop",
	})
	if ics := get(d.app, http.MethodGet, "/feeds/calendar/session/workshop.ics").Body.String(); !strings.Contains(strings.ReplaceAll(ics, "\r\n ", ""), "DESCRIPTION;LANGUAGE=da:Aflyst: Oplægsholderen er syg") {
		t.Errorf("the calendar does not say why: %s", ics)
	}
	d.updated("Session", session, map[string]any{"status": "POSTPONED"}, "da")
	expect("postponed", map[string]string{
		"changes": `"what":["POSTPONED"]`, "/feeds/calendar/session/workshop.ics": "STATUS:TENTATIVE\r\n",
		"/feeds/schedule/fagdag.json": `"title":"Udsat: Workshop"`, "/feeds/jsonld/session/workshop.json": "EventPostponed",
	})
	body := d.ask(content.RolePublisher, `mutation($id: ID!) { updateSession(input: {id: $id, fields: {status: SCHEDULED}}) { userErrors { code } } publish(input: {id: $id}) { userErrors { path code } } }`, map[string]any{"id": session})
	if !strings.Contains(body, `{"path":["statusReason"],"code":"CONTRADICTION"}`) {
		t.Errorf("a reason for nothing is published: %s", body)
	}
	d.did(content.RolePublisher, `mutation($id: ID!) @inContext(language: "en") { updateSession(input: {id: $id, fields: {statusReason: null}}) { userErrors { code } } }`, map[string]any{"id": session}, nil)
	d.updated("Session", session, map[string]any{"status": "SCHEDULED", "statusReason": nil}, "da")
	expect("after all", map[string]string{
		"session": `"status":"SCHEDULED","statusReason":null`, "changes": `"programmeChanges":[]`,
		"/feeds/calendar/session/workshop.ics": "SEQUENCE:3\r\n", "/feeds/jsonld/session/workshop.json": "EventScheduled",
	})
	d.updated("Conference", conference, map[string]any{"status": "CANCELLED"}, "da")
	expect("the conference is cancelled", map[string]string{
		"session": `"title":"Aflyst: Workshop"`, "/feeds/calendar/session/workshop.ics": "SEQUENCE:4\r\n",
		"/feeds/jsonld/session/workshop.json": "EventCancelled", "/feeds/schedule/fagdag.xml": "<title>Aflyst: Workshop</title>",
	})
}

// TestLiveStreams: the URL of a live stream is public while it is open, and a cached
// response expires at the instant when that changes.
func TestLiveStreams(t *testing.T) {
	t.Parallel()
	noon := time.Date(2027, 6, 1, 10, 0, 0, 0, time.UTC) // in the conference's time zone
	clock := newTestClock(noon.AddDate(0, 0, -3))
	d := newCareDesk(t, func(c *Config) { c.Clock = clock })
	conference, session := d.fagdag()
	d.updated("Session", session, map[string]any{"liveStreamUrl": "https://live.example.org/1"}, "da")
	d.updated("Conference", conference, map[string]any{"liveStreamUrl": "https://live.example.org/all"}, "da")
	ask := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		d.app.Handler().ServeHTTP(w, request(http.MethodGet, `{ session(slug: "workshop") { liveStream { url opensAt closesAt } conference { liveStream { url } } } }`, nil))
		return w
	}
	for _, at := range []struct {
		after       time.Duration // noon
		stream, day string
		maxAge      int
	}{
		{-72 * time.Hour, "null", "null", 5},
		{-12*time.Hour - time.Second, "null", "null", 1},
		{-12 * time.Hour, "null", `"https://live.example.org/all"`, 5},
		{-15*time.Minute - 3*time.Second, "null", `"https://live.example.org/all"`, 3},
		{-15 * time.Minute, `"https://live.example.org/1"`, `"https://live.example.org/all"`, 5},
		{time.Hour - time.Millisecond, `"https://live.example.org/1"`, `"https://live.example.org/all"`, 0},
		{time.Hour, "null", `"https://live.example.org/all"`, 5},
		{36*time.Hour - 2*time.Second, "null", `"https://live.example.org/all"`, 2},
		{36 * time.Hour, "null", "null", 5},
	} {
		clock.pass(noon.Add(at.after).Sub(clock.Now()))
		want := `{"data":{"session":{"liveStream":{"url":` + at.stream + `,"opensAt":"2027-06-01T11:45:00+02:00","closesAt":"2027-06-01T13:00:00+02:00"},"conference":{"liveStream":{"url":` + at.day + `}}}}}`
		for range 3 { // the second and third are cached
			w := ask()
			if got := w.Body.String(); got != want || w.Header().Get("Cache-Control") != fmt.Sprintf("public, max-age=%d", at.maxAge) {
				t.Errorf("%v after noon: %s, %q, want %s", at.after, got, w.Header().Get("Cache-Control"), want)
			}
		}
	}
	clock.pass(noon.Sub(clock.Now()))
	if body := d.ask(content.RoleReader, `{ sync(first: 50) { entries { document { ... on Session { liveStream { url } } } } } }`, nil); !strings.Contains(body, "BAD_INPUT") {
		t.Errorf("a sync has what changes by the clock: %s", body)
	}
	if body := d.ask(content.RoleReader, `{ sync(first: 50) { entries { document { ... on Session { liveStream { opensAt } } } } } }`, nil); !strings.Contains(body, "T11:45") {
		t.Errorf("a sync says when it opens: %s", body)
	}
	for path, want := range map[string]string{
		"/feeds/jsonld/session/workshop.json":  `"eventAttendanceMode":"https://schema.org/OnlineEventAttendanceMode","location":{"@type":"VirtualLocation","url":"https://example.org/sessions/workshop"}`,
		"/feeds/jsonld/conference/fagdag.json": `"location":{"@type":"VirtualLocation","url":"https://example.org/conferences/fagdag"}`,
	} {
		if got := get(d.app, http.MethodGet, path).Body.String(); !strings.Contains(got, want) || strings.Contains(got, "live.example.org") {
			t.Errorf("%s: %s", path, got)
		}
	}
	for _, status := range []string{"CANCELLED", "POSTPONED"} {
		d.updated("Session", session, map[string]any{"status": status}, "da")
		if got := ask().Body.String(); !strings.Contains(got, `"session":{"liveStream":null`) {
			t.Errorf("%s: %s", status, got)
		}
	}
	d.updated("Session", session, map[string]any{"status": "SCHEDULED"}, "da")
	d.updated("Conference", conference, map[string]any{"status": "CANCELLED"}, "da")
	if got := ask().Body.String(); strings.Contains(got, "live.example.org") {
		t.Errorf("the conference is cancelled: %s", got)
	}
}

// TestFutureLiveStreams: a view of another time shows the live streams that are open then.
func TestFutureLiveStreams(t *testing.T) {
	t.Parallel()
	clock := newTestClock(contenttest.Epoch.AddDate(5, 0, 0))
	d := newCareDesk(t, func(c *Config) { c.Clock = clock })
	_, session := d.fagdag()
	d.updated("Session", session, map[string]any{"liveStreamUrl": "https://live.example.org/1"}, "da")
	for at, open := range map[string]bool{"2027-06-01T11:44:59+02:00": false, "2027-06-01T12:30:00+02:00": true, "2027-06-01T13:00:00+02:00": false} {
		body := d.ask(content.RoleEditor, `query @inContext(at: "`+at+`") { session(slug: "workshop") { liveStream { url } } }`, nil)
		if strings.Contains(body, "live.example.org") != open || strings.Contains(body, `"errors"`) {
			t.Errorf("at %s: %s", at, body)
		}
	}
}
