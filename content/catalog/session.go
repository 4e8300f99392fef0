package catalog

import (
	"cmp"
	"slices"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// Session is a part of a conference's programme.
type Session struct {
	content.Meta

	ConferenceID     content.ID        `json:"conference,omitempty" ref:"conference" rule:"required"`
	Title            locale.Text       `json:"title,omitempty" rule:"required,max=200"`
	Abstract         *locale.RichText  `json:"abstract,omitempty" rule:"max=10000"`
	Kind             SessionKind       `json:"kind,omitempty" rule:"required"`
	StartsAt         time.Time         `json:"startsAt,omitzero"` // with the offset at the venue
	EndsAt           time.Time         `json:"endsAt,omitzero"`
	Status           SessionStatus     `json:"status,omitempty"`
	StatusReason     locale.Text       `json:"statusReason,omitempty" rule:"max=300"`
	LiveStreamURL    locale.URL        `json:"liveStreamUrl,omitempty"`
	Room             string            `json:"room,omitempty"`
	Track            string            `json:"track,omitempty"`
	SpokenLanguages  []locale.Language `json:"spokenLanguages,omitempty"`
	TopicIDs         []content.ID      `json:"topics,omitempty" ref:"topic"`
	Cast             []Appearance      `json:"appearances,omitempty"`
	RecordingAllowed bool              `json:"recordingAllowed,omitempty"`
	Capacity         *int              `json:"capacity,omitempty"`
	Attachments      []Attachment      `json:"attachments,omitempty"`
	ContentNotice    locale.Text       `json:"contentNotice,omitempty" rule:"max=2000"`
	DiscussesIDs     []content.ID      `json:"discusses,omitempty" ref:"policyProposal"`
}

// SessionKind is the type of a session.
type SessionKind string

// The kinds of sessions.
const (
	SessionKeynote   SessionKind = "KEYNOTE"
	SessionTalk      SessionKind = "TALK"
	SessionPanel     SessionKind = "PANEL"
	SessionWorkshop  SessionKind = "WORKSHOP"
	SessionQuestions SessionKind = "QUESTIONS" // questions from the audience, and answers
	SessionWelcome   SessionKind = "WELCOME"
	SessionBreak     SessionKind = "BREAK"
	SessionSocial    SessionKind = "SOCIAL"
)

// Valid reports whether the kind is one of those above.
func (k SessionKind) Valid() bool { return slices.Contains(k.Values(), string(k)) }

// Values implements content.Enum.
func (SessionKind) Values() []string {
	return namesOf(SessionKeynote, SessionTalk, SessionPanel, SessionWorkshop, SessionQuestions, SessionWelcome, SessionBreak, SessionSocial)
}

// Attachment is a file of a session: slides, a handout.
type Attachment struct {
	Title    locale.Text     `json:"title,omitempty" rule:"required"`
	URL      locale.URL      `json:"url,omitempty" asset:"DOCUMENT IMAGE AUDIO VIDEO CAPTIONS" rule:"key,required"`
	MIMEType string          `json:"mimeType,omitempty"` // "application/pdf"
	Language locale.Language `json:"language,omitempty"`
}

var (
	sessionsOfConference = content.Index{By: "conference", Order: "startsAt"}
	sessionsOfSpeaker    = content.Index{By: "speaker", Order: "startsAt"}
)

var sessionKind = &content.Kind{
	Name: "session", Prefix: "session", Folder: "sessions",
	New:   func() content.Document { return new(Session) },
	Title: func(d content.Document) locale.Text { return d.(*Session).Title },
	Attributes: content.WithCommon(
		content.AssetAttribute,
		attribute("startsAt", func(s *Session) []content.Key { return instant(s.StartsAt) }),
		title("title", func(s *Session) locale.Text { return s.Title }),
		attribute("kind", func(s *Session) []content.Key { return present(s.Kind) }),
		attribute("status", func(s *Session) []content.Key { return present(s.EventStatus()) }),
		attribute("room", func(s *Session) []content.Key { return present(s.Room) }),
		attribute("track", func(s *Session) []content.Key { return present(s.Track) }),
		reference("conference", "conference", func(s *Session) []content.ID { return []content.ID{s.ConferenceID} }),
		reference("speaker", "speaker", func(s *Session) []content.ID { return speakersOf(s.Cast) }),
		reference("topic", "topic", func(s *Session) []content.ID { return s.TopicIDs }),
		reference("discusses", "policyProposal", func(s *Session) []content.ID { return s.DiscussesIDs }),
	),
	Indexes: content.WithCommonIndexes(
		content.UsesOfAsset,
		content.Index{Order: "startsAt"}, content.Index{Order: "title"},
		sessionsOfConference, sessionsOfSpeaker,
		content.Index{By: "topic", Order: "startsAt"}, content.Index{By: "discusses", Order: "startsAt"}, content.Index{By: "kind", Order: "startsAt"}, content.Index{By: "status", Order: "startsAt"}, sessionsOfRoom, content.Index{By: "track", Order: "startsAt"},
	),
	Texts: func(d content.Document) []content.Passage {
		s := d.(*Session)
		passages := []content.Passage{passage(content.InTitle, s.Title.String()), passage(content.InSummary, s.Reason()), formatted(content.InBody, s.Abstract), passage(content.InSummary, s.Track)}
		passages = append(passages, castPassages(s.Cast)...)
		return append(passages, topicPassages(s.TopicIDs)...)
	},
	Presentation: content.Presentation{
		One: called("Programpunkt", "Session"), Many: called("Programpunkter", "Sessions"),
		News:    true,
		Summary: typed(func(s *Session) content.Passage { return formatted(content.InBody, s.Abstract) }),
		When: func(v *content.View, d content.Document) (*string, error) {
			return StartsAtText(v, d.(*Session), locale.DateTextLong)
		},
		PictureBeside: firstPhoto("session"),
		Care:          typed(func(s *Session) content.Care { return content.Care{Notice: s.ContentNotice} }),
		Within:        typed(func(s *Session) []content.ID { return within(s.ConferenceID) }),
	},
	Hooks: content.Hooks{
		Publishing: countSessionMoves,
		Lent:       lentBySession,
	},
}

func (s *Session) appearances() *[]Appearance { return &s.Cast }

// Validate reports a session outside its conference's days, a room or a person in two places at
// the same time, and forbidden recordings (promise 11).
func (s *Session) Validate(c *content.Check) {
	checkAppearances(c, s.Cast)
	checkNames(c, s, speakersOf(s.Cast))
	s.checkRecordings(c)
	s.checkStatus(c)
	if !s.StartsAt.IsZero() && !s.EndsAt.IsZero() && s.EndsAt.Before(s.StartsAt) {
		c.Problem(content.EndBeforeStart, "endsAt")
		return
	}
	c.Missing("endsAt", s.EndsAt.IsZero() && !s.StartsAt.IsZero())
	c.Missing("startsAt", s.StartsAt.IsZero() && !s.EndsAt.IsZero())
	s.checkDays(c)
	s.checkBooking(c)
}

// checkRecordings reports that a session is about to forbid what is already public (the
// recordings must be unpublished in the same change or before), and public recordings and
// photos of it that are listed under another conference: they would show the notice of one
// conference and be in the lists of the other.
func (s *Session) checkRecordings(c *content.Check) {
	if !c.Publishing {
		return
	}
	forbidden := false
	for _, d := range c.Referrers(s.ID) {
		session, conference, recording := recordedAt(d)
		if session != s.ID {
			continue
		}
		if recording && !s.RecordingAllowed && !forbidden {
			forbidden = true
			c.Problem(RecordingForbidden, "recordingAllowed")
		}
		if conference != "" && s.ConferenceID != "" && conference != s.ConferenceID {
			c.Lapse(content.Contradiction, "conference", cmp.Or(content.KindOf(d).Title(d).String(), d.Base().Slug))
		}
	}
}

// recordedAt returns the session and the conference of a recording or a photo; empty for other
// documents.
func recordedAt(d content.Document) (session, conference content.ID, recording bool) {
	switch d := d.(type) {
	case *Video:
		return d.SessionID, d.ConferenceID, true
	case *PodcastEpisode:
		return d.SessionID, d.ConferenceID, true
	case *Photo:
		return d.SessionID, d.ConferenceID, false
	}
	return "", "", false
}

// lastMoment makes a session that ends at midnight belong to the day before.
func (s *Session) lastMoment() time.Time {
	if s.EndsAt.After(s.StartsAt) {
		return s.EndsAt.Add(-time.Nanosecond)
	}
	return s.StartsAt
}
