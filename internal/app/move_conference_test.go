package app

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// TestNewDaysOfAConference: a draft with other days prevents no edit, of the conference or of
// its sessions. Publishing such days names the sessions that would be outside, and publishing a
// session outside the public days is refused.
func TestNewDaysOfAConference(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	conference, session := d.fagdag()
	variables := map[string]any{"c": conference, "s": session}
	days := `updateConference(input: {id: $c, fields: {startDate: "2027-06-08", endDate: "2027-06-09"}}) { userErrors { path code message } warnings { path code message } }`
	const named = `{"path":["startDate"],"code":"SESSION_OUTSIDE","message":"The session “Workshop” (workshop) is outside the conference's days: 2027-06-01 12:00."}`
	if body := d.ask(content.RoleEditor, `mutation($c: ID!) @inContext(language: "en") { `+days+` }`, variables); !strings.Contains(body, `"userErrors":[],"warnings":[`+named+`]`) {
		t.Errorf("a draft with other days: %s", body)
	}
	d.updated("Session", session, map[string]any{"title": "Værksted", "track": "A"}, "da")
	if body := d.ask(content.RolePublisher, `mutation($c: ID!) { publish(input: {id: $c}) { userErrors { path code message } } }`, map[string]any{"c": conference}); !strings.Contains(body, `{"path":["startDate"],"code":"SESSION_OUTSIDE","message":"Sessionen »Værksted« (workshop) ligger uden for konferencens dage: 2027-06-01 12:00."}`) {
		t.Errorf("days without a session are published: %s", body)
	}
	move := `updateSession(input: {id: $s, fields: {startsAt: "2027-06-08T12:00:00+02:00", endsAt: "2027-06-08T13:00:00+02:00"}}) { userErrors { code } warnings { code } }`
	body := d.ask(content.RolePublisher, `mutation($s: ID!) { `+move+` publish(input: {id: $s}) { userErrors { path code } } }`, map[string]any{"s": session})
	if !strings.Contains(body, `{"path":["startsAt"],"code":"OUTSIDE_CONFERENCE"}`) {
		t.Errorf("a session outside the public days is published: %s", body)
	}
	body = d.ask(content.RolePublisher, `mutation($c: ID!, $s: ID!) { `+days+move+` c: publish(input: {id: $c}) { userErrors { code } } s: publish(input: {id: $s}) { userErrors { code } } }`, variables)
	if strings.Count(body, `"userErrors":[]`) != 4 {
		t.Errorf("both are published in their new place: %s", body)
	}
	d.updated("Session", session, map[string]any{"startsAt": "2027-06-09T22:00:00Z", "endsAt": "2027-06-09T22:00:00Z", "status": "CANCELLED"}, "da")
	body = d.ask(content.RolePublisher, `mutation($s: ID!) { updateSession(input: {id: $s, fields: {status: SCHEDULED}}) { userErrors { code } } publish(input: {id: $s}) { userErrors { path code } } }`, map[string]any{"s": session})
	if !strings.Contains(body, "OUTSIDE_CONFERENCE") {
		t.Errorf("midnight by the conference's clock is on its last day: %s", body)
	}
}

// TestConferenceOfARecording: a draft of a session in another conference prevents no edit of a
// recording. Publishing it names the recordings that are listed under the former conference.
func TestConferenceOfARecording(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	conference, session := d.fagdag()
	other := d.created("Conference", map[string]any{"title": "En anden", "status": "ANNOUNCED", "startDate": "2027-06-01", "endDate": "2027-06-02", "timeZone": "Europe/Copenhagen"})
	photo := d.created("Photo", map[string]any{"caption": "Salen", "decorative": true, "asset": map[string]any{"url": "https://example.org/p.jpg"}, "conference": conference, "session": session})
	d.did(content.RoleEditor, `mutation($s: ID!, $c: ID!) { updateSession(input: {id: $s, fields: {conference: $c}}) { userErrors { code } } }`, map[string]any{"s": session, "c": other}, nil)
	d.updated("Photo", photo, map[string]any{"caption": "Den store sal"}, "da")
	body := d.ask(content.RolePublisher, `mutation($s: ID!) { publish(input: {id: $s}) { userErrors { path code message } } }`, map[string]any{"s": session})
	if !strings.Contains(body, `{"path":["conference"],"code":"CONTRADICTION","message":"Stemmer ikke overens med Den store sal."}`) {
		t.Errorf("the photo is of another conference than its session: %s", body)
	}
	body = d.ask(content.RolePublisher, `mutation($s: ID!, $p: ID!, $c: ID!) { updatePhoto(input: {id: $p, fields: {conference: $c}}) { userErrors { code } }
		s: publish(input: {id: $s}) { userErrors { path code } } p: publish(input: {id: $p}) { userErrors { path code } } }`, map[string]any{"s": session, "p": photo, "c": other})
	if strings.Contains(body, `"code"`) {
		t.Errorf("both move in one operation: %s", body)
	}
}

const moveConference = `mutation($id: ID!, $days: Int!, $publish: Boolean! = true) %s { moveConference(input: {id: $id, days: $days, publish: $publish}) {
	sessions published revision document { startDate } userErrors { document path code message } effects { change } } }`

// moved sends a move, and returns the response.
func (d *careDesk) moved(role content.Role, directive, conference string, days int, publish bool) string {
	d.t.Helper()
	return d.ask(role, fmt.Sprintf(moveConference, directive), map[string]any{"id": conference, "days": days, "publish": publish})
}

// TestMoveConference: the days, the registration and the sessions of a conference move together
// and keep their times of day, also across the start of summer time.
func TestMoveConference(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	conference := d.created("Conference", map[string]any{
		"title": "Fagdag", "status": "ANNOUNCED", "startDate": "2027-03-20", "endDate": "2027-03-21", "timeZone": "Europe/Copenhagen",
		"registration": map[string]any{"opensAt": "2027-01-10T09:00:00+01:00", "closesAt": "2027-03-19T23:59:00+01:00"},
	})
	d.session(conference, "Oplæg", "2027-03-20T10:00:00+01:00", "2027-03-20T11:00:00+01:00")
	night := d.session(conference, "Natvandring", "2027-03-21T02:30:00+01:00", "2027-03-21T04:00:00+01:00")
	var draft struct {
		CreateSession struct{ Document struct{ DocumentID string } }
	}
	d.did(content.RoleEditor, `mutation($c: ID!) { createSession(input: {fields: {conference: $c, title: "Kladde", startsAt: "2027-03-20T12:00:00Z"}}) { document { documentId } userErrors { code } } }`, map[string]any{"c": conference}, &draft)
	d.did(content.RoleEditor, `mutation($c: ID!) { createSession(input: {fields: {conference: $c, title: "Uden tid"}}) { userErrors { code } } }`, map[string]any{"c": conference}, nil)
	programme := func(role content.Role, drafts bool) string {
		t.Helper()
		if drafts {
			return d.ask(role, `{ sessionDrafts(first: 9, orderBy: STARTS_AT_ASC) { nodes { startsAt } } conferenceDraft(slug: "fagdag") { startDate } }`, nil)
		}
		return d.ask(role, `{ conference(slug: "fagdag") { startDate endDate previousDates { startDate endDate } registration { opensAt closesAt } sessions(first: 9) { nodes { startsAt endsAt } } } }`, nil)
	}
	before := programme(content.RoleReader, false)
	for days, code := range map[int]string{0: "BAD_INPUT", 4000: "BAD_INPUT", -4000: "BAD_INPUT", 7: "NO_SUCH_TIME"} {
		if body := d.moved(content.RolePublisher, "", conference, days, true); !strings.Contains(body, code) {
			t.Errorf("by %d days: %s", days, body)
		}
	}
	if body := d.moved(content.RolePublisher, `@inContext(language: "en")`, conference, 7, true); !strings.Contains(body, `{"document":"`+night+`","path":["startsAt"],"code":"NO_SUCH_TIME","message":"“Natvandring”: The time 02:30 does not exist on 2027-03-28, because the clock goes forward.`) {
		t.Errorf("a time that is left out: %s", body)
	}
	if body := d.moved(content.RolePublisher, "@dryRun", conference, 14, true); !strings.Contains(body, `"sessions":3,"published":3,"revision":null,"document":{"startDate":"2027-04-03"},"userErrors":[]`) || strings.Count(body, "session_") != 2 {
		t.Errorf("a dry run: %s", body)
	}
	if now := programme(content.RoleReader, false); now != before {
		t.Errorf("readers see %s, before %s", now, before)
	}
	if body := d.moved(content.RolePublisher, "", conference, 14, true); !strings.Contains(body, `"sessions":3,"published":3`) {
		t.Errorf("a move: %s", body)
	}
	if got, want := programme(content.RoleReader, false), `{"data":{"conference":{"startDate":"2027-04-03","endDate":"2027-04-04","previousDates":[{"startDate":"2027-03-20","endDate":"2027-03-21"}],`+
		`"registration":{"opensAt":"2027-01-24T09:00:00+01:00","closesAt":"2027-04-02T23:59:00+02:00"},"sessions":{"nodes":[`+
		`{"startsAt":"2027-04-03T10:00:00+02:00","endsAt":"2027-04-03T11:00:00+02:00"},{"startsAt":"2027-04-04T02:30:00+02:00","endsAt":"2027-04-04T04:00:00+02:00"}]}}}}`; got != want {
		t.Errorf("after the move readers see\n%s, want\n%s", got, want)
	}
	if got := programme(content.RoleEditor, true); !strings.Contains(got, `{"startsAt":"2027-04-03T13:00:00+02:00"},{"startsAt":"2027-04-04T02:30:00+02:00"},{"startsAt":null}`) {
		t.Errorf("the draft has moved: %s", got)
	}
	for path, want := range map[string]string{
		"/feeds/calendar/session/natvandring.ics": "SEQUENCE:1\r\n", "/feeds/calendar/conference/fagdag.ics": "DTSTART;TZID=Europe/Copenhagen:20270403T100000\r\n",
		"/feeds/jsonld/conference/fagdag.json": `"eventStatus":"https://schema.org/EventRescheduled","previousStartDate":"2027-03-20"`,
	} {
		if got := get(d.app, http.MethodGet, path).Body.String(); !strings.Contains(got, want) {
			t.Errorf("%s lacks %s: %s", path, want, got)
		}
	}
	after := programme(content.RoleReader, false)
	if body := d.moved(content.RoleEditor, "", conference, -14, true); !strings.Contains(body, `"sessions":3,"published":0`) {
		t.Errorf("an editor's move: %s", body)
	}
	if now := programme(content.RoleReader, false); now != after {
		t.Errorf("an editor's move is public: %s", now)
	}
	if body := d.moved(content.RolePublisher, "", conference, 7, true); strings.Count(body, "UNPUBLISHED_CHANGES") != 3 || !strings.Contains(body, "»Natvandring«") {
		t.Errorf("drafts would become public: %s", body)
	}
	if body := d.moved(content.RolePublisher, "", conference, 14, false); !strings.Contains(body, `"published":0`) || strings.Contains(body, `"code"`) {
		t.Errorf("drafts alone: %s", body)
	}
	d.did(content.RolePublisher, `mutation($c: ID!) { publish(input: {id: $c}) { userErrors { code } } }`, map[string]any{"c": conference}, nil)
	for _, s := range []string{night, "oplaeg"} {
		if s == "oplaeg" {
			var data struct {
				Session struct{ ID string }
			}
			d.did(content.RoleReader, `{ session(slug: "oplaeg") { id } }`, nil, &data)
			s = data.Session.ID
		}
		d.did(content.RolePublisher, `mutation($c: ID!) { publish(input: {id: $c}) { userErrors { code } } }`, map[string]any{"c": s}, nil)
	}
	if body := d.moved(content.RolePublisher, "", conference, -14, true); !strings.Contains(body, `"published":3`) {
		t.Errorf("back: %s", body)
	}
	if now := programme(content.RoleReader, false); now != before {
		t.Errorf("there and back readers see\n%s, before\n%s", now, before)
	}
	if body := d.moved(content.RoleReader, "", conference, 1, true); !strings.Contains(body, "UNAUTHENTICATED") {
		t.Errorf("a reader's move: %s", body)
	}
}

// TestNextEditionWithoutAnHour: a session whose local time does not exist in the next edition
// is a problem, not a session at another time.
func TestNextEditionWithoutAnHour(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	conference := d.created("Conference", map[string]any{"title": "Nat", "status": "ANNOUNCED", "startDate": "2026-03-27", "endDate": "2026-03-28", "timeZone": "Europe/Copenhagen"})
	d.session(conference, "Natvandring", "2026-03-28T02:30:00+01:00", "2026-03-28T04:00:00+01:00")
	for day, code := range map[string]string{"2027-03-27": "NO_SUCH_TIME", "2027-03-26": `"userErrors":[]`} {
		body := d.ask(content.RoleEditor, `mutation($id: ID!, $d: Date!) { planNextEdition(input: {id: $id, startDate: $d}) { userErrors { code message } } }`, map[string]any{"id": conference, "d": day})
		if !strings.Contains(body, code) {
			t.Errorf("from %s: %s", day, body)
		}
	}
}

// TestMoveThousandsOfSessions: a move, like hiding a person, is one change of any size, while
// other changes are small.
func TestMoveThousandsOfSessions(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	const sessions = 2000
	o := contenttest.Options()
	o.MaxDocuments = sessions + 2
	anna := contenttest.Speaker("Anna Hviid")
	anna.Consents = []catalog.Consent{
		{To: content.ConsentToName, Scope: "Alt", GivenOn: "2021-01-01"}, {To: content.ConsentToRecording, Scope: "Alt", GivenOn: "2021-01-01"},
	}
	documents := []content.Document{contenttest.Conference("Kongres"), anna}
	for i := range sessions {
		s := contenttest.Session(fmt.Sprint("Oplæg ", i), "Kongres", i%8)
		s.Room = fmt.Sprint("Sal ", i/8)
		documents = append(documents, s)
	}
	for i := range 150 {
		documents = append(documents, &catalog.Video{
			Meta: contenttest.Meta("video", fmt.Sprint("Film ", i)), Title: locale.NewText("da", "Film"), WithoutCaptionsReason: "Tavs.",
			Sources: []catalog.Source{{URL: "/media/v.mp4", MIMEType: "video/mp4"}}, Cast: []catalog.Appearance{{SpeakerID: anna.ID, Role: catalog.RoleSpeaker}},
		})
	}
	if _, err := content.Edit(t.Context(), d.app.Store(), o, func(tx *content.Transaction) error {
		for _, document := range documents[:sessions+2] {
			if err := tx.Save(document); err != nil {
				return err
			}
			if err := tx.Publish(document.Base().ID); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	conference := string(documents[0].Base().ID)
	var data struct {
		MoveConference struct{ Sessions, Published, Revision int }
	}
	d.did(content.RolePublisher, `mutation($id: ID!) { moveConference(input: {id: $id, days: 7}) { sessions published revision userErrors { code } } }`, map[string]any{"id": conference}, &data)
	if m := data.MoveConference; m.Sessions != sessions || m.Published != sessions+1 || m.Revision != 2 {
		t.Errorf("%+v", m)
	}
	body := d.ask(content.RoleReader, `{ sessions(first: 1, filter: {startsAt: {gte: "2021-09-08T00:00:00+02:00"}}) { totalCount } }`, nil)
	if !strings.Contains(body, fmt.Sprint(`"totalCount":`, sessions)) {
		t.Errorf("sessions in their new place: %s", body)
	}
	body = d.ask(content.RoleEditor, `{ changes(first: 1) { nodes { revision documentCount versions { fields { path } document { id } } } } }`, nil)
	if !strings.Contains(body, fmt.Sprint(`"documentCount":`, sessions+1)) || strings.Count(body, `"document":`) != 100 {
		t.Errorf("the log of a large change: %.300s", body)
	}
	for _, chunk := range [][]content.Document{documents[sessions+2:][:90], documents[sessions+2:][90:]} {
		contenttest.Publish(t, d.app.Store(), chunk...)
	}
	var hidden struct {
		HideSpeaker struct{ Effects struct{ Disappear []string } }
	}
	d.did(content.RoleEditor, `mutation($id: ID!) { hideSpeaker(input: {id: $id}) { effects { disappear } userErrors { code } } }`, map[string]any{"id": string(anna.ID)}, &hidden)
	if n := len(hidden.HideSpeaker.Effects.Disappear); n != 151 {
		t.Errorf("%d documents disappear with a person in 150 films", n)
	}
}
