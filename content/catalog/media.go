package catalog

import (
	"mime"
	"slices"
	"strings"

	"lectern/content"
	"lectern/content/locale"
)

// Source is a source of a recording: a file, or an external player.
type Source struct {
	URL      locale.URL `json:"url,omitempty" asset:"VIDEO" rule:"required"`
	MIMEType string     `json:"mimeType,omitempty"` // "video/mp4"; of a file
	Height   int        `json:"height,omitempty"`   // in pixels
	Bytes    int        `json:"bytes,omitempty"`    // size of the file
	// Provider is the operator of an embedded player, "Vimeo"; empty for a file.
	Provider string `json:"provider,omitempty"`
	// RequiresConsent means that the viewer must be asked before the URL is requested: the
	// provider learns who watches.
	RequiresConsent bool `json:"requiresConsent,omitempty"`
}

// Captions are a WebVTT file of a video.
type Captions struct {
	Language locale.Language `json:"language,omitempty" rule:"required"`
	Kind     CaptionsKind    `json:"kind,omitempty" rule:"required"`
	URL      locale.URL      `json:"url,omitempty" asset:"CAPTIONS"`
	// Text is the file itself (WebVTT; SubRip is converted to that), if the service stores it.
	// Readers get it at URLs of this service.
	Text string `json:"text,omitempty" rule:"max=200000"`
}

// CaptionsKind is the type of captions, in the terms of HTML's track element.
type CaptionsKind string

// The kinds of captions.
const (
	CaptionsSubtitles    CaptionsKind = "SUBTITLES"    // the spoken words, often translated
	CaptionsCaptions     CaptionsKind = "CAPTIONS"     // the spoken words and other sounds
	CaptionsDescriptions CaptionsKind = "DESCRIPTIONS" // descriptions of the picture
)

// Valid reports whether the kind is one of those above.
func (k CaptionsKind) Valid() bool { return slices.Contains(k.Values(), string(k)) }

// Values implements content.Enum.
func (CaptionsKind) Values() []string {
	return namesOf(CaptionsSubtitles, CaptionsCaptions, CaptionsDescriptions)
}

// Transcript is a file with the spoken words of an episode.
type Transcript struct {
	Language locale.Language `json:"language,omitempty" rule:"required"`
	URL      locale.URL      `json:"url,omitempty" asset:"CAPTIONS DOCUMENT"`
	MIMEType string          `json:"mimeType,omitempty"`               // "text/vtt" or "text/html"
	Text     string          `json:"text,omitempty" rule:"max=200000"` // as in Captions
}

// Chapter is a part of a recording. It ends where the next one starts.
type Chapter struct {
	StartsAt locale.Duration `json:"startsAt,omitempty" rule:"key"` // from the start of the recording
	Title    locale.Text     `json:"title,omitempty" rule:"required,max=200"`
	URL      locale.URL      `json:"url,omitempty"`                 // of a related page
	Image    locale.URL      `json:"image,omitempty" asset:"IMAGE"` // a picture that players show during the chapter
}

// Audio is the file of an episode.
type Audio struct {
	URL      locale.URL `json:"url,omitempty" asset:"AUDIO" rule:"required"`
	MIMEType string     `json:"mimeType,omitempty" rule:"required"`    // "audio/mpeg"
	Bytes    int        `json:"bytes,omitempty" rule:"required,min=1"` // size of the file: a feed must have it
}

// checkSources reports an embedded player without a provider, and a file without a type.
func checkSources(c *content.Check, sources []Source) {
	content.Each(c, "sources", sources, func(s *Source) {
		c.Missing("provider", s.RequiresConsent && s.Provider == "")
		c.Missing("mimeType", s.MIMEType == "" && s.Provider == "")
		checkMIMEType(c, s.MIMEType, "video/mp4", "video/", "application/")
	})
}

// checkCaptions reports captions of the same language and kind.
func checkCaptions(c *content.Check, captions []Captions) {
	type track struct {
		language locale.Language
		kind     CaptionsKind
	}
	seen := map[track]bool{}
	content.Each(c, "captions", captions, func(k *Captions) {
		c.Missing("url", k.URL == "" && k.Text == "")
		if k.Text != "" {
			// Descriptions are read aloud.
			checkCaptionsText(c, k.Text, k.Kind != CaptionsDescriptions)
		}
		t := track{k.Language, k.Kind}
		if k.Language != "" && seen[t] {
			c.Problem(content.Duplicate, "language")
		}
		seen[t] = true
	})
}

// checkTranscripts reports transcripts without a file or its type, and two stored ones in the
// same language: they would have the same URL.
func checkTranscripts(c *content.Check, transcripts []Transcript) {
	seen := map[locale.Language]bool{}
	content.Each(c, "transcripts", transcripts, func(t *Transcript) {
		c.Missing("url", t.URL == "" && t.Text == "")
		c.Missing("mimeType", t.MIMEType == "" && t.Text == "")
		checkMIMEType(c, t.MIMEType, "text/vtt, text/html", "text/vtt", "text/html")
		if t.Text == "" {
			return
		}
		checkCaptionsText(c, t.Text, false)
		if t.Language != "" && seen[t.Language] {
			c.Problem(content.Duplicate, "language")
		}
		seen[t.Language] = true
	})
}

// checkChapters reports chapters that do not start one after another, or start after the end; a
// duration of 0 is unknown.
func checkChapters(c *content.Check, chapters []Chapter, duration locale.Duration) {
	last := locale.Duration(-1)
	content.Each(c, "chapters", chapters, func(ch *Chapter) {
		switch {
		case ch.StartsAt <= last:
			c.Problem(content.NotInOrder, "startsAt")
		case duration > 0 && ch.StartsAt >= duration:
			c.Problem(content.OutOfRange, "startsAt", locale.Duration(0), duration)
		}
		last = ch.StartsAt
	})
}

// checkMIMEType reports an invalid type, or one without one of the prefixes. An empty type is
// missing, not wrong.
func checkMIMEType(c *content.Check, mimeType, example string, prefixes ...string) {
	if mimeType == "" {
		return
	}
	base, _, err := mime.ParseMediaType(mimeType)
	if _, sub, ok := strings.Cut(base, "/"); err == nil && ok && sub != "" {
		for _, p := range prefixes {
			if strings.HasPrefix(base, p) {
				return
			}
		}
	}
	c.Problem(content.BadFormat, "mimeType", example)
}

// checkPlace reports a recording of a session that may not be recorded (promise 11), and a
// session of another conference.
func checkPlace(c *content.Check, conference, session content.ID) {
	s, ok := content.Relevant[*Session](c, session)
	if !ok {
		return
	}
	if !s.RecordingAllowed {
		report := c.Lapse
		if _, public := content.Published[*Session](c, session); public {
			report = c.Soft
		}
		report(RecordingForbidden, "session")
	}
	checkConferenceOf(c, conference, s)
}

// checkConferenceOf reports a document that refers to a session but not to its conference. Both
// are needed, so that the conference's lists have the document. The session may move to another
// conference afterwards.
func checkConferenceOf(c *content.Check, conference content.ID, s *Session) {
	switch {
	case conference == s.ConferenceID || s.ConferenceID == "":
	case conference != "":
		c.Lapse(content.Contradiction, "conference", "session")
	case c.Publishing:
		c.Lapse(content.Required, "conference")
	}
}
