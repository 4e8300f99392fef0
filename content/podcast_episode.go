package content

import "time"

// PodcastEpisode is an item of a podcast's feed.
type PodcastEpisode struct {
	Meta

	PodcastID ID        `json:"podcast,omitempty" ref:"podcast" rule:"required"`
	Title     Text      `json:"title,omitempty" rule:"required,max=200"`
	Summary   Text      `json:"summary,omitempty" rule:"max=2000"` // plain text
	ShowNotes *RichText `json:"showNotes,omitempty" rule:"max=10000"`
	// GUID is what podcast apps know the episode by. It never changes: they
	// would take it for another episode.
	GUID         string       `json:"guid,omitempty" rule:"required,max=200"`
	Season       int          `json:"season,omitempty" rule:"min=1"`
	Number       int          `json:"number,omitempty" rule:"min=1"` // in its season
	EpisodeType  EpisodeType  `json:"episodeType,omitempty" rule:"required"`
	Audio        *Audio       `json:"audio,omitempty" rule:"required"`
	Duration     Duration     `json:"duration,omitempty"`
	Explicit     bool         `json:"explicit,omitempty"`
	Artwork      URL          `json:"artwork,omitempty" asset:"IMAGE"` // square, 1400 to 3000 pixels; the podcast's where it is empty
	Transcripts  []Transcript `json:"transcripts,omitempty"`
	Chapters     []Chapter    `json:"chapters,omitempty"`
	Cast         []Appearance `json:"appearances,omitempty"`
	SessionID    ID           `json:"session,omitempty" ref:"session"`
	ConferenceID ID           `json:"conference,omitempty" ref:"conference"`
	ReleasedAt   time.Time    `json:"releasedAt,omitzero" rule:"required"`
	Notice       Text         `json:"contentNotice,omitempty" rule:"max=2000"` // its own; ContentNotice gives the one that holds
	// WithoutTranscriptReason says why there is none: "music only".
	WithoutTranscriptReason string `json:"withoutTranscriptReason,omitempty"`
}

// EpisodeType says what an episode is, in the words of podcast feeds.
type EpisodeType string

// The types of episodes.
const (
	EpisodeFull    EpisodeType = "FULL"
	EpisodeTrailer EpisodeType = "TRAILER"
	EpisodeBonus   EpisodeType = "BONUS"
)

// Valid tells whether the type is one of those above.
func (t EpisodeType) Valid() bool {
	return t == EpisodeFull || t == EpisodeTrailer || t == EpisodeBonus
}

var (
	episodesOfSession = Index{"session", "releasedAt"}
	episodesOfGUID    = Index{"guid", "releasedAt"}
)

var podcastEpisodeKind = &Kind{
	Name: "podcastEpisode", Prefix: "episode", Folder: "episodes",
	New:   func() Document { return new(PodcastEpisode) },
	Title: func(d Document) Text { return d.(*PodcastEpisode).Title },
	Attributes: withCommon(
		assetAttribute,
		attribute("releasedAt", func(e *PodcastEpisode) []Key { return instant(e.ReleasedAt) }),
		title("title", func(e *PodcastEpisode) Text { return e.Title }),
		attribute("guid", func(e *PodcastEpisode) []Key { return present(e.GUID) }),
		reference("podcast", "podcast", func(e *PodcastEpisode) []ID { return []ID{e.PodcastID} }),
		reference("conference", "conference", func(e *PodcastEpisode) []ID { return []ID{e.ConferenceID} }),
		reference("session", "session", func(e *PodcastEpisode) []ID { return []ID{e.SessionID} }),
		reference("speaker", "speaker", func(e *PodcastEpisode) []ID { return speakersOf(e.Cast) }),
	),
	Indexes: withCommonIndexes(
		usesOfAsset,
		Index{Order: "releasedAt"}, Index{Order: "title"}, Index{"podcast", "releasedAt"},
		Index{"conference", "releasedAt"}, episodesOfSession, Index{"speaker", "releasedAt"}, episodesOfGUID,
	),
	Texts: func(d Document) []Passage {
		e := d.(*PodcastEpisode)
		passages := []Passage{passage(InTitle, e.Title.String()), passage(InSummary, e.Summary.String()), formatted(InBody, e.ShowNotes)}
		passages = append(append(passages, castPassages(e.Cast)...), chapterPassages(e.Chapters)...)
		return append(passages, trackPassages(e, InTranscript)...)
	},
	Hooks: Hooks{
		Normalise: func(d Document) { d.(*PodcastEpisode).normalise() },
		Copied:    func(d Document) { d.(*PodcastEpisode).unlike() },
		Address:   func(d Document, s *Site) { d.(*PodcastEpisode).address(s) },
		Remembers: true,
		Follow:    followHidings,
		Borrows:   fromConference,
	},
}

// Validate reports a guid that changed or that another episode has, an episode
// without a transcript (promise 5), or of a session that may not be recorded
// (promise 11).
func (e *PodcastEpisode) Validate(c *Check) {
	if old, ok := c.EverPublic().(*PodcastEpisode); ok && old.GUID != e.GUID {
		c.Problem(Unchangeable, "guid")
	}
	if e.GUID != "" {
		for _, other := range allRelated(c, podcastEpisodeKind, episodesOfGUID, e.GUID) {
			if o := other.(*PodcastEpisode); o.ID != e.ID && o.GUID == e.GUID {
				c.Problem(Duplicate, "guid")
				break
			}
		}
	}
	if e.Audio != nil {
		c.In("audio", func() { checkMIMEType(c, e.Audio.MIMEType, "audio/mpeg", "audio/") })
	}
	if c.Publishing && len(e.Transcripts) == 0 && e.WithoutTranscriptReason == "" {
		c.Problem(MissingTranscript, "transcripts")
	}
	checkTranscripts(c, e.Transcripts)
	checkChapters(c, e.Chapters, e.Duration)
	checkAppearances(c, e.Cast, recordingNeeds("podcastEpisode")...)
	checkNames(c, e, speakersOf(e.Cast))
	checkPlace(c, e.ConferenceID, e.SessionID)
}

// unlike takes out of a copy what must differ from the original: two episodes
// of one guid are one to podcast apps.
func (e *PodcastEpisode) unlike() { e.GUID = "" }
