package atom

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"lectern/content"
	"lectern/content/contenttest"
	"lectern/internal/feed/feedtest"
)

func fetch(t *testing.T, store content.Store, address string) string {
	t.Helper()
	body, _, err := feedtest.Fetch(t, store, Routes(), feedtest.Site, address)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return string(body)
}

func TestGolden(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	for name, address := range map[string]string{
		"all.xml": "/feeds/atom/all.xml", "all.en.xml": "/feeds/atom/all.xml?language=en", "videos.xml": "/feeds/atom/videos.xml",
	} {
		body := fetch(t, store, address)
		feedtest.Golden(t, name, []byte(body))
		for _, secret := range feedtest.Secrets() {
			if strings.Contains(body, secret) {
				t.Errorf("%s tells %q", address, secret)
			}
		}
	}
}

// TestParsersAgree reads each feed with gofeed.
func TestParsersAgree(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	for name, want := range map[string][]string{
		"episodes": {"episode", "episode"}, "videos": {"video", "video", "video"}, "conferences": {"conference"}, "sessions": {"session"}, "photos": {"photo"}, "proposals": nil,
		"all": {"conference", "episode", "episode", "photo", "session", "video", "video", "video"},
	} {
		f, err := gofeed.NewParser().ParseString(fetch(t, store, "/feeds/atom/"+name+".xml?language=en"))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, i := range f.Items {
			id, err := content.ParseID(strings.TrimPrefix(i.GUID, "urn:lectern:"))
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, id.Kind().Prefix)
			if i.Title == "" || i.UpdatedParsed == nil || i.PublishedParsed == nil || !strings.HasPrefix(i.Link, "https://example.org/") {
				t.Errorf("%s: %+v", name, i)
			}
		}
		slices.Sort(got)
		if f.FeedType != "atom" || f.Title == "" || f.UpdatedParsed == nil || f.FeedLink != "https://api.example.org/feeds/atom/"+name+".xml?language=en" || f.Authors[0].Name != "example.org" || !slices.Equal(got, want) {
			t.Errorf("%s has %v: %s", name, got, f)
		}
	}
	for _, name := range []string{"speakers", "conference", "x", "All"} {
		if _, _, err := feedtest.Fetch(t, store, Routes(), feedtest.Site, "/feeds/atom/"+name+".xml"); !content.IsNotFound(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCareComesFirst is promise 13.
func TestCareComesFirst(t *testing.T) {
	t.Parallel()
	for e := range strings.SplitSeq(fetch(t, feedtest.World(t), "/feeds/atom/all.xml"), "<entry") {
		enclosure := strings.Index(e, `rel="enclosure"`)
		if enclosure >= 0 && strings.Index(e, "Linjen") > enclosure {
			t.Errorf("help comes after the recording: %s", e)
		}
	}
}

// TestLanguages has a website with a page for each language.
func TestLanguages(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	site := &content.Site{Service: "https://api.example.org", Website: "https://example.org/{language}/{kind}/{slug}"}
	body, _, err := feedtest.Fetch(t, store, Routes(), site, "/feeds/atom/conferences.xml?language=nb")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`xml:lang="da"`, `<title>Konferencer</title>`, `href="https://example.org/da/conferences/fagkonference" type="text/html" hreflang="da"`,
		`href="https://example.org/en/conferences/fagkonference" type="text/html" hreflang="en"`,
	} {
		if !strings.Contains(string(body), want) {
			t.Errorf("there is no %s in\n%s", want, body)
		}
	}
}

// TestNewestFirst has more documents than a feed shows.
func TestNewestFirst(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	for n := range size + 5 {
		c := contenttest.Conference(fmt.Sprint("c", n))
		options := contenttest.Options()
		options.Now = contenttest.Epoch.Add(time.Duration(n*7%(size+5)+1) * time.Hour)
		if _, err := content.Edit(t.Context(), store, options, func(tx *content.Transaction) error {
			if err := tx.Save(c); err != nil {
				return err
			}
			return tx.Publish(c.ID)
		}); err != nil {
			t.Fatal(err)
		}
	}
	f, err := gofeed.NewParser().ParseString(fetch(t, store, "/feeds/atom/all.xml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Items) != size || !f.Items[0].UpdatedParsed.Equal(contenttest.Epoch.Add((size+5)*time.Hour)) || !slices.IsSortedFunc(f.Items, func(a, b *gofeed.Item) int { return b.UpdatedParsed.Compare(*a.UpdatedParsed) }) {
		t.Errorf("%d entries", len(f.Items))
	}
}

func TestEmpty(t *testing.T) {
	t.Parallel()
	body := fetch(t, contenttest.NewMemory(), "/feeds/atom/all.xml")
	if _, err := gofeed.NewParser().ParseString(body); err != nil || !strings.Contains(body, "<updated>1970-01-01T00:00:00Z</updated>") {
		t.Errorf("%v: %s", err, body)
	}
}
