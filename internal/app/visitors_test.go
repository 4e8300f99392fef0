package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"lectern/content"
	"lectern/graph"
	"lectern/internal/auth"
)

// typed are texts that visitors and scanners use as slugs and ids.
var typed = []string{
	"Velkomst", "spørgsmål", "wp-login.php", "-", "a--b", "a b", "..", ".", "%", "\x00", "\xff", "æ\u0301", "'; drop table", "<script>",
	"session_", "session_x", "session_01fedcz8m0a9b8c7d6e5f4g3h2", "lecture_01FEDCZ8M0A9B8C7D6E5F4G3H2", "asset_x", "asset_../../tokens.json",
	strings.Repeat("a", 81), strings.Repeat("lang-", 4000),
}

// TestUnknownPathsAreNotFound: a path with any such text as a slug, id or language is a 404,
// and nothing fails.
func TestUnknownPathsAreNotFound(t *testing.T) {
	t.Parallel()
	a := withFeeds(t)
	var paths []string
	for _, route := range feedRoutes() {
		paths = append(paths, route.Path)
	}
	paths = append(paths, "/captions/{x}/da/{x}.vtt", "/captions/video_01M814A8MR5PSJV5JDHTJ1A81R/{x}/captions.vtt", "/media/{x}", "/media/{x}/{x}", "/media/{x}.mp3")
	asked := 0
	for _, pattern := range paths {
		for _, word := range typed {
			if !strings.Contains(pattern, "{") || (word == "." || word == "..") {
				continue // a cleaned path is a different one
			}
			path := filled(pattern, word)
			if w := get(a, http.MethodGet, path); w.Code != http.StatusNotFound {
				t.Errorf("%.80s: status %d %s", path, w.Code, w.Body)
			}
			asked++
		}
	}
	if asked < 200 {
		t.Errorf("only %d paths were requested", asked)
	}
}

// filled replaces the placeholders of a pattern by a word.
func filled(pattern, word string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(pattern, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, pattern, _ = strings.Cut(rest, "}")
		fmt.Fprint(&b, url.PathEscape(word))
	}
}

// TestWhatVisitorsTypeIsNull: an impossible slug or id matches no document, in every argument
// and filter of every query, for readers and for editors.
func TestWhatVisitorsTypeIsNull(t *testing.T) {
	t.Parallel()
	a := withFeeds(t)
	secret, _, err := auth.OpenTokens(a.config.Data).Create("Ida", content.RoleEditor, time.Time{}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: graph.SDL()})
	asked := map[string]int{}
	for _, field := range schema.Query.Fields {
		for _, q := range visitorsQueries(schema, field) {
			for _, word := range typed {
				if !utf8.ValidString(word) {
					continue // it can't be sent as JSON
				}
				got := askAsEditor(t, a, secret, q.text, map[string]any{"word": word})
				var answer struct {
					Data   map[string]any
					Errors []any
				}
				if err := json.Unmarshal(got, &answer); err != nil {
					t.Fatal(err)
				}
				if diff := fmt.Sprint(answer.Data["found"]); len(answer.Errors) > 0 || diff != q.want {
					t.Errorf("%s with %.40q: %.400s", q.text, word, got)
				}
				asked[q.argument]++
			}
		}
	}
	for _, argument := range []string{"slug", "id", "ids", "filter"} {
		if asked[argument] < len(typed)-1 {
			t.Errorf("%s was requested only %d times", argument, asked[argument])
		}
	}
}

// visitorsQuery is a query with the variable word as one argument.
type visitorsQuery struct{ argument, text, want string }

// visitorsQueries returns the queries of a field with such texts as a slug, an id, or a filter
// by ids or texts.
func visitorsQueries(schema *ast.Schema, field *ast.FieldDefinition) (all []visitorsQuery) {
	if first := field.Arguments.ForName("first"); first != nil && field.Arguments.ForName("filter") != nil {
		filter := schema.Types[field.Arguments.ForName("filter").Type.Name()]
		for _, by := range filter.Fields {
			variable := map[string]string{"IDFilter": "ID", "StringFilter": "String"}[by.Type.Name()]
			if variable == "" {
				continue
			}
			required := ""
			if field.Arguments.ForName("query") != nil {
				required = `, query: "stalking"`
			}
			for _, condition := range []string{"eq: $word", "in: [$word]"} {
				all = append(all, visitorsQuery{"filter", fmt.Sprintf("query($word: %s!) { found: %s(first: 5, filter: {%s: {%s}}%s) { nodes { __typename } } }", variable, field.Name, by.Name, condition, required), "map[nodes:[]]"})
			}
		}
		return all
	}
	for _, argument := range field.Arguments {
		if argument.Name != "slug" && argument.Name != "id" && argument.Name != "ids" {
			continue
		}
		value, variable, want := "$word", strings.TrimSuffix(argument.Type.String(), "!"), "<nil>"
		if argument.Name == "ids" {
			value, variable, want = "[$word, $word]", "ID", "[<nil> <nil>]"
		}
		all = append(all, visitorsQuery{argument.Name, fmt.Sprintf("query($word: %s!) { found: %s(%s: %s) { __typename } }", variable, field.Name, argument.Name, value), want})
	}
	return all
}

// askAsEditor sends an operation with a token.
func askAsEditor(t *testing.T, a *App, secret, query string, variables map[string]any) []byte {
	t.Helper()
	r := request(http.MethodPost, query, variables)
	r.Header.Set("Authorization", "Bearer "+secret)
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, r)
	return w.Body.Bytes()
}

// TestEmptyCursorsAreNone: every list with an empty cursor begins at its beginning, as without
// one.
func TestEmptyCursorsAreNone(t *testing.T) {
	t.Parallel()
	a := withFeeds(t)
	secret, _, err := auth.OpenTokens(a.config.Data).Create("Ida", content.RoleEditor, time.Time{}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	others := map[string]string{"search": `, query: "stalking"`, "translations": `, needing: "en"`}
	inside := []string{
		"{ conferences(first: 1) { nodes { sessions(%s) { edges { cursor } pageInfo { hasPreviousPage hasNextPage } } } } }",
		"{ sessionDrafts(first: 1) { nodes { history(%s) { edges { cursor } pageInfo { hasPreviousPage hasNextPage } } } } }",
		"{ videos(first: 9) { nodes { captions { cues(%s) { edges { cursor } pageInfo { hasPreviousPage hasNextPage } } } } } }",
	}
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: graph.SDL()})
	for _, field := range schema.Query.Fields {
		if after := field.Arguments.ForName("after"); after != nil && after.Type.Name() == "String" {
			inside = append(inside, "{ "+field.Name+"(%s"+others[field.Name]+") { edges { cursor } pageInfo { hasPreviousPage hasNextPage } } }")
		}
	}
	if len(inside) < 25 {
		t.Errorf("only %d lists", len(inside))
	}
	for _, list := range inside {
		pages := map[string]string{"first: 2": `first: 2, after: ""`}
		if strings.Contains(list, "conferences") {
			pages["last: 2"] = `last: 2, before: ""`
		}
		for page, empty := range pages {
			want := askAsEditor(t, a, secret, fmt.Sprintf(list, page), nil)
			got := askAsEditor(t, a, secret, fmt.Sprintf(list, empty), nil)
			if !bytes.Equal(got, want) || bytes.Contains(want, []byte(`"errors"`)) {
				t.Errorf("%s with %s\n%s\nwant %s", list, empty, got, want)
			}
		}
	}
}
