package httpd_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"lectern/content"
	"lectern/internal/httpd"
)

func gzipped(s string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(s)) // into memory
	_ = w.Close()
	return b.Bytes()
}

// built returns a playground as Vite builds it.
func built() fstest.MapFS {
	return fstest.MapFS{
		"index.html":         {Data: []byte("<!DOCTYPE html><title>Playground</title>")},
		"assets/a-1.js.gz":   {Data: gzipped("export {}")},
		"assets/b-2.css":     {Data: []byte("p {}")},
		"assets/c-3.woff2":   {Data: []byte("font")},
		"assets/d-4.unknown": {Data: []byte("?")},
	}
}

func TestPlayground(t *testing.T) {
	t.Parallel()
	c := config()
	c.Playground = built()
	h := handler(t, c)
	tests := []struct {
		path, accept                 string
		status                       int
		contentType, encoding, cache string
		body                         string // a part of it
	}{
		{"/playground", "gzip", 200, "text/html; charset=utf-8", "", "no-cache", "Playground"},
		{"/playground/", "", 308, "text/html; charset=utf-8", "", "no-store", ""},
		{"/playground/assets/a-1.js", "gzip, br", 200, "text/javascript; charset=utf-8", "gzip", "immutable", "\x1f\x8b"},
		{"/playground/assets/a-1.js", "br;q=1.0, gzip;q=0.5", 200, "text/javascript; charset=utf-8", "gzip", "immutable", "\x1f\x8b"},
		{"/playground/assets/a-1.js", "gzip; q=0.0", 200, "text/javascript; charset=utf-8", "", "immutable", "export"},
		{"/playground/assets/a-1.js", "", 200, "text/javascript; charset=utf-8", "", "immutable", "export"},
		{"/playground/assets/b-2.css", "gzip", 200, "text/css; charset=utf-8", "", "immutable", "p {}"},
		{"/playground/assets/c-3.woff2", "", 200, "font/woff2", "", "immutable", "font"},
		{"/playground/assets/d-4.unknown", "", 200, "application/octet-stream", "", "immutable", "?"},
		{"/playground/assets/a-1.js.gz", "", 404, "application/problem+json", "", "no-store", "NOT_FOUND"},
		{"/playground/assets", "", 404, "application/problem+json", "", "no-store", "NOT_FOUND"},
		{"/playground/assets/none.js", "", 404, "application/problem+json", "", "no-store", "NOT_FOUND"},
		{"/playground/index.html", "", 404, "application/problem+json", "", "no-store", "NOT_FOUND"},
		{"/playground/..%2fserver.go", "", 404, "application/problem+json", "", "no-store", "NOT_FOUND"},
	}
	for _, test := range tests {
		t.Run(test.path+" "+test.accept, func(t *testing.T) {
			w := ask(h, "GET", test.path, "Accept-Encoding", test.accept)
			checkHeaders(t, w.Header())
			if w.Code != test.status || !strings.Contains(w.Body.String(), test.body) {
				t.Errorf("%d %q", w.Code, w.Body)
			}
			for name, want := range map[string]string{"Content-Type": test.contentType, "Content-Encoding": test.encoding} {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
			if got := w.Header().Get("Cache-Control"); !strings.Contains(got, test.cache) {
				t.Errorf("Cache-Control is %q", got)
			}
		})
	}
	page := ask(h, "GET", "/playground")
	if w := ask(h, "GET", "/playground", "If-None-Match", page.Header().Get("ETag")); w.Code != 304 {
		t.Errorf("%d to a browser with the current page", w.Code)
	}
	if w := ask(h, "POST", "/playground"); w.Code != 405 {
		t.Errorf("%d to a POST", w.Code)
	}
	policy := page.Header().Get("Content-Security-Policy")
	for _, want := range []string{"script-src 'self';", "connect-src 'self';", "worker-src 'self';"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy lacks %q: %s", want, policy)
		}
	}
	for _, bad := range []string{"unsafe-eval", "http", "blob:", "*"} {
		if strings.Contains(policy, bad) {
			t.Errorf("the policy has %q: %s", bad, policy)
		}
	}
}

// Without a build, the page says in both languages how to get one.
func TestPlaygroundUnbuilt(t *testing.T) {
	t.Parallel()
	h := handler(t, config())
	w := ask(h, "GET", "/playground")
	for _, want := range []string{"make run", `lang="da"`, "Node"} {
		if w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%d, without %q: %s", w.Code, want, w.Body)
		}
	}
	checkHeaders(t, w.Header())
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	const json = "application/json"
	c := config()
	c.SignIn = &httpd.SignIn{
		Provider: "login.example.org",
		Address: func(_ context.Context, state, challenge string) (string, error) {
			return "https://login.example.org/?" + state + "&" + challenge, nil
		},
		Token: func(_ context.Context, code, verifier string) (string, error) {
			if code == "" {
				return "a-token-for-" + verifier, nil
			}
			return "", content.Errorf(content.Code(code), "The cause has %s.", "secrets")
		},
	}
	with := handler(t, c)
	tests := []struct {
		method, path, contentType, body string
		status                          int
		want                            string // a part of the response
	}{
		{"GET", "/playground/sign-in", "", "", 200, `{"provider":"login.example.org"}`},
		{"POST", "/playground/sign-in", json, "{}", 405, ""},
		{"GET", "/playground/sign-in/begin", "", "", 405, ""},
		{"POST", "/playground/sign-in/begin", json, `{"state":"s","challenge":"c"}`, 200, `{"address":"https://login.example.org/?s\u0026c"}`},
		{"POST", "/playground/sign-in/end", json, `{"verifier":"v"}`, 200, `{"token":"a-token-for-v"}`},
		{"POST", "/playground/sign-in/end", json + "; charset=utf-8", `{"verifier":"v"}`, 200, "a-token-for-v"},
		{"POST", "/playground/sign-in/end", json, `{"code":"UNAUTHENTICATED"}`, 401, "UNAUTHENTICATED"},
		{"POST", "/playground/sign-in/end", json, `{"code":"FORBIDDEN"}`, 403, "FORBIDDEN"},
		{"POST", "/playground/sign-in/end", json, `{"code":"TIMEOUT"}`, 503, "TIMEOUT"},
		{"POST", "/playground/sign-in/end", "text/plain", `{"verifier":"v"}`, 415, "UNSUPPORTED_MEDIA_TYPE"},
		{"POST", "/playground/sign-in/end", json, `{"verifier":`, 400, "BAD_REQUEST"},
		{"POST", "/playground/sign-in/end", json, `{"verifier":"` + strings.Repeat("v", 9<<10) + `"}`, 400, "BAD_REQUEST"},
	}
	for _, test := range tests {
		r := httptest.NewRequest(test.method, test.path, strings.NewReader(test.body))
		r.Header.Set("Content-Type", test.contentType)
		w := httptest.NewRecorder()
		with.ServeHTTP(w, r)
		if w.Code != test.status || !strings.Contains(w.Body.String(), test.want) || strings.Contains(w.Body.String(), "secrets") {
			t.Errorf("%s %s %.80s: %d %s", test.method, test.path, test.body, w.Code, w.Body)
		}
		checkHeaders(t, w.Header())
		if got := w.Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control is %q", test.path, got)
		}
	}
	without := handler(t, config())
	if w := ask(without, "GET", "/playground/sign-in"); w.Body.String() != `{"provider":""}` {
		t.Errorf("without a provider: %s", w.Body)
	}
	if w := ask(without, "POST", "/playground/sign-in/begin"); w.Code == 200 {
		t.Errorf("a sign-in begins without a provider: %s", w.Body)
	}
}
