package app

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"lectern/content"
)

// TestDraftIdsInInputs: each input accepts the id of a draft as that of its document, and the
// document is what is stored and returned.
func TestDraftIdsInInputs(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	conference := d.created("Conference", map[string]any{"title": "Fagdag", "slug": "fagdag", "startDate": "2027-06-01", "endDate": "2027-06-02", "status": "PLANNED", "timeZone": "Europe/Copenhagen"})
	topic := d.created("Topic", map[string]any{"name": "Stalking", "slug": "stalking"})
	session := d.created("Session", map[string]any{"title": "Åbning", "slug": "aabning", "kind": "TALK", "conference": conference + "_draft", "topics": []any{topic + "_draft"}})
	mark := map[string]any{"id": session + "_draft", "c": conference + "_draft", "t": topic + "_draft"}

	want := fmt.Sprintf(`{"data":{"session":{"id":%q,"conference":{"id":%q},"topics":[{"id":%q}]}}}`, session, conference, topic)
	if body := d.ask(content.RoleReader, `{ session(slug: "aabning") { id conference { id } topics { id } } }`, nil); strings.TrimSpace(body) != want {
		t.Errorf("readers get %s, want %s", body, want)
	}
	want = fmt.Sprintf(`{"data":{"sessions":{"nodes":[{"id":%q}]},"in":{"nodes":[{"id":%q}]}}}`, session, session)
	if body := d.ask(content.RoleReader, `query($c: ID!, $t: ID!) { sessions(first: 9, filter: {conference: {eq: $c}}) { nodes { id } } in: sessions(first: 9, filter: {topic: {in: [$t]}}) { nodes { id } } }`, mark); strings.TrimSpace(body) != want {
		t.Errorf("filters: %s, want %s", body, want)
	}
	d.did(content.RolePublisher, `mutation($id: ID!) { updateSession(input: {id: $id, fields: {room: "Sal 1"}}) { userErrors { path } } publish(input: {id: $id}) { userErrors { path } } }`, mark, nil)

	csv := fmt.Sprintf("id;room;topics\n%s_draft;Sal 2;%s_draft\n", session, topic)
	d.did(content.RoleEditor, `mutation($c: ID!, $csv: String!) { importSessions(input: {conference: $c, csv: $csv}) { userErrors { path message } } }`, map[string]any{"c": mark["c"], "csv": csv}, nil)

	body := d.ask(content.RoleEditor, `query($id: ID!) { draft(id: $id) { id documentId history(first: 2) { nodes { documentId document { id documentId } } } ... on SessionDraft { room topics { documentId } conference { id documentId } } } changes(first: 1, filter: {document: $id}) { nodes { versions { documentId } } } }`, mark)
	var answer struct {
		Data struct {
			Draft struct {
				ID, DocumentID, Room string
				Conference           struct{ ID, DocumentID string }
				Topics               []struct{ DocumentID string }
				History              struct {
					Nodes []struct {
						DocumentID string
						Document   struct{ ID, DocumentID string }
					}
				}
			}
			Changes struct {
				Nodes []struct{ Versions []struct{ DocumentID string } }
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatal(err)
	}
	draft := answer.Data.Draft
	if draft.ID != session+"_draft" || draft.DocumentID != session || draft.Room != "Sal 2" || draft.Conference.ID != conference+"_draft" || draft.Conference.DocumentID != conference ||
		len(draft.Topics) != 1 || draft.Topics[0].DocumentID != topic || len(answer.Data.Changes.Nodes) != 1 {
		t.Errorf("the draft: %s", body)
	}
	seen := map[string]bool{}
	for _, v := range draft.History.Nodes {
		if v.DocumentID != session || v.Document.DocumentID != session || v.Document.ID == session || v.Document.ID == draft.ID || seen[v.Document.ID] {
			t.Errorf("a version: %+v", v)
		}
		seen[v.Document.ID] = true
		// Readers get nothing by it, and editors the draft.
		node := func(role content.Role) string {
			return d.ask(role, `query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }`, map[string]any{"id": v.Document.ID})
		}
		if body := node(content.RoleReader); strings.TrimSpace(body) != `{"data":{"node":null,"nodes":[null]}}` {
			t.Errorf("readers get %s", body)
		}
		if body := node(content.RoleEditor); !strings.Contains(body, `"node":{"id":"`+v.Document.ID+`"}`) {
			t.Errorf("editors get %s", body)
		}
	}
	if len(seen) != 2 {
		t.Errorf("%d versions", len(seen))
	}
}

// TestPossibleTypes: the possible types of an interface are objects, as the specification says.
func TestPossibleTypes(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	for _, name := range []string{"Node", "Document", "Draft"} {
		body := d.ask(content.RoleEditor, `query($n: String!) { __type(name: $n) { possibleTypes { kind name } } }`, map[string]any{"n": name})
		if strings.Contains(body, "INTERFACE") || !strings.Contains(body, `"kind":"OBJECT"`) {
			t.Errorf("%s: %s", name, body)
		}
	}
}
