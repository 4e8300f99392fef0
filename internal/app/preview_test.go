package app

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"lectern/content"
	"lectern/content/contenttest"
	"lectern/graph"
	"lectern/internal/auth"
)

var previewSeeds = flag.Uint64("preview-seeds", 3, "how many worlds of unfinished drafts TestPreviewSurvivesDrafts asks")

// TestPreviewSurvivesDrafts: a preview of any list has no errors, whatever drafts lack. It has
// every complete draft, and the response names the others with their problems.
func TestPreviewSurvivesDrafts(t *testing.T) {
	t.Parallel()
	named, shown := 0, 0
	for seed := range *previewSeeds {
		c := small(t)
		c.Listen = ""
		e := &c.Limits.Editor
		e.Cost, e.Fields, e.Tokens, e.Nesting, e.Depth, e.Work, e.Fragments = 1<<40, 1<<20, 1<<20, 100, 100, 1<<40, 1<<20
		c.Limits.Timeout = time.Minute // of a query of all fields
		a, err := Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.Close() })
		secret, _, err := auth.OpenTokens(a.config.Data).Create("Ida", content.RoleEditor, time.Time{}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		unfinished(t, a, seed)
		schema := gqlparser.MustLoadSchema(&ast.Source{Input: graph.SDL()})
		for _, field := range schema.Query.Fields {
			of := schema.Types[strings.TrimSuffix(field.Type.Name(), "Connection")]
			if field.Name != "search" && (of == nil || !isDocument(of) || of == schema.Types[field.Type.Name()]) {
				continue
			}
			query := fmt.Sprintf("query @inContext(preview: true) { %s(first: 50%s) {%s } }", field.Name, given(field), selector{schema}.of(schema.Types[field.Type.Name()], 2))
			typ := strings.TrimSuffix(field.Type.Name(), "Connection")
			n, m := checkPreview(t, askAsEditor(t, a, secret, query, nil), field.Name, typ, hidden(t, a, typ))
			named, shown = named+n, shown+m
		}
	}
	if named < 10 || shown < 10 {
		t.Errorf("%d drafts were left out, and %d shown: too few for this test", named, shown)
	}
}

// given returns the arguments that a list requires, other than those of a page.
func given(field *ast.FieldDefinition) string {
	if field.Arguments.ForName("query") != nil {
		return `, query: "talk conference topic speaker"`
	}
	return ""
}

// unfinished fills a store with drafts: some complete, some incomplete, and an empty one of
// each kind.
func unfinished(t *testing.T, a *App, seed uint64) {
	t.Helper()
	world := contenttest.NewWorld(seed)
	for range 60 {
		if err := world.Edit(t.Context(), a.Store()); err != nil {
			t.Fatal(err)
		}
	}
	var ids []content.ID
	for _, kind := range content.Kinds() {
		for n := range 4 {
			ids = append(ids, contenttest.ID(kind.Name, fmt.Sprint(kind.Name, "-", n)))
		}
		d := kind.New()
		*d.Base() = contenttest.Meta(kind.Name, "empty "+kind.Name)
		contenttest.Save(t, a.Store(), d)
	}
	contenttest.Hollow(t, a.Store(), contenttest.Options(), rand.New(rand.NewPCG(seed, 2)), ids)
}

// hidden returns how many recordings or photos of a type are hidden to protect people in them:
// lists count them, and no preview shows them.
func hidden(t *testing.T, a *App, typ string) (n int) {
	t.Helper()
	snapshot, err := a.Store().Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	for _, kind := range content.Kinds() {
		for i := range 4 {
			state, err := snapshot.State(contenttest.ID(kind.Name, fmt.Sprint(kind.Name, "-", i)))
			if strings.EqualFold(kind.Name, typ) && err == nil && !state.Archived && len(state.Hidden) > 0 {
				n++
			}
		}
	}
	return n
}

// checkPreview checks the response to a preview of a list of documents of a type, some of
// which are hidden.
func checkPreview(t *testing.T, body []byte, field, of string, hidden int) (named, shown int) {
	t.Helper()
	var answer struct {
		Data map[string]struct {
			Nodes      []struct{ ID string }
			TotalCount int
		}
		Errors []struct {
			Message    string
			Path       []any
			Extensions map[string]any
		}
		Extensions struct {
			IncompleteDrafts []struct {
				ID, Type string
				Title    *string
				Problems []struct {
					Path []string
					Code string
				}
			}
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatalf("%s: %v", field, err)
	}
	list, ok := answer.Data[field]
	if !ok || list.Nodes == nil || len(answer.Errors) > 0 {
		t.Errorf("%s: %+v %.300s", field, answer.Errors, body)
	}
	out, missing := map[string]bool{}, 0
	for _, draft := range answer.Extensions.IncompleteDrafts {
		if out[draft.ID] || draft.Type == "" || len(draft.Problems) == 0 || draft.Problems[0].Code == "" {
			t.Errorf("%s: %+v", field, draft)
		}
		out[draft.ID] = true
		if draft.Type == of {
			missing++
		}
	}
	// Hidden people are counted, but in no preview.
	if field != "search" && field != "speakers" && len(list.Nodes)+missing+hidden < list.TotalCount {
		t.Errorf("%s: %d documents are there, and %d named as incomplete, of %d", field, len(list.Nodes), missing, list.TotalCount)
	}
	for _, node := range list.Nodes {
		if node.ID == "" {
			t.Errorf("%s: a document without an id", field)
		}
	}
	return len(out), len(list.Nodes)
}

// selector writes selections of all fields without required arguments.
type selector struct{ schema *ast.Schema }

// of selects the fields of a type, to a depth of nested documents.
func (s selector) of(d *ast.Definition, documents int) string {
	var b strings.Builder
	for _, f := range d.Fields {
		below := s.schema.Types[f.Type.Name()]
		switch {
		case strings.HasPrefix(f.Name, "__") || strings.Contains(f.Type.Name(), "Draft"):
			continue
		case below.IsLeafType() && !needsArguments(f):
			b.WriteString(" " + f.Name)
		case below.IsCompositeType():
			b.WriteString(s.composite(f, below, documents))
		}
	}
	return b.String()
}

// composite selects a field with fields of its own. Of lists with pages it requests one
// document.
func (s selector) composite(f *ast.FieldDefinition, below *ast.Definition, documents int) string {
	arguments := ""
	switch {
	case strings.HasSuffix(below.Name, "Connection"):
		arguments = "(first: 5)"
	case needsArguments(f):
		return ""
	}
	if isDocument(below) {
		documents--
	}
	if documents < 0 {
		return ""
	}
	selection := s.of(below, documents)
	if below.IsAbstractType() {
		selection += " __typename"
		for _, possible := range s.schema.GetPossibleTypes(below) {
			selection += fmt.Sprintf(" ... on %s { id }", possible.Name)
		}
	}
	if strings.TrimSpace(selection) == "" {
		return ""
	}
	return fmt.Sprintf(" %s%s {%s }", f.Name, arguments, selection)
}

func needsArguments(f *ast.FieldDefinition) bool {
	for _, a := range f.Arguments {
		if a.DefaultValue == nil && (a.Type.NonNull || a.Name == "first") {
			return true
		}
	}
	return false
}

func isDocument(d *ast.Definition) bool {
	for _, name := range d.Interfaces {
		if name == "Document" {
			return true
		}
	}
	return d.Name == "Document"
}
