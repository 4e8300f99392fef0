package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"lectern/content"
	"lectern/content/caption"
	"lectern/content/catalog"
	"lectern/content/listing"
)

// questions requests every field and path.
type questions struct {
	t      *testing.T
	app    *App
	token  string
	types  map[string]*ast.Definition
	inSync bool                     // only the ids of other documents can be requested
	see    func(field, text string) // receives each text of a response, with the name of its field
	read   func(path string, body []byte)
}

func newQuestions(t *testing.T, a *App, token string, see func(field, text string)) *questions {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: get(a, "GET", "/schema.graphqls").Body.String()})
	if err != nil {
		t.Fatal(err)
	}
	return &questions{t: t, app: a, token: token, types: schema.Types, see: see, read: func(string, []byte) {}}
}

// selection returns a selection of all fields of an object and of nested objects.
func (q *questions) selection(d *ast.Definition, depth int) string {
	b := strings.Builder{}
	b.WriteString("__typename ")
	for _, f := range d.Fields {
		if slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return a.DefaultValue == nil && a.Type.NonNull }) {
			continue
		}
		switch of := q.types[f.Type.Name()]; {
		case strings.HasPrefix(f.Name, "__"), q.inSync && (d.Name == "LiveStream" && f.Name == "url" || f.Name == "jsonLd" || f.Name == "openGraph" || f.Name == "nextEdition"):
		case of.IsLeafType():
			b.WriteString(f.Name + " ")
		case q.inSync && slices.Contains(of.Interfaces, "Document"):
			b.WriteString(f.Name + " { id } ")
		case q.inSync && strings.HasSuffix(of.Name, "Connection"):
		case depth > 0 && of.Kind == ast.Object && f.Name != "edges":
			page := ""
			if f.Arguments.ForName("first") != nil {
				page = "(first: 3)"
			}
			b.WriteString(f.Name + page + " { " + q.selection(of, depth-1) + "} ")
		}
	}
	return b.String()
}

// ask sends a GraphQL operation that must succeed.
func (q *questions) ask(query, directive string, editor bool) {
	q.t.Helper()
	body, err := json.Marshal(map[string]any{"query": "query " + directive + query})
	if err != nil {
		q.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	if editor {
		r.Header.Set("Authorization", "Bearer "+q.token)
	}
	w := httptest.NewRecorder()
	q.app.Handler().ServeHTTP(w, r)
	var answer struct {
		Data   map[string]any
		Errors []struct {
			Message    string
			Path       []any
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		q.t.Fatalf("%s: %v: %s", query, err, w.Body)
	}
	for _, e := range answer.Errors {
		if e.Extensions.Code != "INCOMPLETE_DRAFT" || !strings.Contains(directive, "preview") {
			q.t.Errorf("%s%.200s: %s at %v: %s", directive, query, e.Extensions.Code, e.Path, e.Message)
		}
	}
	if len(answer.Errors) == 0 && answer.Data == nil {
		q.t.Errorf("%s: %s", query, w.Body)
	}
	q.look("", answer.Data)
}

// look passes the texts of a response to see.
func (q *questions) look(name string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			q.look(name, inner)
		}
	case []any:
		for _, inner := range v {
			q.look(name, inner)
		}
	case string:
		q.see(name, v)
	}
}

// documents requests all fields of documents and drafts, in both languages.
func (q *questions) documents(ids []content.ID) {
	for i, id := range ids {
		name := strings.ToUpper(string(id.Kind().Name[0])) + id.Kind().Name[1:]
		language := []string{"da", "en"}[i%2]
		document := fmt.Sprintf("{ node(id: %q) { ... on %s { %s} } }", id, name, q.selection(q.types[name], 3))
		q.ask(document, fmt.Sprintf("@inContext(language: %q) ", language), false)
		q.ask(document, fmt.Sprintf("@inContext(language: %q, preview: true) ", language), true)
		q.ask(fmt.Sprintf("{ draft(id: %q) { __typename ... on %sDraft { %s} } }", id, name, q.selection(q.types[name+"Draft"], 2)), "", true)
	}
}

// doors requests everything at all other doors.
func (q *questions) doors() {
	for _, f := range q.types["Query"].Fields {
		node := q.types[strings.TrimSuffix(f.Type.Name(), "Connection")]
		if node != nil && slices.Contains(node.Interfaces, "Document") && f.Arguments.ForName("filter") != nil {
			q.ask(fmt.Sprintf("{ %s(first: 50) { nodes { %s} } }", f.Name, q.selection(node, 1)), "", false)
		}
	}
	q.inSync = true
	for _, kind := range catalog.Kinds() {
		name := strings.ToUpper(string(kind.Name[0])) + kind.Name[1:]
		q.ask(fmt.Sprintf("{ sync(first: 500) { entries { document { ... on %s { %s} } } } }", name, q.selection(q.types[name], 3)), "", false)
	}
	q.inSync = false
	for _, word := range []string{"velkommen", "a", "-", "\u00AD", "x.dk", "salen.", "br"} {
		q.ask(fmt.Sprintf("{ search(query: %s, first: 20) { totalCount didYouMean edges { %s} } suggest(prefix: %[1]s) { %[3]s} }",
			strconv.QuoteToASCII(word), q.selection(q.types["SearchEdge"], 2), q.selection(q.types["Suggestion"], 0)), "", false)
	}
	q.feeds()
}

// feeds reads the feeds of everything that a sitemap or a list names.
func (q *questions) feeds() {
	paths := []string{"/feeds/sitemap.xml"}
	for _, name := range []string{"all", "conferences", "sessions", "videos", "episodes", "proposals", "photos"} {
		paths = append(paths, "/feeds/atom/"+name+".xml")
	}
	v, err := content.OpenView(q.t.Context(), q.app.Store(), content.ViewOptions{Site: q.app.site})
	if err != nil {
		q.t.Fatal(err)
	}
	defer v.Close()
	for _, kind := range catalog.Kinds() {
		paths = append(paths, "/feeds/sitemap/"+kind.Folder+".xml")
		ids, err := listing.IDs(v, listing.Query{Kind: kind, Order: "slug"})
		if err != nil {
			q.t.Fatal(err)
		}
		for _, id := range ids {
			d, err := v.Get(id)
			if err != nil {
				q.t.Fatal(err)
			}
			slug := d.Base().Slug
			paths = append(paths, "/feeds/jsonld/"+kind.Name+"/"+slug+".json")
			switch kind.Name {
			case "podcast":
				paths = append(paths, "/feeds/podcast/"+slug+".xml")
			case "podcastEpisode", "video", "photo":
				paths = append(paths, "/feeds/oembed?url="+url.QueryEscape(string(d.Base().URL)))
				for _, track := range catalog.TextTracks(d) {
					for _, format := range caption.Formats() {
						paths = append(paths, track.Path(string(id), format))
					}
				}
			case "conference":
				paths = append(paths, "/feeds/calendar/conference/"+slug+".ics", "/feeds/schedule/"+slug+".xml", "/feeds/schedule/"+slug+".json")
			case "session", "speaker":
				paths = append(paths, "/feeds/calendar/"+kind.Name+"/"+slug+".ics")
			}
		}
	}
	for _, path := range paths {
		switch w := get(q.app, "GET", path); w.Code {
		case http.StatusOK:
			q.read(path, w.Body.Bytes())
		case http.StatusNotFound:
		default:
			q.t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}
