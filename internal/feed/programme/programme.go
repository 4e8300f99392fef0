package programme

import (
	"slices"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/internal/feed"
)

// Programme is a conference, or a part of one, or what a person takes part in.
type Programme struct {
	// Of is what it is of: a conference, a session or a speaker.
	Of content.Document
	// Conference is nil of a speaker's programme, which may be of several.
	Conference *catalog.Conference
	Organiser  *catalog.Organisation // of the conference, nil where there is none
	Topics     []*catalog.Topic      // of the conference
	Sessions   []*Session            // by time
	// Part is what of the conference it is, "Spor A"; empty for all of it.
	Part string
}

// Title is what the programme is called.
func (p *Programme) Title() string {
	title := content.KindOf(p.Of).Title(p.Of).String()
	if p.Part != "" {
		title += " – " + p.Part
	}
	return title
}

// Session is one with what it refers to.
type Session struct {
	*catalog.Session
	About      string // the abstract, as plain text
	Conference *catalog.Conference
	People     []Person
	Topics     []*catalog.Topic
}

// Person is somebody in a session, as on that day.
type Person struct {
	*catalog.Appearance
	Speaker *catalog.Speaker
}

// Zone is where a conference takes place on the clock: UTC where it doesn't say.
func Zone(c *catalog.Conference) *time.Location {
	if c == nil {
		return time.UTC
	}
	if zone := locale.ZoneNamed(c.TimeZone); zone != nil {
		return zone
	}
	return time.UTC
}

// Zone is that of the session's conference.
func (s *Session) Zone() *time.Location { return Zone(s.Conference) }

// Day is the day on which a session begins, where it takes place; empty while
// that is not known.
func (s *Session) Day() locale.Date {
	if s.StartsAt.IsZero() {
		return ""
	}
	return locale.Date(s.StartsAt.In(s.Zone()).Format(time.DateOnly))
}

// Care is what readers are told before they go on: the notice of the session, else
// of its conference, and where help is found.
func (s *Session) Care() feed.Care { return CareOf(s.Session, s.Conference) }

// CareOf is what readers of a session in a conference are told before they go on.
func CareOf(s *catalog.Session, c *catalog.Conference) feed.Care {
	if len(s.ContentNotice) > 0 {
		return feed.NewCare(s.ContentNotice, c.Helpline)
	}
	return feed.NewCare(c.ContentNotice, c.Helpline)
}

// Changed is when the last of what is told of the session was edited.
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

// Changed is when the last of what is told was edited.
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

// Later is the later of two times.
func Later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// OfConference is the programme of the conference of a slug.
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

// OfSpeaker is what the person of a slug takes part in.
func OfSpeaker(v *content.View, slug string) (*Programme, error) {
	d, err := v.BySlug(content.KindNamed("speaker"), slug)
	if err != nil {
		return nil, err
	}
	p := &Programme{Of: d}
	p.Sessions, err = newReader(v).sessions("speaker", d.Base().ID)
	return p, err
}

// OfSession is the session of a slug alone.
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

// Only is the part of a programme for which something holds, under the name of
// that part.
func (p *Programme) Only(part string, holds func(*Session) bool) *Programme {
	less := *p
	less.Part = part
	less.Sessions = slices.DeleteFunc(slices.Clone(p.Sessions), func(s *Session) bool { return !holds(s) })
	return &less
}
