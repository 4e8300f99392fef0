package opengraph_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/content/locale"
	"lectern/internal/feed/feedtest"
	"lectern/internal/feed/opengraph"
)

// links returns the link previews of all documents of a store, by slug.
func links(t *testing.T, store content.Store, languages ...locale.Language) map[string]*content.OpenGraph {
	t.Helper()
	v, err := content.OpenView(t.Context(), store, content.ViewOptions{Languages: locale.Preferences(languages...), Site: feedtest.Site})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	all := map[string]*content.OpenGraph{}
	for _, kind := range catalog.Kinds() {
		ids, err := listing.IDs(v, listing.Query{Kind: kind, Order: "slug"})
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			d, err := v.Get(id)
			if err != nil {
				t.Fatal(err)
			}
			g, err := opengraph.Of(v, d)
			if err != nil {
				t.Fatalf("%s: %v", id, err)
			}
			all[kind.Name+"/"+d.Base().Slug] = g
		}
	}
	return all
}

func TestGolden(t *testing.T) {
	t.Parallel()
	all := links(t, feedtest.World(t))
	got, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	feedtest.Golden(t, "links.json", append(got, '\n'))
	for _, secret := range append(feedtest.Secrets(), "player.example.com") {
		if strings.Contains(string(got), secret) {
			t.Errorf("a link tells %q", secret)
		}
	}
	english := links(t, feedtest.World(t), "en")["conference/fagkonference"]
	if english.Locale != "en_US" || strings.Join(english.AlternateLocales, " ") != "da_DK" || !strings.HasPrefix(english.Description, "This is about stalking.") {
		t.Errorf("in English: %+v", english)
	}
}

// A description is truncated between words, and no longer than programs show.
func TestShort(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	c := contenttest.Conference("Lang")
	c.Summary = locale.NewText("da", strings.Repeat("gråd og\nælde ", 50), "en", strings.Repeat("å", 900))
	contenttest.Publish(t, store, c)
	danish := links(t, store)["conference/lang"].Description
	if n := utf8.RuneCountInString(danish); n > 300 || n < 280 || !strings.HasSuffix(danish, "…") || strings.Contains(danish, "\n") {
		t.Errorf("%d characters: %q", n, danish)
	}
	if english := links(t, store, "en")["conference/lang"].Description; utf8.RuneCountInString(english) != 300 {
		t.Errorf("one long word: %q", english)
	}
}

// TestWithoutWords: a decorative photo needs no text, and its link still has a title.
func TestWithoutWords(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, &catalog.Photo{Meta: contenttest.Meta("photo", "salen"), Asset: &content.Image{URL: "/media/p.jpg"}, Decorative: true})
	if g := links(t, store)["photo/salen"]; g == nil || g.Title != "salen" {
		t.Errorf("%+v", g)
	}
}
