package app

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
)

const discarding = `mutation($id: ID!, $r: Revision) { discardDraft(input: {id: $id, expectedRevision: $r, reason: "Fortrudt"}) { document { revision publishing { state steps { at } } } revision userErrors { code message } warnings { code message } effects { appear change disappear } } }`

// discarded is the payload of discardDraft.
type discarded struct {
	Document *struct {
		Revision   int
		Publishing struct {
			State string
			Steps []struct{ At string }
		}
	}
	Revision             *int
	UserErrors, Warnings []struct{ Code, Message string }
}

func (d *careDesk) discard(role content.Role, id string, expected *int, directive string) (p discarded, errs string) {
	d.t.Helper()
	body := d.ask(role, strings.Replace(discarding, " {", directive+" {", 1), map[string]any{"id": id, "r": expected})
	var answer struct {
		Data   struct{ DiscardDraft *discarded }
		Errors []struct{ Extensions struct{ Code string } }
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		d.t.Fatalf("%v: %s", err, body)
	}
	for _, e := range answer.Errors {
		errs += e.Extensions.Code
	}
	if answer.Data.DiscardDraft != nil {
		p = *answer.Data.DiscardDraft
	}
	return p, errs
}

func codesOf(problems []struct{ Code, Message string }) string {
	codes := []string{}
	for _, p := range problems {
		codes = append(codes, p.Code)
	}
	return strings.Join(codes, " ")
}

// TestDiscardGoesBackToWhatIsPublic: readers see what they saw, editors too, the log has a
// line, and a colleague's newer edit is not lost.
func TestDiscardGoesBackToWhatIsPublic(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	topic := d.created("Topic", map[string]any{"name": "Stalking", "slug": "stalking"})
	rename := func(name string) {
		d.did(content.RoleEditor, `mutation($id: ID!, $n: String) { updateTopic(input: {id: $id, fields: {name: $n}}) { userErrors { path } } }`, map[string]any{"id": topic, "n": name}, nil)
	}
	shows := func(when, public, draft string) {
		t.Helper()
		want := fmt.Sprintf(`{"data":{"topic":{"name":%q},"topicDraft":{"name":{"da":%q}}}}`, public, draft)
		body := d.ask(content.RoleEditor, `{ topic(slug: "stalking") { name } topicDraft(slug: "stalking") { name } }`, nil)
		if strings.TrimSpace(body) != want {
			t.Errorf("%s: %s, want %s", when, body, want)
		}
	}
	if p, errs := d.discard(content.RoleEditor, topic, nil, ""); errs != "" || p.Revision != nil || len(p.UserErrors) > 0 {
		t.Errorf("without a draft: %+v %s", p, errs)
	}
	rename("Chikane")
	old := 2
	if p, errs := d.discard(content.RoleEditor, topic, &old, ""); errs != "" || p.Revision != nil || codesOf(p.UserErrors) != "CONFLICT" {
		t.Errorf("with a former revision: %+v %s", p, errs)
	}
	if p, errs := d.discard(content.RoleEditor, topic, nil, " @dryRun"); errs != "" || p.Revision != nil || p.Document == nil || p.Document.Publishing.State != "PUBLISHED" {
		t.Errorf("a dry run: %+v %s", p, errs)
	}
	shows("after a dry run", "Stalking", "Chikane")
	p, errs := d.discard(content.RoleEditor, topic+"_draft", nil, "")
	if errs != "" || p.Revision == nil || p.Document == nil || p.Document.Publishing.State != "PUBLISHED" || p.Document.Revision != *p.Revision {
		t.Errorf("%+v %s", p, errs)
	}
	shows("after it", "Stalking", "Stalking")
	var log struct {
		Draft struct {
			History struct {
				Nodes []struct {
					Actions []string
					Reason  string
					Fields  []struct{ Path []string }
				}
			}
		}
	}
	d.did(content.RoleEditor, `query($id: ID!) { draft(id: $id) { history(first: 1) { nodes { actions reason fields { path } } } } }`, map[string]any{"id": topic}, &log)
	if n := log.Draft.History.Nodes; len(n) != 1 || fmt.Sprint(n[0].Actions, n[0].Reason, n[0].Fields) != "[DISCARD]Fortrudt[{[name da]}]" {
		t.Errorf("the log: %+v", n)
	}
	if _, errs := d.discard(content.RoleReader, topic, nil, ""); errs != "UNAUTHENTICATED" {
		t.Errorf("a reader: %s", errs)
	}

	d.did(content.RolePublisher, `mutation($id: ID!) { unpublish(input: {id: $id}) { userErrors { path } } }`, map[string]any{"id": topic}, nil)
	rename("Noget andet")
	if p, errs := d.discard(content.RoleEditor, topic, nil, ""); errs != "" || p.Document == nil || p.Document.Publishing.State != "DRAFT" {
		t.Errorf("of what was public: %+v %s", p, errs)
	}
	if body := d.ask(content.RoleEditor, `{ topic(slug: "stalking") { name } topicDraft(slug: "stalking") { name } }`, nil); strings.TrimSpace(body) != `{"data":{"topic":null,"topicDraft":{"name":{"da":"Stalking"}}}}` {
		t.Errorf("what was public: %s", body)
	}
}

// TestDiscardWhatNeverWasPublic: it is gone for everyone, unless another document refers to it;
// and it can be restored from the log.
func TestDiscardWhatNeverWasPublic(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	create := func(kind, fields string) string {
		t.Helper()
		var data struct {
			Made struct{ Document struct{ DocumentID string } }
		}
		d.did(content.RoleEditor, `mutation { made: create`+kind+`(input: {fields: `+fields+`}) { document { documentId } userErrors { path } } }`, nil, &data)
		return data.Made.Document.DocumentID
	}
	topic := create("Topic", `{name: "Kladde", slug: "kladde"}`)
	session := create("Session", `{title: "Samtale", topics: ["`+topic+`"]}`)
	if p, errs := d.discard(content.RoleEditor, topic, nil, ""); errs != "" || codesOf(p.UserErrors) != "STILL_REFERENCED" || !strings.Contains(p.UserErrors[0].Message, `"Samtale" henviser`) {
		t.Errorf("with a reference to it: %+v %s", p, errs)
	}
	body := d.ask(content.RoleEditor, `mutation($t: ID!, $s: ID!) { t: discardDraft(input: {id: $t}) { document { id } revision userErrors { code } } s: discardDraft(input: {id: $s}) { document { id } revision userErrors { code } } }`, map[string]any{"t": topic, "s": session})
	if !strings.Contains(body, `"t":{"document":null,"revision":`) || strings.Contains(body, `"code"`) {
		t.Fatalf("both at once: %s", body)
	}
	const everywhere = `query($id: ID!, $n: ID!) { draft(id: $id) { id } node(id: $n) { id } topicDraft(slug: "kladde") { id } topicDrafts(first: 9) { totalCount nodes { id } } archived: topicDrafts(first: 9, state: ARCHIVED) { totalCount nodes { id } } }`
	variables := map[string]any{"id": topic, "n": topic + "_draft"}
	const nowhere = `{"data":{"draft":null,"node":null,"topicDraft":null,"topicDrafts":{"totalCount":0,"nodes":[]},"archived":{"totalCount":0,"nodes":[]}}}`
	if body := d.ask(content.RoleAdmin, everywhere, variables); strings.TrimSpace(body) != nowhere {
		t.Errorf("it is found: %s", body)
	}
	for _, field := range []string{`publish(input: {id: $id}) { revision }`, `discardDraft(input: {id: $id}) { revision }`, `updateTopic(input: {id: $id, fields: {name: "x"}}) { revision }`, `archive(input: {id: $id}) { revision }`, `duplicate(input: {id: $id}) { revision }`} {
		if body := d.ask(content.RolePublisher, `mutation($id: ID!) { `+field+` }`, map[string]any{"id": topic}); !strings.Contains(body, "NOT_FOUND") {
			t.Errorf("%s: %s", field, body)
		}
	}
	if body := d.ask(content.RoleEditor, `mutation($id: ID!) { createSession(input: {fields: {title: "x", topics: [$id]}}) { userErrors { code } } }`, map[string]any{"id": topic}); !strings.Contains(body, "UNKNOWN_REFERENCE") {
		t.Errorf("a new reference to it: %s", body)
	}
	second := create("Topic", `{name: "Kladde", slug: "kladde"}`) // its slug is free
	var log struct {
		Changes struct {
			Nodes []struct {
				Revision int
				Versions []struct{ Actions []string }
			}
		}
	}
	d.did(content.RoleEditor, `query($id: ID!) { changes(first: 9, filter: {document: $id}) { nodes { revision versions { actions } } } }`, map[string]any{"id": topic}, &log)
	if n := log.Changes.Nodes; len(n) != 2 || n[0].Versions[0].Actions[0] != "DISCARD" {
		t.Fatalf("the log: %+v", n)
	}
	restore := func() string {
		return d.ask(content.RoleEditor, `mutation($id: ID!, $r: Revision!) { restoreVersion(input: {id: $id, revision: $r}) { document { documentId ... on TopicDraft { name } } userErrors { code } } }`,
			map[string]any{"id": topic, "r": log.Changes.Nodes[1].Revision})
	}
	if body := restore(); !strings.Contains(body, "SLUG_TAKEN") {
		t.Errorf("with its slug taken: %s", body)
	}
	if p, errs := d.discard(content.RoleEditor, second, nil, ""); errs != "" || len(p.UserErrors) > 0 {
		t.Errorf("%+v %s", p, errs)
	}
	if body := restore(); !strings.Contains(body, fmt.Sprintf(`{"documentId":%q,"name":{"da":"Kladde"}}`, topic)) {
		t.Errorf("restored: %s", body)
	}
}

// TestDiscardKeepsCare: a withdrawal made while there was a draft stays when the draft is
// discarded.
func TestDiscardKeepsCare(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	anna := d.created("Speaker", map[string]any{"name": "Anna", "slug": "anna", "consents": []any{map[string]any{"to": "NAME", "scope": "Alt", "givenOn": "2021-01-01"}}})
	id := map[string]any{"id": anna}
	d.did(content.RoleEditor, `mutation($id: ID!) { updateSpeaker(input: {id: $id, fields: {jobTitle: "Leder"}}) { userErrors { path } } }`, id, nil)
	d.did(content.RoleEditor, `mutation($id: ID!) { withdrawConsent(input: {id: $id}) { userErrors { path } } }`, id, nil)
	if p, errs := d.discard(content.RoleEditor, anna, nil, ""); errs != "" || len(p.UserErrors) > 0 || p.Document == nil {
		t.Fatalf("%+v %s", p, errs)
	}
	if body := d.ask(content.RoleReader, `{ speaker(slug: "anna") { name } speakers(first: 9) { nodes { name } } }`, nil); strings.TrimSpace(body) != `{"data":{"speaker":null,"speakers":{"nodes":[]}}}` {
		t.Errorf("readers see %s", body)
	}
	body := d.ask(content.RoleEditor, `query($id: ID!) { speakerDraft(id: $id) { jobTitle consents { withdrawnOn } publishing { refused } } }`, id)
	if !strings.Contains(body, `"jobTitle":null`) || strings.Contains(body, `"withdrawnOn":null`) || !strings.Contains(body, `"refused":["NAME"]`) {
		t.Errorf("editors see %s", body)
	}
}

// TestDiscardCancelsThePublication: a planned publication is cancelled with its draft, which
// needs a publisher and is reported.
func TestDiscardCancelsThePublication(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	topic := d.created("Topic", map[string]any{"name": "Stalking", "slug": "stalking"})
	at := time.Now().AddDate(0, 0, 7).UTC().Truncate(time.Second)
	plan := map[string]any{"id": topic, "at": at.Format(time.RFC3339), "until": at.AddDate(0, 0, 1).Format(time.RFC3339)}
	d.did(content.RolePublisher, `mutation($id: ID!, $at: DateTime!, $until: DateTime!) { updateTopic(input: {id: $id, fields: {name: "Ny"}}) { userErrors { path } }
		schedulePublish(input: {id: $id, at: $at}) { userErrors { path } } scheduleUnpublish(input: {id: $id, at: $until}) { userErrors { path } } }`, plan, nil)
	if _, errs := d.discard(content.RoleEditor, topic, nil, ""); errs != "FORBIDDEN" {
		t.Errorf("an editor: %s", errs)
	}
	p, errs := d.discard(content.RolePublisher, topic, nil, "")
	if errs != "" || codesOf(p.Warnings) != "STEP_CANCELLED" || !strings.Contains(p.Warnings[0].Message, at.Format("2006-01-02 15:04")) || p.Document == nil || len(p.Document.Publishing.Steps) != 1 {
		t.Errorf("a publisher: %+v %s", p, errs)
	}
}

// TestDraftsInStateAtTheDoor: an editor finds each document in the lists of its states.
func TestDraftsInStateAtTheDoor(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	const lists = `{
		never: topicDrafts(first: 9, state: NEVER_PUBLISHED) { totalCount nodes { slug } } withdrawn: topicDrafts(first: 9, state: UNPUBLISHED) { totalCount nodes { slug } }
		public: topicDrafts(first: 9, state: PUBLISHED) { totalCount nodes { slug } } changed: topicDrafts(first: 9, state: CHANGED) { totalCount nodes { slug } }
		scheduled: topicDrafts(first: 9, state: SCHEDULED) { totalCount nodes { slug } } archived: topicDrafts(first: 9, state: ARCHIVED) { totalCount nodes { slug } }
		hidden: speakerDrafts(first: 9, state: HIDDEN) { totalCount nodes { slug } }
	}`
	d.did(content.RoleEditor, `mutation { createTopic(input: {fields: {name: "Ny", slug: "ny"}}) { userErrors { code } } }`, nil, nil)
	edits := map[string]string{
		"offentlig": ``, "trukket": `unpublish(input: {id: $id}) { userErrors { code } }`, "arkiveret": `archive(input: {id: $id}) { userErrors { code } }`,
		"aendret": `updateTopic(input: {id: $id, fields: {name: "B"}}) { userErrors { code } }`, "planlagt": `scheduleUnpublish(input: {id: $id, at: "` + time.Now().AddDate(0, 1, 0).UTC().Format(time.RFC3339) + `"}) { userErrors { code } }`,
	}
	for slug, edit := range edits {
		id := d.created("Topic", map[string]any{"name": "A " + slug, "slug": slug})
		if edit != "" {
			d.did(content.RolePublisher, `mutation($id: ID!) { `+edit+` }`, map[string]any{"id": id}, nil)
		}
	}
	ida := d.created("Speaker", map[string]any{"name": "Ida", "slug": "ida", "withoutConsentReason": "Offentlig person."})
	d.did(content.RoleEditor, `mutation($id: ID!) { hideSpeaker(input: {id: $id}) { userErrors { code } } }`, map[string]any{"id": ida}, nil)
	var data map[string]struct {
		TotalCount int
		Nodes      []struct{ Slug string }
	}
	d.did(content.RoleEditor, lists, nil, &data)
	for list, want := range map[string]string{"never": "ny", "withdrawn": "trukket", "public": "offentlig planlagt", "changed": "aendret", "scheduled": "planlagt", "archived": "arkiveret", "hidden": "ida"} {
		var slugs []string
		for _, n := range data[list].Nodes {
			slugs = append(slugs, n.Slug)
		}
		slices.Sort(slugs)
		if got := strings.Join(slugs, " "); got != want || data[list].TotalCount != len(slugs) {
			t.Errorf("%s: %q of %d, want %q", list, got, data[list].TotalCount, want)
		}
	}
}
