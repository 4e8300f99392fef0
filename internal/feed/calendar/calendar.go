package calendar

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/internal/feed"
	"lectern/internal/feed/programme"
)

// MediaType is the media type of calendars.
const MediaType = "text/calendar; charset=utf-8"

// How often subscribers must refresh.
const (
	refreshSoon = "PT1H"
	refreshHeld = "P1D" // past programmes rarely change
)

// Encode writes a programme as the calendar at a URL.
func Encode(p *programme.Programme, address string) []byte {
	w := &writer{}
	w.out.Grow(1024 + 1024*len(p.Sessions))
	w.property("BEGIN", "VCALENDAR")
	w.property("VERSION", "2.0")
	w.property("PRODID", "-//Lectern//Lectern//EN")
	w.property("CALSCALE", "GREGORIAN")
	w.property("METHOD", "PUBLISH")
	about(w, p, address)
	zones(w, p)
	if c, ok := p.Of.(*catalog.Conference); ok && p.Part == "" && c.StartDate != "" && c.EndDate != "" {
		days(w, p)
	}
	for _, s := range p.Sessions {
		if !s.StartsAt.IsZero() {
			event(w, s)
		}
	}
	w.property("END", "VCALENDAR")
	return w.out.Bytes()
}

// about writes the properties of the calendar.
func about(w *writer, p *programme.Programme, address string) {
	base, title, description := p.Of.Base(), p.Title(), ""
	if c := p.Conference; c != nil {
		description = feed.Joined(feed.Care{Notice: c.ContentNotice, Helpline: c.Helpline}.Plain(), c.Summary.String())
	}
	uid := string(base.ID)
	if p.Part != "" {
		uid += "-" + locale.Slugify(p.Part)
	}
	w.property("UID", uid)
	w.instant("LAST-MODIFIED", p.Changed())
	w.inLanguage("NAME", base.Language, title)
	w.text("X-WR-CALNAME", title)
	w.inLanguage("DESCRIPTION", base.Language, description)
	w.text("X-WR-CALDESC", description)
	w.property("COLOR", colour(base.ID))
	categories(w, p.Topics)
	refresh := refreshSoon
	if p.Conference != nil && p.Conference.Status == catalog.ConferenceHeld {
		refresh = refreshHeld
	}
	w.property("REFRESH-INTERVAL;VALUE=DURATION", refresh)
	w.property("X-PUBLISHED-TTL", refresh)
	if base.URL != "" {
		w.property("URL", string(base.URL))
	}
	if address != "" {
		w.property("SOURCE;VALUE=URI", address)
	}
}

// colours are CSS3 colours that contrast with text on white and on black.
var colours = []string{"steelblue", "seagreen", "indianred", "darkorchid", "chocolate", "teal", "slateblue", "olivedrab"}

// colour returns a constant colour for a document, mostly another one than its neighbours'.
func colour(id content.ID) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id)) // never fails
	return colours[h.Sum32()%uint32(len(colours))]
}

// zones writes the time zones of the events. A calendar without events has one too, since a
// calendar must not be empty (RFC 5545, section 3.6).
func zones(w *writer, p *programme.Programme) {
	type years struct{ from, to int }
	all := map[string]years{}
	var order []clock
	add := func(c clock, from, to time.Time) {
		y, known := all[c.String()]
		first, last := from.In(c.Location).Year(), to.In(c.Location).Year()
		if !known {
			order, y = append(order, c), years{first, last}
		}
		all[c.String()] = years{min(y.from, first), max(y.to, last)}
	}
	for _, s := range p.Sessions {
		if c := (clock{s.Zone()}); !s.StartsAt.IsZero() && !c.isUTC() {
			add(c, s.StartsAt, programme.Later(s.StartsAt, s.EndsAt))
		}
	}
	if len(order) == 0 {
		c := clock{programme.Zone(p.Conference)}
		at := p.Changed()
		if p.Conference != nil && p.Conference.StartDate != "" {
			at = p.Conference.StartDate.In(c.Location)
		}
		add(c, at, at)
	}
	slices.SortStableFunc(order, func(a, b clock) int { return strings.Compare(a.String(), b.String()) })
	for _, c := range order {
		c.write(w, all[c.String()].from, all[c.String()].to)
	}
}

// days writes the conference itself as an all-day event beside its sessions. It does not block
// time.
func days(w *writer, p *programme.Programme) {
	c := p.Conference
	w.property("BEGIN", "VEVENT")
	stamps(w, &c.Meta, p.Conference.UpdatedAt, c.Sequence())
	w.property("DTSTART;VALUE=DATE", compact(c.StartDate, 0))
	w.property("DTEND;VALUE=DATE", compact(c.EndDate, 1)) // the first day after it
	w.inLanguage("SUMMARY", c.Language, c.Title.String())
	w.inLanguage("DESCRIPTION", c.Language, feed.Joined(feed.Care{Notice: c.ContentNotice, Helpline: c.Helpline}.Plain(), c.Summary.String()))
	w.text("LOCATION", programme.Place(c, ""))
	categories(w, p.Topics)
	w.property("STATUS", status(c, c.EventStatus()))
	w.property("TRANSP", "TRANSPARENT")
	page(w, &c.Meta)
	w.property("END", "VEVENT")
}

// compact returns a day, or a later one, without hyphens.
func compact(d locale.Date, later int) string {
	return d.In(time.UTC).AddDate(0, 0, later).Format("20060102")
}

// event writes a session.
func event(w *writer, s *programme.Session) {
	zone := clock{s.Zone()}
	w.property("BEGIN", "VEVENT")
	stamps(w, &s.Meta, s.Changed(), s.Sequence(s.Conference))
	zone.time(w, "DTSTART", s.StartsAt)
	if s.EndsAt.After(s.StartsAt) {
		zone.time(w, "DTEND", s.EndsAt)
	}
	w.inLanguage("SUMMARY", s.Language, s.Title.String())
	w.inLanguage("DESCRIPTION", s.Language, description(s))
	w.text("LOCATION", programme.Place(s.Conference, s.Room))
	categories(w, s.Topics)
	w.property("STATUS", status(s.Conference, s.Standing()))
	page(w, &s.Meta)
	w.property("END", "VEVENT")
}

// stamps writes the properties by which a calendar recognises changes of an event.
func stamps(w *writer, m *content.Meta, changed time.Time, sequence int) {
	w.property("UID", string(m.ID))
	w.instant("DTSTAMP", changed)
	w.instant("LAST-MODIFIED", changed)
	w.property("SEQUENCE", strconv.Itoa(sequence))
}

func page(w *writer, m *content.Meta) {
	if m.URL != "" {
		w.property("URL", string(m.URL))
	}
}

// description describes a session: the notice first.
func description(s *programme.Session) string {
	people := make([]string, len(s.People))
	for i, p := range s.People {
		people[i] = p.Label(s.Language)
	}
	return feed.Joined(s.Care().Plain(), s.Reason(), s.About, strings.Join(people, "\n"))
}

// categories writes each topic in its own served language.
func categories(w *writer, topics []*catalog.Topic) {
	for _, t := range topics {
		w.inLanguage("CATEGORIES", t.Language, t.Name.String())
	}
}

// status returns the status of a conference, or of a session in it.
func status(c *catalog.Conference, is catalog.SessionStatus) string {
	switch {
	case is == catalog.SessionCancelled:
		return "CANCELLED"
	case is == catalog.SessionPostponed, c.Status == catalog.ConferencePlanned:
		return "TENTATIVE"
	}
	return "CONFIRMED"
}
