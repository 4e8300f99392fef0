package app

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/internal/feed/feedtest"
)

const podcastFeed = "/feeds/podcast/samtaler.xml"

// withFeeds returns a service whose documents have everything that feeds show.
func withFeeds(t *testing.T) *App {
	t.Helper()
	c := small(t)
	c.Caching.ServerTiming = true
	c.Listen, c.PublicURL, c.Website = "", string(feedtest.Site.Service), feedtest.Site.Website
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	feedtest.Fill(t, a.Store())
	return a
}

// get requests a path with headers in pairs.
func get(a *App, method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, r)
	return w
}

// edit publishes an edit of a document, and returns when readers see it.
func edit[D content.Document](t *testing.T, a *App, id content.ID, change func(D)) {
	t.Helper()
	contenttest.Edit(t, a.Store(), func(tx *content.Transaction) error {
		d, err := tx.Working(id)
		if err != nil {
			return err
		}
		changed := content.Clone(d).(D)
		change(changed)
		if err := tx.Save(changed); err != nil {
			return err
		}
		return tx.Publish(id)
	})
}

// TestEveryFeed requests each feed twice: generated, and cached.
func TestEveryFeed(t *testing.T) {
	t.Parallel()
	a := withFeeds(t)
	asked := map[string]bool{}
	for path, mediaType := range map[string]string{
		podcastFeed:                                                              "application/rss+xml; charset=utf-8",
		podcastFeed + "?language=en":                                             "application/rss+xml; charset=utf-8",
		"/feeds/chapters/foerste.json":                                           "application/json+chapters",
		"/feeds/calendar/conference/fagkonference.ics":                           "text/calendar; charset=utf-8",
		"/feeds/calendar/conference/fagkonference.ics?day=2021-09-01":            "text/calendar; charset=utf-8",
		"/feeds/calendar/session/panel.ics":                                      "text/calendar; charset=utf-8",
		"/feeds/calendar/speaker/anna.ics":                                       "text/calendar; charset=utf-8",
		"/feeds/schedule/fagkonference.xml":                                      "application/xml; charset=utf-8",
		"/feeds/schedule/fagkonference.json":                                     "application/json",
		"/feeds/jsonld/video/film.json":                                          "application/ld+json",
		"/feeds/atom/all.xml":                                                    "application/atom+xml; charset=utf-8",
		"/feeds/sitemap.xml":                                                     "application/xml; charset=utf-8",
		"/feeds/sitemap/videos.xml":                                              "application/xml; charset=utf-8",
		"/feeds/oembed?url=https%3A%2F%2Fexample.org%2Fvideos%2Ffilm":            "application/json",
		"/feeds/oembed?url=https%3A%2F%2Fexample.org%2Fvideos%2Ffilm&format=xml": "text/xml; charset=utf-8",
	} {
		first, second := get(a, "GET", path), get(a, "GET", path)
		if first.Code != http.StatusOK || first.Header().Get("Content-Type") != mediaType || first.Body.Len() == 0 {
			t.Errorf("%s: %d %v %s", path, first.Code, first.Header(), first.Body)
		}
		if !strings.Contains(second.Header().Get("Server-Timing"), "hit") || second.Body.String() != first.Body.String() {
			t.Errorf("%s is not cached: %v", path, second.Header())
		}
		for _, secret := range feedtest.Secrets() {
			if strings.Contains(first.Body.String(), secret) {
				t.Errorf("%s tells %q", path, secret)
			}
		}
		for name, want := range map[string]string{
			"Cache-Control": "public, max-age=5", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Set-Cookie": "",
		} {
			if got := first.Header().Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		bare, _, _ := strings.Cut(path, "?")
		route, _ := feedRoutes().Match(bare)
		asked[route.Path] = true
	}
	for _, route := range feedRoutes() {
		if !asked[route.Path] {
			t.Errorf("nobody asks for %s", route.Path)
		}
	}
}

func TestFeedOverHTTP(t *testing.T) {
	t.Parallel()
	a := withFeeds(t)
	whole := get(a, "GET", podcastFeed)
	head := get(a, "HEAD", podcastFeed)
	if head.Code != http.StatusOK || head.Body.Len() != 0 || head.Header().Get("Etag") != whole.Header().Get("Etag") || head.Header().Get("Content-Length") != whole.Header().Get("Content-Length") {
		t.Errorf("HEAD: %d %v", head.Code, head.Header())
	}
	etag := whole.Header().Get("Etag")
	if w := get(a, "GET", podcastFeed, "If-None-Match", etag); etag == "" || w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("with the ETag %s: %d", etag, w.Code)
	}
	if w := get(a, "GET", podcastFeed, "If-None-Match", `"another"`); w.Code != http.StatusOK || w.Body.Len() == 0 {
		t.Errorf("with another ETag: %d", w.Code)
	}
	// Repeatedly requested feeds are compressed in the background.
	compressed := whole
	for deadline := time.Now().Add(20 * time.Second); compressed.Header().Get("Content-Encoding") == "" && time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		compressed = get(a, "GET", podcastFeed, "Accept-Encoding", "gzip")
	}
	if compressed.Header().Get("Content-Encoding") != "gzip" || decoded(t, compressed) != whole.Body.String() || compressed.Header().Get("Etag") == etag {
		t.Errorf("compressed: %v", compressed.Header())
	}
	if vary := strings.Join(whole.Header().Values("Vary"), ", "); strings.Count(vary, "Accept-Encoding") != 1 {
		t.Errorf("Vary is %q", vary)
	}
	// Pages of any origin may read it, and a credential makes no difference.
	if w := get(a, "GET", podcastFeed, "Origin", "https://app.example.com"); w.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("CORS: %v", w.Header())
	}
	if w := get(a, "GET", podcastFeed, "Authorization", "Bearer lectern_0"); w.Code != http.StatusOK || w.Body.String() != whole.Body.String() {
		t.Errorf("with a credential: %d", w.Code)
	}
	// Only the URL determines the language.
	if w := get(a, "GET", podcastFeed, "Accept-Language", "en"); w.Body.String() != whole.Body.String() {
		t.Error("Accept-Language has a say")
	}
	if w := get(a, "POST", podcastFeed); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD, OPTIONS" {
		t.Errorf("POST: %d %v", w.Code, w.Header())
	}
}

func TestFeedsThatAreNotThere(t *testing.T) {
	t.Parallel()
	a := withFeeds(t)
	for path, want := range map[string]int{
		"/feeds/": 404, "/feeds/podcast/": 404, "/feeds/podcast/no-such.xml": 404, "/feeds/podcast/samtaler.json": 404,
		podcastFeed + "?page=2": 404, podcastFeed + "?page=x": 400, podcastFeed + "?page=0": 400, podcastFeed + "?language=%00": 400,
		"/feeds/chapters/kladde.json": 404, "/feeds/chapters/skjult.json": 404, "/feeds/oembed": 400,
	} {
		for range 3 {
			w := get(a, "GET", path)
			var problem struct {
				Status       int
				Code, Detail string
			}
			err := json.Unmarshal(w.Body.Bytes(), &problem)
			if w.Code != want || err != nil || problem.Status != want || problem.Detail == "" || w.Header().Get("Content-Type") != "application/problem+json" || w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %d %v %s", path, w.Code, w.Header(), w.Body)
			}
		}
	}
}

// TestFeedsFollowEdits reads a cached feed before and after each change.
func TestFeedsFollowEdits(t *testing.T) {
	t.Parallel()
	a := withFeeds(t)
	look := func(path string) string {
		get(a, "GET", path) // so that it is cached
		return get(a, "GET", path).Body.String()
	}
	before := look(podcastFeed)
	// A change that the feed does not show leaves it unchanged, and cached.
	edit(t, a, contenttest.ID("video", "film"), func(v *catalog.Video) { v.Title = locale.NewText("da", "Anden film") })
	if w := get(a, "GET", podcastFeed); w.Body.String() != before || !strings.Contains(w.Header().Get("Server-Timing"), "hit") {
		t.Errorf("an edit elsewhere: %v", w.Header())
	}
	for _, step := range []struct {
		name   string
		change func()
		want   string
		gone   string
	}{
		{"an episode's title", func() {
			edit(t, a, contenttest.ID("podcastEpisode", "første"), func(e *catalog.PodcastEpisode) { e.Title = locale.NewText("da", "Nyt navn", "en", "New name") })
		}, "<title>Nyt navn</title>", "<title>første</title>"},
		{"a conference's helpline", func() {
			edit(t, a, contenttest.ID("conference", "fagkonference"), func(c *catalog.Conference) {
				c.Helpline = &content.Helpline{Name: locale.NewText("da", "Ny linje", "en", "New line"), Phone: "+45 87 65 43 21"}
			})
		}, "+45 87 65 43 21", "+45 12 34 56 78"},
		{"a new pseudonym", func() {
			edit(t, a, contenttest.ID("speaker", "anna"), func(s *catalog.Speaker) { s.Pseudonym = "Ukendt" })
		}, "Ukendt", "Anna K."},
		{"a new artwork", func() {
			edit(t, a, contenttest.ID("podcast", "samtaler"), func(p *catalog.Podcast) { p.Artwork = "/media/ny.png" })
		}, "/media/ny.png", "/media/samtaler.png"},
		{"a draft that is published", func() {
			contenttest.Edit(t, a.Store(), func(tx *content.Transaction) error { return tx.Publish(contenttest.ID("podcastEpisode", "kladde")) })
		}, "guid-kladde", "guid-none"},
		{"a person who is shown again", func() {
			contenttest.Edit(t, a.Store(), func(tx *content.Transaction) error {
				return catalog.ShowSpeaker(tx, contenttest.ID("speaker", "skjult"))
			})
		}, "guid-skjult", "guid-none"},
		{"a consent that is withdrawn", func() {
			id := contenttest.ID("speaker", "bo")
			edit(t, a, id, func(s *catalog.Speaker) {
				s.Consents = []catalog.Consent{{To: content.ConsentToPhoto, Scope: "Alt", GivenOn: "2021-01-01"}}
			})
			contenttest.Edit(t, a.Store(), func(tx *content.Transaction) error {
				return catalog.WithdrawConsent(tx, id, []content.ConsentTo{content.ConsentToPhoto})
			})
		}, "Bo Ærø", "/media/bo.jpg"},
		{"a person who is hidden", func() {
			contenttest.Edit(t, a.Store(), func(tx *content.Transaction) error { return catalog.HideSpeaker(tx, contenttest.ID("speaker", "bo")) })
		}, "guid-kun-dansk", "guid-foerste"},
	} {
		look(podcastFeed)
		step.change()
		if after := get(a, "GET", podcastFeed).Body.String(); !strings.Contains(after, step.want) || strings.Contains(after, step.gone) {
			t.Errorf("%s: %s", step.name, after)
		}
	}
	look(podcastFeed)
	o := contenttest.Options()
	o.Actor = content.Actor{Name: "test", Role: content.RoleAdmin}
	if _, err := catalog.ErasePerson(t.Context(), a.Store(), o, contenttest.ID("speaker", "skjult")); err != nil {
		t.Fatal(err)
	}
	if w := get(a, "GET", podcastFeed); strings.Contains(w.Body.String(), "Skjult") || strings.Contains(w.Header().Get("Server-Timing"), "hit") {
		t.Errorf("a person who is erased: %v %s", w.Header(), w.Body)
	}
	// A missing feed appears as soon as its document does.
	path := "/feeds/podcast/andre.xml"
	if w := get(a, "GET", path); w.Code != http.StatusNotFound {
		t.Fatal(w.Code)
	}
	contenttest.Publish(t, a.Store(), &catalog.Podcast{
		Meta: contenttest.Meta("podcast", "andre"), Title: locale.NewText("da", "Andre"), Description: locale.NewText("da", "Andre."), Author: "A",
		SpokenLanguage: "da", Category: "News", Artwork: "/media/a.png", Link: "https://example.org/andre",
	})
	if w := get(a, "GET", path); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "<item") {
		t.Errorf("a new podcast: %d %s", w.Code, w.Body)
	}
}

// TestFeedIsWhatGraphQLSays compares the feed with the API.
func TestFeedIsWhatGraphQLSays(t *testing.T) {
	t.Parallel()
	a := withFeeds(t)
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, request("POST", `query @inContext(language: "en") { podcast(slug: "samtaler") { feedUrl license licenseUrl locked subcategory funding { url text } episodes(first: 10) { nodes { title url guid } } } }`, nil))
	var answer struct {
		Data struct {
			Podcast struct {
				FeedURL                          string
				License, LicenseURL, Subcategory *string
				Locked                           bool
				Funding                          struct{ URL, Text string }
				Episodes                         struct {
					Nodes []struct{ Title, URL, GUID string }
				}
			}
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	p := answer.Data.Podcast
	path, ok := strings.CutPrefix(p.FeedURL, string(feedtest.Site.Service))
	if !ok || path != podcastFeed+"?language=en" || !p.Locked || *p.License != "CC-BY-4.0" || p.LicenseURL != nil || *p.Subcategory != "Documentary" || p.Funding.Text != "Support us" {
		t.Fatalf("%s", w.Body)
	}
	body := get(a, "GET", path).Body.String()
	at := -1
	for _, e := range p.Episodes.Nodes {
		for _, element := range []string{"<title>" + e.Title + "</title>", ">" + e.GUID + "</guid>", "<link>" + e.URL + "</link>"} {
			found := strings.Index(body, element)
			if found <= at {
				t.Errorf("%s is not in its place in the feed", element)
			}
			at = found
		}
	}
	if n := strings.Count(body, "<item"); n != len(p.Episodes.Nodes) || n == 0 {
		t.Errorf("the feed has %d episodes, the API %d", n, len(p.Episodes.Nodes))
	}
}

// TestFeedsPaths checks the routes: each is below /feeds/, and none hides another.
func TestFeedsPaths(t *testing.T) {
	t.Parallel()
	var paths []string
	for _, route := range feedRoutes() {
		if !strings.HasPrefix(route.Path, "/feeds/") || slices.Contains(paths, route.Path) {
			t.Errorf("the path %s", route.Path)
		}
		paths = append(paths, route.Path)
		own := route.Fill(func(string) string { return "x" })
		if found, _ := feedRoutes().Match(own); found == nil || found.Path != route.Path {
			t.Errorf("%s is not found at %s", route.Path, own)
		}
	}
}

// TestFeedsInTheLog: the log names the feed, without the client's address, slug or query
// (promise 4).
func TestFeedsInTheLog(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	c := small(t)
	c.Listen, c.Log = "", NewLog(&log, "json", slog.LevelInfo)
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	log.Reset()
	get(a, "GET", podcastFeed+"?language=en")
	get(a, "GET", "/feeds/nothing")
	for _, want := range []string{`"route":"/feeds/podcast/{slug}.xml"`, `"route":"/feeds/"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log has no %s: %s", want, log.String())
		}
	}
	if strings.Contains(log.String(), "samtaler") || strings.Contains(log.String(), "language") || strings.Contains(log.String(), "nothing") {
		t.Errorf("the log has the query: %s", log.String())
	}
}
