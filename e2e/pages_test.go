//go:build browser

package e2e_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// TestPagesInABrowser: the pages at /, of errors, of a transcript, of a document and of the
// schema fit a phone and a screen, light and dark, in both languages; axe-core reports nothing,
// and no other origin is contacted.
func TestPagesInABrowser(t *testing.T) {
	t.Parallel()
	d := &workplace{office: &office{t: t}}
	d.open(t.TempDir())
	t.Cleanup(d.close)
	server := httptest.NewServer(d.app.Handler())
	t.Cleanup(server.Close)
	d.address = server.URL
	d.page, d.seen = browse(t, server.URL+"/")
	pages := []struct{ name, path, da, en string }{
		{"home", "/", "Prøv en forespørgsel", "Try a query"},
		{"not-found", "/nothing", "Siden findes ikke", "Page not found"},
		{"needs-a-sign-in", "/changes?since=0", "Her kræves adgang", "Sign-in required"},
		{"bad-address", "/feeds/sitemap.xml?language=!", "Det kunne ikke lade sig gøre", "That could not be done"},
		{"transcript", "/captions/video_01M814A5Q0BZWMZ7ERSX15HXNG/da/captions.html", "0:0", "0:0"},
		{"document", "/conferences/fagkonference-om-stalking-2021", "Fagkonference", "Fagkonference"},
		{"schema", "/schema", "GraphQL schema", "GraphQL schema"},
		{"schema-type", "/schema/Session", "type Session", "type Session"},
	}
	for _, page := range pages {
		for language, says := range map[string]string{"da": page.da, "en": page.en} {
			headers := network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": language}}
			if _, err := chromedp.Call(d.page, network.SetExtraHTTPHeaders, headers); err != nil {
				t.Fatal(err)
			}
			d.do(chromedp.Navigate(d.address + page.path))
			d.sees(says)
			d.look(page.name + "-" + language)
		}
	}
	if s := d.seen.strangers(t, d.address); len(s) > 0 {
		t.Errorf("asked of other origins: %v", s)
	}
	d.seen.mu.Lock()
	defer d.seen.mu.Unlock()
	for _, text := range d.seen.console {
		if !strings.Contains(text, "Failed to load resource") { // Chromium's message for a page with status 404
			t.Errorf("on the console: %s", text)
		}
	}
	if len(d.seen.violations) > 0 {
		t.Errorf("violations of the policy: %v", d.seen.violations)
	}
}
