package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lectern/content"
)

// TestInstants: a time must be one of RFC 3339 at every door, and an invalid one is refused
// with its place.
func TestInstants(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	conference := fagdag(d)
	session := d.created("Session", map[string]any{"title": "Panel", "kind": "PANEL", "conference": conference, "spokenLanguages": []string{"da"}})
	doors := map[string]string{
		"startsAt":        `mutation($at: DateTime!) @dryRun { createSession(input: {fields: {title: "A", startsAt: $at}}) { userErrors { code } } }`,
		"opensAt":         `mutation($at: DateTime!) @dryRun { createConference(input: {fields: {title: "A", registration: {opensAt: $at}}}) { userErrors { code } } }`,
		"moveSession":     `mutation($at: DateTime!) @dryRun { moveSession(input: {id: "` + session + `", startsAt: $at}) { userErrors { code } } }`,
		"schedulePublish": `mutation($at: DateTime!) @dryRun { schedulePublish(input: {id: "` + session + `", at: $at}) { userErrors { code } } }`,
		"a filter":        `query($at: DateTime!) { sessions(first: 1, filter: {startsAt: {gte: $at}}) { nodes { id } } }`,
		"the future":      `query($at: DateTime!) @inContext(at: $at) { sessions(first: 1) { nodes { id } } }`,
	}
	for _, at := range []string{
		"2027-06-01T10:00:00+24:00", "2027-06-01T10:00:00-24:00", "2027-06-01T10:00:00+23:60", "2027-06-01T10:00:00,5Z", "2027-06-01T1:00:00Z", "2027-06-01T24:00:00Z",
		"2027-06-01T10:00:00", "2027-06-01 10:00:00Z", "0000-06-01T10:00:00Z", "9999-12-31T23:59:59-23:59", "2027-06-01T10:00:60Z",
	} {
		for door, query := range doors {
			body := d.ask(content.RolePublisher, query, map[string]any{"at": at})
			if !strings.Contains(body, "such as 2021-09-01T09:00:00+02:00") || strings.Contains(body, "INTERNAL") {
				t.Errorf("%s takes %s: %s", door, at, body)
			}
			if door == "the future" {
				continue // a directive's argument may be only a variable
			}
			literal := strings.NewReplacer("$at: DateTime!", "$x: Int", "$at", `"`+at+`"`).Replace(strings.Replace(query, "($at: DateTime!)", "", 1))
			if body := d.ask(content.RolePublisher, literal, nil); !strings.Contains(body, "such as 2021-09-01T09:00:00+02:00") {
				t.Errorf("%s takes the literal %s: %s", door, at, body)
			}
		}
		body := d.ask(content.RolePublisher, `mutation($csv: String!, $c: ID!) { importSessions(input: {csv: $csv, conference: $c}) { userErrors { path code } } }`,
			map[string]any{"csv": "title[da];startsAt\nA;\"" + at + "\"\n", "c": conference})
		if at != "2027-06-01T10:00:00" && !strings.Contains(body, `{"path":["2","startsAt"],"code":"BAD_FORMAT"}`) {
			t.Errorf("a table takes %s: %s", at, body)
		}
	}
	for at, want := range map[string]string{
		"2027-06-01t10:00:00z": "2027-06-01T10:00:00Z", "2027-06-01T10:00:00.999999999+02:00": "2027-06-01T10:00:00+02:00", "2016-12-31T23:59:60Z": "2017-01-01T00:00:00Z",
		"2027-06-01T10:00:00+23:59": "2027-06-01T10:00:00+23:59",
	} {
		body := d.ask(content.RolePublisher, `mutation($at: DateTime!) @dryRun { createSession(input: {fields: {title: "A", startsAt: $at}}) { document { startsAt } userErrors { code } } }`, map[string]any{"at": at})
		if !strings.Contains(body, `"startsAt":"`+want+`"`) {
			t.Errorf("%s, want %s: %s", at, want, body)
		}
	}
}

// TestScheduledInstants: they are truncated to the second, like those of documents.
func TestScheduledInstants(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	topic := d.created("Topic", map[string]any{"name": "Emne"})
	d.did(content.RolePublisher, `mutation($id: ID!) { updateTopic(input: {id: $id, fields: {name: "Nyt"}}) { userErrors { code } } }`, map[string]any{"id": topic}, nil)
	at := time.Now().UTC().AddDate(0, 1, 0).Truncate(time.Second)
	d.did(content.RolePublisher, `mutation($id: ID!, $at: DateTime!) { schedulePublish(input: {id: $id, at: $at}) { userErrors { code } } }`,
		map[string]any{"id": topic, "at": at.Add(123 * time.Millisecond).Format(time.RFC3339Nano)}, nil)
	if body := d.ask(content.RoleEditor, `{ scheduled(first: 5) { nodes { at } } }`, nil); !strings.Contains(body, fmt.Sprintf(`{"at":%q}`, at.Format(time.RFC3339))) {
		t.Errorf("scheduled at %s: %s", at.Format(time.RFC3339Nano), body)
	}
}

// TestBothTimesOrNone: a session is published with a start and an end, or with neither.
func TestBothTimesOrNone(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	conference := fagdag(d)
	for given, want := range map[string]string{"startsAt": `["endsAt"],"code":"REQUIRED"`, "endsAt": `["startsAt"],"code":"REQUIRED"`, "": `"userErrors":[]`} {
		fields := map[string]any{"title": "Panel", "kind": "PANEL", "conference": conference, "spokenLanguages": []string{"da"}}
		if given != "" {
			fields[given] = "2027-06-01T10:00:00+02:00"
		}
		var data struct {
			CreateSession struct{ Document struct{ ID string } }
		}
		d.did(content.RolePublisher, `mutation($f: SessionInput!) { createSession(input: {fields: $f}) { document { id } userErrors { path } } }`, map[string]any{"f": fields}, &data)
		body := d.ask(content.RolePublisher, `mutation($id: ID!) { publish(input: {id: $id}) { userErrors { path code } } }`, map[string]any{"id": data.CreateSession.Document.ID})
		if !strings.Contains(body, want) {
			t.Errorf("with %q: %s", given, body)
		}
	}
}
