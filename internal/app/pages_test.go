package app

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/internal/feed/feedtest"
)

// urls returns the URL of every public document.
func urls(t *testing.T, a *App) (all []string) {
	t.Helper()
	for _, kind := range catalog.Kinds() {
		query := "{ " + kind.Folder + "(first: 100) { nodes { url } } }"
		var answer struct {
			Data map[string]struct{ Nodes []struct{ URL string } }
		}
		w := get(a, "GET", "/graphql?query="+url.QueryEscape(query))
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || len(answer.Data[kind.Folder].Nodes) == 0 {
			t.Fatalf("%s: %v %s", kind.Folder, err, w.Body)
		}
		for _, n := range answer.Data[kind.Folder].Nodes {
			all = append(all, n.URL)
		}
	}
	return all
}

// TestPagesOfTheSeed: without a website, the URL of each document leads to a page, in each
// language, which is marked noindex.
func TestPagesOfTheSeed(t *testing.T) {
	t.Parallel()
	c := Default(t.TempDir())
	c.Listen, c.PublicURL = "", "https://api.example.org"
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	empty := regexp.MustCompile(`<(?:h1|h2|p|a|li)(?: [^>]*)?>\s*</`)
	for _, address := range urls(t, a) {
		path, ok := strings.CutPrefix(address, c.PublicURL)
		if !ok {
			t.Fatalf("%s is not at the service", address)
		}
		for _, language := range []string{"da", "en"} {
			w := get(a, "GET", path+"?language="+language)
			body := w.Body.String()
			if w.Code != http.StatusOK || !strings.Contains(body, `<html lang="`+language+`">`) {
				t.Errorf("%s in %s: %d %s", path, language, w.Code, body)
			}
			if found := empty.FindString(body); found != "" {
				t.Errorf("%s in %s has %s", path, language, found)
			}
			for name, want := range map[string]string{
				"Content-Type": "text/html; charset=utf-8", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer", "Set-Cookie": "",
				"Cache-Control":           "public, max-age=5",
				"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
			} {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s: %s is %q, want %q", path, name, got, want)
				}
			}
		}
	}
	if w := get(a, "GET", "/sessions/nowhere"); w.Code != http.StatusNotFound {
		t.Errorf("a page of nothing: %d", w.Code)
	}
	if w := get(a, "POST", "/sessions/nowhere"); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}

// TestPageOfAHiddenPerson: a hidden person has no page, and no page names them (promise 7).
func TestPageOfAHiddenPerson(t *testing.T) {
	t.Parallel()
	c := small(t)
	c.Listen = ""
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	feedtest.Fill(t, a.Store())
	const person, session, name = "/speakers/bo", "/sessions/panel", "Bo Ærø"
	for _, path := range []string{person, session} {
		if w := get(a, "GET", path); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), name) {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	contenttest.Edit(t, a.Store(), func(tx *content.Transaction) error { return catalog.HideSpeaker(tx, contenttest.ID("speaker", "bo")) })
	if w := get(a, "GET", person); w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), name) {
		t.Errorf("%s: %d %s", person, w.Code, w.Body)
	}
	if w := get(a, "GET", session); w.Code != http.StatusOK || strings.Contains(w.Body.String(), name) {
		t.Errorf("%s: %d %s", session, w.Code, w.Body)
	}
}

// TestPagesAreOfTheWebsite: a document with a page on a website has none at the service.
func TestPagesAreOfTheWebsite(t *testing.T) {
	t.Parallel()
	a := withFeeds(t)
	if w := get(a, "GET", "/sessions/panel"); w.Code != http.StatusNotFound {
		t.Errorf("with a website: %d", w.Code)
	}
	c := small(t)
	c.Listen, c.Pages = "", map[string]string{"session": "https://example.org/programme/{slug}"}
	part, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer part.Close()
	if routes := part.config.pages(); len(routes) != len(catalog.Kinds())-1 {
		t.Errorf("%d kinds have pages", len(routes))
	}
	if r, _ := part.config.pages().Match("/sessions/panel"); r != nil {
		t.Error("sessions are elsewhere, and have pages")
	}
}

// TestSchemaPages: the schema is served as pages, the same to everybody.
func TestSchemaPages(t *testing.T) {
	t.Parallel()
	c := small(t)
	c.Listen = ""
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for path, want := range map[string]string{
		"/schema": `href="/schema/Session"`, "/schema/Session": `id="field-startsAt"`, "/schema/@inContext": "directive @inContext",
	} {
		w := get(a, "GET", path)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/html; charset=utf-8" || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
		if w := get(a, "GET", path, "If-None-Match", w.Header().Get("Etag")); w.Code != http.StatusNotModified {
			t.Errorf("%s with its ETag: %d", path, w.Code)
		}
	}
	for _, path := range []string{"/schema/Nothing", "/schema/__Schema", "/schema/Session/title"} {
		if w := get(a, "GET", path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}
