package webpage_test

import (
	"regexp"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/content/locale"
	"lectern/internal/feed/feedtest"
	"lectern/internal/feed/webpage"
)

// site has the pages of documents at the service itself.
var site = &content.Site{Service: "https://api.example.org", Website: "https://api.example.org/{kind}/{slug}"}

func every(*content.Kind) bool { return true }

func fetch(t *testing.T, store content.Store, address string) string {
	t.Helper()
	body, mediaType, err := feedtest.Fetch(t, store, webpage.Routes(every), site, address)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	if mediaType != webpage.MediaType {
		t.Errorf("%s is %s", address, mediaType)
	}
	return string(body)
}

// TestGolden compares a page of each kind in the store, in both languages.
func TestGolden(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	for _, kind := range catalog.Kinds() {
		d := firstOf(t, store, kind)
		if d == nil {
			continue // the seed has one: TestPagesOfTheSeed in internal/app
		}
		address := "/" + kind.Folder + "/" + d.Base().Slug
		both := fetch(t, store, address) + fetch(t, store, address+"?language=en")
		feedtest.Golden(t, kind.Name+".html", []byte(both))
		for _, secret := range feedtest.Secrets() {
			if strings.Contains(both, secret) {
				t.Errorf("%s tells %q", address, secret)
			}
		}
		if loads := regexp.MustCompile(`(?:src|poster)="[^/]|(?:src|poster)="//`).FindAllString(both, -1); len(loads) > 0 {
			t.Errorf("%s loads from elsewhere: %v", address, loads)
		}
	}
}

func firstOf(t *testing.T, store content.Store, kind *content.Kind) content.Document {
	t.Helper()
	v, err := content.OpenView(t.Context(), store, content.ViewOptions{Site: site})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	ids, err := listing.IDs(v, listing.Query{Kind: kind, Order: "slug"})
	if err != nil {
		t.Fatal(err)
	}
	if len(ids) == 0 {
		return nil
	}
	d, err := v.Get(ids[0])
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestLinksLead follows every link from page to page: each leads to a page, a feed or the
// playground, and all public documents are reached from the conference.
func TestLinksLead(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	routes, seen := webpage.Routes(every), map[string]bool{}
	next := []string{"/conferences/fagkonference"}
	for len(next) > 0 {
		address := next[0]
		next = next[1:]
		if seen[address] {
			continue
		}
		seen[address] = true
		body := fetch(t, store, address)
		for _, link := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(body, -1) {
			path, _, _ := strings.Cut(link[1], "?")
			if route, _ := routes.Match(path); route != nil {
				next = append(next, strings.ReplaceAll(link[1], "&amp;", "&"))
			}
		}
	}
	if len(seen) < 10 {
		t.Errorf("only %d pages are reached", len(seen))
	}
}

func TestNotFound(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	_, _, err := feedtest.Fetch(t, store, webpage.Routes(every), site, "/sessions/nowhere")
	if content.CodeOf(err) != content.CodeNotFound {
		t.Errorf("%v", err)
	}
}

// TestCareComesFirst: the notice and the helpline come before the player (promise 13), in both
// languages.
func TestCareComesFirst(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	for address, player := range map[string]string{"/videos/film": "<video", "/episodes/foerste": "<audio"} {
		body := fetch(t, store, address)
		plays, notice, help := strings.Index(body, player), strings.Index(body, "<strong>"), strings.Index(body, `href="tel:`)
		if plays < 0 || notice < 0 || help < 0 || notice > plays || help > plays {
			t.Errorf("%s: the notice is at %d, the helpline at %d, the player at %d\n%s", address, notice, help, plays, body)
		}
	}
}

// TestHostileTexts: no text of a document becomes HTML of its page.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	const hostile = `"><img src=x onerror=alert(1)><script>alert(1)</script>`
	text := locale.NewText("da", hostile)
	c := contenttest.Conference("dag")
	c.Title, c.Summary, c.ContentNotice = text, text, text
	c.Body = locale.NewRichText("da", hostile+"\n\n[x](javascript:alert(1))")
	c.Helpline = &content.Helpline{Name: text, Phone: "+45 12 34 56 78"}
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, c)
	body := fetch(t, store, "/conferences/dag")
	for _, bad := range []string{"<script", "<img", `href="javascript:`} {
		if strings.Contains(body, bad) {
			t.Errorf("the page has %s:\n%s", bad, body)
		}
	}
	if n := strings.Count(body, "&lt;script&gt;"); n < 6 { // title twice, notice, helpline, summary, body
		t.Errorf("the text is shown %d times:\n%s", n, body)
	}
}
