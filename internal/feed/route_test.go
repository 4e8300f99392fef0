package feed

import (
	"maps"
	"net/url"
	"strings"
	"testing"

	"lectern/content"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	all := Routes{
		{Path: "/feeds/podcast/{slug}.xml"},
		{Path: "/feeds/podcast/{slug}.json"},
		{Path: "/feeds/calendar/{kind}/{slug}.ics"},
		{Path: "/feeds/sitemap.xml"},
		{Path: "/feeds/sitemap-{page}.xml"},
	}
	tests := []struct {
		path, route string
		names       map[string]string
	}{
		{"/feeds/podcast/x.xml", "/feeds/podcast/{slug}.xml", map[string]string{"slug": "x"}},
		{"/feeds/podcast/x.json", "/feeds/podcast/{slug}.json", map[string]string{"slug": "x"}},
		{"/feeds/podcast/x.xml.json", "/feeds/podcast/{slug}.json", map[string]string{"slug": "x.xml"}},
		{"/feeds/calendar/track/a b.ics", "/feeds/calendar/{kind}/{slug}.ics", map[string]string{"kind": "track", "slug": "a b"}},
		{"/feeds/sitemap.xml", "/feeds/sitemap.xml", map[string]string{}},
		{"/feeds/sitemap-2.xml", "/feeds/sitemap-{page}.xml", map[string]string{"page": "2"}},
		{"/feeds/podcast/.xml", "", nil},
		{"/feeds/podcast/x", "", nil},
		{"/feeds/podcast/x.xml/", "", nil},
		{"/feeds/podcast/x/y.xml", "", nil},
		{"/feeds/podcast", "", nil},
		{"/feeds", "", nil},
		{"/", "", nil},
		{"", "", nil},
	}
	for _, test := range tests {
		r, names := all.Match(test.path)
		if test.route == "" {
			if r != nil {
				t.Errorf("%s is answered by %s", test.path, r.Path)
			}
			continue
		}
		if r == nil || r.Path != test.route || !maps.Equal(names, test.names) {
			t.Errorf("%s: %v %v, want %s %v", test.path, r, names, test.route, test.names)
		}
	}
}

func TestRequestsKey(t *testing.T) {
	t.Parallel()
	route := &Route{Path: "/feeds/podcast/{slug}.xml", Parameters: []string{"page"}}
	site := &content.Site{Service: "https://api.example.org"}
	key := func(query string) string {
		t.Helper()
		q, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		r, err := NewRequest(route, map[string]string{"slug": "æ/b"}, q, site)
		if err != nil {
			t.Fatal(err)
		}
		return r.Key()
	}
	const address = "https://api.example.org/feeds/podcast/%C3%A6%2Fb.xml"
	for query, want := range map[string]string{
		"": address, "utm=1&page=": address, "page=2&utm=1": address + "?page=2",
		"language=EN-gb": address + "?language=en-GB", "page=2&language=da": address + "?language=da&page=2",
	} {
		if got := key(query); got != want {
			t.Errorf("%q: the key is %s, want %s", query, got, want)
		}
	}
	for _, query := range []url.Values{{"language": {"no language"}}, {"language": {strings.Repeat("a", 9000)}}, {"page": {strings.Repeat("1", 9000)}}} {
		_, err := NewRequest(route, map[string]string{}, query, site)
		if content.CodeOf(err) != content.CodeBadInput {
			t.Errorf("%.40v: %v", query, err)
		}
	}
	r, err := NewRequest(route, map[string]string{"slug": "a"}, url.Values{"page": {"3"}, "language": {"en"}}, site)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Address(map[string]string{"page": "", "language": "da"}); got != "https://api.example.org/feeds/podcast/a.xml?language=da" {
		t.Errorf("the first page in Danish is at %s", got)
	}
}
