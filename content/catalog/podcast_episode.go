package catalog

import (
	"slices"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// PodcastEpisode is an item of a podcast's feed.
type PodcastEpisode struct {
	content.Meta

	PodcastID content.ID       `json:"podcast,omitempty" ref:"podcast" rule:"required"`
	Title     locale.Text      `json:"title,omitempty" rule:"required,max=200"`
	Summary   locale.Text      `json:"summary,omitempty" rule:"max=2000"` // plain text
	ShowNotes *locale.RichText `json:"showNotes,omitempty" rule:"max=10000"`
	// GUID identifies the episode in podcast apps. It never changes: otherwise they would show
	// a new episode.
	GUID         string          `json:"guid,omitempty" rule:"required,max=200"`
	Season       int             `json:"season,omitempty" rule:"min=1"`
	Number       int             `json:"number,omitempty" rule:"min=1"` // in its season
	EpisodeType  EpisodeType     `json:"episodeType,omitempty" rule:"required"`
	Audio        *Audio          `json:"audio,omitempty" rule:"required"`
	Duration     locale.Duration `json:"duration,omitempty"`
	Explicit     bool            `json:"explicit,omitempty"`
	Artwork      locale.URL      `json:"artwork,omitempty" asset:"IMAGE"` // square, 1400 to 3000 pixels; default: the podcast's
	Transcripts  []Transcript    `json:"transcripts,omitempty"`
	Chapters     []Chapter       `json:"chapters,omitempty"`
	Cast         []Appearance    `json:"appearances,omitempty"`
	SessionID    content.ID      `json:"session,omitempty" ref:"session"`
	ConferenceID content.ID      `json:"conference,omitempty" ref:"conference"`
	ReleasedAt   time.Time       `json:"releasedAt,omitzero" rule:"required"`
	Notice       locale.Text     `json:"contentNotice,omitempty" rule:"max=2000"` // its own; see ContentNotice for the effective one
	// WithoutTranscriptReason is why there is none: "music only".
	WithoutTranscriptReason string `json:"withoutTranscriptReason,omitempty"`
}

// EpisodeType is the type of an episode, in the terms of podcast feeds.
type EpisodeType string

// The types of episodes.
const (
	EpisodeFull    EpisodeType = "FULL"
	EpisodeTrailer EpisodeType = "TRAILER"
	EpisodeBonus   EpisodeType = "BONUS"
)

// Valid reports whether the type is one of those above.
func (t EpisodeType) Valid() bool { return slices.Contains(t.Values(), string(t)) }

// Values implements content.Enum.
func (EpisodeType) Values() []string {
	return namesOf(EpisodeFull, EpisodeTrailer, EpisodeBonus)
}

var (
	episodesOfSession = content.Index{By: "session", Order: "releasedAt"}
	episodesOfGUID    = content.Index{By: "guid", Order: "releasedAt"}
)

var podcastEpisodeKind = &content.Kind{
	Name: "podcastEpisode", Prefix: "episode", Folder: "episodes",
	New:   func() content.Document { return new(PodcastEpisode) },
	Title: func(d content.Document) locale.Text { return d.(*PodcastEpisode).Title },
	Attributes: content.WithCommon(
		content.AssetAttribute,
		attribute("releasedAt", func(e *PodcastEpisode) []content.Key { return instant(e.ReleasedAt) }),
		title("title", func(e *PodcastEpisode) locale.Text { return e.Title }),
		attribute("guid", func(e *PodcastEpisode) []content.Key { return present(e.GUID) }),
		reference("podcast", "podcast", func(e *PodcastEpisode) []content.ID { return []content.ID{e.PodcastID} }),
		reference("conference", "conference", func(e *PodcastEpisode) []content.ID { return []content.ID{e.ConferenceID} }),
		reference("session", "session", func(e *PodcastEpisode) []content.ID { return []content.ID{e.SessionID} }),
		reference("speaker", "speaker", func(e *PodcastEpisode) []content.ID { return speakersOf(e.Cast) }),
	),
	Indexes: content.WithCommonIndexes(
		content.UsesOfAsset,
		content.Index{Order: "releasedAt"}, content.Index{Order: "title"}, content.Index{By: "podcast", Order: "releasedAt"},
		content.Index{By: "conference", Order: "releasedAt"}, episodesOfSession, content.Index{By: "speaker", Order: "releasedAt"}, episodesOfGUID,
	),
	Texts: func(d content.Document) []content.Passage {
		e := d.(*PodcastEpisode)
		passages := []content.Passage{passage(content.InTitle, e.Title.String()), passage(content.InSummary, e.Summary.String()), formatted(content.InBody, e.ShowNotes)}
		passages = append(append(passages, castPassages(e.Cast)...), chapterPassages(e.Chapters)...)
		return append(passages, trackPassages(e, content.InTranscript)...)
	},
	Presentation: content.Presentation{
		One: called("Podcastafsnit", "Podcast episode"), Many: called("Podcastafsnit", "Podcast episodes"),
		News:    true,
		Summary: typed(func(e *PodcastEpisode) content.Passage { return passage(content.InSummary, e.Summary.String()) }),
		When: func(_ *content.View, d content.Document) (*string, error) {
			return d.(*PodcastEpisode).ReleasedAtText(locale.DateTextDay), nil
		},
		Picture:       typed(func(e *PodcastEpisode) *content.Picture { return pictureAt(e.Artwork, e.Title.String()) }),
		PictureBeside: podcastArtwork,
		Recording:     typed((*PodcastEpisode).recording),
		Care:          typed(func(e *PodcastEpisode) content.Care { return content.Care{Notice: e.Notice} }),
		Within:        typed(func(e *PodcastEpisode) []content.ID { return within(e.SessionID, e.ConferenceID) }),
	},
	Hooks: content.Hooks{
		Normalise: func(d content.Document) { d.(*PodcastEpisode).normalise() },
		Copied:    func(d content.Document) { d.(*PodcastEpisode).unlike() },
		Address:   func(d content.Document, s *content.Site) { d.(*PodcastEpisode).address(s) },
		Remembers: true,
		Follow:    followHidings,
		Borrows:   fromConference,
	},
}

// podcastArtwork returns the picture of an episode's podcast.
func podcastArtwork(v *content.View, d content.Document) (*content.Picture, error) {
	p, err := content.Get[*Podcast](v, d.(*PodcastEpisode).PodcastID)
	if content.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return PictureOf(v, p)
}

func (e *PodcastEpisode) recording() *content.Recording {
	if e.Audio == nil {
		return nil
	}
	return &content.Recording{Kind: content.AssetAudio, Files: []content.MediaFile{{URL: e.Audio.URL, MIMEType: e.Audio.MIMEType, Bytes: e.Audio.Bytes}}}
}

func (e *PodcastEpisode) appearances() *[]Appearance { return &e.Cast }

func (e *PodcastEpisode) people() []content.ID { return speakersOf(e.Cast) }

func (e *PodcastEpisode) needs() []content.ConsentTo {
	return []content.ConsentTo{content.ConsentToRecording, content.ConsentToVoice}
}

// Validate reports a guid that changed or that another episode has, an episode without a
// transcript (promise 5), or of a session that may not be recorded (promise 11).
func (e *PodcastEpisode) Validate(c *content.Check) {
	if old, ok := c.EverPublic().(*PodcastEpisode); ok && old.GUID != e.GUID {
		c.Problem(content.Unchangeable, "guid")
	}
	e.checkGUID(c)
	if e.Audio != nil {
		c.In("audio", func() { checkMIMEType(c, e.Audio.MIMEType, "audio/mpeg", "audio/") })
	}
	if c.Publishing && len(e.Transcripts) == 0 && e.WithoutTranscriptReason == "" {
		c.Problem(MissingTranscript, "transcripts")
	}
	checkTranscripts(c, e.Transcripts)
	checkChapters(c, e.Chapters, e.Duration)
	checkAppearances(c, e.Cast, e.needs()...)
	checkNames(c, e, speakersOf(e.Cast))
	checkPlace(c, e.ConferenceID, e.SessionID)
}

// checkGUID reports a guid of another episode. If that was never public it is only a warning.
// The draft of a public episode keeps its guid, so the drafts have all guids.
func (e *PodcastEpisode) checkGUID(c *content.Check) {
	if e.GUID == "" {
		return
	}
	report := func() {}
	for _, d := range c.Related(content.DraftIndex, podcastEpisodeKind, episodesOfGUID, e.GUID, "", content.Beyond) {
		if d.Base().ID == e.ID {
			continue
		}
		if c.WasPublic(d.Base().ID) {
			c.Soft(content.Duplicate, "guid")
			return
		}
		report = func() { c.Warn(content.Duplicate, "guid") }
	}
	report()
}

// unlike removes from a copy what must differ from the original: to podcast apps, two episodes
// with the same guid are one.
func (e *PodcastEpisode) unlike() { e.GUID = "" }
