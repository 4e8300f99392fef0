package schedule

import (
	"encoding/xml"
	"time"
)

// The names and the order of the elements are those of the c3voc's schema.

type xmlSchedule struct {
	XMLName    xml.Name      `xml:"schedule"`
	Generator  xmlGenerator  `xml:"generator"`
	Version    string        `xml:"version"`
	Conference xmlConference `xml:"conference"`
	Days       []xmlDay      `xml:"day"`
}

type xmlGenerator struct {
	Name string `xml:"name,attr"`
}

type xmlConference struct {
	Title        string `xml:"title"`
	Acronym      string `xml:"acronym"`
	Start        string `xml:"start"`
	End          string `xml:"end"`
	Days         int    `xml:"days"`
	TimeSlot     string `xml:"timeslot_duration"`
	BaseURL      string `xml:"base_url"`
	TimeZoneName string `xml:"time_zone_name"`
}

type xmlDay struct {
	Index int       `xml:"index,attr"`
	Date  string    `xml:"date,attr"`
	Start string    `xml:"start,attr"`
	End   string    `xml:"end,attr"`
	Rooms []xmlRoom `xml:"room"`
}

type xmlRoom struct {
	Name   string     `xml:"name,attr"`
	Events []xmlEvent `xml:"event"`
}

type xmlEvent struct {
	ID          int             `xml:"id,attr"`
	GUID        string          `xml:"guid,attr"`
	Room        string          `xml:"room"`
	Title       string          `xml:"title"`
	Subtitle    string          `xml:"subtitle"`
	Type        string          `xml:"type"`
	Date        string          `xml:"date"`
	Start       string          `xml:"start"`
	Duration    string          `xml:"duration"`
	Abstract    string          `xml:"abstract"`
	Slug        string          `xml:"slug"`
	Track       string          `xml:"track"`
	Persons     []xmlPerson     `xml:"persons>person"`
	Language    string          `xml:"language"`
	Description string          `xml:"description"`
	Recording   xmlRecording    `xml:"recording"`
	Attachments []xmlAttachment `xml:"attachments>attachment"`
	URL         string          `xml:"url,omitempty"`
}

type xmlPerson struct {
	ID   int    `xml:"id,attr"`
	Name string `xml:",chardata"`
}

type xmlRecording struct {
	License string `xml:"license"`
	OptOut  bool   `xml:"optout"`
}

type xmlAttachment struct {
	URL   string `xml:"href,attr"`
	Title string `xml:",chardata"`
}

// timeSlot is the grid of the schedule, as fine as people plan.
const timeSlot = "00:05"

// XML returns the schedule for encoding/xml.
func (s *Schedule) XML() any {
	x := xmlSchedule{
		Generator: xmlGenerator{"Lectern"}, Version: s.Version,
		Conference: xmlConference{s.Title, s.Acronym, string(s.Start), string(s.End), len(s.Days), timeSlot, s.BaseURL, s.TimeZone},
	}
	for _, d := range s.Days {
		day := xmlDay{Index: d.Index, Date: string(d.Date), Start: d.Start.Format(time.RFC3339), End: d.End.Format(time.RFC3339)}
		for _, room := range s.Rooms {
			r := xmlRoom{Name: room}
			for _, e := range d.Events {
				if e.Room == room {
					r.Events = append(r.Events, e.xml())
				}
			}
			if len(r.Events) > 0 {
				day.Rooms = append(day.Rooms, r)
			}
		}
		x.Days = append(x.Days, day)
	}
	return x
}

func (e *Event) xml() xmlEvent {
	x := xmlEvent{
		ID: e.ID, GUID: e.GUID, Room: e.Room, Title: e.Title, Type: e.Type, Date: e.At.Format(time.RFC3339), Start: e.At.Format("15:04"),
		Duration: clock(e.Duration), Abstract: e.Abstract, Slug: e.Slug, Track: e.Track, Language: e.Language,
		Recording: xmlRecording{OptOut: !e.RecordingAllowed}, URL: e.URL,
	}
	for _, p := range e.People {
		x.Persons = append(x.Persons, xmlPerson{p.ID, p.Name})
	}
	for _, a := range e.Attachments {
		x.Attachments = append(x.Attachments, xmlAttachment{a.URL, a.Title})
	}
	return x
}
