package sitemap

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/content/locale"
	"lectern/internal/feed/feedtest"
)

var perLanguage = &content.Site{Service: "https://api.example.org", Website: "https://example.org/{language}/{kind}/{slug}"}

func fetch(t *testing.T, store content.Store, site *content.Site, address string) string {
	t.Helper()
	body, _, err := feedtest.Fetch(t, store, Routes(), site, address)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return string(body)
}

func TestGolden(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	for name, test := range map[string]struct {
		site    *content.Site
		address string
	}{
		"index.xml":        {feedtest.Site, "/feeds/sitemap.xml"},
		"videos.xml":       {feedtest.Site, "/feeds/sitemap/videos.xml"},
		"photos.xml":       {feedtest.Site, "/feeds/sitemap/photos.xml"},
		"episodes.xml":     {perLanguage, "/feeds/sitemap/episodes.xml"},
		"videos.langs.xml": {perLanguage, "/feeds/sitemap/videos.xml"},
	} {
		feedtest.Golden(t, name, []byte(fetch(t, store, test.site, test.address)))
	}
}

// links returns the URLs of a sitemap or an index.
func links(t *testing.T, body string) (locs []string) {
	t.Helper()
	var d struct {
		Sitemaps []struct {
			Loc string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
		} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemap"`
		URLs []struct {
			Loc string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
		} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	}
	if err := xml.Unmarshal([]byte(body), &d); err != nil {
		t.Fatal(err)
	}
	for _, s := range d.Sitemaps {
		locs = append(locs, strings.TrimPrefix(s.Loc, "https://api.example.org"))
	}
	for _, u := range d.URLs {
		locs = append(locs, u.Loc)
	}
	return locs
}

// TestAllPages follows the index, and compares with all public documents.
func TestAllPages(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	var more []content.Document
	for n := range size + 5 {
		more = append(more, &catalog.Topic{Meta: contenttest.Meta("topic", fmt.Sprint("t", n)), Name: locale.NewText("da", fmt.Sprint("Emne ", n))})
	}
	contenttest.Publish(t, store, more...)
	for _, site := range []*content.Site{feedtest.Site, perLanguage} {
		var got, want []string
		for _, sitemap := range links(t, fetch(t, store, site, "/feeds/sitemap.xml")) {
			body := fetch(t, store, site, sitemap)
			for _, secret := range feedtest.Secrets() {
				if strings.Contains(body, secret) {
					t.Errorf("%s tells %q", sitemap, secret)
				}
			}
			got = append(got, links(t, body)...)
		}
		v, err := content.OpenView(t.Context(), store, content.ViewOptions{Site: site})
		if err != nil {
			t.Fatal(err)
		}
		defer v.Close()
		for _, kind := range catalog.Kinds() {
			ids, err := listing.IDs(v, listing.Query{Kind: kind, Order: "updatedAt"})
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range ids {
				d, err := v.Get(id)
				if err != nil {
					t.Fatal(err)
				}
				for _, l := range d.Base().Languages {
					want = append(want, string(site.PageIn(d, l)))
				}
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if want = slices.Compact(want); !slices.Equal(got, want) || len(got) < size {
			t.Errorf("%d pages, want %d", len(got), len(want))
		}
	}
}

func TestNotThere(t *testing.T) {
	t.Parallel()
	store := feedtest.World(t)
	for _, name := range []string{"video", "videos-1", "videos-2", "videos-02", "videos-x", "videos-", "x"} {
		if _, _, err := feedtest.Fetch(t, store, Routes(), feedtest.Site, "/feeds/sitemap/"+name+".xml"); !content.IsNotFound(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := fetch(t, contenttest.NewMemory(), feedtest.Site, "/feeds/sitemap.xml"); len(links(t, got)) != 0 {
		t.Errorf("an empty store has %s", got)
	}
}

// TestPlayersThatAsk: players whose viewers must be asked first are left out.
func TestPlayersThatAsk(t *testing.T) {
	t.Parallel()
	body := fetch(t, feedtest.World(t), feedtest.Site, "/feeds/sitemap/videos.xml")
	if !strings.Contains(body, "https://player.example.com/video/1") || strings.Contains(body, "https://player.example.com/video/2") {
		t.Error(body)
	}
	film := body[strings.Index(body, "videos/film<"):]
	if notice := strings.Index(film, "Handler om stalking."); notice < 0 || notice > strings.Index(film, "<video:content_loc>") {
		t.Errorf("the notice comes after the film: %s", film)
	}
}
