package httpd_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"lectern/content"
)

// Files are for everyone, and uploads for editors.
func TestMedia(t *testing.T) {
	t.Parallel()
	type key struct{}
	said := func(what string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			actor, _ := r.Context().Value(key{}).(content.Actor)
			w.Header().Set("Cache-Control", "public")
			_, _ = io.WriteString(w, what+" "+r.PathValue("file")+r.PathValue("asset")+r.PathValue("upload")+" "+string(actor.Role))
		})
	}
	c := config()
	c.AllowOrigins = []string{"https://example.org"}
	c.Files, c.Variants, c.Uploads = said("file"), said("variant"), said("upload")
	c.WithActor = func(ctx context.Context, actor content.Actor) context.Context {
		return context.WithValue(ctx, key{}, actor)
	}
	c.Authenticate = func(r *http.Request) (content.Actor, error) {
		role := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		if role == "" {
			return content.Anonymous, nil
		}
		return content.Actor{Name: "one", Role: content.Role(role)}, nil
	}
	h := handler(t, c)
	tests := []struct {
		method, path, role string
		status             int
		body, cache        string
	}{
		{"GET", "/media/a.jpg", "", 200, "file a.jpg ", "public"},
		{"HEAD", "/media/a.jpg", "", 200, "", "public"},
		{"GET", "/media/a.jpg", "previewer", 200, "file a.jpg previewer", "private, no-store"},
		{"POST", "/media/a.jpg", "admin", 405, "METHOD_NOT_ALLOWED", "no-store"},
		{"GET", "/media/a/b.webp", "", 200, "variant a ", "public"},
		{"GET", "/media/", "", 404, "NOT_FOUND", "no-store"},
		{"GET", "/media/a/b/c", "", 404, "NOT_FOUND", "no-store"},
		{"POST", "/assets", "", 401, "UNAUTHENTICATED", "no-store"},
		{"POST", "/assets", "reader", 403, "FORBIDDEN", "no-store"},
		{"POST", "/assets", "previewer", 403, "role editor", "no-store"},
		{"POST", "/assets", "editor", 200, "upload  editor", "private, no-store"},
		{"PATCH", "/assets/uploads/x", "publisher", 200, "upload x publisher", "private, no-store"},
		{"PATCH", "/assets/uploads/x", "", 401, "UNAUTHENTICATED", "no-store"},
		{"HEAD", "/assets/uploads/x", "reader", 403, "", "no-store"},
		{"GET", "/assets/", "admin", 404, "NOT_FOUND", "no-store"},
	}
	for _, test := range tests {
		credential := ""
		if test.role != "" {
			credential = "Bearer " + test.role
		}
		w := ask(h, test.method, test.path, "Authorization", credential)
		if w.Code != test.status || !strings.Contains(w.Body.String(), test.body) || w.Header().Get("Cache-Control") != test.cache {
			t.Errorf("%+v: %d %v %s", test, w.Code, w.Header(), w.Body)
		}
		if challenged := w.Header().Get("WWW-Authenticate") != ""; challenged != (w.Code == 401 || w.Code == 403) {
			t.Errorf("%+v: challenged %t", test, challenged)
		}
	}
	for path, wanted := range map[string][2]string{
		"/assets/uploads/x": {"PATCH", "tus-resumable,upload-offset"},
		"/assets":           {"POST", "authorization,content-disposition"},
	} {
		w := ask(h, "OPTIONS", path, "Origin", "https://example.org", "Access-Control-Request-Method", wanted[0], "Access-Control-Request-Headers", wanted[1])
		if h := w.Header(); h.Get("Access-Control-Allow-Origin") != "https://example.org" || h.Get("Access-Control-Allow-Methods") != wanted[0] || h.Get("Access-Control-Allow-Headers") != wanted[1] {
			t.Errorf("%s: %v", path, h)
		}
		w = ask(h, "OPTIONS", path, "Origin", "https://other.org", "Access-Control-Request-Method", wanted[0])
		if w.Header().Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: another origin may, too", path)
		}
	}
	// Players may be in pages of any origin.
	if w := ask(h, "OPTIONS", "/media/a.vtt", "Origin", "https://other.org", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "range"); w.Header().Get("Access-Control-Allow-Origin") != "*" || w.Header().Get("Access-Control-Allow-Headers") != "range" {
		t.Errorf("a player that requests a range: %v", w.Header())
	}
	if w := ask(h, "GET", "/media/a.vtt", "Origin", "https://other.org"); w.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("captions for a player: %v", w.Header())
	}
}
