package graph

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// previewAnswer is a response to a preview.
type previewAnswer struct {
	Data       map[string]any
	Errors     []any
	Extensions struct {
		IncompleteDrafts []incompleteDraft
	}
}

// preview queries drafts as readers would see them.
func (d *desk) preview(selection string) previewAnswer {
	d.t.Helper()
	var a previewAnswer
	if err := json.Unmarshal(d.send(`query @inContext(preview: true, language: "en") `+selection, nil), &a); err != nil {
		d.t.Fatal(err)
	}
	return a
}

// TestPreviewLeavesIncompleteDraftsOut: a draft that lacks a value that readers are guaranteed
// is neither in lists nor behind references; the response names it with what it lacks. The rest
// of the data is complete.
func TestPreviewLeavesIncompleteDraftsOut(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	conference := string(id("conference", "Conference"))
	d.created(`createSession(input: {fields: {title: "Uden slags", conference: "` + conference + `", startsAt: "2021-09-01T09:00:00+02:00", endsAt: "2021-09-01T10:00:00+02:00"}})`)
	before := d.preview(`{ conference(slug: "conference") { sessions(first: 50) { nodes { slug } totalCount } } }`)
	if len(before.Errors) > 0 || len(before.Extensions.IncompleteDrafts) > 0 {
		t.Fatalf("fields that are not requested do not matter: %+v", before)
	}
	sessions := before.Data["conference"].(map[string]any)["sessions"].(map[string]any)
	shown := len(sessions["nodes"].([]any)) - 1
	if shown < 1 {
		t.Fatal("there is no complete session to compare with")
	}
	for name, tt := range map[string]struct{ query, list string }{
		"a list":           {`{ list: sessions(first: 50) { nodes { slug kind } } topics(first: 1) { nodes { name } } }`, "nodes"},
		"edges":            {`{ list: sessions(first: 50) { edges { cursor node { slug kind } } } topics(first: 1) { nodes { name } } }`, "edges"},
		"a list in a list": {`{ conferences(first: 50) { nodes { slug list: sessions(first: 50) { nodes { slug kind } } } } topics(first: 1) { nodes { name } } }`, "nodes"},
	} {
		a := d.preview(tt.query)
		if len(a.Errors) > 0 || a.Data == nil {
			t.Errorf("%s: %v", name, a.Errors)
			continue
		}
		if text := fmt.Sprint(a.Data); strings.Contains(text, "uden-slags") || !strings.Contains(text, "panel") || !strings.Contains(text, "topics:map") {
			t.Errorf("%s: %s", name, text)
		}
		d.wantsIncomplete(name, a, "Session Uden slags [kind] REQUIRED")
	}
}

// wantsIncomplete compares the drafts that a response names.
func (d *desk) wantsIncomplete(name string, a previewAnswer, want ...string) {
	d.t.Helper()
	got := []string{}
	for _, draft := range a.Extensions.IncompleteDrafts {
		title := "-"
		if draft.Title != nil {
			title = *draft.Title
		}
		text := fmt.Sprint(draft.Type, " ", title)
		for _, p := range draft.Problems {
			text += fmt.Sprint(" ", p.Path, " ", p.Code)
		}
		if draft.ID.Kind() == nil {
			text += " without an id"
		}
		got = append(got, text)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		d.t.Errorf("%s: the incomplete drafts (-want +got):\n%s", name, diff)
	}
}

// TestPreviewOfAnIncompleteDraft: requested directly, by its slug or its id, it is an error
// that says what it lacks.
func TestPreviewOfAnIncompleteDraft(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	made := d.created(`createSession(input: {fields: {title: "Ufærdig"}})`)
	for name, query := range map[string]string{
		"slug":  `{ conference(slug: "conference") { title } found: session(slug: "ufaerdig") { title kind } }`,
		"id":    `{ conference(slug: "conference") { title } found: node(id: "` + made + `") { ... on Session { title kind } } }`,
		"place": `{ conference(slug: "conference") { title } found: nodes(ids: ["` + made + `"]) { ... on Session { title kind } } }`,
	} {
		a := d.preview(query)
		if len(a.Errors) != 1 || a.Data["conference"] == nil {
			t.Errorf("%s: %+v", name, a)
			continue
		}
		if found := fmt.Sprint(a.Data["found"]); found != "<nil>" && found != "[<nil>]" {
			t.Errorf("%s: %s", name, found)
		}
		extensions := a.Errors[0].(map[string]any)["extensions"].(map[string]any)
		if extensions["code"] != "INCOMPLETE_DRAFT" || extensions["document"] != made {
			t.Errorf("%s: %v", name, extensions)
		}
		want := []any{
			map[string]any{"path": []any{"conference"}, "code": "REQUIRED", "message": "This is required."},
			map[string]any{"path": []any{"kind"}, "code": "REQUIRED", "message": "This is required."},
		}
		if diff := cmp.Diff(want, extensions["problems"]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		d.wantsIncomplete(name, a, "Session Ufærdig [conference] REQUIRED [kind] REQUIRED")
	}
}

// TestPreviewOfParts: of a draft in a list, only an incomplete part is omitted, if it may be
// missing; of a draft that is requested directly it is an error.
func TestPreviewOfParts(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	d.created(`createConference(input: {fields: {title: "Fagdag", status: PLANNED, startDate: "2022-01-01", endDate: "2022-01-01", timeZone: "Europe/Copenhagen", helpline: {phone: "70 20 82 86"}}})`)
	a := d.preview(`{ conferences(first: 50) { nodes { title helpline { name phone } } } }`)
	if text := fmt.Sprint(a.Data); len(a.Errors) > 0 || !strings.Contains(text, "map[helpline:<nil> title:Fagdag]") {
		t.Errorf("in a list: %v %s", a.Errors, text)
	}
	d.wantsIncomplete("in a list", a, "Conference Fagdag [helpline name] REQUIRED [] NO_COMPLETE_LANGUAGE")
	a = d.preview(`{ conference(slug: "fagdag") { title helpline { name } } }`)
	if text := fmt.Sprint(a.Data); len(a.Errors) != 1 || codeOfAnswer(a.Errors[0]) != "INCOMPLETE_DRAFT" || text != "map[conference:map[helpline:<nil> title:Fagdag]]" {
		t.Errorf("by itself: %v %s", a.Errors, text)
	}
}

// TestPreviewOfReferences: behind a nullable reference, an incomplete draft is null, as a
// document that is not public is for readers. Its facet is omitted.
func TestPreviewOfReferences(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	conference := d.created(`createConference(input: {fields: {title: "Uden status"}})`)
	session := d.created(`createSession(input: {fields: {title: "Derfra", kind: TALK, conference: "` + conference + `"}})`)
	d.created(`createPhoto(input: {fields: {alt: "En sal", session: "` + session + `"}})`)
	a := d.preview(`{ sessions(first: 50) { nodes { slug conference { status } } } photos(first: 50) { nodes { slug session { slug kind conference { title status } } } } }`)
	text := fmt.Sprint(a.Data)
	for _, want := range []string{"conference:<nil> slug:derfra", "session:map[conference:<nil> kind:TALK slug:derfra] slug:en-sal", "conference:map[status:HELD] slug:panel"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s lacks %s", text, want)
		}
	}
	if len(a.Errors) > 0 {
		t.Error(a.Errors)
	}
	d.wantsIncomplete("a reference", a, "Conference Uden status [status] REQUIRED [startDate] REQUIRED [endDate] REQUIRED")
}
