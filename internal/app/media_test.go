package app

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/internal/auth"
)

// A file that no document shows is there for those who see drafts, and for
// nobody else, whatever they know of its address.
func TestFilesThatNobodyShows(t *testing.T) {
	c := small(t)
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	tokens := map[content.Role]string{"": ""}
	for _, role := range content.Roles() {
		secret, _, err := auth.OpenTokens(c.Data).Create(string(role), role, time.Time{}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		tokens[role] = "Bearer " + secret
	}
	const captions = "WEBVTT\n\n00:00.000 --> 00:01.000\nHej.\n"
	ask := func(role content.Role, method, path, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		if token := tokens[role]; token != "" {
			r.Header.Set("Authorization", token)
		}
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, r)
		return w
	}
	added := ask(content.RoleEditor, http.MethodPost, "/assets", captions)
	id, err := content.ParseAssetID(added.Header().Get("Lectern-Asset"))
	if err != nil || added.Code != http.StatusCreated {
		t.Fatalf("%d %s", added.Code, added.Body)
	}
	if asset, err := a.Library().Asset(id); err != nil || asset.Kind != content.AssetCaptions {
		t.Errorf("%+v %v", asset, err)
	}
	path := "/media/" + strings.TrimPrefix(string(id), "asset_") + ".vtt"
	for _, role := range append(content.Roles(), "") {
		w := ask(role, http.MethodGet, path, "")
		sees := content.Actor{Role: role}.May(content.RolePreviewer)
		switch {
		case sees && (w.Code != http.StatusOK || w.Body.String() != captions || w.Header().Get("Cache-Control") != "private, no-store"):
			t.Errorf("%s: %d %v %s", role, w.Code, w.Header(), w.Body)
		case !sees && (w.Code != http.StatusNotFound || w.Header().Get("ETag") != ""):
			t.Errorf("%s: %d %v", role, w.Code, w.Header())
		}
		if w := ask(role, http.MethodPost, "/assets", captions); (w.Code == http.StatusCreated) != (content.Actor{Role: role}).May(content.RoleEditor) {
			t.Errorf("%s uploads: %d", role, w.Code)
		}
	}
}
