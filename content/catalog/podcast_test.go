package catalog

import (
	"testing"

	"lectern/content/locale"
)

func TestPodcast(t *testing.T) {
	t.Parallel()
	checkRules(t, examplePodcast, []rule[*Podcast]{
		{
			name: "nothing that a feed needs",
			edit: func(p *Podcast) { *p = Podcast{Meta: p.Meta} },
			publish: []string{
				"REQUIRED title", "REQUIRED description", "REQUIRED author", "REQUIRED spokenLanguage",
				"REQUIRED category", "REQUIRED artwork", "REQUIRED link", "NO_COMPLETE_LANGUAGE ",
			},
		},
		{name: "address that is none", edit: func(p *Podcast) { p.OwnerEmail = "example.org" }, always: []string{"BAD_FORMAT ownerEmail"}},
		{name: "guid that is no UUID", edit: func(p *Podcast) { p.GUID = "samtaler" }, always: []string{"BAD_FORMAT guid"}},
		{
			name:      "guid that changed",
			published: func(p *Podcast) { p.GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810" },
			always:    []string{"UNCHANGEABLE guid"},
		},
		{name: "category of no list", edit: func(p *Podcast) { p.Category = "Stalking" }, publish: []string{"BAD_FORMAT category"}},
		{name: "subcategory of another category", edit: func(p *Podcast) { p.Category = "News" }, publish: []string{"BAD_FORMAT subcategory"}},
		{name: "subcategory of one that has none", edit: func(p *Podcast) { p.Category = "Technology" }, publish: []string{"BAD_FORMAT subcategory"}},
		{name: "no subcategory", edit: func(p *Podcast) { p.Subcategory = "" }},
		{name: "license of its own without its words", edit: func(p *Podcast) { p.License, p.LicenseURL = "Kun til undervisning", "" }, publish: []string{"REQUIRED licenseUrl"}},
		{name: "words of no license", edit: func(p *Podcast) { p.License = "" }, publish: []string{"REQUIRED license"}},
		{name: "license that everybody knows", edit: func(p *Podcast) { p.LicenseURL = "" }},
		{name: "funding without a page", edit: func(p *Podcast) { p.Funding.URL = "" }, publish: []string{"REQUIRED funding.url"}},
		{
			name: "description in one language of two", // it is then served in that language
			edit: func(p *Podcast) { p.Description = locale.NewText("en", "On stalking.") },
		},
		{
			name: "no language that has all", edit: func(p *Podcast) {
				p.Title, p.Description = locale.NewText("da", "S"), locale.NewText("en", "On stalking.")
			},
			publish: []string{"NO_COMPLETE_LANGUAGE "},
		},
	})
}

func TestLooksLikeEmail(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"podcast@example.org": true, "a.b+c@mail.example.org": true, "søren@blåbær.example": true,
		"": false, "podcast": false, "@example.org": false, "podcast@": false, "podcast@example": false,
		"podcast@.org": false, "a@b@example.org": false, "Anna <a@example.org>": false, "a b@example.org": false,
	} {
		if got := looksLikeEmail(address); got != want {
			t.Errorf("%q: %t", address, got)
		}
	}
}
