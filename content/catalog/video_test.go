package catalog

import (
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

func TestVideo(t *testing.T) {
	t.Parallel()
	checkRules(t, exampleVideo, []rule[*Video]{
		{
			name:    "no captions and no reason",
			edit:    func(v *Video) { v.Captions, v.WithoutCaptionsReason = nil, "" },
			publish: []string{"MISSING_CAPTIONS captions"},
		},
		{name: "no captions for a reason", edit: func(v *Video) { v.Captions = nil }},
		{name: "captions and no reason", edit: func(v *Video) { v.WithoutCaptionsReason = "" }},
		{
			name: "descriptions are no captions",
			edit: func(v *Video) {
				v.WithoutCaptionsReason, v.Captions = "", []Captions{{Language: "da", Kind: CaptionsDescriptions, URL: "/media/d.vtt"}}
			},
			publish: []string{"MISSING_CAPTIONS captions"},
		},
		{
			name:   "captions twice",
			edit:   func(v *Video) { v.Captions = append(v.Captions, v.Captions[0]) },
			always: []string{"DUPLICATE captions.2.language"},
		},
		{
			name:   "captions that are none",
			edit:   func(v *Video) { v.Captions[1].Text = "Welcome." },
			always: []string{"BAD_FORMAT captions.1.text"},
		},
		{name: "captions that are hard to follow", edit: func(v *Video) { v.Captions[1].Text = hardToRead }, always: []string{"(CUE_LINE_TOO_LONG captions.1.text)", "(CUE_TOO_FAST captions.1.text)"}},
		{
			name: "descriptions are read aloud",
			edit: func(v *Video) { v.Captions[1] = Captions{Language: "en", Kind: CaptionsDescriptions, Text: hardToRead} },
		},
		{name: "thumbnail of the provider", edit: func(v *Video) { v.Thumbnail = "https://img.example.org/1.jpg" }, soft: []string{"FOREIGN_IMAGE thumbnail"}},
		{name: "thumbnail of a provider that is known", edit: func(v *Video) { v.Thumbnail = "https://i.YTIMG.com/vi/1/0.jpg" }, soft: []string{"FOREIGN_IMAGE thumbnail"}},
		{name: "thumbnail of another", edit: func(v *Video) { v.Thumbnail = "https://www.example.com/1.jpg" }},
		{name: "no thumbnail", edit: func(v *Video) { v.Thumbnail = "" }},
		{
			name: "thumbnail beside a file",
			edit: func(v *Video) {
				v.Sources, v.Thumbnail = []Source{{URL: "https://cdn.example.org/film.mp4", MIMEType: "video/mp4"}}, "https://cdn.example.org/film.jpg"
			},
		},
		{
			name:   "session forbids recording",
			around: func(w world) { of[*Session](w, "session", "example").RecordingAllowed = false },
			soft:   []string{"RECORDING_FORBIDDEN session"},
		},
		{
			name: "session of another conference",
			edit: func(v *Video) { v.ConferenceID = testID("conference", "before") },
			soft: []string{"CONTRADICTION conference"},
		},
		{name: "session without its conference", edit: func(v *Video) { v.ConferenceID = "" }, publish: []string{"REQUIRED conference"}},
		{name: "no session", edit: func(v *Video) { v.SessionID = "" }},
		{name: "nothing to play", edit: func(v *Video) { v.Sources = nil }, publish: []string{"REQUIRED sources"}},
		{
			name:    "source that says nothing",
			edit:    func(v *Video) { v.Sources[0] = Source{} },
			publish: []string{"REQUIRED sources.0.url", "REQUIRED sources.0.mimeType"},
		},
		{
			name:    "consent for nobody's player",
			edit:    func(v *Video) { v.Sources[1].Provider = "" },
			publish: []string{"REQUIRED sources.1.provider", "REQUIRED sources.1.mimeType"},
		},
		{name: "type that is none", edit: func(v *Video) { v.Sources[0].MIMEType = "mp4" }, always: []string{"BAD_FORMAT sources.0.mimeType"}},
		{name: "type of a picture", edit: func(v *Video) { v.Sources[0].MIMEType = "image/png" }, always: []string{"BAD_FORMAT sources.0.mimeType"}},
		{name: "bytes below none", edit: func(v *Video) { v.Sources[0].Bytes = -1 }, always: []string{"OUT_OF_RANGE sources.0.bytes"}},
		{
			name:   "chapters out of order",
			edit:   func(v *Video) { v.Chapters[0].StartsAt = locale.Duration(2 * time.Minute) },
			always: []string{"NOT_IN_ORDER chapters.1.startsAt"},
		},
		{
			name:   "chapter after the end",
			edit:   func(v *Video) { v.Chapters[1].StartsAt = v.Duration },
			always: []string{"OUT_OF_RANGE chapters.1.startsAt"},
		},
		{
			name: "chapter without a Danish title", // it is then served in English
			edit: func(v *Video) { v.Chapters[1].Title = locale.NewText("en", "More") },
		},
		{
			name:   "consent to be recorded was withdrawn",
			around: func(w world) { withdraw(w, content.ConsentToRecording) },
			soft:   []string{"CONSENT_WITHDRAWN appearances.0.speaker"},
		},
		{
			name:   "no consent to be recorded and no reason",
			around: func(w world) { neverAsked(w) },
			soft:   []string{"CONSENT_MISSING appearances.0.speaker"},
		},
		{
			name: "legal name in texts, slug and file",
			edit: func(v *Video) {
				v.Slug, v.Thumbnail = "interview-med-karen-hviid", "/media/KarenMargretheHviid-karen_hviid.jpg"
				v.Description = both("Med karen margrethe hviid.")
			},
			soft: []string{"LEGAL_NAME_SHOWN slug", "LEGAL_NAME_SHOWN description", "LEGAL_NAME_SHOWN thumbnail"},
		},
	})
}

// hardToRead has one cue: a line of 50 characters for a second.
var hardToRead = "WEBVTT\n\n00:00.000 --> 00:01.000\n" + strings.Repeat("word ", 9) + "words.\n"

// withdraw withdraws a consent of the example's speaker.
func withdraw(w world, to content.ConsentTo) {
	s := of[*Speaker](w, "speaker", "example")
	for i := range s.Consents {
		if s.Consents[i].To == to {
			s.Consents[i].WithdrawnOn = "2021-09-01"
		}
	}
	s.Consents = append(s.Consents, Consent{To: to, Scope: "Alt", GivenOn: "2021-01-01", WithdrawnOn: "2021-09-01"})
}

// neverAsked removes the consents of the example's speaker.
func neverAsked(w world) {
	s := of[*Speaker](w, "speaker", "example")
	s.Consents, s.WithoutConsentReason = nil, ""
}
