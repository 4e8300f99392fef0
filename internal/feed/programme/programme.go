package programme

import (
	"slices"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/internal/feed"
)

// Programme is a conference, or a part of one, or the sessions of a person.
type Programme struct {
	// Of is its subject: a conference, a session or a speaker.
	Of content.Document
	// Conference is nil in a speaker's programme, which may have several.
	Conference *catalog.Conference
	Organiser  *catalog.Organisation // of the conference; may be nil
	Topics     []*catalog.Topic      // of the conference
	Sessions   []*Session            // by time
	// Part is the part of the conference, "Spor A"; empty for all of it.
	Part string
}

// Title returns the title of the programme.
func (p *Programme) Title() string {
	title := content.KindOf(p.Of).Title(p.Of).String()
	if p.Part != "" {
		title += " – " + p.Part
	}
	return title
}

// Session is a session with the documents that it refers to.
type Session struct {
	*catalog.Session
	About      string // the abstract, as plain text
	Conference *catalog.Conference
	People     []Person
	Topics     []*catalog.Topic
}

// Person is a person in a session, with the affiliation of that day.
type Person struct {
	*catalog.Appearance
	Speaker *catalog.Speaker
}

// Zone returns the time zone of a conference; UTC by default.
func Zone(c *catalog.Conference) *time.Location {
	if c == nil {
		return time.UTC
	}
	if zone := locale.ZoneNamed(c.TimeZone); zone != nil {
		return zone
	}
	return time.UTC
}

// Zone returns the time zone of the session's conference.
func (s *Session) Zone() *time.Location { return Zone(s.Conference) }

// Day returns the local day on which a session begins, or "" if it is unknown.
func (s *Session) Day() locale.Date {
	if s.StartsAt.IsZero() {
		return ""
	}
	return locale.Date(s.StartsAt.In(s.Zone()).Format(time.DateOnly))
}

// Standing returns whether the session takes place, by its own status and its conference's.
func (s *Session) Standing() catalog.SessionStatus { return s.StatusIn(s.Conference) }

// Care returns the session's notice, otherwise its conference's, and the helpline.
func (s *Session) Care() feed.Care { return CareOf(s.Session, s.Conference) }

// CareOf returns the notice and the helpline of a session in a conference.
func CareOf(s *catalog.Session, c *catalog.Conference) feed.Care {
	if len(s.ContentNotice) > 0 {
		return feed.Care{Notice: s.ContentNotice, Helpline: c.Helpline}
	}
	return feed.Care{Notice: c.ContentNotice, Helpline: c.Helpline}
}

// Changed returns the time of the latest edit in the session's data.
func (s *Session) Changed() time.Time {
	last := Later(s.UpdatedAt, s.Conference.UpdatedAt)
	for _, p := range s.People {
		last = Later(last, p.Speaker.UpdatedAt)
	}
	for _, t := range s.Topics {
		last = Later(last, t.UpdatedAt)
	}
	return last
}

// Changed returns the time of the latest edit in the programme.
func (p *Programme) Changed() time.Time {
	last := p.Of.Base().UpdatedAt
	for _, t := range p.Topics {
		last = Later(last, t.UpdatedAt)
	}
	for _, s := range p.Sessions {
		last = Later(last, s.Changed())
	}
	return last
}

// Later returns the later of two times.
func Later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// OfConference returns the programme of a conference by its slug.
func OfConference(v *content.View, slug string) (*Programme, error) {
	d, err := v.BySlug(content.KindNamed("conference"), slug)
	if err != nil {
		return nil, err
	}
	return ofConference(v, d.(*catalog.Conference))
}

func ofConference(v *content.View, c *catalog.Conference) (*Programme, error) {
	r := newReader(v)
	p := &Programme{Of: c, Conference: c}
	var err error
	if p.Organiser, err = get(r, r.organisations, c.OrganiserID); err != nil {
		return nil, err
	}
	if p.Topics, err = r.topicsOf(c.TopicIDs); err != nil {
		return nil, err
	}
	p.Sessions, err = r.sessions("conference", c.ID)
	return p, err
}

// OfSpeaker returns the sessions of a person by their slug.
func OfSpeaker(v *content.View, slug string) (*Programme, error) {
	d, err := v.BySlug(content.KindNamed("speaker"), slug)
	if err != nil {
		return nil, err
	}
	p := &Programme{Of: d}
	p.Sessions, err = newReader(v).sessions("speaker", d.Base().ID)
	return p, err
}

// OfSession returns the programme of one session by its slug.
func OfSession(v *content.View, slug string) (*Programme, error) {
	d, err := v.BySlug(content.KindNamed("session"), slug)
	if err != nil {
		return nil, err
	}
	r := newReader(v)
	s, err := r.session(d.(*catalog.Session))
	if err != nil {
		return nil, err
	}
	return &Programme{Of: d, Conference: s.Conference, Sessions: []*Session{s}}, nil
}

// Only returns the part of a programme that satisfies a condition, with a name for that part.
func (p *Programme) Only(part string, holds func(*Session) bool) *Programme {
	less := *p
	less.Part = part
	less.Sessions = slices.DeleteFunc(slices.Clone(p.Sessions), func(s *Session) bool { return !holds(s) })
	return &less
}
