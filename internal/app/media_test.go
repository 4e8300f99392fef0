package app

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/internal/auth"
)

// A file that no document shows is visible only to actors who see drafts, even if others know
// its URL.
func TestFilesThatNobodyShows(t *testing.T) {
	t.Parallel()
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
	const captions = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHej.\n"
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

// An upload may take longer than any other request: the limit applies to each piece.
func TestSlowUploadsAreTaken(t *testing.T) {
	t.Parallel()
	c := small(t)
	c.Timeouts.Read, c.Timeouts.Write = 100*time.Millisecond, 200*time.Millisecond
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- a.Run(ctx) }()
	defer func() {
		stop()
		if err := errors.Join(<-ran, a.Close()); err != nil {
			t.Error(err)
		}
	}()
	secret, _, err := auth.OpenTokens(c.Data).Create("Ida", content.RoleEditor, time.Time{}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + a.Addr().String()
	send := func(method, path, body string, header map[string]string) *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), method, address+path, &slow{strings.NewReader(body)})
		if err != nil {
			t.Fatal(err)
		}
		r.ContentLength = int64(len(body))
		r.Header.Set("Authorization", "Bearer "+secret)
		for name, value := range header {
			r.Header.Set(name, value)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer
	}
	const captions = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHej.\n"
	if got := send("POST", "/assets", captions, nil); got.StatusCode != http.StatusCreated {
		t.Errorf("at once: %s", got.Status)
	}
	begun := send("POST", "/assets", "", map[string]string{"Tus-Resumable": "1.0.0", "Upload-Length": strconv.Itoa(len(captions))})
	_, path, _ := strings.Cut(begun.Header.Get("Location"), "/assets")
	got := send("PATCH", "/assets"+path, captions, map[string]string{"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"})
	if got.StatusCode != http.StatusNoContent || got.Header.Get("Lectern-Asset") == "" {
		t.Errorf("in a piece: %s", got.Status)
	}
}

// slow waits before every few bytes.
type slow struct{ r *strings.Reader }

func (s *slow) Read(p []byte) (int, error) {
	time.Sleep(150 * time.Millisecond)
	return s.r.Read(p[:min(len(p), 10)])
}

// TestSeedFiles: readers get the seed's files, and a picture in another size, for
// as long as a public document shows them.
func TestSeedFiles(t *testing.T) {
	t.Parallel()
	c := small(t)
	c.Seed = true
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	get := func(address string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		return w
	}
	query := func(text string) string {
		w := get("/graphql?query=" + url.QueryEscape(text))
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), `"errors"`) {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		return w.Body.String()
	}
	answer := query(`{ photos(first: 5) { nodes { id asset { url variants(widths: [100], format: PNG) { url } } } }
		episodes(first: 5) { nodes { audio { url } artwork { url } podcast { artwork { variants(widths: [64], shape: SQUARE, format: JPEG) { url } } } } }
		videos(first: 5) { nodes { sources { url } thumbnail { url } } } }`)
	addresses := regexp.MustCompile(`/media/[0-9a-f]{64}[^"]*`).FindAllString(answer, -1)
	types := map[string]int{}
	for _, address := range addresses {
		w := get(address)
		if w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("%s: %d %s", address, w.Code, w.Body)
		}
		types[w.Header().Get("Content-Type")]++
	}
	want := map[string]int{"image/png": 3, "image/jpeg": 1, "audio/mpeg": 1, "video/mp4": 2}
	if !maps.Equal(types, want) {
		t.Errorf("the files are %v, want %v", types, want)
	}
	page := regexp.MustCompile(`https?://[^"]+konferencens-temaer`).FindString(query(`{ videos(first: 5) { nodes { url } } }`))
	embed := get("/feeds/oembed?maxwidth=200&url=" + url.QueryEscape(page)).Body.String()
	small := regexp.MustCompile(`"thumbnail_url":"[^"]*(/media/[^"]*)","thumbnail_width":192,`).FindStringSubmatch(embed)
	if small == nil {
		t.Fatalf("the embedded film has no picture: %s", embed)
	}
	if w := get(small[1]); w.Code != http.StatusOK {
		t.Errorf("%s: %d %s", small[1], w.Code, w.Body)
	}
	id := regexp.MustCompile(`photo_\w+`).FindString(answer)
	_, err = content.Edit(t.Context(), a.Store(), content.EditOptions{Actor: content.Actor{Role: content.RoleAdmin}, Now: time.Now(), Site: a.site},
		func(tx *content.Transaction) error { return tx.Unpublish(content.ID(id)) })
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range addresses[:2] { // the photo, and it in another size
		if w := get(address); w.Code != http.StatusNotFound {
			t.Errorf("%s is there without its photo: %d", address, w.Code)
		}
	}
	if w := get(addresses[2]); w.Code != http.StatusOK {
		t.Errorf("%s: %d", addresses[2], w.Code)
	}
}
