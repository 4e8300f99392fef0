//go:build reference

package graph

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/vektah/gqlparser/v2/ast"

	"lectern/content"
	"lectern/content/contenttest"
	"lectern/data"
	"lectern/internal/transfer"
)

var (
	previewer = content.Actor{Name: "previewer", Role: content.RolePreviewer}
	editor    = content.Actor{Name: "editor", Role: content.RoleEditor}
)

// pairIn returns a pair in a world.
func (w *world) pairIn(t *testing.T, n *tally) *pair {
	return newPair(t, n, Config{Store: w.store, Search: searchIn(t, w.store), Pages: described{}, Site: w.site(), Library: w.library})
}

// TestReferenceQueries sends all queries of TestNothingLeaks, for readers, previewers and
// editors.
func TestReferenceQueries(t *testing.T) {
	t.Parallel()
	n := &tally{}
	for seed := range uint64(*secretSeeds) {
		w := newWorld(t, seed)
		p := w.pairIn(t, n)
		a := &asker{types: schemaTypes(), w: w, asked: map[string]bool{}}
		for i, query := range append(a.queries(), awkwardQueries(w)...) {
			language := []string{"da", "en"}[i%2]
			p.ask(content.Anonymous, language, query, nil)
			p.ask([]content.Actor{previewer, editor}[i/2%2], language, previewed(query), nil)
		}
		for i, query := range append(editorsQueries(w), draftQueries(a)...) {
			if !strings.HasPrefix(query, "mutation") {
				p.ask(editor, []string{"da", "en"}[i%2], query, nil)
			}
		}
	}
	n.report(t, *secretSeeds*2000)
}

// previewed returns a query of drafts as readers would see them, unless it has a directive.
func previewed(query string) string {
	if strings.HasPrefix(query, "{ ") {
		return "query @inContext(preview: true) " + query
	}
	return query
}

// draftQueries returns queries of all fields for editors.
func draftQueries(a *asker) (all []string) {
	types := a.types
	for _, f := range types["Query"].Fields {
		if of := types[f.Type.Name()]; isEditors(f) && of != nil && of.Fields.ForName("nodes") != nil {
			all = append(all, "{ "+a.withLeaves(f, 5)+"}")
		}
	}
	for _, id := range a.w.all {
		name := typeName(id.Kind()) + "Draft"
		all = append(all, fmt.Sprintf("{ draft(id: %q) { __typename ... on %s { %s} } }", id, name, a.allLeaves(name, 3)))
	}
	return all
}

// allLeaves returns the fields of a type without required arguments, and their subfields.
func (a *asker) allLeaves(name string, depth int) string {
	var b strings.Builder
	b.WriteString("__typename ")
	for _, f := range a.types[name].Fields {
		of := a.types[f.Type.Name()]
		switch {
		case strings.HasPrefix(f.Name, "__"), slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil }):
		case of == nil || of.IsLeafType():
			b.WriteString(f.Name + " ")
		case depth > 0:
			b.WriteString(a.withLeaves(f, depth-1))
		}
	}
	return b.String()
}

// withLeaves returns a field with all its subfields.
func (a *asker) withLeaves(f *ast.FieldDefinition, depth int) string {
	arguments := ""
	if f.Arguments.ForName("first") != nil {
		arguments = "(first: 4)"
	}
	return f.Name + arguments + " { " + a.allLeaves(f.Type.Name(), depth) + "} "
}

// awkwardQueries returns queries with wrong arguments, names that merge, and conditions.
func awkwardQueries(w *world) []string {
	some := quoted(w.all[:min(60, len(w.all))])
	return []string{
		`{ sessions(first: 1, after: "AAAA") { nodes { id } } }`, `{ node(id: "leakmark") { id } }`,
		`{ session(slug: "Not A Slug") { id } a: session(slug: "nope") { id } }`,
		`{ sessions(first: 0) { nodes { id } } }`, `{ sessions(first: -1) { nodes { id } } b: conferences(first: 2) { nodes { id title } } }`,
		`{ a: __typename sessions(first: 3) { __typename nodes { __typename t: title title t2: title } } }`,
		`{ nodes(ids: [` + some + `]) { __typename id ... on Session { title appearances { ...A } } ... on Document { slug ... on Speaker { name } ... on Session { title } } ... on Conference { title sessions(first: 2) { nodes { id } } sessions(first: 2) { nodes { title } pageInfo { hasNextPage } } } } } fragment A on Appearance { role speaker { id ...S } } fragment S on Speaker { name slug sessions(first: 1) { nodes { id } } }`,
		`query ($f: Boolean = true, $t: Boolean = false) { sessions(first: 2) { nodes { id @skip(if: $f) title @include(if: $t) slug @include(if: true) ... @skip(if: true) { kind } ...X @include(if: $f) } } } fragment X on Session { room }`,
		`query ($n: Int = 2, $k: [SessionKind!] = [TALK]) { sessions(first: $n, filter: {kind: {in: $k}, updatedAt: {after: "2020-01-01T00:00:00Z"}}, orderBy: STARTS_AT_DESC) { nodes { id kind } } }`,
		`{ sessions(first: 2, filter: {startsAt: {after: "evil"}}) { nodes { id } } }`,
		`{ sessions(first: 2, filter: {conference: {eq: "evil"}, topic: {in: ["x"]}}) { nodes { id } } }`,
		`{ photos(first: 3) { nodes { id asset { variants(widths: [100]) { url } w: variants(widths: [-5]) { url } } } } }`,
		`{ videos(first: 5) { nodes { id duration transcript { markdown html plain } chapters { title startsAt } } } }`,
		`{ sync(first: 5, types: SESSION) { entries { document { ... on Session { conference { title } } } } } }`,
		`{ nodes(ids: ["x", "y", "` + string(w.all[0]) + `"]) { id } }`,
		`{ nodes(ids: []) { id } a: nodes(ids: "` + string(w.all[0]) + `") { id } }`,
	}
}

func TestReferenceIntrospection(t *testing.T) {
	t.Parallel()
	n := &tally{}
	p := newWorld(t, 1).pairIn(t, n)
	for _, query := range []string{
		introspection.Query,
		`{ __type(name: "Session") { name kind fields(includeDeprecated: true) { name isDeprecated args { name defaultValue type { name } } } interfaces { name } } a: __type(name: "Nope") { name } }`,
		`{ __schema { types { ...T } directives { name isRepeatable locations args(includeDeprecated: true) { name } } } } fragment T on __Type { name kind description specifiedByURL isOneOf possibleTypes { name } enumValues(includeDeprecated: true) { name deprecationReason } inputFields { name defaultValue } }`,
	} {
		answer := p.ask(editor, "da", query, nil)
		if !strings.Contains(answer, `"name":"Session"`) {
			t.Errorf("%.300s", answer)
		}
		p.ask(content.Anonymous, "da", query, nil)
	}
	n.report(t, 3)
}

// TestReferenceClients sends the operations of the website and the app, with the seed content.
func TestReferenceClients(t *testing.T) {
	t.Parallel()
	n := &tally{}
	store, library := contenttest.NewMemory(), contenttest.NewLibrary()
	site := &content.Site{Service: "https://api.example.org", Website: "https://www.example.org/{kind}/{slug}", Assets: library}
	options := contenttest.Options()
	report, err := transfer.Import(t.Context(), store, transfer.ImportOptions{
		Sources: []transfer.Source{{FS: data.Seed(), Path: "."}}, Actor: options.Actor, Reason: "seed", Now: options.Now, Entropy: options.Entropy, Atomic: true, Library: library,
	})
	if err != nil {
		t.Fatal(err, report)
	}
	p := newPair(t, n, Config{Store: store, Search: searchIn(t, store), Pages: described{}, Site: site, Library: library})
	for _, consumer := range []string{"website", "mobile"} {
		folder := filepath.Join("..", "clients", consumer)
		text, err := os.ReadFile(filepath.Join(folder, "variables.json"))
		if err != nil {
			t.Fatal(err)
		}
		var examples map[string]map[string]any
		if err := json.Unmarshal(text, &examples); err != nil {
			t.Fatal(err)
		}
		for name, variables := range examples {
			query, err := os.ReadFile(filepath.Join(folder, name+".graphql"))
			if err != nil {
				t.Fatal(err)
			}
			for _, language := range []string{"da", "en"} {
				if answer := p.ask(content.Anonymous, language, string(query), variables); strings.Contains(answer, `"errors"`) {
					t.Errorf("%s: %.300s", name, answer)
				}
			}
		}
	}
	n.report(t, 40)
}
