package content

import (
	"context"
	"testing"
)

// TestRenderingLooksAtItsTime: a view renders no text when its time is over.
func TestRenderingLooksAtItsTime(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	v := &View{ctx: ctx, site: nowhere}
	if html, err := v.HTML(rich("*Ja*.")); err != nil || html != "<p><em>Ja</em>.</p>" {
		t.Errorf("%q, %v", html, err)
	}
	if html, err := v.HTML(nil); err != nil || html != "" {
		t.Errorf("no text is %q, %v", html, err)
	}
	if plain, err := v.Plain(nil); err != nil || plain != "" {
		t.Errorf("no text is %q, %v", plain, err)
	}
	cancel()
	if _, err := v.HTML(rich("*Ja*.")); CodeOf(err) != CodeTimeout {
		t.Errorf("HTML: %v", err)
	}
	if _, err := v.Plain(rich("*Ja*.")); CodeOf(err) != CodeTimeout {
		t.Errorf("Plain: %v", err)
	}
}

// TestRoot: links relative to the website lead to its host.
func TestRoot(t *testing.T) {
	for template, want := range map[string]URL{
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
