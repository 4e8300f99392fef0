package app

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"lectern/content"
	"lectern/internal/auth"
)

// request returns a GraphQL request.
func request(method, query string, variables map[string]any) *http.Request {
	text, _ := json.Marshal(variables) // of strings
	if method == http.MethodPost {
		body, _ := json.Marshal(map[string]any{"query": query, "variables": variables})
		r := httptest.NewRequest(method, "/graphql", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		return r
	}
	return httptest.NewRequest(method, "/graphql?"+url.Values{"query": {query}, "variables": {string(text)}}.Encode(), nil)
}

// decoded returns the decompressed body.
func decoded(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	var r io.Reader = w.Body
	var err error
	if w.Body.Len() == 0 { // the response to a HEAD
		return ""
	}
	switch w.Header().Get("Content-Encoding") {
	case "gzip":
		r, err = gzip.NewReader(r)
	case "br":
		r = brotli.NewReader(r)
	case "zstd":
		r, err = zstd.NewReader(r)
	}
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// TestNobodyGetsAnothersAnswer sends various requests by various actors in random order, and
// compares each response with that of a service without a cache.
func TestNobodyGetsAnothersAnswer(t *testing.T) {
	t.Parallel()
	dir, coldDir := t.TempDir(), t.TempDir()
	tokens := auth.OpenTokens(dir)
	credentials := map[string]string{"": "", "wrong": "Bearer lectern_0"}
	for name, token := range map[string]struct {
		role content.Role
		ends time.Duration
	}{"reader": {content.RoleReader, time.Hour}, "previewer": {content.RolePreviewer, time.Hour}, "editor": {content.RoleEditor, time.Hour}, "expired": {content.RoleAdmin, -time.Hour}} {
		secret, _, err := tokens.Create(name, token.role, time.Now().Add(token.ends), time.Now().Add(-2*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		credentials[name] = "Bearer " + secret
	}
	open := func(dir string, bytes int) *App {
		c := Default(dir)
		c.Listen, c.Caching.Bytes, c.Caching.ServerTiming = "", bytes, true
		a, err := Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	first := open(dir, 0)
	draft := request("POST", `mutation { updateTopic(input: {id: "topic_01M8149T00R0VFC8BPG0EB61RV", fields: {name: "Kladde"}}) { userErrors { code } } }`, nil)
	draft.Header.Set("Authorization", credentials["editor"])
	first.Handler().ServeHTTP(httptest.NewRecorder(), draft)
	if err := errors.Join(first.Close(), os.CopyFS(coldDir, os.DirFS(dir))); err != nil {
		t.Fatal(err)
	}
	warm, plain := open(dir, DefaultCaching().Bytes), open(coldDir, 0)
	t.Cleanup(func() { _, _ = warm.Close(), plain.Close() })

	long := `{ conference(slug: "fagkonference-om-stalking-2021") { title languages sessions(first: 20) { totalCount nodes { id slug title startsAt room abstract { html } } } } speakers(first: 20) { nodes { id name jobTitle bio { html } } } topics(first: 20) { nodes { id name url } } }`
	queries := []string{
		`{ topic(slug: "stalking") { name language } }`,
		`query @inContext(language: "en") { topic(slug: "stalking") { name language } }`,
		`query @inContext(preview: true) { topic(slug: "stalking") { name } }`,
		`query($l: Language) @inContext(language: $l) { topic(slug: "stalking") { name } }`,
		`query A { topic(slug: "stalking") { name } } query B { topic(slug: "stalking") { id } }`,
		`{ viewer { role } topic(slug: "stalking") { name } }`,
		`{ topic(slug: "no-such") { name } }`, `{ nothing }`, `{ sessions { nodes { id } } }`,
		`mutation { publish(input: {id: "topic_01M8149T00R0VFC8BPG0EB61RV"}) @dryRun { revision } }`,
		long, long + " # in other words",
	}
	pick := func(values ...string) string { return values[rand.IntN(len(values))] }
	names := slices.Sorted(maps.Keys(credentials))
	served, hits := map[string]int{}, 0
	for range 4000 {
		who := pick(names...)
		method, query, variables := pick("GET", "GET", "POST", "HEAD"), pick(queries...), map[string]any(nil)
		headers := map[string]string{
			"Accept":          pick("application/json", "application/graphql-response+json", "*/*", "text/html", "application/json;q=0.5, application/graphql-response+json"),
			"Accept-Language": pick("da", "en", "en-GB, da;q=0.5", "de, en;q=0.1", ""),
			"Accept-Encoding": pick("", "gzip", "br, gzip;q=0.5", "zstd", "identity;q=0, *", "*;q=0"),
			"Range":           pick("", "bytes=0-10"),
			"Origin":          pick("", "https://example.org"),
			"X-Request-Id":    "the-same",
			"If-None-Match":   pick("", `"no"`, `W/"no", "neither"`),
			"Authorization":   credentials[who],
		}
		if strings.Contains(query, "$l") {
			variables = map[string]any{"l": pick("da", "en", "xx-invalid-")}
		}
		ask := func(a *App) *httptest.ResponseRecorder {
			r := request(method, query, variables)
			for name, value := range headers {
				if value != "" {
					r.Header.Set(name, value)
				}
			}
			w := httptest.NewRecorder()
			a.Handler().ServeHTTP(w, r)
			return w
		}
		got, want, asked := ask(warm), ask(plain), fmt.Sprint(who, " ", method, " ", query, variables, headers)
		if strings.HasPrefix(got.Header().Get("Server-Timing"), `cache;desc="hit`) {
			hits++
		}
		served[got.Header().Get("Content-Encoding")]++
		if body, wanted := decoded(t, got), decoded(t, want); got.Code != want.Code || body != wanted {
			t.Fatalf("%s gives\n%d %s\nand not\n%d %s", asked, got.Code, body, want.Code, wanted)
		}
		for _, name := range []string{"Content-Type", "Cache-Control", "Vary", "Lectern-Revision", "Www-Authenticate", "Allow"} {
			if diff := cmp.Diff(want.Header()[name], got.Header()[name]); diff != "" {
				t.Fatalf("%s: the header %s (-uncached +cached)\n%s", asked, name, diff)
			}
		}
		if signedIn := who != "" && got.Code == 200; signedIn && got.Header().Get("Cache-Control") != "private, no-store" {
			t.Fatalf("%s: Cache-Control is %q", asked, got.Header()["Cache-Control"])
		}
		accepted, encoding := headers["Accept-Encoding"], got.Header().Get("Content-Encoding")
		if !strings.Contains(accepted, encoding) && !strings.HasSuffix(accepted, "*") {
			t.Fatalf("%q gave %q", accepted, encoding)
		}
	}
	t.Logf("%d of 4000 responses were from the cache; by encoding: %v", hits, served)
	if hits < 300 || len(served) < 4 {
		t.Error("the test hardly used the cache")
	}
}

// TestRefusalsAreNotCached: caches must not store refusals of any handler. Apollo's clients
// send the text immediately after its hash was refused as unknown.
func TestRefusalsAreNotCached(t *testing.T) {
	t.Parallel()
	c := small(t)
	c.Listen = ""
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	unknown := url.Values{"extensions": {`{"persistedQuery": {"version": 1, "sha256Hash": "` + strings.Repeat("0", 64) + `"}}`}}
	for _, path := range []string{"/graphql?" + unknown.Encode(), "/graphql", "/graphql?query={", "/feeds/none"} {
		if w := get(a, "GET", path); w.Code/100 != 4 || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
	}
	if w := get(a, "PUT", "/graphql?query={__typename}"); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD, POST, OPTIONS" {
		t.Errorf("PUT: %d %v", w.Code, w.Header())
	}
}
