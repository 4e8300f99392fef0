package catalog

import (
	"slices"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// Video is a video of a session, or about a conference.
type Video struct {
	content.Meta

	Title             locale.Text      `json:"title,omitempty" rule:"required,max=200"`
	Description       locale.Text      `json:"description,omitempty" rule:"max=5000"` // plain text
	Sources           []Source         `json:"sources,omitempty" rule:"required"`     // the same video, the best first
	Duration          locale.Duration  `json:"duration,omitempty"`
	Thumbnail         locale.URL       `json:"thumbnail,omitempty" asset:"IMAGE"`
	Captions          []Captions       `json:"captions,omitempty"`
	Transcript        *locale.RichText `json:"transcript,omitempty"`
	Chapters          []Chapter        `json:"chapters,omitempty"`
	SignLanguageVideo locale.URL       `json:"signLanguageVideo,omitempty" asset:"VIDEO"` // the same video with sign language
	RecordedAt        time.Time        `json:"recordedAt,omitzero"`
	SessionID         content.ID       `json:"session,omitempty" ref:"session"`
	ConferenceID      content.ID       `json:"conference,omitempty" ref:"conference"`
	Cast              []Appearance     `json:"appearances,omitempty"`
	Notice            locale.Text      `json:"contentNotice,omitempty" rule:"max=2000"` // its own; see ContentNotice for the effective one
	// WithoutCaptionsReason is why there are none: "nobody speaks".
	WithoutCaptionsReason string `json:"withoutCaptionsReason,omitempty"`
}

var videosOfSession = content.Index{By: "session", Order: "recordedAt"}

var videoKind = &content.Kind{
	Name: "video", Prefix: "video", Folder: "videos",
	New:   func() content.Document { return new(Video) },
	Title: func(d content.Document) locale.Text { return d.(*Video).Title },
	Attributes: content.WithCommon(
		content.AssetAttribute,
		attribute("recordedAt", func(v *Video) []content.Key { return instant(v.RecordedAt) }),
		title("title", func(v *Video) locale.Text { return v.Title }),
		reference("conference", "conference", func(v *Video) []content.ID { return []content.ID{v.ConferenceID} }),
		reference("session", "session", func(v *Video) []content.ID { return []content.ID{v.SessionID} }),
		reference("speaker", "speaker", func(v *Video) []content.ID { return speakersOf(v.Cast) }),
	),
	Indexes: content.WithCommonIndexes(
		content.UsesOfAsset,
		content.Index{Order: "recordedAt"}, content.Index{Order: "title"},
		content.Index{By: "conference", Order: "recordedAt"}, videosOfSession, content.Index{By: "speaker", Order: "recordedAt"},
	),
	Texts: func(d content.Document) []content.Passage {
		v := d.(*Video)
		passages := []content.Passage{passage(content.InTitle, v.Title.String()), passage(content.InSummary, v.Description.String())}
		passages = append(append(passages, castPassages(v.Cast)...), chapterPassages(v.Chapters)...)
		passages = append(passages, formatted(content.InTranscript, v.Transcript))
		return append(passages, trackPassages(v, content.InCaptions)...)
	},
	Presentation: content.Presentation{
		One: called("Video", "Video"), Many: called("Videoer", "Videos"),
		PageType: "video.other",
		News:     true,
		Summary:  typed(func(v *Video) content.Passage { return passage(content.InSummary, v.Description.String()) }),
		When: func(v *content.View, d content.Document) (*string, error) {
			return RecordedAtText(v, d.(*Video), locale.DateTextDay)
		},
		Picture:   typed(func(v *Video) *content.Picture { return pictureAt(v.Thumbnail, v.Title.String()) }),
		Recording: typed((*Video).recording),
		Care:      typed(func(v *Video) content.Care { return content.Care{Notice: v.Notice} }),
		Within:    typed(func(v *Video) []content.ID { return within(v.SessionID, v.ConferenceID) }),
	},
	Hooks: content.Hooks{
		Normalise: func(d content.Document) { d.(*Video).normalise() },
		Address:   func(d content.Document, s *content.Site) { d.(*Video).address(s) },
		Follow:    followHidings,
		Borrows:   fromConference,
	},
}

// recording returns the files of the video. Players of providers are left out: the provider
// would learn who visits the page.
func (v *Video) recording() *content.Recording {
	r := &content.Recording{Kind: content.AssetVideo}
	for _, s := range v.Sources {
		if s.Provider == "" {
			r.Files = append(r.Files, content.MediaFile{URL: s.URL, MIMEType: s.MIMEType, Bytes: s.Bytes})
		}
	}
	if len(r.Files) == 0 {
		return nil
	}
	for _, k := range v.Captions {
		r.Tracks = append(r.Tracks, content.RecordingTrack{Kind: strings.ToLower(string(k.Kind)), Language: k.Language, URL: k.URL})
	}
	return r
}

func (v *Video) appearances() *[]Appearance { return &v.Cast }

func (v *Video) people() []content.ID { return speakersOf(v.Cast) }

func (v *Video) needs() []content.ConsentTo { return []content.ConsentTo{content.ConsentToRecording} }

// Validate reports a video without captions (promise 5), or of a session that may not be
// recorded (promise 11).
func (v *Video) Validate(c *content.Check) {
	checkSources(c, v.Sources)
	checkThumbnail(c, v)
	checkCaptions(c, v.Captions)
	// Descriptions describe the picture, which does not help those who can't hear.
	captioned := slices.ContainsFunc(v.Captions, func(k Captions) bool { return k.Kind != CaptionsDescriptions })
	if c.Publishing && !captioned && v.WithoutCaptionsReason == "" {
		c.Problem(MissingCaptions, "captions")
	}
	checkChapters(c, v.Chapters, v.Duration)
	checkAppearances(c, v.Cast, v.needs()...)
	checkNames(c, v, speakersOf(v.Cast))
	checkPlace(c, v.ConferenceID, v.SessionID)
}
