package schedule_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/internal/feed/feedtest"
	"lectern/internal/feed/schedule"
)

func ask(t *testing.T, store content.Store, path string) (string, error) {
	t.Helper()
	b, _, err := feedtest.Fetch(t, store, schedule.Routes(), feedtest.Site, path)
	return string(b), err
}

func mustAsk(t *testing.T, store content.Store, path string) string {
	t.Helper()
	answer, err := ask(t, store, path)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return answer
}

// world returns a conference of two days over the change to winter time.
func world(t *testing.T) content.Store {
	t.Helper()
	store := contenttest.NewMemory()
	c := contenttest.Conference("Om <natten> & dagen")
	c.StartDate, c.EndDate = "2021-10-30", "2021-10-31"
	c.Venue = &catalog.Venue{Name: "Hal 1", Address: "Vej 1", City: "Aarhus", Country: "DK", Precision: catalog.VenueHidden}
	c.ContentNotice = locale.NewText("da", "Der tales om vold.", "en", "Violence is spoken of.")
	c.Helpline = &content.Helpline{Name: locale.NewText("da", "Linjen", "en", "The line"), Phone: "+45 12 34 56 78"}
	hidden := contenttest.Speaker("Hemmelig Person")
	hidden.Pseudonym, hidden.Slug, hidden.JobTitle = "Anonym A", "anonym-a", nil
	at := func(hour int) time.Time { return time.Date(2021, 10, 30, hour, 0, 0, 0, time.UTC) }
	talk := contenttest.Session("Første <oplæg>", c.Title.In("da"), 0, "Ida Holm", "Hemmelig Person")
	talk.StartsAt, talk.EndsAt, talk.Room, talk.Track = at(7), at(8), "Sal 2", "Spor A"
	talk.Abstract = locale.NewRichText("da", "Om **stalking**", "en", "On **stalking**")
	talk.SpokenLanguages, talk.RecordingAllowed = []locale.Language{"en"}, true
	talk.Attachments = []catalog.Attachment{{Title: locale.NewText("da", "Slides", "en", "Slides"), URL: "/media/slides.pdf"}}
	beside := contenttest.Session("Ved siden af", c.Title.In("da"), 0)
	beside.StartsAt, beside.EndsAt, beside.Room = at(7), at(7).Add(45*time.Minute), "Sal 1"
	midnight := contenttest.Session("Efter midnat", c.Title.In("da"), 0)
	midnight.StartsAt, midnight.EndsAt = at(22), at(24)
	untimed := contenttest.Session("Uden tid", c.Title.In("da"), 0)
	untimed.StartsAt, untimed.EndsAt = time.Time{}, time.Time{}
	contenttest.Publish(t, store, contenttest.Speaker("Ida Holm"), hidden, c, talk, beside, midnight, untimed)
	draft := contenttest.Session("Kladden", c.Title.In("da"), 0)
	draft.StartsAt, draft.EndsAt = at(9), at(10)
	contenttest.Save(t, store, draft)
	return store
}

const slug = "om-natten-og-dagen"

func TestGolden(t *testing.T) {
	t.Parallel()
	store := world(t)
	for _, name := range []string{"schedule.xml", "schedule.json"} {
		got := mustAsk(t, store, "/feeds/schedule/"+slug+strings.TrimPrefix(name, "schedule"))
		feedtest.Golden(t, name, []byte(got))
		for _, secret := range []string{"Hemmelig", "hemmelig", "Hal 1", "Vej 1", "Aarhus", "Kladden"} {
			if strings.Contains(got, secret) {
				t.Errorf("%s tells %q", name, secret)
			}
		}
	}
}

func TestStanding(t *testing.T) {
	t.Parallel()
	store := world(t)
	planned := contenttest.Conference("Planned")
	planned.Status, planned.StartDate, planned.EndDate, planned.Year = catalog.ConferencePlanned, "", "", 2022
	long := contenttest.Conference("A")
	long.Status, long.EndDate, long.TimeZone = catalog.ConferenceCancelled, "2999-12-31", "UTC"
	contenttest.Publish(t, store, planned, long)
	for _, path := range []string{"/feeds/schedule/planned.xml", "/feeds/schedule/none.json"} {
		if _, err := ask(t, store, path); !content.IsNotFound(err) {
			t.Errorf("%s: %v", path, err)
		}
	}
	got := mustAsk(t, store, "/feeds/schedule/a.xml")
	checkXML(t, got)
	if !strings.Contains(got, "<title>Aflyst: A</title>") || strings.Count(got, "<day ") > 70 {
		t.Errorf("a cancelled conference: %s", got)
	}
}

// Schedules of random documents have the structure that the c3voc's schemas require.
func TestStructure(t *testing.T) {
	t.Parallel()
	checkXML(t, mustAsk(t, world(t), "/feeds/schedule/"+slug+".xml"))
	checkJSON(t, mustAsk(t, world(t), "/feeds/schedule/"+slug+".json"))
	checked := 0
	for seed := range uint64(20) {
		store := contenttest.NewMemory()
		w := contenttest.NewWorld(seed)
		for range 150 {
			if err := w.Edit(t.Context(), store); err != nil {
				t.Fatal(err)
			}
		}
		for n := range 4 {
			path := "/feeds/schedule/conference-" + string(rune('0'+n))
			if got, err := ask(t, store, path+".xml"); err == nil {
				checkXML(t, got)
				checkJSON(t, mustAsk(t, store, path+".json"))
				checked++
			} else if !content.IsNotFound(err) {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
	}
	if checked < 20 {
		t.Errorf("only %d schedules were checked", checked)
	}
}

// element is the rule of the c3voc's schedule.xml.xsd for an element: its content, in any
// order, and the form of its text and its attributes. The schema itself can't be in this
// repository.
type element struct {
	required, optional string
	inOrder            bool
	text               string
	attributes         map[string]string
}

const (
	anyText  = `(?s).*`
	noText   = `\s*`
	instant  = `\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)`
	date     = `\d{4}-\d\d-\d\d`
	clock    = `\d{1,2}:\d\d`
	positive = `[1-9]\d*`
	uuid     = `[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`
)

var elements = map[string]element{
	"schedule":  {required: "version conference day", optional: "generator", inOrder: true, text: noText},
	"generator": {text: noText, attributes: map[string]string{"name": anyText}},
	"conference": {
		required: "title acronym", optional: "start end days timeslot_duration base_url time_zone_name", text: noText,
	},
	"day": {optional: "room", text: noText, attributes: map[string]string{"date": date, "start": instant, "end": instant, "index": positive}},
	"event": {
		required: "room title subtitle type date start duration abstract slug track",
		optional: "logo persons language description recording links attachments video_download_url url", text: noText,
		attributes: map[string]string{"id": positive, "guid": uuid},
	},
	"persons": {optional: "person", text: noText}, "person": {text: anyText, attributes: map[string]string{"id": positive}},
	"attachments": {optional: "attachment", text: noText}, "attachment": {text: anyText, attributes: map[string]string{"href": anyText}},
	"recording": {required: "license optout", text: noText}, "optout": {text: "true|false"}, "license": {text: anyText},
	"version": {text: anyText}, "title": {text: anyText}, "acronym": {text: anyText}, "subtitle": {text: anyText}, "type": {text: anyText},
	"abstract": {text: anyText}, "slug": {text: anyText}, "track": {text: anyText}, "language": {text: anyText}, "description": {text: anyText},
	"time_zone_name": {text: anyText}, "start": {text: date + "|[0-2]\\d:[0-5]\\d"}, "end": {text: date}, "days": {text: `\d+`},
	"timeslot_duration": {text: clock}, "duration": {text: clock}, "date": {text: instant}, "base_url": {text: "https?://.*"}, "url": {text: "https?://.*"},
}

type node struct {
	name     string
	attr     []xml.Attr
	text     string
	children []*node
}

func checkXML(t *testing.T, text string) {
	t.Helper()
	root := parse(t, text)
	if root.name != "schedule" {
		t.Fatalf("the root is %s", root.name)
	}
	unique := map[string]bool{}
	root.check(t, unique)
	if t.Failed() {
		t.Log(text)
	}
}

func parse(t *testing.T, text string) *node {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	top := &node{}
	for path := []*node{top}; ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return top.children[0]
		}
		if err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		here := path[len(path)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{name: token.Name.Local, attr: token.Attr}
			here.children, path = append(here.children, n), append(path, n)
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			here.text += string(token)
		}
	}
}

func (n *node) check(t *testing.T, unique map[string]bool) {
	t.Helper()
	e, known := elements[n.name]
	if n.name == "room" && len(n.attr) > 0 { // of a day, not of an event
		e, known = element{optional: "event", text: noText, attributes: map[string]string{"name": anyText}}, true
	} else if n.name == "room" {
		e, known = element{text: anyText}, true
	}
	if !known || !matches(e.text, n.text) {
		t.Errorf("element %s with the text %q", n.name, n.text)
	}
	for _, a := range n.attr {
		if form, ok := e.attributes[a.Name.Local]; !ok || !matches(form, a.Value) {
			t.Errorf("%s has the attribute %s=%q", n.name, a.Name.Local, a.Value)
		}
		if n.name == "event" || n.name == "day" && a.Name.Local == "index" {
			n.once(t, unique, a.Name.Local+a.Value)
		}
	}
	if len(n.attr) != len(e.attributes) {
		t.Errorf("%s has %d attributes", n.name, len(n.attr))
	}
	var names []string
	for _, child := range n.children {
		repeats := slices.Contains([]string{"day", "event", "person", "attachment"}, child.name) || n.name == "day"
		if !slices.Contains(strings.Fields(e.required+" "+e.optional), child.name) || slices.Contains(names, child.name) && !repeats {
			t.Errorf("%s is in %s", child.name, n.name)
		}
		names = append(names, child.name)
		if child.name == "slug" {
			n.once(t, unique, "slug"+child.text)
		}
		child.check(t, unique)
	}
	for _, required := range strings.Fields(e.required) {
		if !slices.Contains(names, required) {
			t.Errorf("%s is missing in %s", required, n.name)
		}
	}
	if e.inOrder && !slices.Equal(names[:3], []string{"generator", "version", "conference"}) {
		t.Errorf("%s has %v, not in order", n.name, names)
	}
}

func (n *node) once(t *testing.T, unique map[string]bool, value string) {
	t.Helper()
	if unique[n.name+value] {
		t.Errorf("%s has %s twice", n.name, value)
	}
	unique[n.name+value] = true
}

func matches(form, s string) bool { return regexp.MustCompile(`^(?:` + form + `)$`).MatchString(s) }

// checkJSON reports what the c3voc's schema.json refuses: unknown and missing fields, and
// values of other forms.
func checkJSON(t *testing.T, text string) {
	t.Helper()
	type event struct {
		ID                                                                                   *int
		GUID, Date, Start, Duration, Room, Slug, URL, Title, Subtitle, Track, Type, Language *string
		Abstract, Description                                                                *string
		RecordingLicense                                                                     *string `json:"recording_license"`
		DoNotRecord                                                                          *bool   `json:"do_not_record"`
		Persons                                                                              []struct{ GUID, Name *string }
		Links, Answers                                                                       []any
		Attachments                                                                          []struct{ Title, URL *string }
	}
	var file struct {
		Schema    string `json:"$schema"`
		Generator struct{ Name string }
		Schedule  struct {
			Version    *string
			BaseURL    *string `json:"base_url"`
			Conference struct {
				Acronym, Title, Start, End, URL *string
				DaysCount                       *int    `json:"daysCount"`
				TimeslotDuration                *string `json:"timeslot_duration"`
				TimeZoneName                    *string `json:"time_zone_name"`
				Rooms                           []struct{ Name, GUID *string }
				Days                            []struct {
					Index    *int
					Date     *string
					DayStart *string `json:"day_start"`
					DayEnd   *string `json:"day_end"`
					Rooms    map[string][]event
				}
			}
		}
	}
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	is := func(what, form string, s *string) {
		t.Helper()
		if s == nil || !matches(form, *s) {
			t.Errorf("%s is missing or has another form than %s: %s", what, form, text)
		}
	}
	c := file.Schedule.Conference
	is("version", anyText, file.Schedule.Version)
	is("acronym", `[a-z0-9_-][a-z0-9_]{3,}(-2[0-9]{3}-[a-z]+)?`, c.Acronym)
	is("title", anyText, c.Title)
	is("start", date, c.Start)
	is("end", date, c.End)
	is("timeslot_duration", clock, c.TimeslotDuration)
	if c.DaysCount == nil || *c.DaysCount != len(c.Days) || c.Rooms == nil {
		t.Errorf("the days or rooms are wrong: %s", text)
	}
	for _, day := range c.Days {
		is("date", date, day.Date)
		is("day_start", instant, day.DayStart)
		is("day_end", instant, day.DayEnd)
		for name, events := range day.Rooms {
			for _, e := range events {
				is("room", regexp.QuoteMeta(name), e.Room)
				is("guid", uuid, e.GUID)
				is("date", instant, e.Date)
				is("start", `[0-2]\d:[0-5]\d`, e.Start)
				is("duration", `[0-9]+:[0-9]{2}`, e.Duration)
				is("slug", `[a-z0-9_-]+[a-z0-9]`, e.Slug)
				for _, s := range []*string{e.URL, e.Title, e.Subtitle, e.Track, e.Type, e.Language, e.Abstract, e.Description, e.RecordingLicense} {
					is("a text", anyText, s)
				}
				if e.ID == nil || *e.ID < 1 || e.DoNotRecord == nil || e.Persons == nil || e.Links == nil || e.Answers == nil || e.Attachments == nil {
					t.Errorf("an event lacks something: %s", text)
				}
				for _, p := range e.Persons {
					is("name", anyText, p.Name)
					is("guid", uuid, p.GUID)
				}
			}
		}
	}
}
