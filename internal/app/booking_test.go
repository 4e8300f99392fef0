package app

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/internal/transfer"
)

// bookings is a service with the conference K, two speakers and sessions of an hour.
type bookings struct {
	*careDesk
	clock      *testClock
	conference string
	speakers   map[string]string
}

func newBookings(t *testing.T) *bookings {
	t.Helper()
	b := &bookings{clock: newTestClock(time.Date(2027, 5, 1, 8, 0, 0, 0, time.UTC)), speakers: map[string]string{}}
	b.careDesk = newCareDesk(t, func(c *Config) { c.Clock = b.clock })
	b.conference = b.created("Conference", map[string]any{
		"title": "K", "status": "ANNOUNCED", "startDate": "2027-06-01", "endDate": "2027-06-02", "timeZone": "Europe/Copenhagen",
	})
	for _, name := range []string{"Anna", "Bo"} {
		b.speakers[name] = b.created("Speaker", map[string]any{"name": name, "withoutConsentReason": "Har selv bedt om det."})
	}
	return b
}

// slot returns a session at an hour of the first day.
func (b *bookings) slot(title string, hour int, room string, names ...string) map[string]any {
	starts := time.Date(2027, 6, 1, hour-2, 0, 0, 0, time.UTC)
	var cast []any
	for _, name := range names {
		cast = append(cast, map[string]any{"speaker": b.speakers[name], "role": "SPEAKER"})
	}
	return map[string]any{
		"conference": b.conference, "title": title, "kind": "TALK", "room": room, "appearances": cast,
		"startsAt": starts.Format(time.RFC3339), "endsAt": starts.Add(time.Hour).Format(time.RFC3339),
	}
}

const fault = `{ userErrors { path code message } warnings { path code message } } `

// at moves the draft of a session to an hour, and returns the response.
func (b *bookings) at(id string, hour int) string {
	b.t.Helper()
	starts := time.Date(2027, 6, 1, hour-2, 0, 0, 0, time.UTC).Format(time.RFC3339)
	return b.ask(content.RolePublisher, `mutation($id: ID!, $at: DateTime!) { moveSession(input: {id: $id, startsAt: $at}) `+fault+`}`, map[string]any{"id": id, "at": starts})
}

// act runs actions on documents in one operation, each as "publish a" with the name of an id,
// and returns the response.
func (b *bookings) act(ids map[string]string, actions ...string) string {
	b.t.Helper()
	query, variables, declared := "", map[string]any{}, ""
	for i, action := range actions {
		verb, name, _ := strings.Cut(action, " ")
		query += "m" + string(rune('a'+i)) + ": " + verb + "(input: {id: $" + name + "}) " + fault
		if variables[name] == nil {
			variables[name], declared = ids[name], declared+"$"+name+": ID! "
		}
	}
	return b.ask(content.RolePublisher, "mutation("+declared+") { "+query+"}", variables)
}

// public returns the titles of the public sessions, by time.
func (b *bookings) public() string {
	b.t.Helper()
	return b.ask(content.RoleReader, `{ sessions(first: 50) { nodes { title startsAt } } }`, nil)
}

func (b *bookings) wants(what, response string, parts ...string) {
	b.t.Helper()
	for _, part := range parts {
		without := strings.TrimPrefix(part, "!")
		if strings.Contains(response, without) == (without != part) {
			b.t.Errorf("%s: %s\nwant %s", what, response, part)
		}
	}
}

const fine = `"userErrors":[]`

// TestADraftIsInNobodysWay: a copy of a public session prevents neither its publication nor the
// step that is planned for it.
func TestADraftIsInNobodysWay(t *testing.T) {
	t.Parallel()
	b := newBookings(t)
	ids := map[string]string{"s": b.created("Session", b.slot("Åbning", 10, "Sal 1", "Anna"))}
	b.wants("copied", b.act(ids, "duplicate s"), fine, `"warnings":[{`, "ROOM_TAKEN", "SPEAKER_TAKEN")
	edit := `mutation($id: ID!, $title: String!) { updateSession(input: {id: $id, fields: {title: $title}}) ` + fault
	variables := map[string]any{"id": ids["s"], "title": "Velkommen"}
	b.wants("published beside the copy", b.ask(content.RolePublisher, edit+`publish(input: {id: $id}) `+fault+`}`, variables), fine, "!"+`"userErrors":[{`)
	variables["title"] = "Velkomst"
	b.wants("planned", b.ask(content.RolePublisher, edit+`schedulePublish(input: {id: $id, at: "2027-05-02T08:00:00Z"}) `+fault+`}`, variables), "!"+`"userErrors":[{`)
	b.clock.pass(48 * time.Hour)
	b.app.runSchedule(t.Context())
	b.wants("at its time", b.public(), `"Velkomst"`)
}

// TestPublicDoubleBookings: a public session keeps its place while its draft is elsewhere;
// sessions can swap places in one operation.
func TestPublicDoubleBookings(t *testing.T) {
	t.Parallel()
	b := newBookings(t)
	ids := map[string]string{"b": b.created("Session", b.slot("B", 12, "Sal 1", "Anna")), "e": b.created("Session", b.slot("E", 14, "Sal 1", "Bo"))}
	b.wants("B's draft", b.at(ids["b"], 18), fine)
	b.wants("E's draft", b.at(ids["e"], 12), fine)
	b.wants("E is published", b.act(ids, "publish e"), "ROOM_TAKEN", "B")
	b.wants("readers see", b.public(), `"E","startsAt":"2027-06-01T12:00:00Z"`)
	b.wants("both are published", b.act(ids, "publish e", "publish b"), "!"+`"userErrors":[{`)
	b.wants("readers see", b.public(), `"E","startsAt":"2027-06-01T10:00:00Z"`, `"B","startsAt":"2027-06-01T16:00:00Z"`)
	b.wants("E's draft", b.at(ids["e"], 18), `"warnings":[{`, "ROOM_TAKEN")
	b.wants("B's draft", b.at(ids["b"], 12), fine)
	b.wants("they change places", b.act(ids, "publish b", "publish e"), "!"+`"userErrors":[{`)
	b.wants("readers see", b.public(), `"B","startsAt":"2027-06-01T10:00:00Z"`, `"E","startsAt":"2027-06-01T16:00:00Z"`)
}

// TestCalledOffTakesNothing: a session or conference that is called off occupies no room and no
// person, until it takes place after all.
func TestCalledOffTakesNothing(t *testing.T) {
	t.Parallel()
	b := newBookings(t)
	ids := map[string]string{"a": b.created("Session", b.slot("A", 12, "Sal 1", "Anna")), "k": b.conference}
	status := func(kind, id, status string) string {
		return b.ask(content.RolePublisher, `mutation($id: ID!, $s: `+kind+`Status!) { update`+kind+`(input: {id: $id, fields: {status: $s}}) `+fault+`publish(input: {id: $id}) `+fault+`}`,
			map[string]any{"id": id, "s": status})
	}
	b.wants("A is cancelled", status("Session", ids["a"], "CANCELLED"), "!"+`"userErrors":[{`)
	ids["b"] = b.created("Session", b.slot("B", 12, "Sal 1", "Anna"))
	b.wants("A takes place after all", status("Session", ids["a"], "SCHEDULED"), "ROOM_TAKEN", "SPEAKER_TAKEN")
	b.wants("B goes", b.act(ids, "unpublish b"), fine)
	b.wants("A takes place", status("Session", ids["a"], "SCHEDULED"), "!"+`"userErrors":[{`)

	b.wants("K is cancelled", status("Conference", b.conference, "CANCELLED"), "!"+`"userErrors":[{`)
	first := b.conference
	b.conference = b.created("Conference", map[string]any{
		"title": "L", "status": "ANNOUNCED", "startDate": "2027-06-01", "endDate": "2027-06-01", "timeZone": "Europe/Copenhagen",
	})
	b.created("Session", b.slot("C", 12, "Sal 1", "Anna"))
	b.wants("K takes place after all", status("Conference", first, "ANNOUNCED"), "SESSION_TAKEN", `"status"`, `\"A\"`, `\"C\"`)
}

// TestPlansWarnOfClashes: a step that would find its place taken can be planned. It is missed,
// and reported as others are, unless the place is free by then.
func TestPlansWarnOfClashes(t *testing.T) {
	t.Parallel()
	b := newBookings(t)
	ids := map[string]string{"a": b.created("Session", b.slot("A", 12, "Sal 1", "Anna")), "b": b.created("Session", b.slot("B", 14, "Sal 1", "Bo"))}
	plan := func(verb, name, at string) string {
		return b.ask(content.RolePublisher, `mutation($id: ID!, $at: DateTime!) { `+verb+`(input: {id: $id, at: $at}) `+fault+`}`, map[string]any{"id": ids[name], "at": at})
	}
	b.wants("B's draft", b.at(ids["b"], 12), fine)
	b.wants("planned", plan("schedulePublish", "b", "2027-05-02T08:00:00Z"), fine, "ROOM_TAKEN", `"warnings":[{`)
	b.clock.pass(25 * time.Hour)
	b.app.runSchedule(t.Context())
	b.wants("readers see", b.public(), `"B","startsAt":"2027-06-01T12:00:00Z"`)
	missed := b.ask(content.RolePublisher, `{ scheduled(missed: true) { nodes { id documentId action missed document { slug } } } }`, nil)
	b.wants("missed", missed, `"documentId":"`+ids["b"]+`"`, `"action":"PUBLISH"`, `"missed":true`, `"slug":"b"`)

	// Planning or publishing what another plan needs gives a warning.
	fields, ids2 := b.slot("C", 17, "Sal 1"), map[string]string{}
	for _, name := range []string{"c", "d"} {
		var data map[string]struct{ Document struct{ DocumentID string } }
		b.did(content.RolePublisher, `mutation($f: SessionInput!) { createSession(input: {fields: $f}) { document { documentId } userErrors { code } } }`, map[string]any{"f": fields}, &data)
		ids2[name] = data["createSession"].Document.DocumentID
		fields["title"] = "D"
	}
	ids["c"] = ids2["c"]
	b.wants("C is planned", plan("schedulePublish", "c", "2027-05-04T08:00:00Z"), fine, `"warnings":[]`)
	b.wants("D would be before it", b.ask(content.RolePublisher, `mutation($id: ID!) @dryRun { publish(input: {id: $id}) `+fault+`}`, map[string]any{"id": ids2["d"]}), fine, "ROOM_TAKEN", "af C")
	b.wants("C is not planned", b.act(ids, "cancelSchedule c"), fine)

	// At one instant A goes to B's place and B to A's.
	b.wants("A's draft", b.at(ids["a"], 14), fine)
	b.wants("A first", plan("schedulePublish", "a", "2027-05-05T08:00:00Z"), fine, "ROOM_TAKEN")
	b.wants("then B", plan("schedulePublish", "b", "2027-05-05T08:00:00Z"), fine, `"warnings":[]`)
	b.clock.pass(96 * time.Hour)
	b.app.runSchedule(t.Context())
	b.wants("readers see", b.public(), `"A","startsAt":"2027-06-01T12:00:00Z"`, `"B","startsAt":"2027-06-01T10:00:00Z"`)
	b.wants("missed", b.ask(content.RolePublisher, `{ scheduled(missed: true) { nodes { id } } }`, nil), `"nodes":[]`)
}

// TestOffOverChristmas: a session is unpublished and published again, and each step can be
// cancelled alone.
func TestOffOverChristmas(t *testing.T) {
	t.Parallel()
	b := newBookings(t)
	id := b.created("Session", b.slot("A", 12, "Sal 1"))
	variables := map[string]any{"id": id}
	steps := `document { ... on SessionDraft { publishing { steps { id documentId action at missed } } } }`
	b.did(content.RolePublisher, `mutation($id: ID!) {
		a: scheduleUnpublish(input: {id: $id, at: "2027-12-20T08:00:00Z"}) { userErrors { path code } }
		b: schedulePublish(input: {id: $id, at: "2028-01-02T08:00:00Z"}) { userErrors { path code } }
		c: scheduleUnpublish(input: {id: $id, at: "2028-12-20T08:00:00Z"}) { userErrors { path code } }
	}`, variables, nil)
	var data struct {
		SessionDraft struct {
			Publishing struct {
				Steps []struct{ ID, DocumentID, Action, At string }
			}
		}
	}
	ask := func() {
		t.Helper()
		b.did(content.RolePublisher, `query($id: ID!) { sessionDraft(id: $id) { publishing { steps { id documentId action at } } } }`, variables, &data)
	}
	ask()
	planned := data.SessionDraft.Publishing.Steps
	if len(planned) != 3 || planned[0].ID == planned[1].ID || planned[1].ID == planned[2].ID || planned[0].DocumentID != id {
		t.Fatalf("planned: %+v", planned)
	}
	body := b.ask(content.RolePublisher, `mutation($id: ID!) { cancelStep(input: {id: $id}) { `+steps+` userErrors { code } warnings { code message } } }`, map[string]any{"id": planned[2].ID})
	b.wants("the last is cancelled", body, fine, `"warnings":[]`, planned[0].ID, planned[1].ID, "!"+planned[2].ID)
	b.clock.pass(234 * 24 * time.Hour) // 21 December
	b.app.runSchedule(t.Context())
	b.wants("over Christmas", b.public(), `"nodes":[]`)
	b.clock.pass(13 * 24 * time.Hour) // 3 January
	b.app.runSchedule(t.Context())
	b.wants("in January", b.public(), `"A"`)
	b.wants("a step that is gone", b.ask(content.RolePublisher, `mutation($id: ID!) { cancelStep(input: {id: $id}) { userErrors { code } } }`, map[string]any{"id": planned[1].ID}), "NOT_FOUND", "no scheduled step")
	b.wants("a document is no step", b.ask(content.RolePublisher, `mutation($id: ID!) { cancelStep(input: {id: $id}) { userErrors { code } } }`, map[string]any{"id": b.conference}), "NOT_FOUND", "no scheduled step")
}

// TestNotPublicIsTold: an actor who publishes a session, or plans it, learns what readers will
// not see of it.
func TestNotPublicIsTold(t *testing.T) {
	t.Parallel()
	b := newBookings(t)
	draft := func(kind string, fields map[string]any) string {
		var data map[string]struct{ Document struct{ ID string } }
		b.did(content.RolePublisher, `mutation($f: `+kind+`Input!) { create`+kind+`(input: {fields: $f}) { document { id } userErrors { path code } } }`, map[string]any{"f": fields}, &data)
		return data["create"+kind].Document.ID
	}
	slot := b.slot("A", 12, "Sal 1")
	slot["appearances"] = []any{map[string]any{"speaker": draft("Speaker", map[string]any{"name": "Cecilie"}), "role": "SPEAKER"}}
	slot["topics"] = []any{draft("Topic", map[string]any{"name": "Digital chikane"})}
	slot["discusses"] = []any{draft("PolicyProposal", map[string]any{"title": "Et forslag"})}
	ids := map[string]string{"s": draft("Session", slot)}
	names := []string{fine, "Cecilie", "Digital chikane", "Et forslag", `"path":["appearances","0","speaker"]`, `"path":["topics","0"]`, `"path":["discusses","0"]`}
	b.wants("planned", b.ask(content.RolePublisher, `mutation($id: ID!) { schedulePublish(input: {id: $id, at: "2027-05-02T08:00:00Z"}) `+fault+`}`, map[string]any{"id": ids["s"]}), names...)
	b.wants("published", b.act(ids, "publish s"), names...)
}

// TestACopyIsImported: the files of a store with a copy of a public session, a schedule and an
// unfinished draft are imported completely.
func TestACopyIsImported(t *testing.T) {
	t.Parallel()
	b := newBookings(t)
	ids := map[string]string{"s": b.created("Session", b.slot("Åbning", 10, "Sal 1", "Anna"))}
	b.wants("copied", b.act(ids, "duplicate s"), fine)
	b.did(content.RolePublisher, `mutation($id: ID!) {
		createSession(input: {fields: {}}) { userErrors { path code } }
		scheduleUnpublish(input: {id: $id, at: "2027-12-20T08:00:00Z"}) { userErrors { path code } }
		schedulePublish(input: {id: $id, at: "2028-01-02T08:00:00Z"}) { userErrors { path code } }
	}`, map[string]any{"id": ids["s"]}, nil)
	files := func(a *App, name string) transfer.Source {
		dir := filepath.Join(t.TempDir(), name)
		if _, err := transfer.Export(t.Context(), a.Store(), dir, transfer.ExportOptions{}); err != nil {
			t.Fatal(err)
		}
		return transfer.Source{FS: os.DirFS(filepath.Dir(dir)), Path: name}
	}
	other := newCareDesk(t, func(c *Config) { c.Clock = b.clock })
	report, err := transfer.Import(t.Context(), other.app.Store(), transfer.ImportOptions{
		Sources: []transfer.Source{files(b.app, "first")}, Actor: content.Actor{Name: "Ida", Role: content.RolePublisher}, Reason: "Flyttet",
		Now: b.clock.Now(), Entropy: rand.Read,
	})
	if err != nil {
		t.Fatalf("%v: %v", err, report.Problems)
	}
	query := `{ sessionDrafts(first: 9) { nodes { documentId title publishing { state steps { id action at } } } } }`
	if was, is := b.ask(content.RolePublisher, query, nil), other.ask(content.RolePublisher, query, nil); was != is {
		t.Errorf("exported: %s\nimported: %s", was, is)
	}
}
