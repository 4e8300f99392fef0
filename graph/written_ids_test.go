package graph

import (
	"fmt"
	"testing"

	"lectern/content"
)

// TestEditsRefuseWhatIsNoID: where readers get null, an editor learns which field has an
// invalid slug or id, and nothing is saved. The same applies to a URL with an invalid port.
func TestEditsRefuseWhatIsNoID(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	for field, want := range map[string]string{
		`createSession(input: {fields: {title: "x", slug: "Spørgsmål"}})`:                            "[slug] BAD_FORMAT",
		`createConference(input: {fields: {title: "x", organiser: "evil"}})`:                         "[organiser] WRONG_KIND",
		`createConference(input: {fields: {title: "x", topics: ["topic_evil"]}})`:                    "[topics 0] UNKNOWN_REFERENCE",
		`createOrganisation(input: {fields: {name: "x", websiteUrl: "https://example.org:99999/"}})`: "[websiteUrl] BAD_FORMAT",
		`createSession(input: {fields: {title: "x", appearances: [{speaker: 7}]}})`:                  "[appearances 0 speaker] WRONG_KIND",
	} {
		data, errs := d.ask(`mutation { made: `+field+` { document { id } userErrors { path code } } }`, nil)
		made, _ := data["made"].(map[string]any)
		problems, _ := made["userErrors"].([]any)
		if len(errs) > 0 || len(problems) != 1 || made["document"] != nil {
			t.Errorf("%s: %v %v", field, data, errs)
			continue
		}
		if p := problems[0].(map[string]any); fmt.Sprint(p["path"], " ", p["code"]) != want {
			t.Errorf("%s: %v, want %s", field, p, want)
		}
	}
	d.actor = content.Actor{Name: "admin", Role: content.RoleAdmin}
	for field, want := range map[string]string{
		`publish(input: {id: "evil"}) { revision }`:                          "NOT_FOUND",
		`archive(input: {id: ""}) { revision }`:                              "NOT_FOUND",
		`duplicate(input: {id: "session_x"}) { revision }`:                   "NOT_FOUND",
		`updateTopic(input: {id: "evil", fields: {name: "x"}}) { revision }`: "BAD_INPUT",
		`eraseSpeaker(input: {id: "evil"}) { receipt { person } }`:           "BAD_INPUT",
		`hideSpeaker(input: {id: "evil"}) { revision }`:                      "BAD_INPUT",
	} {
		if _, errs := d.ask(`mutation { `+field+` }`, nil); len(errs) != 1 || codeOfAnswer(errs[0]) != want {
			t.Errorf("%s: %v, want %s", field, errs, want)
		}
	}
}
