package catalog

import (
	"testing"

	"lectern/content"
	"lectern/content/locale"
)

func TestPage(t *testing.T) {
	t.Parallel()
	plain := &content.Site{Website: "https://example.org/{kind}/{slug}", Pages: map[string]string{"podcastEpisode": "https://example.org/lyt?afsnit={slug}"}}
	languages := &content.Site{Website: "https://example.org/{language}/{kind}/{slug}/"}
	for _, test := range []struct {
		site     *content.Site
		kind     *content.Kind
		page     locale.URL
		slug     string // empty for none
		language locale.Language
	}{
		{plain, videoKind, "https://example.org/videos/film", "film", ""},
		{plain, videoKind, "https://example.org/videos/film/", "film", ""},
		{plain, videoKind, "https://example.org/videos/film?utm_source=x#t=3", "film", ""},
		{plain, videoKind, "https://example.org/videos/film/mere", "", ""},
		{plain, videoKind, "https://example.org/episodes/film", "", ""},
		{plain, videoKind, "https://example.org.evil.example/videos/film", "", ""},
		{plain, videoKind, "https://example.org/videos/", "", ""},
		{plain, videoKind, "https://example.org/videos/%zz", "", ""},
		{plain, videoKind, "", "", ""},
		{plain, podcastEpisodeKind, "https://example.org/lyt?afsnit=et", "et", ""},
		{plain, podcastEpisodeKind, "https://example.org/episodes/et", "", ""},
		{languages, videoKind, "https://example.org/en/videos/film/", "film", "en"},
		{languages, videoKind, "https://example.org/videos/film/", "", ""},
		{&content.Site{}, videoKind, "film", "", ""},
	} {
		slug, l, ok := test.site.Page(test.kind, test.page)
		if ok != (test.slug != "") || ok && (slug != test.slug || l != test.language) {
			t.Errorf("%s: %q %q %t", test.page, slug, l, ok)
		}
		if !ok || len(test.page) > len("https://example.org/en/videos/film/") {
			continue
		}
		d := test.kind.New()
		*d.Base() = content.Meta{ID: testID(test.kind.Name, "x"), Slug: slug}
		if back, _, ok := test.site.Page(test.kind, test.site.PageIn(d, l)); !ok || back != slug {
			t.Errorf("%s does not lead back to %s", test.site.PageIn(d, l), slug)
		}
	}
}

func FuzzPage(f *testing.F) {
	for _, seed := range []string{"https://example.org/videos/film", "https://example.org/da/videos/film/?a#b", "https://example.org/videos/%2e%2e", "{slug}", ""} {
		f.Add(seed, "https://example.org/{language}/{kind}/{slug}")
		f.Add(seed, "https://example.org/{kind}?x={slug}&y={")
	}
	f.Fuzz(func(t *testing.T, page, template string) {
		slug, _, ok := (&content.Site{Website: template}).Page(videoKind, locale.URL(page))
		if ok && !locale.ValidSlug(slug) {
			t.Errorf("%q of %q is no slug", slug, page)
		}
	})
}
