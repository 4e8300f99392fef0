package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// desk is a service with a store in memory, for an editor or a reader.
type desk struct {
	t       *testing.T
	store   *contenttest.Memory
	library *contenttest.Library
	handler *Handler
	now     time.Time
	actor   content.Actor
}

// testTimeout is the time that an operation has in tests: more than in service, so that a
// busy machine fails none.
const testTimeout = 4 * time.Second

func newDesk(t *testing.T, store *contenttest.Memory) *desk {
	d := &desk{t: t, store: store, library: contenttest.NewLibrary(), now: contenttest.Epoch, actor: contenttest.Publisher}
	site := contenttest.Site(d.library)
	site.Variants = variants{}
	handler, err := NewHandler(Schema(), Config{
		Store: store, Clock: func() time.Time { return d.now },
		Site: site, Library: d.library,
		Timeout: testTimeout,
	})
	if err != nil {
		t.Fatal(err)
	}
	d.handler = handler
	return d
}

// ask sends an operation and returns the response.
func (d *desk) ask(query string, variables map[string]any) (data map[string]any, errs []any) {
	d.t.Helper()
	body := d.send(query, variables)
	var answer struct {
		Data   map[string]any
		Errors []any
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		d.t.Fatalf("%v: %s", err, body)
	}
	return answer.Data, answer.Errors
}

// send sends an operation and returns the body of the response.
func (d *desk) send(query string, variables map[string]any) []byte {
	d.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		d.t.Fatal(err)
	}
	return d.post(string(body))
}

// post sends the body of a request and returns that of the response.
func (d *desk) post(body string) []byte {
	d.t.Helper()
	r := httptest.NewRequestWithContext(WithActor(context.Background(), d.actor), http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	return w.Body.Bytes()
}

// wants compares the response of an operation that must have no errors.
func (d *desk) wants(query string, variables map[string]any, want string) {
	d.t.Helper()
	got, errs := d.ask(query, variables)
	if len(errs) > 0 {
		d.t.Errorf("errors: %v", errs)
	}
	d.same(got, want)
}

// same compares a response.
func (d *desk) same(got map[string]any, want string) {
	d.t.Helper()
	var expected map[string]any
	if err := json.Unmarshal([]byte(want), &expected); err != nil {
		d.t.Fatalf("the expected response is not JSON: %v", err)
	}
	if diff := cmp.Diff(expected, got); diff != "" {
		d.t.Errorf("the response differs (-want +got):\n%s", diff)
	}
}

func TestCreateTranslatePublish(t *testing.T) {
	t.Parallel()
	d := newDesk(t, contenttest.NewMemory())
	data, errs := d.ask(`mutation { createTopic(input: {fields: {name: "Opsporing"}, reason: "ny"}) { document { documentId slug name languages revision publishing { state draft published } } revision userErrors { code } } }`, nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	document := data["createTopic"].(map[string]any)["document"].(map[string]any)
	topic := document["documentId"].(string)
	if document["slug"] != "opsporing" || document["publishing"].(map[string]any)["state"] != "DRAFT" {
		t.Fatalf("the draft: %v", document)
	}
	variables := map[string]any{"id": topic}
	d.wants(`mutation($id: ID!) @inContext(language: "en") { updateTopic(input: {id: $id, fields: {name: "Tracing"}, expectedRevision: 1}) { document { name languages } revision warnings { code } userErrors { code } } }`,
		variables, `{"updateTopic": {"document": {"name": {"da": "Opsporing", "en": "Tracing"}, "languages": ["da", "en"]}, "revision": 2, "warnings": [], "userErrors": []}}`)
	d.wants(`{ topics(first: 5) { nodes { name } } }`, nil, `{"topics": {"nodes": []}}`)
	d.wants(`mutation($id: ID!) { publish(input: {id: $id, reason: "klar"}) { document { id publishing { state } } effects { addresses appear lists } userErrors { code message } } }`,
		variables, `{"publish": {"document": {"id": "`+topic+`_draft", "publishing": {"state": "PUBLISHED"}}, "effects": {"addresses": ["https://example.org/topics/opsporing"], "appear": ["`+topic+`"], "lists": ["topic.name", "topic.slug", "topic.updatedAt"]}, "userErrors": []}}`)
	d.wants(`query @inContext(language: "en") { topics(first: 5) { nodes { name } } }`, nil, `{"topics": {"nodes": [{"name": "Tracing"}]}}`)
	d.wants(`mutation($id: ID!) @inContext(language: "en") { updateTopic(input: {id: $id, fields: {name: null}}) { document { name } } }`,
		variables, `{"updateTopic": {"document": {"name": {"da": "Opsporing"}}}}`)
	d.wants(`query($id: ID!) { topicDraft(id: $id) { publishing { state draft published } history(first: 10) { nodes { revision actions reason actor { name role } fields { path before after } } pageInfo { hasNextPage } } version(revision: 2) { name } } }`,
		variables, `{"topicDraft": {"publishing": {"state": "CHANGED", "draft": 4, "published": 3}, "history": {"nodes": [
			{"revision": 4, "actions": ["UPDATE"], "reason": null, "actor": {"name": "test", "role": "PUBLISHER"}, "fields": [{"path": ["name", "en"], "before": "Tracing", "after": null}]},
			{"revision": 3, "actions": ["PUBLISH"], "reason": "klar", "actor": {"name": "test", "role": "PUBLISHER"}, "fields": []},
			{"revision": 2, "actions": ["UPDATE"], "reason": null, "actor": {"name": "test", "role": "PUBLISHER"}, "fields": [{"path": ["name", "en"], "before": null, "after": "Tracing"}]},
			{"revision": 1, "actions": ["CREATE"], "reason": "ny", "actor": {"name": "test", "role": "PUBLISHER"}, "fields": [{"path": ["name", "da"], "before": null, "after": "Opsporing"}, {"path": ["slug"], "before": null, "after": "opsporing"}]}
		], "pageInfo": {"hasNextPage": false}}, "version": {"name": {"da": "Opsporing", "en": "Tracing"}}}}`)
}

func TestAllOrNothingAndEachFieldSaysSo(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	before, _ := d.ask(`{ changes(first: 1) { nodes { revision } } }`, nil)
	d.wants(`mutation($hidden: ID!) {
		good: createTopic(input: {fields: {name: "God"}}) { document { id } revision userErrors { code document path } }
		bad: publish(input: {id: $hidden}) { document { id } revision userErrors { code path document } }
		worse: createTopic(input: {fields: {name: "Anden", broader: "topic_01FEDCZ8M0A9B8C7D6E5F4G3H2", slug: "broad"}}) { userErrors { code path } }
	}`, map[string]any{"hidden": id("conference", "Hidden")}, `{
		"good": {"document": null, "revision": null, "userErrors": [{"code": "NOT_KEPT", "document": null, "path": []}]},
		"bad": {"document": null, "revision": null, "userErrors": [{"code": "NOT_KEPT", "path": [], "document": "`+string(id("conference", "Hidden"))+`"}]},
		"worse": {"userErrors": [{"code": "SLUG_TAKEN", "path": ["slug"]}, {"code": "UNKNOWN_REFERENCE", "path": ["broader"]}]}
	}`)
	after, _ := d.ask(`{ changes(first: 1) { nodes { revision } } }`, nil)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("something was kept: %s", diff)
	}
}

func TestDryRun(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	before, _ := d.ask(`{ changes(first: 1) { nodes { revision } } }`, nil)
	data, errs := d.ask(`mutation @dryRun {
		c: createConference(input: {fields: {title: "Ny", status: PLANNED, year: 2027}}) { revision document { id title sessions(first: 1) { totalCount } } effects { appear addresses } userErrors { code } }
	}`, nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	c := data["c"].(map[string]any)
	if c["revision"] != nil || c["document"] == nil || len(c["userErrors"].([]any)) > 0 {
		t.Errorf("the would-be result: %v", c)
	}
	d.wants(`mutation($id: ID!) @dryRun { unpublish(input: {id: $id}) { document { publishing { state } } effects { disappear addresses } userErrors { code } } }`,
		map[string]any{"id": id("topic", "Narrow")}, `{"unpublish": {"document": {"publishing": {"state": "DRAFT"}}, "effects": {"disappear": ["`+string(id("topic", "Narrow"))+`"], "addresses": ["https://example.org/topics/broad", "https://example.org/topics/narrow"]}, "userErrors": []}}`)
	after, _ := d.ask(`{ changes(first: 1) { nodes { revision } } }`, nil)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("something was kept: %s", diff)
	}
}

func TestConflict(t *testing.T) {
	t.Parallel()
	d := newDesk(t, contenttest.NewMemory())
	contenttest.Save(t, d.store, &catalog.Organisation{Meta: contenttest.Meta("organisation", "a"), Name: locale.NewText("da", "A")})
	variables := map[string]any{"id": id("organisation", "a")}
	const update = `mutation($id: ID!) { updateOrganisation(input: {id: $id, expectedRevision: 1, %s}) { revision document { name abbreviation kind } merged conflicts { path base theirs mine overlaps } userErrors { code path } } }`
	d.wants(strings.Replace(update, "%s", `fields: {abbreviation: "AAA"}`, 1), variables,
		`{"updateOrganisation": {"revision": 2, "document": {"name": {"da": "A"}, "abbreviation": "AAA", "kind": null}, "merged": [], "conflicts": [], "userErrors": []}}`)
	d.wants(strings.Replace(update, "%s", `fields: {abbreviation: "BBB", kind: MEDIA}, mergeDisjoint: true`, 1), variables,
		`{"updateOrganisation": {"revision": null, "document": null, "merged": [], "conflicts": [
			{"path": ["abbreviation"], "base": null, "theirs": "AAA", "mine": "BBB", "overlaps": true},
			{"path": ["kind"], "base": null, "theirs": null, "mine": "MEDIA", "overlaps": false}
		], "userErrors": [{"code": "CONFLICT", "path": ["abbreviation"]}]}}`)
	d.wants(strings.Replace(update, "%s", `fields: {kind: MEDIA}`, 1), variables,
		`{"updateOrganisation": {"revision": null, "document": null, "merged": [], "conflicts": [
			{"path": ["abbreviation"], "base": null, "theirs": "AAA", "mine": null, "overlaps": false},
			{"path": ["kind"], "base": null, "theirs": null, "mine": "MEDIA", "overlaps": false}
		], "userErrors": [{"code": "CONFLICT", "path": []}]}}`)
	d.wants(strings.Replace(update, "%s", `fields: {kind: MEDIA}, mergeDisjoint: true`, 1), variables,
		`{"updateOrganisation": {"revision": 3, "document": {"name": {"da": "A"}, "abbreviation": "AAA", "kind": "MEDIA"}, "merged": ["abbreviation"], "conflicts": [], "userErrors": []}}`)
}

func TestMutationsAreForEditors(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	for _, actor := range []content.Actor{content.Anonymous, {Name: "p", Role: content.RolePreviewer}} {
		d.actor = actor
		for _, query := range []string{
			`mutation { createTopic(input: {fields: {name: "x"}}) { revision } }`,
			`{ topicDrafts(first: 1) { nodes { id } } }`, `{ changes(first: 1) { nodes { revision } } }`, `{ scheduled(first: 1) { nodes { at } } }`,
			`query @inContext(at: "2030-01-01T00:00:00Z") { topics(first: 1) { nodes { id } } }`,
		} {
			data, errs := d.ask(query, nil)
			want := "FORBIDDEN"
			if actor == content.Anonymous {
				want = "UNAUTHENTICATED"
			}
			if len(errs) != 1 || errs[0].(map[string]any)["extensions"].(map[string]any)["code"] != want {
				t.Errorf("%s: %s: %v, %v", actor.Role, query, data, errs)
			}
		}
	}
	d.actor = content.Actor{Name: "e", Role: content.RoleEditor}
	d.wants(`{ viewer { name role permissions } }`, nil, `{"viewer": {"name": "e", "role": "EDITOR", "permissions": ["READ", "PREVIEW", "EDIT"]}}`)
	_, errs := d.ask(`mutation($id: ID!) { publish(input: {id: $id}) { revision } }`, map[string]any{"id": id("conference", "Hidden")})
	if len(errs) != 1 || errs[0].(map[string]any)["extensions"].(map[string]any)["code"] != "FORBIDDEN" {
		t.Errorf("an editor publishes: %v", errs)
	}
}

// TestWithdrawingAgain: unpublishing or archiving a second time is not an error, and changes
// nothing; an unknown document is not found.
func TestWithdrawingAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	const action = `mutation($id: ID!) { done: %s(input: {id: $id}) { revision userErrors { code } document { publishing { state } } } }`
	session := map[string]any{"id": string(id("session", "Panel"))}
	for _, step := range []struct {
		name, state string
		changes     bool
	}{
		{"unpublish", "DRAFT", true},
		{"unpublish", "DRAFT", false},
		{"archive", "ARCHIVED", true},
		{"archive", "ARCHIVED", false},
		{"unpublish", "ARCHIVED", false},
	} {
		before := mustRevision(t, d.store)
		data, errs := d.ask(fmt.Sprintf(action, step.name), session)
		if len(errs) > 0 {
			t.Fatalf("%s: %v", step.name, errs)
		}
		after, revision := mustRevision(t, d.store), "<nil>"
		if step.changes {
			revision = fmt.Sprint(before + 1)
		}
		if (after != before) != step.changes {
			t.Errorf("%s: from revision %d to %d", step.name, before, after)
		}
		want := fmt.Sprintf("map[done:map[document:map[publishing:map[state:%s]] revision:%s userErrors:[]]]", step.state, revision)
		if fmt.Sprint(data) != want {
			t.Errorf("%s: %v, want %s", step.name, data, want)
		}
	}
	for _, name := range []string{"unpublish", "archive"} {
		if _, errs := d.ask(fmt.Sprintf(action, name), map[string]any{"id": string(id("session", "Nobody"))}); len(errs) != 1 || codeOfAnswer(errs[0]) != "NOT_FOUND" {
			t.Errorf("%s of nothing: %v", name, errs)
		}
	}
	d.actor = content.Actor{Name: "e", Role: content.RoleEditor}
	for _, name := range []string{"unpublish", "archive"} {
		if _, errs := d.ask(fmt.Sprintf(action, name), session); len(errs) != 1 || codeOfAnswer(errs[0]) != "FORBIDDEN" {
			t.Errorf("%s by an editor: %v", name, errs)
		}
	}
}
