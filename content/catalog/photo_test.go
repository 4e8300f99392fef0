package catalog

import (
	"math"
	"testing"

	"lectern/content"
	"lectern/content/locale"
)

func TestPhoto(t *testing.T) {
	t.Parallel()
	checkRules(t, examplePhoto, []rule[*Photo]{
		{name: "no picture", edit: func(p *Photo) { p.Asset = nil }, publish: []string{"REQUIRED asset"}},
		{name: "no address", edit: func(p *Photo) { p.Asset.URL = "" }, publish: []string{"REQUIRED asset.url"}},
		{
			name:    "no alternative text in one of its languages",
			edit:    func(p *Photo) { p.Alt = locale.NewText("da", "To på en scene.") },
			publish: []string{"MISSING_ALT_TEXT alt"},
		},
		{
			name: "no alternative text in both", edit: func(p *Photo) { p.Alt = nil },
			publish: []string{"MISSING_ALT_TEXT alt", "MISSING_ALT_TEXT alt"},
		},
		{
			name: "no text at all", edit: func(p *Photo) { p.Alt, p.Caption = nil, nil },
			publish: []string{"MISSING_ALT_TEXT alt"},
		},
		{name: "alternative text only", edit: func(p *Photo) { p.Caption = nil }},
		{name: "decorative", edit: func(p *Photo) { p.Alt, p.Decorative = nil, true }},
		{name: "decorative, without any text", edit: func(p *Photo) { p.Alt, p.Caption, p.Decorative = nil, nil, true }},
		{
			name: "decorative, with a text for what it shows", edit: func(p *Photo) { p.Decorative = true },
			always: []string{"CONTRADICTION decorative"},
		},
		{name: "nobody", edit: func(p *Photo) { p.People = nil }},
		{
			name:   "speaker and name in one place",
			edit:   func(p *Photo) { p.People[0].Name = "Anna" },
			always: []string{"CONTRADICTION people.0.name"},
		},
		{
			name:   "the same person in two places",
			edit:   func(p *Photo) { p.People[1] = p.People[0] },
			always: []string{"DUPLICATE people.1.speaker"},
		},
		{
			name:   "consent to photos was withdrawn",
			around: func(w world) { withdraw(w, content.ConsentToPhoto) },
			soft:   []string{"CONSENT_WITHDRAWN people.0.speaker"},
		},
		{
			name:   "no consent to photos and no reason",
			around: func(w world) { neverAsked(w) },
			soft:   []string{"CONSENT_MISSING people.0.speaker"},
		},
		{
			name:   "focal point outside",
			edit:   func(p *Photo) { p.FocalPoint = &content.FocalPoint{X: 1.01, Y: math.NaN()} },
			always: []string{"OUT_OF_RANGE focalPoint.x", "OUT_OF_RANGE focalPoint.y"},
		},
		{name: "focal point in a corner", edit: func(p *Photo) { p.FocalPoint = &content.FocalPoint{X: 1, Y: 0} }},
		{
			name: "session of another conference",
			edit: func(p *Photo) { p.ConferenceID = testID("conference", "before") },
			soft: []string{"CONTRADICTION conference"},
		},
		{
			name:   "session that may not be recorded", // the rule is only for recordings
			around: func(w world) { of[*Session](w, "session", "example").RecordingAllowed = false },
		},
		{
			name: "legal name as a plain name",
			edit: func(p *Photo) { p.People[1].Name = "Karen Hviid" },
			soft: []string{"LEGAL_NAME_SHOWN people.1.name"},
		},
	})
}

func TestPhotoTitle(t *testing.T) {
	t.Parallel()
	p := examplePhoto()
	if got := photoKind.Title(p).In("da"); got != "Panelet" {
		t.Errorf("with a caption: %q", got)
	}
	p.Caption = nil
	if got := photoKind.Title(p).In("da"); got != "To på en scene." {
		t.Errorf("without a caption: %q", got)
	}
}

func TestMissingAltTextNamesTheLanguage(t *testing.T) {
	t.Parallel()
	p, w := examplePhoto(), exampleWorld()
	p.Alt = locale.NewText("da", "To på en scene.")
	problems, err := content.ProblemsOf(p, true, nil, w, testSite, morning)
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) != 1 || problems[0].Message.In("en") != "This needs alternative text in en, or must be marked as decorative." {
		t.Errorf("%q", problems)
	}
}
