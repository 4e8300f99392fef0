package catalog

import (
	"testing"
	"time"

	"lectern/content"
)

func TestPodcastEpisode(t *testing.T) {
	t.Parallel()
	checkRules(t, exampleEpisode, []rule[*PodcastEpisode]{
		{
			name: "nothing",
			edit: func(e *PodcastEpisode) { *e = PodcastEpisode{Meta: e.Meta} },
			publish: []string{
				"REQUIRED podcast", "REQUIRED title", "REQUIRED guid", "REQUIRED episodeType", "REQUIRED audio",
				"REQUIRED releasedAt", "NO_COMPLETE_LANGUAGE ", "MISSING_TRANSCRIPT transcripts",
			},
		},
		{
			name:      "guid that changed",
			published: func(e *PodcastEpisode) { e.GUID = "example-0" },
			always:    []string{"UNCHANGEABLE guid"},
		},
		{
			name:      "guid that is gone",
			edit:      func(e *PodcastEpisode) { e.GUID = "" },
			published: func(*PodcastEpisode) {},
			always:    []string{"UNCHANGEABLE guid"},
			publish:   []string{"REQUIRED guid"},
		},
		{
			name: "guid of another episode",
			around: func(w world) {
				other := exampleEpisode()
				other.ID, other.ReleasedAt = testID("podcastEpisode", "other"), time.Time{}
				w.add(other)
			},
			soft: []string{"DUPLICATE guid"},
		},
		{name: "no bytes", edit: func(e *PodcastEpisode) { e.Audio.Bytes = 0 }, publish: []string{"REQUIRED audio.bytes"}},
		{name: "bytes below none", edit: func(e *PodcastEpisode) { e.Audio.Bytes = -5 }, always: []string{"OUT_OF_RANGE audio.bytes"}},
		{name: "film", edit: func(e *PodcastEpisode) { e.Audio.MIMEType = "video/mp4" }, always: []string{"BAD_FORMAT audio.mimeType"}},
		{
			name:    "no transcript and no reason",
			edit:    func(e *PodcastEpisode) { e.Transcripts, e.WithoutTranscriptReason = nil, "" },
			publish: []string{"MISSING_TRANSCRIPT transcripts"},
		},
		{name: "no transcript for a reason", edit: func(e *PodcastEpisode) { e.Transcripts = nil }},
		{name: "transcript and no reason", edit: func(e *PodcastEpisode) { e.WithoutTranscriptReason = "" }},
		{
			name:   "transcript in a format that apps don't read",
			edit:   func(e *PodcastEpisode) { e.Transcripts[0].MIMEType = "application/pdf" },
			always: []string{"BAD_FORMAT transcripts.0.mimeType"},
		},
		{
			name:    "transcript of nothing",
			edit:    func(e *PodcastEpisode) { e.Transcripts[0] = Transcript{Language: "da"} },
			publish: []string{"REQUIRED transcripts.0.url", "REQUIRED transcripts.0.mimeType"},
		},
		{
			name:   "transcript that is none",
			edit:   func(e *PodcastEpisode) { e.Transcripts[1].Text = "Welcome." },
			always: []string{"BAD_FORMAT transcripts.1.text"},
		},
		{name: "transcript that is no captions", edit: func(e *PodcastEpisode) { e.Transcripts[1].Text = hardToRead }},
		{
			name:   "two transcripts at one address",
			edit:   func(e *PodcastEpisode) { e.Transcripts = append(e.Transcripts, e.Transcripts[1]) },
			always: []string{"DUPLICATE transcripts.2.language"},
		},
		{
			name: "transcript in HTML, with parameters",
			edit: func(e *PodcastEpisode) { e.Transcripts[0].MIMEType = "text/html; charset=utf-8" },
		},
		{
			name:   "chapters at the same time",
			edit:   func(e *PodcastEpisode) { e.Chapters[1].StartsAt = 0 },
			always: []string{"NOT_IN_ORDER chapters.1.startsAt"},
		},
		{
			name:   "session forbids recording",
			around: func(w world) { of[*Session](w, "session", "example").RecordingAllowed = false },
			soft:   []string{"RECORDING_FORBIDDEN session"},
		},
		{
			name: "consent to be recorded, and none to the voice",
			around: func(w world) {
				neverAsked(w)
				s := of[*Speaker](w, "speaker", "example")
				s.Consents = []Consent{{To: content.ConsentToRecording, Scope: "Alt", GivenOn: "2021-09-01"}}
			},
			soft: []string{"CONSENT_MISSING appearances.0.speaker"},
		},
		{
			name:   "consent to the voice was withdrawn",
			around: func(w world) { withdraw(w, content.ConsentToVoice) },
			soft:   []string{"CONSENT_WITHDRAWN appearances.0.speaker"},
		},
		{
			name:   "the same person twice",
			edit:   func(e *PodcastEpisode) { e.Cast = append(e.Cast, e.Cast...) },
			always: []string{"DUPLICATE appearances.1.speaker"},
		},
		{
			name: "legal name in the notes",
			edit: func(e *PodcastEpisode) {
				e.ShowNotes = rich("Med [hende](https://example.org/hviid,%20karen%20margrethe).")
			},
			soft: []string{"LEGAL_NAME_SHOWN showNotes"},
		},
	})
}
