package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/locale"
	"lectern/internal/feed"
	"lectern/internal/feed/programme"
)

// maxDays is the maximum number of days without a session that are listed.
const maxDays = 60

// Schedule is a programme in the form of both formats.
type Schedule struct {
	BaseURL, Version, Acronym, Title, URL string
	Start, End                            locale.Date
	TimeZone                              string
	Days                                  []*Day
	Rooms                                 []string // in the order in which they are first used
}

// Day is a day in the conference's time zone.
type Day struct {
	Index      int // from 1
	Date       locale.Date
	Start, End time.Time // midnight
	Events     []*Event  // by time
}

// Event is a session.
type Event struct {
	ID                                            int
	GUID                                          string
	At                                            time.Time
	Duration                                      time.Duration
	Room, Slug, URL, Title, Track, Type, Language string
	Abstract                                      string // plain, after the notice
	RecordingAllowed                              bool
	People                                        []Person
	Attachments                                   []Attachment
}

// Person is a person in an event.
type Person struct {
	ID   int
	GUID string
	Name string
}

// Attachment is a file of an event.
type Attachment struct{ Title, URL string }

// Of returns the schedule of a conference's programme. A programme without days has none:
// CodeNotFound.
func Of(p *programme.Programme, site *content.Site) (*Schedule, error) {
	c := p.Conference
	if c.StartDate == "" || c.EndDate == "" {
		return nil, content.Errorf(content.CodeNotFound, "The days of the conference are not known yet.")
	}
	s := &Schedule{
		BaseURL: string(site.Service), Version: p.Changed().UTC().Format(time.RFC3339), Acronym: acronym(c.Slug),
		Title: c.EventStatus().Before(c.Title.String(), c.Language), URL: string(c.URL),
		Start: c.StartDate, End: c.EndDate, TimeZone: programme.Zone(c).String(),
	}
	days := s.days(p)
	ids := map[int]bool{}
	for _, session := range byID(p.Sessions) {
		if session.StartsAt.IsZero() {
			continue
		}
		e := event(session, s.Acronym, ids)
		d := days[session.Day()]
		d.Events = append(d.Events, e)
	}
	for _, d := range s.Days {
		slices.SortStableFunc(d.Events, func(a, b *Event) int { return a.At.Compare(b.At) })
		for _, e := range d.Events {
			if !slices.Contains(s.Rooms, e.Room) {
				s.Rooms = append(s.Rooms, e.Room)
			}
		}
	}
	return s, nil
}

// days returns the days of the conference, and further days with sessions.
func (s *Schedule) days(p *programme.Programme) map[locale.Date]*Day {
	zone := programme.Zone(p.Conference)
	dates := []locale.Date{s.Start, s.End}
	for n, at := 1, s.Start.In(time.UTC); n < maxDays; n++ {
		date := locale.Date(at.AddDate(0, 0, n).Format(time.DateOnly))
		if date >= s.End {
			break
		}
		dates = append(dates, date)
	}
	for _, session := range p.Sessions {
		if day := session.Day(); day != "" {
			dates = append(dates, day)
		}
	}
	slices.Sort(dates)
	byDate := map[locale.Date]*Day{}
	for i, date := range slices.Compact(dates) {
		start := date.In(zone)
		d := &Day{Index: i + 1, Date: date, Start: start, End: start.AddDate(0, 0, 1)}
		s.Days, byDate[date] = append(s.Days, d), d
	}
	return byDate
}

// byID sorts sessions so that their numbers do not depend on their times.
func byID(sessions []*programme.Session) []*programme.Session {
	return slices.SortedFunc(slices.Values(sessions), func(a, b *programme.Session) int { return strings.Compare(string(a.ID), string(b.ID)) })
}

func event(s *programme.Session, acronym string, ids map[int]bool) *Event {
	e := &Event{
		ID: number(s.ID), GUID: guid(s.ID), At: s.StartsAt.In(s.Zone()), Room: s.Room, Slug: acronym + "-" + s.Slug, URL: string(s.URL),
		Title: s.Standing().Before(s.Title.String(), s.Language), Track: s.Track, Type: strings.ToLower(string(s.Kind)),
		Language: string(s.Language), RecordingAllowed: s.RecordingAllowed,
	}
	for ids[e.ID] {
		e.ID++
	}
	ids[e.ID] = true
	if s.EndsAt.After(s.StartsAt) {
		e.Duration = s.EndsAt.Sub(s.StartsAt)
	}
	if e.Room == "" && s.Conference.Venue != nil {
		e.Room = s.Conference.Venue.Name
	}
	if len(s.SpokenLanguages) > 0 {
		e.Language = string(s.SpokenLanguages[0])
	}
	e.Abstract = feed.Joined(s.Care().Plain(), s.Reason(), s.About)
	for _, p := range s.People {
		e.People = append(e.People, Person{number(p.Speaker.ID), guid(p.Speaker.ID), p.Speaker.Name})
	}
	for _, a := range s.Attachments {
		e.Attachments = append(e.Attachments, Attachment{a.Title.String(), string(a.URL)})
	}
	return e
}

// acronym returns a conference's slug in the allowed letters, at least four of them.
func acronym(slug string) string {
	a := strings.ReplaceAll(slug, "-", "_")
	if len(a) < 4 {
		a = "conference_" + a
	}
	return a
}

// clock formats a duration in hours and minutes.
func clock(d time.Duration) string {
	d = min(d, 100*time.Hour-time.Minute)
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}
