package app

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/internal/auth"
)

// starts opens and closes a service, and returns the first tokens that it created.
func starts(t *testing.T, c Config) (secrets []string) {
	t.Helper()
	c.FirstToken = func(secret string) { secrets = append(secrets, secret) }
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return secrets
}

func TestFirstTokenIsMadeOnce(t *testing.T) {
	t.Parallel()
	c := small(t)
	first := starts(t, c)
	if len(first) != 1 {
		t.Fatalf("the first start created %d tokens, want one", len(first))
	}
	tokens := auth.OpenTokens(c.Data)
	if actor, err := tokens.Authenticate(first[0], time.Now()); err != nil || actor != (content.Actor{Name: "first start", Role: content.RoleAdmin}) {
		t.Errorf("%+v, %v", actor, err)
	}
	if again := starts(t, c); len(again) != 0 {
		t.Error("the second start on an empty store created another token")
	}
	list, err := tokens.List()
	if err != nil || len(list) != 1 {
		t.Fatalf("%v, %v", list, err)
	}
	if _, err := tokens.Revoke(list[0].ID); err != nil {
		t.Fatal(err)
	}
	if again := starts(t, c); len(again) != 0 {
		t.Error("a first token was created after the revocation of another")
	}
}

func TestNoFirstToken(t *testing.T) {
	t.Parallel()
	seeded := small(t)
	seeded.Seed = true
	if first := starts(t, seeded); len(first) != 1 {
		t.Fatalf("before the seed content: %d tokens", len(first))
	}
	if err := os.Remove(filepath.Join(seeded.Data, auth.FileName)); err != nil {
		t.Fatal(err)
	}
	if again := starts(t, seeded); len(again) != 0 {
		t.Error("a store with content got a first token")
	}
	own := small(t)
	if _, _, err := auth.OpenTokens(own.Data).Create("Ida", content.RoleEditor, time.Time{}, time.Now()); err != nil {
		t.Fatal(err)
	}
	if first := starts(t, own); len(first) != 0 {
		t.Error("a first token was created although there were tokens")
	}
	nobody := small(t)
	a, err := Open(t.Context(), nobody)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if exist, err := auth.OpenTokens(nobody.Data).Exist(); err != nil || exist {
		t.Errorf("a token was created but not shown (%v)", err)
	}
}

// A token determines what its bearer sees, from the next request after its creation until it is
// revoked.
func TestTokensOnTheService(t *testing.T) {
	t.Parallel()
	c := small(t)
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	preview := func(credential string) *httptest.ResponseRecorder {
		t.Helper()
		r := httptest.NewRequest("POST", "/graphql", strings.NewReader(`{"query":"query @inContext(preview: true) { __typename }"}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/graphql-response+json")
		if credential != "" {
			r.Header.Set("Authorization", "Bearer "+credential)
		}
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, r)
		if w.Code == 401 != (w.Header().Get("WWW-Authenticate") != "") {
			t.Errorf("%d with WWW-Authenticate %q", w.Code, w.Header().Get("WWW-Authenticate"))
		}
		if got := strings.Join(w.Header().Values("Vary"), ","); !strings.Contains(got, "Authorization") {
			t.Errorf("Vary is %q", got)
		}
		return w
	}
	tokens := auth.OpenTokens(c.Data) // as the command line opens them
	previewer, token, err := tokens.Create("Ida", content.RolePreviewer, time.Time{}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	reader, _, err := tokens.Create("website", content.RoleReader, time.Time{}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if w := preview(""); w.Code != 401 {
		t.Errorf("anonymous: %d %s", w.Code, w.Body)
	}
	if w := preview(reader); w.Code != 403 {
		t.Errorf("a reader: %d %s", w.Code, w.Body)
	}
	if w := preview(previewer); w.Code != 200 || w.Header().Get("Cache-Control") != "private, no-store" {
		t.Errorf("a previewer: %d %v %s", w.Code, w.Header(), w.Body)
	}
	if _, err := tokens.Revoke(token.ID); err != nil {
		t.Fatal(err)
	}
	if w := preview(previewer); w.Code != 401 || strings.Contains(w.Body.String(), previewer) {
		t.Errorf("revoked: %d %s", w.Code, w.Body)
	}
	// A damaged file accepts no token, and does not end the service.
	if err := os.WriteFile(filepath.Join(c.Data, auth.FileName), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if w := preview(reader); w.Code != 500 {
		t.Errorf("damaged: %d %s", w.Code, w.Body)
	}
	if w := preview(""); w.Code != 401 {
		t.Errorf("damaged, anonymous: %d %s", w.Code, w.Body)
	}
}
