package app

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
)

// Calendars, schedules and JSON-LD are served from the cache while they are valid: a hidden
// person disappears at once, and a client with the current version gets a 304.
func TestCalendarsAreKept(t *testing.T) {
	t.Parallel()
	c := small(t)
	c.Listen = ""
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	contenttest.Publish(t, a.Store(), contenttest.Conference("Fagdag"), contenttest.Speaker("Ida Holm"), contenttest.Session("Panel", "Fagdag", 0, "Ida Holm"))
	get := func(path, etag string) *httptest.ResponseRecorder {
		t.Helper()
		r := httptest.NewRequest(http.MethodGet, path, nil)
		if etag != "" {
			r.Header.Set("If-None-Match", etag)
		}
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, r)
		return w
	}
	feeds := map[string]string{
		"/feeds/calendar/conference/fagdag.ics": "text/calendar; charset=utf-8",
		"/feeds/calendar/session/panel.ics":     "text/calendar; charset=utf-8",
		"/feeds/schedule/fagdag.xml":            "application/xml; charset=utf-8",
		"/feeds/schedule/fagdag.json":           "application/json",
		"/feeds/jsonld/session/panel.json":      "application/ld+json",
	}
	for path, mediaType := range feeds {
		first := get(path, "")
		if first.Code != http.StatusOK || first.Header().Get("Content-Type") != mediaType || !strings.Contains(first.Body.String(), "Ida Holm") {
			t.Errorf("%s: %d %v %s", path, first.Code, first.Header(), first.Body)
		}
		etag := first.Header().Get("ETag")
		if again := get(path, etag); etag == "" || again.Code != http.StatusNotModified {
			t.Errorf("%s: with the ETag %q: %d", path, etag, again.Code)
		}
	}
	contenttest.Publish(t, a.Store(), contenttest.Conference("En anden"))
	for path := range feeds {
		first := get(path, "")
		if again := get(path, first.Header().Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("%s: after an unrelated change the status is %d", path, again.Code)
		}
	}
	contenttest.Edit(t, a.Store(), func(tx *content.Transaction) error {
		return catalog.HideSpeaker(tx, contenttest.ID("speaker", "Ida Holm"))
	})
	for path := range feeds {
		if hidden := get(path, ""); hidden.Code != http.StatusOK || strings.Contains(hidden.Body.String(), "Ida") {
			t.Errorf("%s: after hiding the person: %d %s", path, hidden.Code, hidden.Body)
		}
	}
	if gone := get("/feeds/calendar/speaker/ida-holm.ics", ""); gone.Code != http.StatusNotFound || gone.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the calendar of a person who is hidden: %d %v", gone.Code, gone.Header())
	}
	if bad := get("/feeds/calendar/conference/fagdag.ics?day=i+morgen", ""); bad.Code != http.StatusBadRequest {
		t.Errorf("a day that is none: %d", bad.Code)
	}
}
