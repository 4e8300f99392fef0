package content

import (
	"slices"
	"time"
)

// Video is a film: of a session, or about a conference.
type Video struct {
	Meta

	Title             Text         `json:"title,omitempty" rule:"required,max=200"`
	Description       Text         `json:"description,omitempty" rule:"max=5000"` // plain text
	Sources           []Source     `json:"sources,omitempty" rule:"required"`     // the same film, the best first
	Duration          Duration     `json:"duration,omitempty"`
	Thumbnail         URL          `json:"thumbnail,omitempty" asset:"IMAGE"`
	Captions          []Captions   `json:"captions,omitempty"`
	Transcript        *RichText    `json:"transcript,omitempty"`
	Chapters          []Chapter    `json:"chapters,omitempty"`
	SignLanguageVideo URL          `json:"signLanguageVideo,omitempty" asset:"VIDEO"` // the same film, interpreted
	RecordedAt        time.Time    `json:"recordedAt,omitzero"`
	SessionID         ID           `json:"session,omitempty" ref:"session"`
	ConferenceID      ID           `json:"conference,omitempty" ref:"conference"`
	Cast              []Appearance `json:"appearances,omitempty"`
	Notice            Text         `json:"contentNotice,omitempty" rule:"max=2000"` // its own; ContentNotice gives the one that holds
	// WithoutCaptionsReason says why there are none: "nobody speaks".
	WithoutCaptionsReason string `json:"withoutCaptionsReason,omitempty"`
}

var videosOfSession = Index{"session", "recordedAt"}

var videoKind = &Kind{
	Name: "video", Prefix: "video", Folder: "videos",
	New:   func() Document { return new(Video) },
	Title: func(d Document) Text { return d.(*Video).Title },
	Attributes: withCommon(
		assetAttribute,
		attribute("recordedAt", func(v *Video) []Key { return instant(v.RecordedAt) }),
		title("title", func(v *Video) Text { return v.Title }),
		reference("conference", "conference", func(v *Video) []ID { return []ID{v.ConferenceID} }),
		reference("session", "session", func(v *Video) []ID { return []ID{v.SessionID} }),
		reference("speaker", "speaker", func(v *Video) []ID { return speakersOf(v.Cast) }),
	),
	Indexes: withCommonIndexes(
		usesOfAsset,
		Index{Order: "recordedAt"}, Index{Order: "title"},
		Index{"conference", "recordedAt"}, videosOfSession, Index{"speaker", "recordedAt"},
	),
	Texts: func(d Document) []Passage {
		v := d.(*Video)
		passages := []Passage{passage(InTitle, v.Title.String()), passage(InSummary, v.Description.String())}
		passages = append(append(passages, castPassages(v.Cast)...), chapterPassages(v.Chapters)...)
		passages = append(passages, formatted(InTranscript, v.Transcript))
		return append(passages, trackPassages(v, InCaptions)...)
	},
	Hooks: Hooks{
		Normalise: func(d Document) { d.(*Video).normalise() },
		Address:   func(d Document, s *Site) { d.(*Video).address(s) },
		Follow:    followHidings,
		Borrows:   fromConference,
	},
}

// Validate reports a video without captions (promise 5), or of a session that
// may not be recorded (promise 11).
func (v *Video) Validate(c *Check) {
	checkSources(c, v.Sources)
	checkThumbnail(c, v)
	checkCaptions(c, v.Captions)
	// Descriptions tell what is to be seen: no help to those who can't hear.
	captioned := slices.ContainsFunc(v.Captions, func(k Captions) bool { return k.Kind != CaptionsDescriptions })
	if c.Publishing && !captioned && v.WithoutCaptionsReason == "" {
		c.Problem(MissingCaptions, "captions")
	}
	checkChapters(c, v.Chapters, v.Duration)
	checkAppearances(c, v.Cast, recordingNeeds("video")...)
	checkNames(c, v, speakersOf(v.Cast))
	checkPlace(c, v.ConferenceID, v.SessionID)
}
