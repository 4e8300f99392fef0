package httpd_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"lectern/content"
	"lectern/internal/httpd"
)

// config returns the configuration of a server over a store at revision 7, whose GraphQL
// handler echoes the request's body.
func config() httpd.Config {
	return httpd.Config{
		GraphQL: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.Copy(w, r.Body)
		}),
		Playground: fstest.MapFS{},
		SDL:        "type Query { one: Int }\n",
		Revision:   func(context.Context) (content.Revision, error) { return 7, nil },
		PublicURL:  "http://localhost:8080",
		Version:    "test",
		Timeouts:   httpd.DefaultTimeouts(),
		Log:        slog.New(slog.DiscardHandler),
	}
}

func handler(t *testing.T, c httpd.Config) http.Handler {
	t.Helper()
	s, err := httpd.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler()
}

// ask sends one request; header is pairs of name and value.
func ask(h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader("{}"))
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	h := handler(t, config())
	tests := []struct {
		method, path string
		status       int
		contentType  string
		body         string // a part of it
	}{
		{"GET", "/", 200, "text/html; charset=utf-8", "revision <strong>7</strong>"},
		{"HEAD", "/", 200, "text/html; charset=utf-8", ""},
		{"POST", "/", 405, "application/problem+json", "METHOD_NOT_ALLOWED"},
		{"GET", "/graphql", 200, "application/json", "{}"},
		{"POST", "/graphql", 200, "application/json", "{}"},
		{"DELETE", "/graphql", 405, "application/problem+json", "METHOD_NOT_ALLOWED"},
		{"OPTIONS", "/graphql", 204, "", ""},
		{"POST", "/graphql/", 404, "application/problem+json", "NOT_FOUND"},
		{"GET", "/schema.graphqls", 200, "text/plain; charset=utf-8", "type Query"},
		{"POST", "/schema.graphqls", 405, "application/problem+json", ""},
		{"GET", "/healthz", 200, "text/plain; charset=utf-8", "alive"},
		{"HEAD", "/healthz", 200, "text/plain; charset=utf-8", ""},
		{"GET", "/readyz", 200, "text/plain; charset=utf-8", "ready"},
		{"PUT", "/readyz", 405, "application/problem+json", ""},
		{"GET", "/style.css", 200, "text/css; charset=utf-8", "body"},
		{"GET", "/icon.svg", 200, "image/svg+xml", "<svg"},
		{"GET", "/media/placeholder/one.mp4", 404, "application/problem+json", ""},
		{"GET", "/nothing", 404, "application/problem+json", `"status":404`},
		{"GET", "//nothing", 307, "text/html; charset=utf-8", ""},
	}
	for _, test := range tests {
		t.Run(test.method+test.path, func(t *testing.T) {
			w := ask(h, test.method, test.path)
			if w.Code != test.status {
				t.Errorf("status %d, want %d", w.Code, test.status)
			}
			if got := w.Header().Get("Content-Type"); got != test.contentType {
				t.Errorf("content type %q, want %q", got, test.contentType)
			}
			if !strings.Contains(w.Body.String(), test.body) {
				t.Errorf("body %q lacks %q", w.Body, test.body)
			}
			if test.status == 405 && w.Header().Get("Allow") == "" {
				t.Error("405 without Allow")
			}
			checkHeaders(t, w.Header())
		})
	}
}

// checkHeaders checks the headers that every response has.
func checkHeaders(t *testing.T, h http.Header) {
	t.Helper()
	wanted := map[string]string{
		"Cross-Origin-Resource-Policy": "same-origin",
		"Referrer-Policy":              "no-referrer",
		"X-Content-Type-Options":       "nosniff",
	}
	if strings.HasPrefix(h.Get("Content-Type"), "text/html") && strings.Contains(h.Get("Content-Security-Policy"), "'self'") { // a page of the service
		wanted["Cross-Origin-Opener-Policy"], wanted["X-Frame-Options"] = "same-origin", "DENY"
		wanted["Permissions-Policy"] = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
	}
	for name, want := range wanted {
		if got := h.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"Cache-Control", "X-Request-Id"} {
		if h.Get(name) == "" {
			t.Errorf("no %s", name)
		}
	}
	for _, directive := range []string{"default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} {
		if !strings.Contains(h.Get("Content-Security-Policy"), directive) {
			t.Errorf("the content security policy lacks %s", directive)
		}
	}
	if h.Get("Set-Cookie") != "" {
		t.Error("a cookie is set")
	}
}

func TestHomeAsksNoOtherOrigin(t *testing.T) {
	t.Parallel()
	for language, title := range map[string]string{"en": "Try a query", "da": "Prøv en forespørgsel"} {
		body := ask(handler(t, config()), "GET", "/", "Accept-Language", language).Body.String()
		for _, bad := range []string{"<script", "style=", "http-equiv", "//cdn", `href="http`, `src="http`} {
			if strings.Contains(body, bad) {
				t.Errorf("the page in %s has %q", language, bad)
			}
		}
		for _, good := range []string{`<html lang="` + language + `">`, title, "http://localhost:8080/graphql", `href="/schema.graphqls"`, `href="/healthz"`} {
			if !strings.Contains(body, good) {
				t.Errorf("the page in %s lacks %q", language, good)
			}
		}
	}
}

// TestPagesForBrowsers: browsers get pages, also for errors, and programs get problem
// documents.
func TestPagesForBrowsers(t *testing.T) {
	t.Parallel()
	const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
	c := config()
	c.Authenticate = func(*http.Request) (content.Actor, error) { return content.Anonymous, nil }
	c.Changes = func(context.Context, content.Revision, int) ([]content.Touched, error) { return nil, nil }
	c.Files = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("broken") })
	h := handler(t, c)
	for _, test := range []struct {
		method, path string
		status       int
		da, en       string
	}{
		{"GET", "/nothing", 404, "Siden findes ikke", "Page not found"},
		{"GET", "/changes?since=0", 401, "Her kræves adgang", "Sign-in required"},
		{"POST", "/schema.graphqls", 405, "Det kunne ikke lade sig gøre", "That could not be done"},
		{"GET", "/media/x", 500, "Noget gik galt", "Something went wrong"},
		{"GET", "/playground", 200, "Redaktionens side mangler", "The editors’ page is missing"},
	} {
		for language, says := range map[string]string{"da": test.da, "en": test.en} {
			w := ask(h, test.method, test.path, "Accept", browser, "Accept-Language", language)
			checkHeaders(t, w.Header())
			for _, part := range []string{says, `<html lang="` + language + `">`, `<link rel="stylesheet" href="/style.css">`, `href="/"`} {
				if w.Code != test.status || w.Header().Get("Content-Type") != "text/html; charset=utf-8" || !strings.Contains(w.Body.String(), part) {
					t.Errorf("%s in %s: %d %v lacks %q:\n%s", test.path, language, w.Code, w.Header(), part, w.Body)
				}
			}
		}
		if w := ask(h, test.method, test.path, "Accept", "*/*"); test.status != 200 && w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s for a program: %v", test.path, w.Header())
		}
	}
}

func TestUnreadableStore(t *testing.T) {
	t.Parallel()
	c := config()
	c.Revision = func(context.Context) (content.Revision, error) { return 0, errors.New("disk of /secret/path broke") }
	h := handler(t, c)
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 503, "/": 503} {
		w := ask(h, "GET", path)
		if w.Code != want {
			t.Errorf("%s: status %d, want %d", path, w.Code, want)
		}
		if strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s shows the cause: %s", path, w.Body)
		}
	}
}

func TestStaticAnswersRevalidate(t *testing.T) {
	t.Parallel()
	h := handler(t, config())
	etag := ask(h, "GET", "/schema.graphqls").Header().Get("ETag")
	if etag == "" {
		t.Fatal("no ETag")
	}
	if w := ask(h, "GET", "/schema.graphqls", "If-None-Match", etag); w.Code != 304 || w.Body.Len() != 0 {
		t.Errorf("status %d with %d bytes, want 304 with none", w.Code, w.Body.Len())
	}
}

func TestCORSIsClosedByDefault(t *testing.T) {
	t.Parallel()
	h := handler(t, config())
	for _, w := range []*httptest.ResponseRecorder{
		ask(h, "POST", "/graphql", "Origin", "https://example.org"),
		ask(h, "OPTIONS", "/graphql", "Origin", "https://example.org", "Access-Control-Request-Method", "POST"),
	} {
		for name := range w.Header() {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("an answer has %s", name)
			}
		}
	}
}

func TestCORSIsOpenToTheConfiguredOrigins(t *testing.T) {
	t.Parallel()
	c := config()
	c.AllowOrigins = []string{"https://example.org"}
	h := handler(t, c)
	tests := []struct {
		origin, method, path, wanted string // wanted: the headers of the preflight
		allowed                      bool
	}{
		{"https://example.org", "POST", "/graphql", "", true},
		{"https://example.org", "GET", "/schema.graphqls", "", true},
		{"https://example.org", "OPTIONS", "/graphql", "POST", true},
		{"https://example.org", "OPTIONS", "/graphql", "DELETE", false},
		{"https://example.org", "GET", "/readyz", "", false},
		{"https://example.org.evil.example", "POST", "/graphql", "", false},
		{"http://example.org", "POST", "/graphql", "", false},
		{"https://sub.example.org", "OPTIONS", "/graphql", "POST", false},
		{"null", "POST", "/graphql", "", false},
	}
	for _, test := range tests {
		header := []string{"Origin", test.origin}
		if test.wanted != "" {
			header = append(header, "Access-Control-Request-Method", test.wanted, "Access-Control-Request-Headers", "apollographql-client-name,apollographql-client-version,authorization,baggage,content-type,graphql-client-name,graphql-client-version,idempotency-key,sentry-trace,traceparent,tracestate,x-apollo-operation-name")
		}
		got := ask(h, test.method, test.path, header...).Header()
		if allowed := got.Get("Access-Control-Allow-Origin") == test.origin; allowed != test.allowed {
			t.Errorf("%+v: allowed %v", test, allowed)
		}
		if test.allowed && !strings.Contains(strings.Join(got.Values("Vary"), ","), "Origin") {
			t.Errorf("%+v: Vary lacks Origin", test)
		}
		if test.allowed && test.wanted != "" && got.Get("Access-Control-Max-Age") == "" {
			t.Errorf("%+v: no max age", test)
		}
		if got.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%+v: credentials are allowed", test)
		}
	}
}

// TestCORSTakesConfiguredHeaders: pages of other origins may send the headers of --allow-header
// to all paths that they may request, and no others.
func TestCORSTakesConfiguredHeaders(t *testing.T) {
	t.Parallel()
	c := config()
	c.AllowOrigins, c.AllowHeaders = []string{"https://example.org"}, []string{"X-Tenant"}
	c.Uploads, c.Files, c.Feeds, c.Captions = c.GraphQL, c.GraphQL, c.GraphQL, c.GraphQL
	h := handler(t, c)
	for _, path := range []string{"/graphql", "/schema.graphqls", "/assets", "/assets/uploads/x", "/media/x.mp3", "/feeds/sitemap.xml", "/captions/x/da/x.vtt"} {
		for wanted, allowed := range map[string]bool{"baggage,sentry-trace,traceparent,tracestate": true, "x-tenant": true, "x-tenant-id": false} {
			w := ask(h, "OPTIONS", path, "Origin", "https://example.org", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", wanted)
			if got := w.Header().Get("Access-Control-Allow-Headers"); (got == wanted) != allowed {
				t.Errorf("%s: %q was requested, and %q is allowed", path, wanted, got)
			}
		}
	}
}

func TestRequestIDs(t *testing.T) {
	t.Parallel()
	h := handler(t, config())
	tests := map[string]bool{ // id → accepted
		"abc-123_Z":              true,
		strings.Repeat("a", 64):  true,
		strings.Repeat("a", 65):  false,
		"":                       false,
		"a b":                    false,
		"someone@example.org":    false,
		"<script>":               false,
		"a\"b":                   false,
		"10.1.2.3":               false,
		"rødgrød":                false,
		"a%0aSet-Cookie:%20x":    false,
		"../../etc":              false,
		"0c7f6c2e-3d1f-4f0a-9d1": true,
	}
	for id, taken := range tests {
		got := ask(h, "GET", "/nothing", "X-Request-Id", id)
		answered := got.Header().Get("X-Request-Id")
		if answered == "" || (answered == id) != taken {
			t.Errorf("%q: answered %q", id, answered)
		}
		var body struct{ RequestID string }
		if err := json.Unmarshal(got.Body.Bytes(), &body); err != nil || body.RequestID != answered {
			t.Errorf("%q: the body says %q (%v)", id, body.RequestID, err)
		}
	}
	first, second := ask(h, "GET", "/"), ask(h, "GET", "/")
	if first.Header().Get("X-Request-Id") == second.Header().Get("X-Request-Id") {
		t.Error("two requests have one id")
	}
}

func TestAuthenticate(t *testing.T) {
	t.Parallel()
	type key struct{}
	c := config()
	c.WithActor = func(ctx context.Context, a content.Actor) context.Context { return context.WithValue(ctx, key{}, a) }
	c.GraphQL = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		actor, known := r.Context().Value(key{}).(content.Actor)
		if !known { // anonymous
			actor = content.Anonymous
		}
		w.Header().Set("Cache-Control", "public, max-age=60") // a handler that is not aware of actors
		_, _ = io.WriteString(w, string(actor.Role))
	})
	c.Authenticate = func(r *http.Request) (content.Actor, error) {
		switch r.Header.Get("Authorization") {
		case "":
			return content.Anonymous, nil
		case "Bearer good":
			return content.Actor{Name: "one", Role: content.RoleEditor}, nil
		case "Bearer narrow":
			return content.Actor{}, content.Errorf(content.CodeForbidden, "no")
		case "Bearer away":
			return content.Actor{}, content.Wrap(content.CodeTimeout, errors.New("the secret provider is away"), "no")
		case "Bearer broken":
			return content.Actor{}, errors.New("the secret store is away")
		}
		return content.Actor{}, content.Errorf(content.CodeUnauthenticated, "no")
	}
	h := handler(t, c)
	tests := []struct {
		credential string
		status     int
		body       string
		challenge  string
		cache      string
	}{
		{"", 200, "reader", "", "public, max-age=60"},
		{"Bearer good", 200, "editor", "", "private, no-store"},
		{"Bearer wrong", 401, "UNAUTHENTICATED", `Bearer realm="lectern", error="invalid_token"`, "no-store"},
		{"Bearer narrow", 403, "FORBIDDEN", `Bearer realm="lectern", error="insufficient_scope"`, "no-store"},
		{"Bearer away", 503, "TIMEOUT", "", "no-store"},
		{"Bearer broken", 500, "INTERNAL", "", "no-store"},
	}
	for _, test := range tests {
		w := ask(h, "POST", "/graphql", "Authorization", test.credential)
		if got := w.Header().Get("WWW-Authenticate"); got != test.challenge {
			t.Errorf("%q: WWW-Authenticate is %q, want %q", test.credential, got, test.challenge)
		}
		if got := w.Header().Values("Vary"); len(got) != 1 || got[0] != "Authorization" {
			t.Errorf("%q: Vary is %q", test.credential, got)
		}
		if got := w.Header().Get("Cache-Control"); got != test.cache {
			t.Errorf("%q: Cache-Control is %q, want %q", test.credential, got, test.cache)
		}
		if (w.Header().Get("Retry-After") != "") != (w.Code == 503) {
			t.Errorf("%q: Retry-After is %q", test.credential, w.Header().Get("Retry-After"))
		}
		if w.Code != test.status || !strings.Contains(w.Body.String(), test.body) || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%q: %d %s", test.credential, w.Code, w.Body)
		}
	}
}
