package schemapage_test

import (
	"regexp"
	"strings"
	"testing"

	"lectern/graph"
	"lectern/internal/schemapage"
)

// all returns the pages of the service's schema by path, found by following links from the
// index.
func all(t *testing.T) map[string]string {
	t.Helper()
	pages := schemapage.New(graph.Schema().AST)
	index := pages.Page("")
	found := map[string]string{"/schema": string(index)}
	link := regexp.MustCompile(`href="/schema/([^"#]+)`)
	for next := [][]byte{index}; len(next) > 0; next = next[1:] {
		for _, name := range link.FindAllSubmatch(next[0], -1) {
			address := "/schema/" + string(name[1])
			if found[address] != "" {
				continue
			}
			body := pages.Page(string(name[1]))
			if body == nil {
				t.Fatalf("%s is not there", address)
			}
			found[address] = string(body)
			next = append(next, body)
		}
	}
	return found
}

// TestEveryTypeHasAPage compares the linked pages with the schema's text, type by type and
// field by field.
func TestEveryTypeHasAPage(t *testing.T) {
	t.Parallel()
	pages := all(t)
	declared := 0
	for _, d := range regexp.MustCompile(`(?m)^(?:type|interface|union|input|enum|scalar|directive) (@?\w+)`).FindAllStringSubmatch(graph.SDL(), -1) {
		declared++
		if pages["/schema/"+d[1]] == "" {
			t.Errorf("%s has no page", d[1])
		}
	}
	if declared+1 != len(pages) || declared < 100 {
		t.Errorf("%d pages for %d types and directives", len(pages), declared)
	}
	schema := graph.Schema().AST
	for name, d := range schema.Types {
		if d.BuiltIn {
			continue
		}
		for _, f := range d.Fields {
			if !strings.HasPrefix(f.Name, "__") && !strings.Contains(pages["/schema/"+name], `id="field-`+f.Name+`"`) {
				t.Errorf("the page of %s lacks %s", name, f.Name)
			}
		}
		for _, v := range d.EnumValues {
			if !strings.Contains(pages["/schema/"+name], `id="field-`+v.Name+`"`) {
				t.Errorf("the page of %s lacks %s", name, v.Name)
			}
		}
	}
}

// TestPagesHold: targets of links exist, ids are unique, and only the service's own style and
// icon are loaded.
func TestPagesHold(t *testing.T) {
	t.Parallel()
	pages := all(t)
	for address, body := range pages {
		ids := map[string]bool{}
		for _, id := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(body, -1) {
			if ids[id[1]] {
				t.Errorf("%s has the id %s twice", address, id[1])
			}
			ids[id[1]] = true
		}
		for _, link := range regexp.MustCompile(`href="(/schema[^"#]*)#([^"]+)"`).FindAllStringSubmatch(body, -1) {
			if !strings.Contains(pages[link[1]], `id="`+link[2]+`"`) {
				t.Errorf("%s leads to %s, which has no %s", address, link[1], link[2])
			}
		}
		if found := regexp.MustCompile(`<script|style=|src=|<link[^>]*href="[^/]`).FindString(body); found != "" {
			t.Errorf("%s has %s", address, found)
		}
	}
}

func TestWhatAPageSays(t *testing.T) {
	t.Parallel()
	pages := all(t)
	for address, wants := range map[string][]string{
		"/schema/Session":      {`id="field-startsAtText"`, `<code>form: <a href="/schema/DateTextForm">DateTextForm</a>! = LONG</code>`, "Implements", `href="/schema/Document"`, `href="/schema/Query#field-session"`},
		"/schema/Document":     {"<h2>Types</h2>", `href="/schema/Photo"`},
		"/schema/SessionKind":  {"<h2>Values</h2>", "WORKSHOP"},
		"/schema/@inContext":   {"<code>QUERY</code>", "preview: Boolean"},
		"/schema/DateTextForm": {"onsdag den 15. september 2021"},
	} {
		for _, want := range wants {
			if !strings.Contains(pages[address], want) {
				t.Errorf("%s does not say %q", address, want)
			}
		}
	}
	none := schemapage.New(graph.Schema().AST)
	for _, name := range []string{"Nothing", "__Schema", "String", "@skip", "@nothing", "@"} {
		if none.Page(name) != nil {
			t.Errorf("%s has a page", name)
		}
	}
}
