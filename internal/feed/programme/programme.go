package programme

import (
	"slices"
	"time"

	"lectern/content"
)

// Programme is a conference, or a part of one, or what a person takes part in.
type Programme struct {
	Conference *content.Conference // nil of a person's, which may be of several
	Speaker    *content.Speaker    // whose it is; nil of a conference's
	Organiser  *content.Organisation
	Topics     []*content.Topic // of the conference
	Sessions   []*Session       // by time
	Part       string           // what of the conference it is, "Spor A"; empty for all of it
}

// Session is one with what it refers to.
type Session struct {
	*content.Session
	Conference *content.Conference
	People     []Person
	Topics     []*content.Topic
}

// Person is somebody in a session, as on that day.
type Person struct {
	*content.Appearance
	Speaker *content.Speaker
}

// Zone is where a conference takes place on the clock: UTC where it doesn't say.
func Zone(c *content.Conference) *time.Location {
	if c == nil {
		return time.UTC
	}
	if zone := content.ZoneNamed(c.TimeZone); zone != nil {
		return zone
	}
	return time.UTC
}

// Zone is that of the session's conference.
func (s *Session) Zone() *time.Location { return Zone(s.Conference) }

// Day is the day on which a session begins, where it takes place; empty while
// that is not known.
func (s *Session) Day() content.Date {
	if s.StartsAt.IsZero() {
		return ""
	}
	return content.Date(s.StartsAt.In(s.Zone()).Format(time.DateOnly))
}

// Notice is what readers are told before they go on: of the session, else of
// its conference.
func (s *Session) Notice() content.Text {
	if len(s.ContentNotice) > 0 {
		return s.ContentNotice
	}
	return s.Conference.ContentNotice
}

// Changed is when the last of what is told of the session was edited.
func (s *Session) Changed() time.Time {
	last := later(s.UpdatedAt, s.Conference.UpdatedAt)
	for _, p := range s.People {
		last = later(last, p.Speaker.UpdatedAt)
	}
	for _, t := range s.Topics {
		last = later(last, t.UpdatedAt)
	}
	return last
}

// Changed is when the last of what is told was edited.
func (p *Programme) Changed() (last time.Time) {
	if p.Conference != nil {
		last = p.Conference.UpdatedAt
	}
	if p.Speaker != nil {
		last = later(last, p.Speaker.UpdatedAt)
	}
	for _, t := range p.Topics {
		last = later(last, t.UpdatedAt)
	}
	for _, s := range p.Sessions {
		last = later(last, s.Changed())
	}
	return last
}

func later(a, b time.Time) time.Time {
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
	return Of(v, d.(*content.Conference))
}

// Of is the programme of a conference.
func Of(v *content.View, c *content.Conference) (*Programme, error) {
	r := newReader(v)
	p := &Programme{Conference: c}
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
	p := &Programme{Speaker: d.(*content.Speaker)}
	p.Sessions, err = newReader(v).sessions("speaker", p.Speaker.ID)
	return p, err
}

// OfSession is the session of a slug alone.
func OfSession(v *content.View, slug string) (*Programme, error) {
	d, err := v.BySlug(content.KindNamed("session"), slug)
	if err != nil {
		return nil, err
	}
	r := newReader(v)
	s, err := r.session(d.(*content.Session))
	if err != nil {
		return nil, err
	}
	return &Programme{Conference: s.Conference, Sessions: []*Session{s}, Part: s.Title.String()}, nil
}

// Only is the part of a programme for which something holds, under the name of
// that part.
func (p *Programme) Only(part string, holds func(*Session) bool) *Programme {
	less := *p
	less.Part = part
	less.Sessions = slices.DeleteFunc(slices.Clone(p.Sessions), func(s *Session) bool { return !holds(s) })
	return &less
}
