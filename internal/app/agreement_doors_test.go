package app

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

func (d *doors) calendars(want facts) {
	d.t.Helper()
	got := facts{}
	for _, slug := range d.slugs["conference"] {
		for page, f := range eventsIn(d.t, string(d.get("/feeds/calendar/conference/"+slug+".ics"))) {
			if strings.Contains(page, "/sessions/") {
				got[page] = f
			}
		}
	}
	d.agree("calendar", want.only("sessions", func(f fact) fact { f.Room = ""; return f }), got)
}

// eventsIn returns the events of a calendar.
func eventsIn(t *testing.T, text string) facts {
	t.Helper()
	all, f, page := facts{}, fact{}, ""
	unescape := strings.NewReplacer(`\n`, "\n", `\\`, `\`, `\,`, ",", `\;`, ";")
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	when := func(name, value string) string {
		if strings.Contains(name, "TZID=Europe/Copenhagen") {
			at, err := time.ParseInLocation("20060102T150405", value, zone)
			if err != nil {
				t.Fatal(err)
			}
			return at.UTC().Format(time.RFC3339)
		}
		return instant(value)
	}
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n ", ""), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		property, _, _ := strings.Cut(name, ";")
		switch property {
		case "BEGIN":
			f, page = fact{}, ""
		case "SUMMARY":
			f.Title, f.Language = unescape.Replace(value), name[strings.Index(name, "=")+1:]
		case "DTSTART":
			f.Starts = when(name, value)
		case "DTEND":
			f.Ends = when(name, value)
		case "LOCATION":
			f.Place = unescape.Replace(value)
		case "DESCRIPTION":
			f.Care, f.People = withoutPeople(unescape.Replace(value))
		case "STATUS":
			f.Status = map[string]string{"CANCELLED": "CANCELLED", "TENTATIVE": "POSTPONED", "CONFIRMED": "SCHEDULED"}[value]
		case "URL":
			page = value
		case "END":
			if value == "VEVENT" {
				all[page] = f
			}
		}
	}
	return all
}

// withoutPeople splits the people off the end of a description: in these worlds nothing else
// begins like their names.
func withoutPeople(description string) (rest, people string) {
	paragraphs := strings.Split(description, "\n\n")
	last := paragraphs[len(paragraphs)-1]
	if !strings.HasPrefix(strings.ToLower(last), "speaker") && !strings.HasPrefix(last, "Pseudonym") {
		return description, ""
	}
	var names []string
	for _, line := range strings.Split(last, "\n") {
		name, _, _ := strings.Cut(line, ", ")
		names = append(names, name)
	}
	return strings.Join(paragraphs[:len(paragraphs)-1], "\n\n"), strings.Join(names, "|")
}

func (d *doors) schedules(want facts) {
	d.t.Helper()
	type event struct {
		URL      string `xml:"url"`
		Title    string `xml:"title"`
		Date     string `xml:"date"`
		Duration string `xml:"duration"`
		Room     string `xml:"room"`
		Language string `xml:"language"`
		Abstract string `xml:"abstract"`
		Persons  []struct {
			Name string `xml:",chardata"`
		} `xml:"persons>person"`
	}
	add := func(to facts, e event) {
		at, err := time.Parse(time.RFC3339, e.Date)
		if err != nil {
			d.t.Fatal(err)
		}
		var hours, minutes int
		if _, err := fmt.Sscanf(e.Duration, "%d:%d", &hours, &minutes); err != nil {
			d.t.Fatal(err)
		}
		var people []string
		for _, p := range e.Persons {
			people = append(people, p.Name)
		}
		status, title := standing(e.Title, e.Language)
		to[e.URL] = fact{
			Title: title, Status: status, Language: e.Language, Room: e.Room, Care: e.Abstract, People: strings.Join(people, "|"), Starts: instant(e.Date),
			Ends: instant(at.Add(time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute).Format(time.RFC3339)),
		}
	}
	fromJSON, fromXML := facts{}, facts{}
	for _, slug := range d.slugs["conference"] {
		var j struct {
			Schedule struct {
				Conference struct {
					Days []struct{ Rooms map[string][]event }
				}
			}
		}
		if err := json.Unmarshal(d.get("/feeds/schedule/"+slug+".json"), &j); err != nil {
			d.t.Fatal(err)
		}
		for _, day := range j.Schedule.Conference.Days {
			for _, e := range slices.Concat(slices.Collect(maps.Values(day.Rooms))...) {
				add(fromJSON, e)
			}
		}
		var x struct {
			Events []event `xml:"day>room>event"`
		}
		if err := xml.Unmarshal(d.get("/feeds/schedule/"+slug+".xml"), &x); err != nil {
			d.t.Fatal(err)
		}
		for _, e := range x.Events {
			add(fromXML, e)
		}
	}
	sessions := want.only("sessions", func(f fact) fact { f.Place = ""; return f })
	d.agree("schedule.json", sessions, fromJSON)
	d.agree("schedule.xml", sessions, fromXML)
}

// places are the places of an event: one, or several with one that is not online.
type places []place

type place struct {
	Name, URL string
	Address   struct{ StreetAddress, AddressLocality, AddressCountry string }
}

func (p *places) UnmarshalJSON(b []byte) error {
	if b[0] == '[' {
		return json.Unmarshal(b, (*[]place)(p))
	}
	*p = make(places, 1)
	return json.Unmarshal(b, &(*p)[0])
}

func (p places) String() string {
	for _, at := range p {
		if at.URL == "" {
			return together(", ", at.Name, at.Address.StreetAddress, at.Address.AddressLocality, at.Address.AddressCountry)
		}
	}
	return ""
}

func (d *doors) jsonLD(want facts) {
	d.t.Helper()
	got := facts{}
	for kind, slugs := range d.slugs {
		for _, slug := range slugs {
			var n struct {
				Context                                []any  `json:"@context"`
				Type                                   string `json:"@type"`
				URL, Name, Caption, StartDate, EndDate string
				InLanguage, Description                string
				EventStatus                            string
				Location                               places
				Performer, Contributor                 []struct{ Name string }
			}
			if err := json.Unmarshal(d.get("/feeds/jsonld/"+kind+"/"+slug+".json"), &n); err != nil {
				d.t.Fatal(err)
			}
			f := fact{Title: cmp.Or(n.Name, n.Caption), Language: n.Context[1].(map[string]any)["@language"].(string)}
			if n.InLanguage != "" && n.InLanguage != f.Language {
				d.t.Errorf("%s is in %s and %s", n.URL, n.InLanguage, f.Language)
			}
			if kind == "session" || kind == "conference" {
				f.Starts, f.Ends = cmp.Or(instant(n.StartDate), n.StartDate), cmp.Or(instant(n.EndDate), n.EndDate)
				f.Place = n.Location.String()
				f.Care = n.Description
			}
			if kind == "session" {
				f.Status = strings.ToUpper(strings.TrimPrefix(n.EventStatus, "https://schema.org/Event"))
			}
			if kind == "video" || kind == "podcastEpisode" || kind == "photo" {
				f.Care = strings.TrimSuffix(strings.TrimSuffix(n.Description, own(n.Description)), "\n\n")
			}
			var people []string
			for _, p := range append(n.Performer, n.Contributor...) {
				people = append(people, p.Name)
			}
			f.People = strings.Join(people, "|")
			got[n.URL] = f
		}
	}
	d.agree("JSON-LD", want.only("", func(f fact) fact { f.Room = ""; return f }), got)
}

// own returns the description of a video without the notice.
func own(description string) string {
	i := strings.LastIndex(description, "\n\n") + len("\n\n")
	if i < len("\n\n") {
		i = 0
	}
	if strings.HasPrefix(description[i:], "About ") {
		return description[i:]
	}
	return ""
}

func (d *doors) podcasts(want facts) {
	d.t.Helper()
	got := facts{}
	for _, slug := range d.slugs["podcast"] {
		var rss struct {
			Channel struct {
				Language string `xml:"language"`
				Items    []struct {
					Title    string   `xml:"title"`
					Link     string   `xml:"link"`
					Language string   `xml:"lang,attr"`
					About    string   `xml:"description"`
					Persons  []string `xml:"person"`
				} `xml:"item"`
			} `xml:"channel"`
		}
		if err := xml.Unmarshal(d.get("/feeds/podcast/"+slug+".xml"), &rss); err != nil {
			d.t.Fatal(err)
		}
		for _, i := range rss.Channel.Items {
			got[i.Link] = fact{Title: i.Title, Language: cmp.Or(i.Language, rss.Channel.Language), Care: i.About, People: strings.Join(i.Persons, "|")}
		}
	}
	d.agree("podcast", want.only("episodes", func(f fact) fact {
		return fact{Title: f.Title, Language: f.Language, Care: f.Care, People: f.People}
	}), got)
}

func (d *doors) sitemaps(want facts) {
	d.t.Helper()
	var index struct {
		Sitemaps []string `xml:"sitemap>loc"`
	}
	if err := xml.Unmarshal(d.get("/feeds/sitemap.xml"), &index); err != nil {
		d.t.Fatal(err)
	}
	got := facts{}
	for _, at := range index.Sitemaps {
		var pages struct {
			Pages []string `xml:"url>loc"`
		}
		if err := xml.Unmarshal(d.get(strings.TrimPrefix(at, "https://api.example.org")), &pages); err != nil {
			d.t.Fatal(err)
		}
		for _, page := range pages.Pages {
			got[page] = fact{}
		}
	}
	d.agree("sitemap", want.only("", func(fact) fact { return fact{} }), got)
}
