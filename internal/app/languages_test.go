package app

import (
	"strings"
	"testing"

	"lectern/content"
)

// TestRegionsAreFolded: texts in da-DK or en-GB are stored as da or en, in GraphQL and in
// tables. Other languages keep their region.
func TestRegionsAreFolded(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	var data struct {
		CreateTopic struct{ Document struct{ ID string } }
	}
	d.did(content.RoleEditor, `mutation @inContext(language: "da-DK") { createTopic(input: {fields: {name: "Emne", synonyms: ["Sag"]}}) { document { id } userErrors { code } } }`, nil, &data)
	id := map[string]any{"id": data.CreateTopic.Document.ID}
	for language, name := range map[string]string{"en-GB": "Topic", "nb-NO": "Tema"} {
		d.did(content.RoleEditor, `mutation($id: ID!) @inContext(language: "`+language+`") { updateTopic(input: {id: $id, fields: {name: "`+name+`"}}) { userErrors { code } } }`, id, nil)
	}
	d.did(content.RoleEditor, `mutation($id: ID!) @inContext(language: "en-US") { updateTopic(input: {id: $id, fields: {synonyms: ["Case"]}}) { userErrors { code } } }`, id, nil)
	if body := d.ask(content.RoleEditor, `query($id: ID!) { topicDraft(id: $id) { name synonyms } }`, id); !strings.Contains(body, `"name":{"da":"Emne","en":"Topic","nb-NO":"Tema"}`) || !strings.Contains(body, `"en":"Case"`) || strings.Contains(body, "en-US") {
		t.Errorf("written in regions: %s", body)
	}
	r := loadTable(d, fagdag(d), "slug,title[da-DK],title[en-GB]\na,Titel,Title\n", "")
	if body := d.ask(content.RoleEditor, `{ sessionDraft(slug: "a") { title } }`, nil); r.Created != 1 || !strings.Contains(body, `{"da":"Titel","en":"Title"}`) {
		t.Errorf("from a table: %+v %s", r, body)
	}
}

// TestRemovedLanguage: an edit that writes a text in a language and removes that language is
// refused; the text used to be lost.
func TestRemovedLanguage(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	var data struct {
		CreateTopic struct{ Document struct{ ID string } }
	}
	d.did(content.RoleEditor, `mutation { createTopic(input: {fields: {name: "Emne"}}) { document { id } userErrors { code } } }`, nil, &data)
	id := map[string]any{"id": data.CreateTopic.Document.ID}
	const update = `updateTopic(input: {id: $id, fields: {name: "Topic"}, removeLanguages: ["en"]}) { document { name } userErrors { path code message } } }`
	for _, language := range []string{"en", "en-GB"} {
		body := d.ask(content.RoleEditor, `mutation($id: ID!) @inContext(language: "`+language+`") { `+update, id)
		if !strings.Contains(body, `"userErrors":[{"path":["removeLanguages"],"code":"CONTRADICTION","message":"This contradicts name.en."}]`) {
			t.Errorf("in %s: %s", language, body)
		}
	}
	if body := d.ask(content.RoleEditor, `mutation($id: ID!) { `+update, id); !strings.Contains(body, `{"da":"Topic"}`) {
		t.Errorf("another language: %s", body)
	}
	d.did(content.RoleEditor, `mutation($id: ID!) @inContext(language: "en") { updateTopic(input: {id: $id, fields: {name: "Topic", description: "About"}}) { userErrors { code } } }`, id, nil)
	body := d.ask(content.RoleEditor, `mutation($id: ID!) @inContext(language: "en") { updateTopic(input: {id: $id, fields: {description: null}, removeLanguages: ["en"]}) { document { name description } userErrors { code } } }`, id)
	if !strings.Contains(body, `"document":{"name":{"da":"Topic"},"description":null}`) && !strings.Contains(body, `"document":{"name":{"da":"Topic"},"description":{}}`) {
		t.Errorf("removed: %s", body)
	}
}

// TestLongSlugs: a slug that is too long is refused with its length and the bound.
func TestLongSlugs(t *testing.T) {
	t.Parallel()
	d := newCareDesk(t)
	slug := map[string]any{"s": strings.Repeat("a", 81)}
	body := d.ask(content.RoleEditor, `mutation($s: Slug!) { createTopic(input: {fields: {name: "Emne", slug: $s}}) { userErrors { path code message } } }`, slug)
	if !strings.Contains(body, `{"path":["slug"],"code":"TOO_LONG","message":"Er for lang: 81 tegn; højst 80 er tilladt."}`) {
		t.Error(body)
	}
	body = d.ask(content.RoleEditor, `mutation($s: String!) @inContext(language: "en") { createTopic(input: {fields: {name: $s}}) { userErrors { path code message } } }`, map[string]any{"s": strings.Repeat("å", 201)})
	if !strings.Contains(body, `"code":"TOO_LONG","message":"This is too long: 201 characters; at most 200 are allowed."`) {
		t.Error(body)
	}
	r := loadTable(d, fagdag(d), "slug,title[da]\n"+strings.Repeat("a", 81)+",A\n", "")
	if len(r.UserErrors) != 1 || r.UserErrors[0].Message != "Er for lang: 81 tegn; højst 80 er tilladt." {
		t.Errorf("in a table: %+v", r.UserErrors)
	}
}
