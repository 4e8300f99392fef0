//go:build browser

package e2e_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestTutorialPage follows the tutorial up to its web page, opens the page from the file as a
// reader of the tutorial does, and finds the programme in it.
func TestTutorialPage(t *testing.T) {
	t.Parallel()
	d := openDocument(t, "../docs/tutorial.md", seededStore(t))
	page := ""
	for _, b := range d.blocks {
		if b.has("not-run") {
			continue
		}
		d.follow(b)
		if page = b.file(); page != "" {
			break
		}
	}
	if page == "" {
		t.Fatal("the tutorial has no page")
	}
	ctx, seen := browse(t, "file://"+filepath.Join(d.workspace, page))
	var text string
	for begun := time.Now(); time.Since(begun) < 30*time.Second && !strings.Contains(text, "Ten years of one program"); time.Sleep(20 * time.Millisecond) {
		var err error
		if text, err = chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector("main").innerText`)); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"Code day", "Thursday 3 June 2027, The library, Aarhus", "10:00–10:45, room 1", "What we changed, and what we left alone.", "My name, Programmer"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not show %q:\n%s", want, text)
		}
	}
	seen.quiet(t)
}
