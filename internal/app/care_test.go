package app

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/internal/auth"
)

// careDesk is a service with an empty store, and tokens for who works there.
type careDesk struct {
	t      *testing.T
	app    *App
	tokens map[content.Role]string
}

func newCareDesk(t *testing.T) *careDesk {
	t.Helper()
	c := small(t)
	c.Listen, c.Website, c.PublicURL = "", "https://example.org/{kind}/{slug}", "https://api.example.org"
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	d := &careDesk{t: t, app: a, tokens: map[content.Role]string{}}
	for _, role := range []content.Role{content.RoleEditor, content.RolePublisher, content.RoleAdmin} {
		if d.tokens[role], _, err = auth.OpenTokens(c.Data).Create(string(role), role, time.Time{}, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// ask sends an operation as somebody of a role, anonymously with the role of readers.
func (d *careDesk) ask(role content.Role, query string, variables map[string]any) string {
	d.t.Helper()
	r := request(http.MethodPost, query, variables)
	if token := d.tokens[role]; token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	d.app.Handler().ServeHTTP(w, r)
	return w.Body.String()
}

// did is ask for a mutation that must have no errors, and fills in data.
func (d *careDesk) did(role content.Role, query string, variables map[string]any, data any) {
	d.t.Helper()
	body := d.ask(role, query, variables)
	if strings.Contains(body, `"errors"`) || strings.Contains(body, `"code"`) {
		d.t.Fatalf("%s: %s", query, body)
	}
	if data == nil {
		return
	}
	if err := json.Unmarshal([]byte(body), &struct{ Data any }{data}); err != nil {
		d.t.Fatalf("%v: %s", err, body)
	}
}

// created is the id of a new document that is public.
func (d *careDesk) created(kind string, fields map[string]any) string {
	d.t.Helper()
	var data map[string]struct{ Document struct{ ID string } }
	d.did(content.RolePublisher, `mutation($f: `+kind+`Input!) { create`+kind+`(input: {fields: $f}) { document { id } userErrors { path code } } }`, map[string]any{"f": fields}, &data)
	id := data["create"+kind].Document.ID
	d.did(content.RolePublisher, `mutation($id: ID!) { publish(input: {id: $id}) { userErrors { path code } } }`, map[string]any{"id": id}, nil)
	return id
}

// TestEditorsCannotUndoAWithdrawal: who was withdrawn stays away from readers whatever
// an editor saves, restores or copies, until a publisher records a new consent.
func TestEditorsCannotUndoAWithdrawal(t *testing.T) {
	d := newCareDesk(t)
	consents := []any{map[string]any{"to": "NAME", "scope": "Alt", "givenOn": "2021-01-01"}}
	anna := d.created("Speaker", map[string]any{"name": "Anna Hviid", "consents": consents})
	id := map[string]any{"id": anna}
	sees := func(when string, want bool) {
		t.Helper()
		if body := d.ask(content.RoleReader, `{ speakers(first: 9) { nodes { name } } }`, nil); strings.Contains(body, "Anna") != want {
			t.Errorf("%s, a reader sees %s", when, body)
		}
	}
	sees("at first", true)
	d.did(content.RoleEditor, `mutation($id: ID!) { withdrawConsent(input: {id: $id}) { userErrors { path code } } }`, id, nil)
	sees("withdrawn", false)
	body := d.ask(content.RoleEditor, `mutation($id: ID!, $c: [ConsentInput!]) { updateSpeaker(input: {id: $id, fields: {consents: $c}}) { userErrors { path code message } } }`, map[string]any{"id": anna, "c": consents})
	if !strings.Contains(body, "CONSENT_ENDED") || !strings.Contains(body, "recordConsent") {
		t.Errorf("the former consents are saved: %s", body)
	}
	sees("after that", false)
	d.did(content.RoleEditor, `mutation($id: ID!) { restoreVersion(input: {id: $id, revision: 1}) { userErrors { path code } } }`, id, nil)
	sees("restored", false)
	d.did(content.RoleEditor, `mutation($id: ID!) { duplicate(input: {id: $id}) { userErrors { path code } } }`, id, nil)
	sees("copied", false)
	today := time.Now().UTC().Format(time.DateOnly)
	record := `mutation($id: ID!, $on: Date!, $why: String!) { recordConsent(input: {id: $id, to: NAME, scope: "Alt", givenOn: $on, reason: $why}) { userErrors { path code } } }`
	if body := d.ask(content.RoleEditor, record, map[string]any{"id": anna, "on": today, "why": "Et brev."}); !strings.Contains(body, "FORBIDDEN") {
		t.Errorf("an editor records a consent: %s", body)
	}
	for why, on := range map[string]string{" ": today, "Et brev.": "2021-01-01"} {
		if body := d.ask(content.RolePublisher, record, map[string]any{"id": anna, "on": on, "why": why}); !strings.Contains(body, `"path":["`) {
			t.Errorf("recorded for %q, on %s: %s", why, on, body)
		}
	}
	sees("refused", false)
	d.did(content.RolePublisher, record, map[string]any{"id": anna, "on": today, "why": "Et brev."}, nil)
	sees("recorded", true)
}
