package calendar_test

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/internal/feed"
	"lectern/internal/feed/calendar"
	"lectern/internal/feed/feedtest"
)

// ask returns the response of a feed to readers.
func ask(t *testing.T, store content.Store, path, query string) (string, error) {
	t.Helper()
	return askAs(t, store, content.Anonymous, path, query)
}

func askAs(t *testing.T, store content.Store, actor content.Actor, path, query string) (string, error) {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	route, names := calendar.Routes().Match(path)
	if route == nil {
		t.Fatalf("no feed is at %s", path)
	}
	r, err := feed.NewRequest(route, names, values, feedtest.Site)
	if err != nil {
		return "", err
	}
	a, err := route.Encode(contenttest.View(t, store, actor, r.Languages()...), r)
	if err != nil {
		return "", err
	}
	b, err := a.Body()
	return string(b), err
}

func mustAsk(t *testing.T, store content.Store, path, query string) string {
	t.Helper()
	answer, err := ask(t, store, path, query)
	if err != nil {
		t.Fatalf("%s?%s: %v", path, query, err)
	}
	return answer
}

// world returns a conference of two days over the change to winter time.
func world(t *testing.T) content.Store {
	t.Helper()
	store := contenttest.NewMemory()
	c := contenttest.Conference("Råd & æresbegreber")
	c.StartDate, c.EndDate = "2021-10-30", "2021-10-31"
	c.Summary = locale.NewText("da", "To dage; for fagfolk, og andre.\nPå dansk \\ engelsk.")
	c.Venue = &catalog.Venue{Name: "Hal 1", Address: "Vej 1", City: "Aarhus", Country: "DK", Precision: catalog.VenueRegistered}
	c.TopicIDs = []content.ID{contenttest.ID("topic", "Retten, loven")}
	c.ContentNotice = locale.NewText("da", "Der tales om vold.", "en", "Violence is spoken of.")
	c.Helpline = &content.Helpline{Name: locale.NewText("da", "Linjen", "en", "The line"), Phone: "+45 12 34 56 78"}
	topic := &catalog.Topic{Meta: contenttest.Meta("topic", "Retten, loven"), Name: locale.NewText("da", "Retten, loven", "en", "Courts, the law")}
	hidden := contenttest.Speaker("Hemmelig Person")
	hidden.Pseudonym, hidden.Slug, hidden.JobTitle = "Anonym A", "anonym-a", nil
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour, minute int) time.Time { return time.Date(2021, 10, day, hour, minute, 0, 0, zone) }
	talk := contenttest.Session("Første oplæg", c.Title.In("da"), 0, "Ida Holm", "Hemmelig Person")
	talk.StartsAt, talk.EndsAt, talk.Room, talk.Track = at(30, 9, 0), at(30, 10, 0), "Sal 2", "Spor A"
	talk.Abstract = locale.NewRichText("da", "Om **stalking**: "+strings.Repeat("gråd og æng\u00adstelse, ", 9)+"\n\n- et\n- to")
	talk.Cast[0].Title, talk.Cast[0].Organisation, talk.Cast[0].Role = locale.NewText("da", "chefkonsulent"), "Ministeriet", catalog.RoleModerator
	talk.TopicIDs = c.TopicIDs
	talk.Title = locale.NewText("da", "Første oplæg")
	night := contenttest.Session("Natten", c.Title.In("da"), 0)
	first := time.Date(2021, 10, 31, 0, 30, 0, 0, time.UTC) // 02:30 in summer time
	night.StartsAt, night.EndsAt = first, first.Add(time.Hour)
	night.ContentNotice = locale.NewText("da", "Om natten.", "en", "Of the night.")
	winter := contenttest.Session("Om vinteren", c.Title.In("da"), 0)
	winter.StartsAt, winter.EndsAt, winter.Track = at(31, 9, 0), at(31, 9, 0), "Spor B"
	untimed := contenttest.Session("Uden tid", c.Title.In("da"), 0)
	untimed.StartsAt, untimed.EndsAt = time.Time{}, time.Time{}
	contenttest.Publish(t, store, topic, contenttest.Speaker("Ida Holm"), hidden, c, talk, night, winter, untimed)
	draft := contenttest.Session("Kladden", c.Title.In("da"), 0)
	draft.StartsAt, draft.EndsAt = at(30, 13, 0), at(30, 14, 0)
	contenttest.Save(t, store, draft)
	return store
}

const conferencePath = "/feeds/calendar/conference/raad-og-aeresbegreber.ics"

func TestGolden(t *testing.T) {
	t.Parallel()
	store := world(t)
	for name, at := range map[string][2]string{
		"conference.ics":    {conferencePath, ""},
		"conference-en.ics": {conferencePath, "language=en"},
		"track.ics":         {conferencePath, "track=Spor+A"},
		"day.ics":           {conferencePath, "day=2021-10-31"},
		"session.ics":       {"/feeds/calendar/session/foerste-oplaeg.ics", ""},
		"speaker.ics":       {"/feeds/calendar/speaker/anonym-a.ics", ""},
	} {
		got := mustAsk(t, store, at[0], at[1])
		feedtest.Golden(t, name, []byte(got))
		if again := mustAsk(t, store, at[0], at[1]); again != got {
			t.Errorf("%s: the same content gives other bytes", name)
		}
		for _, line := range strings.Split(strings.TrimSuffix(got, "\r\n"), "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") || !strings.HasPrefix(line, " ") && !strings.Contains(line, ":") && !strings.Contains(line, ";") {
				t.Errorf("%s: not a content line: %q", name, line)
			}
		}
		for _, secret := range []string{"Hemmelig", "hemmelig", "Hal 1", "Vej 1", "Kladden", "ATTENDEE", "ORGANIZER"} {
			if strings.Contains(strings.ReplaceAll(got, "\r\n ", ""), secret) {
				t.Errorf("%s tells %q", name, secret)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	store := world(t)
	for at, code := range map[[2]string]content.Code{
		{"/feeds/calendar/conference/none.ics", ""}:               content.CodeNotFound,
		{"/feeds/calendar/session/kladden.ics", ""}:               content.CodeNotFound,
		{"/feeds/calendar/speaker/hemmelig-person.ics", ""}:       content.CodeNotFound,
		{"/feeds/calendar/conference/" + "%00" + ".ics", ""}:      content.CodeNotFound,
		{conferencePath, "day=tomorrow"}:                          content.CodeBadInput,
		{"/feeds/calendar/session/raad-og-aeresbegreber.ics", ""}: content.CodeNotFound,
	} {
		if _, err := ask(t, store, at[0], at[1]); content.CodeOf(err) != code {
			t.Errorf("%v: %v, want %s", at, err, code)
		}
	}
	if preview, err := askAs(t, store, content.Actor{Name: "p", Role: content.RolePreviewer}, "/feeds/calendar/session/kladden.ics", ""); err != nil || !strings.Contains(preview, "Kladden") {
		t.Errorf("a previewer gets %v %.80s", err, preview)
	}
}

// edited publishes a changed document.
func edited[D content.Document](t *testing.T, store content.Store, id content.ID, change func(D)) {
	t.Helper()
	contenttest.Edit(t, store, func(tx *content.Transaction) error {
		working, err := tx.Working(id)
		if err != nil {
			return err
		}
		d := content.Clone(working.(D))
		change(d)
		if err := tx.Save(d); err != nil {
			return err
		}
		return tx.Publish(id)
	})
}

// A cancelled conference stays and is marked; an unpublished one disappears; one without dates
// is a calendar without events.
func TestStanding(t *testing.T) {
	t.Parallel()
	store := world(t)
	conference, session := contenttest.ID("conference", "Råd & æresbegreber"), contenttest.ID("session", "Første oplæg")
	contenttest.Edit(t, store, func(tx *content.Transaction) error { return tx.Unpublish(session) })
	if got := mustAsk(t, store, conferencePath, ""); strings.Contains(got, string(session)) || strings.Count(got, "BEGIN:VEVENT") != 3 {
		t.Errorf("after a session was unpublished: %s", got)
	}
	edited(t, store, conference, func(c *catalog.Conference) { c.Status = catalog.ConferenceCancelled })
	if got := mustAsk(t, store, conferencePath, ""); strings.Count(got, "STATUS:CANCELLED\r\n") != 3 {
		t.Errorf("after the conference was cancelled: %s", got)
	}
	planned := contenttest.Conference("Planned")
	planned.Status, planned.StartDate, planned.EndDate, planned.Year = catalog.ConferencePlanned, "", "", 2022
	contenttest.Publish(t, store, planned)
	got := mustAsk(t, store, "/feeds/calendar/conference/planned.ics", "")
	if strings.Contains(got, "VEVENT") || !strings.Contains(got, "BEGIN:VTIMEZONE\r\nTZID:Europe/Copenhagen\r\n") {
		t.Errorf("a planned conference: %s", got)
	}
}

// An event keeps its identity through all changes, and its sequence shows that it moved.
func TestMoves(t *testing.T) {
	t.Parallel()
	store := world(t)
	session := contenttest.ID("session", "Første oplæg")
	path := "/feeds/calendar/session/foerste-oplaeg.ics"
	before := mustAsk(t, store, path, "")
	edited(t, store, session, func(s *catalog.Session) { s.Title = locale.NewText("da", "Et andet navn"); s.Slug = "et-andet-navn" })
	renamed := mustAsk(t, store, path, "")
	edited(t, store, session, func(s *catalog.Session) { s.Room = "Sal 3" })
	moved := mustAsk(t, store, path, "")
	for got, want := range map[string]string{before: "SEQUENCE:0", renamed: "SEQUENCE:0", moved: "SEQUENCE:1"} {
		if !strings.Contains(got, "UID:"+string(session)+"\r\n") || !strings.Contains(got, want+"\r\n") {
			t.Errorf("want the event with %s: %s", want, got)
		}
	}
}

// A hidden person disappears from the calendar.
func TestHidden(t *testing.T) {
	t.Parallel()
	store := world(t)
	contenttest.Edit(t, store, func(tx *content.Transaction) error {
		return catalog.HideSpeaker(tx, contenttest.ID("speaker", "Ida Holm"))
	})
	got := mustAsk(t, store, conferencePath, "")
	if strings.Contains(got, "Ida") || strings.Contains(got, "chefkonsulent") || strings.Contains(got, "Ministeriet") {
		t.Errorf("the person, or what tells who it is, is in %s", got)
	}
	if _, err := ask(t, store, "/feeds/calendar/speaker/ida-holm.ics", ""); !content.IsNotFound(err) {
		t.Errorf("the calendar of a person who is hidden: %v", err)
	}
}

// TestReads: a calendar reads each document once, and the index.
func TestReads(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	documents := []content.Document{contenttest.Conference("C"), contenttest.Speaker("A"), contenttest.Speaker("B")}
	const sessions = 250
	for i := range sessions {
		documents = append(documents, contenttest.Session("S"+strings.Repeat("x", i%3)+string(rune('a'+i%26))+strings.Repeat("y", i/26), "C", 0, []string{"A", "B"}[i%2]))
		s := documents[len(documents)-1].(*catalog.Session)
		s.StartsAt = s.StartsAt.Add(time.Duration(i) * time.Minute)
		s.EndsAt = s.StartsAt
	}
	contenttest.Publish(t, store, documents...)
	route, names := calendar.Routes().Match("/feeds/calendar/conference/c.ics")
	r, err := feed.NewRequest(route, names, nil, feedtest.Site)
	if err != nil {
		t.Fatal(err)
	}
	v := contenttest.View(t, store, content.Anonymous)
	a, err := route.Encode(v, r)
	if err != nil {
		t.Fatal(err)
	}
	b, err := a.Body()
	if err != nil || bytes.Count(b, []byte("BEGIN:VEVENT")) != sessions+1 {
		t.Fatalf("%v: %d events", err, bytes.Count(b, []byte("BEGIN:VEVENT")))
	}
	reads := v.Reads()
	if len(reads.Documents) > sessions+20 || reads.Entries > sessions+20 {
		t.Errorf("%d documents and %d entries are read for %d sessions", len(reads.Documents), reads.Entries, sessions)
	}
}
