package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"lectern/content"
	"lectern/internal/feed"
	"lectern/internal/feed/calendar"
	"lectern/internal/feed/programme"
	"lectern/internal/feed/schedule"
)

// calendarConference is the slug of the conference whose calendar is measured. Its
// sessions are on 10 days, in five rooms.
const (
	calendarConference = "conference-0"
	calendarSessions   = 500
)

// calendars measures the calendar of a large conference against the time that fmt takes to
// write the same programme, and its schedules against encoding the same structs.
func (o options) calendars(out io.Writer, st content.Store, site *content.Site) error {
	for _, route := range append(calendar.Routes()[:1], schedule.Routes()...) {
		var rounds []fed
		for range 1 + 5*o.rounds {
			f, err := writeFeed(st, site, route, map[string]string{"slug": calendarConference}, byFmtOrAgain)
			if err != nil {
				return err
			}
			rounds = append(rounds, f)
		}
		name := strings.TrimPrefix(strings.ReplaceAll(route.Path, "/{slug}", ""), "/feeds/")
		reportFeed(out, fmt.Sprintf("%s, %d sessions", name, calendarSessions), rounds[1:])
	}
	return nil
}

// byFmtOrAgain writes a calendar's programme with fmt, and encodes schedules once more.
func byFmtOrAgain(v *content.View, a *feed.Representation) (func() error, error) {
	p, err := programme.OfConference(v, calendarConference)
	if err != nil {
		return nil, err
	}
	if len(p.Sessions) != calendarSessions {
		return nil, fmt.Errorf("the conference has %d sessions", len(p.Sessions))
	}
	if a.Type != calendar.MediaType {
		return encodeAgain(v, a)
	}
	return func() error {
		byFmt(p)
		return nil
	}, nil
}

// byFmt writes the calendar's data of each session, without escaping and folding.
func byFmt(p *programme.Programme) []byte {
	var b bytes.Buffer
	for _, s := range p.Sessions {
		fmt.Fprintf(&b, "BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:%s\r\nLAST-MODIFIED:%s\r\nSEQUENCE:%d\r\n", s.ID, s.Changed().Format(time.RFC3339), s.Changed().Format(time.RFC3339), s.Sequence(s.Conference))
		fmt.Fprintf(&b, "DTSTART:%s\r\nDTEND:%s\r\nSUMMARY;LANGUAGE=%s:%s\r\n", s.StartsAt.Format(time.RFC3339), s.EndsAt.Format(time.RFC3339), s.Language, s.Title)
		fmt.Fprintf(&b, "DESCRIPTION;LANGUAGE=%s:%s\n\n", s.Language, s.Abstract.Markdown())
		for _, person := range s.People {
			fmt.Fprintf(&b, "%s\n", person.Label(s.Language))
		}
		fmt.Fprintf(&b, "\r\nLOCATION:%s\r\n", programme.Place(s.Conference, s.Room))
		for _, t := range s.Topics {
			fmt.Fprintf(&b, "CATEGORIES;LANGUAGE=%s:%s\r\n", t.Language, t.Name)
		}
		fmt.Fprintf(&b, "STATUS:%s\r\nURL:%s\r\nEND:VEVENT\r\n", s.Conference.Status, s.URL)
	}
	return b.Bytes()
}

func writeLongConference(w io.Writer, n int) {
	first, _ := time.Parse(time.DateOnly, day(n))
	text(w, "", "title", n, 4)
	text(w, "", "summary", n, 40)
	fmt.Fprintf(w, "status: ANNOUNCED\nstartDate: %s\nendDate: %s\ntimeZone: Europe/Copenhagen\norganiser: %s\n",
		day(n), first.AddDate(0, 0, 9).Format(time.DateOnly), id("organisation", 0))
}

// writeLongSession writes the nth session: one of ten in each of five rooms on each of ten
// days.
func writeLongSession(w io.Writer, n int) {
	first, _ := time.Parse(time.DateOnly, day(0))
	room, slot := n%5, n/5
	starts := first.AddDate(0, 0, slot/10).Add(time.Duration(8+slot%10) * time.Hour)
	text(w, "", "title", n, 6)
	text(w, "", "abstract", n, 35)
	fmt.Fprintf(w, "conference: %s\nkind: TALK\nstartsAt: %s\nendsAt: %s\nroom: Sal %d\ntrack: Spor %d\ntopics:\n  - %s\nappearances:\n",
		id("conference", 0), starts.Format(time.RFC3339), starts.Add(50*time.Minute).Format(time.RFC3339), room+1, room+1, id("topic", n%topics))
	for p := range 2 {
		fmt.Fprintf(w, "  - speaker: %s\n    role: SPEAKER\n", id("speaker", (slot%4)*10+room*2+p))
		text(w, "    ", "title", n+p, 3)
	}
}
