package schedule

import (
	"regexp"
	"time"
)

// The names are those of the c3voc's JSON schema. Its editions differ about do_not_record;
// here it is a boolean, as apps read it.

type jsonFile struct {
	Schema    string        `json:"$schema"`
	Generator jsonGenerator `json:"generator"`
	Schedule  jsonSchedule  `json:"schedule"`
}

type jsonGenerator struct {
	Name string `json:"name"`
}

type jsonSchedule struct {
	Version    string         `json:"version"`
	BaseURL    string         `json:"base_url"`
	Conference jsonConference `json:"conference"`
}

type jsonConference struct {
	Acronym      string     `json:"acronym"`
	Title        string     `json:"title"`
	Start        string     `json:"start"`
	End          string     `json:"end"`
	DaysCount    int        `json:"daysCount"`
	TimeSlot     string     `json:"timeslot_duration"`
	TimeZoneName string     `json:"time_zone_name,omitempty"`
	URL          string     `json:"url,omitempty"`
	Rooms        []jsonRoom `json:"rooms"`
	Days         []jsonDay  `json:"days"`
}

type jsonRoom struct {
	Name string `json:"name"`
	GUID string `json:"guid"`
}

type jsonDay struct {
	Index int                     `json:"index"`
	Date  string                  `json:"date"`
	Start string                  `json:"day_start"`
	End   string                  `json:"day_end"`
	Rooms map[string][]*jsonEvent `json:"rooms"`
}

type jsonEvent struct {
	ID               int              `json:"id"`
	GUID             string           `json:"guid"`
	Date             string           `json:"date"`
	Start            string           `json:"start"`
	Duration         string           `json:"duration"`
	Room             string           `json:"room"`
	Slug             string           `json:"slug"`
	URL              string           `json:"url"`
	Title            string           `json:"title"`
	Subtitle         string           `json:"subtitle"`
	Track            string           `json:"track"`
	Type             string           `json:"type"`
	Language         string           `json:"language"`
	Abstract         string           `json:"abstract"`
	Description      string           `json:"description"`
	RecordingLicense string           `json:"recording_license"`
	DoNotRecord      bool             `json:"do_not_record"`
	Persons          []jsonPerson     `json:"persons"`
	Links            []struct{}       `json:"links"`
	Attachments      []jsonAttachment `json:"attachments"`
	Answers          []struct{}       `json:"answers"`
}

type jsonPerson struct {
	GUID string `json:"guid"`
	Name string `json:"name"`
}

type jsonAttachment struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// named are the time zones that the schema accepts.
var named = regexp.MustCompile(`^[A-Z][a-z]+/[A-Z][a-z]+|UTC$`)

// JSON returns the schedule for encoding/json.
func (s *Schedule) JSON() any {
	c := jsonConference{
		Acronym: s.Acronym, Title: s.Title, Start: string(s.Start), End: string(s.End), DaysCount: len(s.Days), TimeSlot: timeSlot, URL: s.URL,
		Rooms: []jsonRoom{},
	}
	if named.MatchString(s.TimeZone) {
		c.TimeZoneName = s.TimeZone
	}
	for _, room := range s.Rooms {
		c.Rooms = append(c.Rooms, jsonRoom{room, guidOf(s.Acronym + "/" + room)})
	}
	for _, d := range s.Days {
		day := jsonDay{
			Index: d.Index, Date: string(d.Date), Start: d.Start.Format(time.RFC3339), End: d.End.Format(time.RFC3339),
			Rooms: map[string][]*jsonEvent{},
		}
		for _, e := range d.Events {
			day.Rooms[e.Room] = append(day.Rooms[e.Room], e.json())
		}
		c.Days = append(c.Days, day)
	}
	return jsonFile{"https://c3voc.de/schedule/schema.json", jsonGenerator{"Lectern"}, jsonSchedule{s.Version, s.BaseURL, c}}
}

func (e *Event) json() *jsonEvent {
	j := &jsonEvent{
		ID: e.ID, GUID: e.GUID, Date: e.At.Format(time.RFC3339), Start: e.At.Format("15:04"), Duration: clock(e.Duration), Room: e.Room,
		Slug: e.Slug, URL: e.URL, Title: e.Title, Track: e.Track, Type: e.Type, Language: e.Language, Abstract: e.Abstract,
		DoNotRecord: !e.RecordingAllowed, Persons: []jsonPerson{}, Links: []struct{}{}, Attachments: []jsonAttachment{}, Answers: []struct{}{},
	}
	for _, p := range e.People {
		j.Persons = append(j.Persons, jsonPerson{p.GUID, p.Name})
	}
	for _, a := range e.Attachments {
		j.Attachments = append(j.Attachments, jsonAttachment(a))
	}
	return j
}
