package feedtest

import (
	"bytes"
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"lectern/content"
	"lectern/internal/feed"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Site is the site of the feeds in tests.
var Site = &content.Site{Service: "https://api.example.org", Website: "https://example.org/{kind}/{slug}"}

// Fetch requests a path, "/feeds/podcast/samtaler.xml?language=en", as a reader.
func Fetch(t testing.TB, store content.Store, routes feed.Routes, site *content.Site, address string) (body []byte, mediaType string, err error) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	route, names := routes.Match(u.Path)
	if route == nil {
		t.Fatalf("there is no feed at %s", address)
	}
	r, err := feed.NewRequest(route, names, u.Query(), site)
	if err != nil {
		return nil, "", err
	}
	v, err := content.OpenView(t.Context(), store, content.ViewOptions{Languages: r.Languages(), Site: site})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	answer, err := route.Encode(v, r)
	if err != nil {
		return nil, "", err
	}
	if body, err = answer.Body(); err != nil {
		t.Fatal(err)
	}
	return body, answer.Type, nil
}

// Golden compares a feed with a file in testdata.
func Golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not as it was (-update writes it anew):\n%s", file, got)
	}
}
