//go:build peers

package calendar_test

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
)

// read reads calendars with Debian's python3-icalendar.
const read = `
import datetime, icalendar, json, sys
def when(p):
    if p is None: return ""
    d = p.dt
    return d.astimezone(datetime.timezone.utc).isoformat() if isinstance(d, datetime.datetime) else d.isoformat()
out = []
for text in json.load(sys.stdin):
    calendar = icalendar.Calendar.from_ical(text)
    assert not [c.errors for c in calendar.walk() if c.errors]
    out.append([[str(e["UID"]), str(e["SUMMARY"]), when(e["DTSTART"]), when(e.get("DTEND")), int(e["SEQUENCE"]), str(e.get("LOCATION", ""))] for e in calendar.walk("VEVENT")])
json.dump(out, sys.stdout)
`

type event struct {
	uid, summary, start, end, location string
	sequence                           int
}

// TestPeer: another program reads from the calendars what the view has.
func TestPeer(t *testing.T) {
	t.Parallel()
	stores := []content.Store{world(t)}
	for seed := range uint64(20) {
		store := contenttest.NewMemory()
		w := contenttest.NewWorld(seed)
		for range 150 {
			if err := w.Edit(t.Context(), store); err != nil {
				t.Fatal(err)
			}
		}
		stores = append(stores, store)
	}
	var texts []string
	var want [][]event
	for _, store := range stores {
		v := contenttest.View(t, store, content.Anonymous)
		page := listing.MaxPage
		conferences, err := listing.Read[*catalog.Conference](v, listing.Query{Kind: content.KindNamed("conference"), Order: "slug", First: &page})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range conferences.Nodes() {
			texts = append(texts, mustAsk(t, store, "/feeds/calendar/conference/"+c.Slug+".ics", ""))
			want = append(want, eventsOf(t, v, c))
		}
	}
	if len(texts) < 20 {
		t.Fatalf("only %d calendars are read", len(texts))
	}
	in, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command("/usr/bin/python3", "-c", read)
	command.Stdin = strings.NewReader(string(in))
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v (apt-get install python3-icalendar): %s", err, out)
	}
	var got [][][6]any
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	for i := range want {
		var events []event
		for _, e := range got[i] {
			events = append(events, event{e[0].(string), e[1].(string), e[2].(string), e[3].(string), e[5].(string), int(e[4].(float64))})
		}
		if diff := cmp.Diff(want[i], events, cmp.AllowUnexported(event{})); diff != "" {
			t.Errorf("calendar %d (-want +read):\n%s\n%s", i, diff, texts[i])
		}
	}
}

// eventsOf returns the expected events of a conference's calendar.
func eventsOf(t *testing.T, v *content.View, c *catalog.Conference) []event {
	t.Helper()
	place := ""
	if c.Venue != nil {
		place = c.Venue.City + ", " + c.Venue.Country
	}
	end := c.EndDate.In(time.UTC).AddDate(0, 0, 1).Format(time.DateOnly)
	all := []event{{string(c.ID), c.Title.String(), string(c.StartDate), end, place, c.Sequence()}}
	page := listing.MaxPage
	sessions, err := listing.Read[*catalog.Session](v, listing.Query{
		Kind: content.KindNamed("session"), Order: "startsAt", First: &page,
		Where: []listing.Condition{{Attribute: "conference", In: []content.Key{content.StringKey(c.ID)}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	const python = "2006-01-02T15:04:05+00:00"
	for _, s := range sessions.Nodes() {
		if s.StartsAt.IsZero() {
			continue
		}
		e := event{string(s.ID), s.Title.String(), s.StartsAt.UTC().Format(python), "", strings.Trim(s.Room+", "+place, ", "), s.Sequence(c)}
		if s.EndsAt.After(s.StartsAt) {
			e.end = s.EndsAt.UTC().Format(python)
		}
		all = append(all, e)
	}
	return all
}
