package httpd_test

import (
	"strings"
	"testing"
	"testing/fstest"
)

// built is a playground as Vite builds it.
func built() fstest.MapFS {
	return fstest.MapFS{
		"index.html":         {Data: []byte("<!DOCTYPE html><title>Playground</title>")},
		"assets/a-1.js":      {Data: []byte("export {}")},
		"assets/a-1.js.gz":   {Data: []byte("compressed")},
		"assets/b-2.css":     {Data: []byte("p {}")},
		"assets/c-3.woff2":   {Data: []byte("font")},
		"assets/d-4.unknown": {Data: []byte("?")},
	}
}

func TestPlayground(t *testing.T) {
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
		{"/playground/assets/a-1.js", "gzip, br", 200, "text/javascript; charset=utf-8", "gzip", "immutable", "compressed"},
		{"/playground/assets/a-1.js", "br;q=1.0, gzip;q=0.5", 200, "text/javascript; charset=utf-8", "gzip", "immutable", "compressed"},
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
		t.Errorf("%d to one who has the page", w.Code)
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
	h := handler(t, config())
	w := ask(h, "GET", "/playground")
	for _, want := range []string{"make run", `lang="da"`, "Node"} {
		if w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%d, without %q: %s", w.Code, want, w.Body)
		}
	}
	checkHeaders(t, w.Header())
}
