package graph

import (
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// TestTranslationsAtTheDoor: the work list of editors, and what removes a document from it;
// only for editors.
func TestTranslationsAtTheDoor(t *testing.T) {
	t.Parallel()
	d := newDesk(t, contenttest.NewMemory())
	contenttest.Publish(t, d.store, &catalog.Topic{Meta: contenttest.Meta("topic", "emne"), Name: locale.NewText("da", "Emne", "en", "Topic")})
	topic := map[string]any{"id": string(id("topic", "emne"))}
	const list = `{ translations(needing: "en", types: ["Topic"]) {
		edges { node { document { slug translationStatus { language state updatedAt } ... on TopicDraft { name } } status { original state missing } } }
		pageInfo { hasNextPage hasPreviousPage }
	} }`
	const nothing = `{"translations": {"edges": [], "pageInfo": {"hasNextPage": false, "hasPreviousPage": false}}}`
	d.wants(list, nil, nothing)
	d.now = d.now.Add(time.Hour)
	d.wants(`mutation($id: ID!) { updateTopic(input: {id: $id, fields: {name: "Tema"}}) { userErrors { code } } }`, topic, `{"updateTopic": {"userErrors": []}}`)
	d.wants(list, nil, `{"translations": {"edges": [{"node": {
		"document": {"slug": "emne", "translationStatus": [{"language": "en", "state": "OLDER", "updatedAt": "2021-09-01T07:00:00Z"}], "name": {"da": "Tema", "en": "Topic"}},
		"status": {"original": "da", "state": "OLDER", "missing": []}
	}}], "pageInfo": {"hasNextPage": false, "hasPreviousPage": false}}}`)
	d.now = d.now.Add(time.Hour)
	const confirm = `mutation($id: ID!) { confirmTranslation(input: {id: $id, language: "en"}) { userErrors { code } document { translationStatus { state updatedAt } } } }`
	d.wants(confirm, topic, `{"confirmTranslation": {"userErrors": [], "document": {"translationStatus": [{"state": "COMPLETE", "updatedAt": "2021-09-01T09:00:00Z"}]}}}`)
	d.wants(list, nil, nothing)
	for query, want := range map[string]string{
		`{ translations(needing: "de") { nodes { status { state } } } }`:                                  "BAD_INPUT",
		`{ translations(needing: "en", types: ["Tema"]) { nodes { status { state } } } }`:                 "BAD_INPUT",
		`{ translations(needing: "en", after: "AAAA") { nodes { status { state } } } }`:                   "BAD_CURSOR",
		`{ translations(needing: "en", first: 101) { nodes { status { state } } } }`:                      "BAD_INPUT",
		`mutation { confirmTranslation(input: {id: "topic_x", language: "en"}) { userErrors { code } } }`: "NOT_FOUND",
	} {
		_, errs := d.ask(query, nil)
		if len(errs) != 1 || codeOfAnswer(errs[0]) != want {
			t.Errorf("%s: %v, want %s", query, errs, want)
		}
	}
	for _, actor := range []content.Actor{content.Anonymous, {Role: content.RolePreviewer, Name: "p"}} {
		d.actor = actor
		want := map[bool]string{true: "FORBIDDEN", false: "UNAUTHENTICATED"}[actor.Role == content.RolePreviewer]
		if _, errs := d.ask(list, nil); len(errs) != 1 || codeOfAnswer(errs[0]) != want {
			t.Errorf("%v: %v", actor, errs)
		}
	}
}

func codeOfAnswer(err any) string {
	e, _ := err.(map[string]any)
	extensions, _ := e["extensions"].(map[string]any)
	code, _ := extensions["code"].(string)
	return code
}
