package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lectern/content"
)

// rooms are ways to write the room "Sal Å", which look the same.
var rooms = map[string]string{
	"composed": "Sal Å", "decomposed": "Sal A\u030a", "a space behind": "Sal Å ", "a no-break space": "Sal\u00a0Å", "two spaces": "Sal  Å",
	"a line break": "Sal\r\nÅ", "no width": "\ufeffSal\u200b Å", "a soft hyphen": "Sal Å\u00ad", "the unit": "Sal \u212b",
}

// TestWaysToWriteARoom: one room however it is written: in what is stored, in filters, in
// double-booking and in schedule files, by literals, variables and tables.
func TestWaysToWriteARoom(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	conference := fagdag(d)
	const create = `mutation($f: SessionInput!) { createSession(input: {fields: $f}) { document { id room track title } userErrors { path code } } }`
	hour := 8
	for way, room := range rooms {
		fields := map[string]any{
			"conference": conference, "kind": "TALK", "title": " Oplæg\u00a0" + way + " ", "room": room, "track": room, "spokenLanguages": []string{"da"},
			"startsAt": fmt.Sprintf("2027-06-01T%02d:00:00+02:00", hour), "endsAt": fmt.Sprintf("2027-06-01T%02d:00:00+02:00", hour+1),
		}
		hour++
		var data struct {
			CreateSession struct {
				Document struct {
					ID, Room, Track string
					Title           map[string]string
				}
			}
		}
		d.did(content.RolePublisher, create, map[string]any{"f": fields}, &data)
		if got := data.CreateSession.Document; got.Room != "Sal Å" || got.Track != "Sal Å" || got.Title["da"] != "Oplæg "+way {
			t.Errorf("%s is stored as %+q", way, got)
		}
		d.did(content.RolePublisher, `mutation($id: ID!) { publish(input: {id: $id}) { userErrors { path code } } }`, map[string]any{"id": data.CreateSession.Document.ID}, nil)
	}
	for way, room := range rooms {
		literal, err := json.Marshal(room)
		if err != nil {
			t.Fatal(err)
		}
		for _, operator := range []string{"eq: %s", "in: [%s]"} {
			query := `{ sessions(first: 20, filter: {room: {` + fmt.Sprintf(operator, literal) + `}, track: {eq: $track}}) { nodes { id } } }`
			if body := d.ask("", `query($track: String!) `+query, map[string]any{"track": room}); strings.Count(body, `"id"`) != len(rooms) {
				t.Errorf("%s: the filter %s finds %s", way, operator, body)
			}
		}
		if status, body := d.get("/feeds/calendar/conference/fagdag.ics?track=" + url.QueryEscape(room)); status != http.StatusOK || strings.Count(body, "BEGIN:VEVENT") != len(rooms) {
			t.Errorf("%s: the calendar of the track: %d %s", way, status, body)
		}
		fields := map[string]any{
			"conference": conference, "kind": "TALK", "title": "En til", "room": room, "spokenLanguages": []string{"da"},
			"startsAt": "2027-06-01T08:30:00+02:00", "endsAt": "2027-06-01T09:30:00+02:00",
		}
		body := d.ask(content.RolePublisher, `mutation($f: SessionInput!) @dryRun { createSession(input: {fields: $f}) { document { problems { path code } } warnings { code } userErrors { code } } }`, map[string]any{"f": fields})
		if !strings.Contains(body, "ROOM_TAKEN") {
			t.Errorf("%s: no double booking: %s", way, body)
		}
	}
	if _, body := d.get("/feeds/schedule/fagdag.xml"); strings.Count(body, "<room ") != 1 || !strings.Contains(body, `name="Sal Å"`) {
		t.Errorf("the schedule file: %s", body)
	}
}

// fagdag creates a public conference on 1 and 2 June 2027 in Copenhagen.
func fagdag(d *careDesk) (id string) {
	d.t.Helper()
	return d.created("Conference", map[string]any{
		"title": "Fagdag", "status": "PLANNED", "startDate": "2027-06-01", "endDate": "2027-06-02", "timeZone": "Europe/Copenhagen",
	})
}

// TestTextsOfTables: a table's texts come in as those of GraphQL do.
func TestTextsOfTables(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	conference := fagdag(d)
	const load = `mutation($csv: String!, $conference: ID!) { importSessions(input: {csv: $csv, conference: $conference}) { created updated unchanged userErrors { path code message } } }`
	csv := "slug;title[da];kind;room\n" + "a;Oplæg\u00a0 om  A\u030a;TALK;Sal\u00a0A\u030a \n"
	for _, want := range []string{`"created":1,"updated":0,"unchanged":0`, `"created":0,"updated":0,"unchanged":1`} {
		if body := d.ask(content.RolePublisher, load, map[string]any{"csv": csv, "conference": conference}); !strings.Contains(body, want) {
			t.Errorf("want %s: %s", want, body)
		}
	}
	if body := d.ask(content.RoleEditor, `{ sessionDraft(slug: "a") { title room } }`, nil); !strings.Contains(body, `{"title":{"da":"Oplæg om Å"},"room":"Sal Å"}`) {
		t.Errorf("from a table: %s", body)
	}
	body := d.ask(content.RolePublisher, load, map[string]any{"csv": "title[da],kind,room\nA,TALK,Sal\x07\nB\x1b,TALK,1\n", "conference": conference})
	for _, want := range []string{`["2","room"],"code":"CONTROL_CHARACTER"`, `["3","title","da"],"code":"CONTROL_CHARACTER"`, "tegn 4", "U+0007"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in %s", want, body)
		}
	}
}

// TestControlCharacters are refused with their place, in literals and in variables, in
// short texts and in those of several lines.
func TestControlCharacters(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	for _, test := range []struct{ mutation, want string }{
		{`createSession(input: {fields: {room: "Sal\u0007Å"}})`, `{"path":["room"],"code":"CONTROL_CHARACTER","message":"Linje 1, tegn 4: styretegnet U+0007 kan ikke stå i en tekst. Slet det."}`},
		{`createSession(input: {fields: {title: "  a\u0000"}})`, `{"path":["title","da"],"code":"CONTROL_CHARACTER","message":"Linje 1, tegn 4: styretegnet U+0000 kan ikke stå i en tekst. Slet det."}`},
		{`createSession(input: {fields: {abstract: "En\nto\u000b"}})`, `{"path":["abstract","da"],"code":"CONTROL_CHARACTER","message":"Linje 2, tegn 3: styretegnet U+000B kan ikke stå i en tekst. Slet det."}`},
		{`createConference(input: {fields: {series: "\u009b"}})`, `{"path":["series"],"code":"CONTROL_CHARACTER","message":"Linje 1, tegn 1: styretegnet U+009B kan ikke stå i en tekst. Slet det."}`},
		{`createSpeaker(input: {fields: {name: "Ida\u007f"}})`, `{"path":["name"],"code":"CONTROL_CHARACTER","message":"Linje 1, tegn 4: styretegnet U+007F kan ikke stå i en tekst. Slet det."}`},
	} {
		if body := d.ask(content.RoleEditor, `mutation { m: `+test.mutation+` { userErrors { path code message } } }`, nil); !strings.Contains(body, test.want) {
			t.Errorf("%s: %s", test.mutation, body)
		}
	}
	body := d.ask(content.RoleEditor, `mutation($a: Markdown) @inContext(language: "en") { createSession(input: {fields: {abstract: $a}}) { userErrors { message } } }`, map[string]any{"a": "a\x1b"})
	if !strings.Contains(body, "Line 1, character 2: the control character U+001B is not allowed in a text. Delete it.") {
		t.Errorf("in English: %s", body)
	}
	kept := " En\n\n\tkode\r\n\nÅ  "
	var data struct {
		CreateSession struct {
			Document struct{ Abstract map[string]string }
		}
	}
	d.did(content.RoleEditor, `mutation($a: Markdown) { createSession(input: {fields: {abstract: $a}}) { document { abstract } userErrors { code } } }`, map[string]any{"a": strings.ReplaceAll(kept, "Å", "A\u030a")}, &data)
	if got := data.CreateSession.Document.Abstract["da"]; got != kept {
		t.Errorf("a rich text is stored as %q, want %q", got, kept)
	}
}

// TestListsOfTexts: the translations of an item are found by its text however it is
// written.
func TestListsOfTexts(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	var data struct {
		CreateTopic struct{ Document struct{ ID string } }
	}
	d.did(content.RoleEditor, `mutation { createTopic(input: {fields: {name: "Ænder", synonyms: ["Å løb", "To"]}}) { document { id } userErrors { code } } }`, nil, &data)
	id := map[string]any{"id": data.CreateTopic.Document.ID}
	d.did(content.RoleEditor, `mutation($id: ID!) @inContext(language: "en") { updateTopic(input: {id: $id, fields: {synonyms: ["One", "Two"]}}) { userErrors { code } } }`, id, nil)
	body := d.ask(content.RoleEditor, `mutation($id: ID!) { updateTopic(input: {id: $id, fields: {synonyms: ["To\u00a0", "A\u030a  løb"]}}) { document { synonyms } userErrors { code } } }`, id)
	if !strings.Contains(body, `[{"da":"To","en":"Two"},{"da":"Å løb","en":"One"}]`) {
		t.Errorf("the translations: %s", body)
	}
}

// TestSearchFoldsWhatNobodySees: ligatures, soft hyphens and characters without width, in texts
// and in queries.
func TestSearchFoldsWhatNobodySees(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	d.created("Topic", map[string]any{"name": "ﬁnansiering i kom\u00admunerne"})
	d.created("Topic", map[string]any{"name": "Finansiering i kommu\u200bnerne"})
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(d.ask("", `{ search(query: "finansiering", first: 1) { indexedRevision } }`, nil), `:4}`); {
		if time.Now().After(deadline) {
			t.Fatalf("nothing is found: %s", d.ask("", `{ search(query: "finansiering", first: 1) { indexedRevision } }`, nil))
		}
		time.Sleep(20 * time.Millisecond)
	}
	for _, q := range []string{"finansiering", "ﬁnansiering", "kommunerne", "kom\u00admunerne", "kom\ufeffmunerne"} {
		if body := d.ask("", `query($q: String!) { search(query: $q, first: 5) { totalCount } }`, map[string]any{"q": q}); !strings.Contains(body, `"totalCount":2`) {
			t.Errorf("%+q: %s", q, body)
		}
	}
}
