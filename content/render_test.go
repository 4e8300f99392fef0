package content

import (
	"context"
	"testing"

	"lectern/content/locale"
)

// TestRenderingLooksAtItsTime: a view renders no text when its context is done.
func TestRenderingLooksAtItsTime(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	v := &View{ctx: ctx, site: nowhere}
	if html, err := HTMLOf(v, locale.NewRichText("da", "*Ja*.")); err != nil || html != "<p><em>Ja</em>.</p>" {
		t.Errorf("%q, %v", html, err)
	}
	if html, err := HTMLOf(v, nil); err != nil || html != "" {
		t.Errorf("no text is %q, %v", html, err)
	}
	if plain, err := PlainTextOf(v, nil); err != nil || plain != "" {
		t.Errorf("no text is %q, %v", plain, err)
	}
	cancel()
	if _, err := HTMLOf(v, locale.NewRichText("da", "*Ja*.")); CodeOf(err) != CodeTimeout {
		t.Errorf("HTML: %v", err)
	}
	if _, err := PlainTextOf(v, locale.NewRichText("da", "*Ja*.")); CodeOf(err) != CodeTimeout {
		t.Errorf("Plain: %v", err)
	}
}

// TestRoot: relative links lead to the website's host.
func TestRoot(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]locale.URL{
		"https://example.org/{language}/{kind}/{slug}":      "https://example.org/",
		"https://{language}.example.org:8080/{kind}/{slug}": "https://da.example.org:8080/",
		"http://localhost:8080/{kind}/{slug}":               "http://localhost:8080/",
		"":                                                  "",
	} {
		if got := (&Site{Website: template}).root("da"); got != want {
			t.Errorf("%s: %q, want %q", template, got, want)
		}
	}
}
