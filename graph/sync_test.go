package graph

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"lectern/content"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/graph/internal/resolve"
)

var syncSeeds = flag.Int("sync-seeds", 4, "how many worlds TestSyncEqualsAFullQuery goes through")

// door is a handler over a store that changes.
type door struct {
	t       *testing.T
	handler *Handler
}

func newDoor(t *testing.T, store content.Store) *door {
	t.Helper()
	limits := EditorLimits()
	limits.Cost = 100_000_000
	handler, err := NewHandler(Schema(), Config{
		Store: store, Public: limits, Editor: limits, MaxPublicBody: 1 << 20, Clock: func() time.Time { return contenttest.Epoch }, Timeout: time.Minute,
		Site: &content.Site{Service: "https://api.example.org", Website: "https://example.org/{kind}/{slug}"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return &door{t, handler}
}

// syncAnswer is a response to a sync, a list, or changes of a programme.
type syncAnswer struct {
	Data struct {
		Sync struct {
			Complete bool
			Cursor   string
			Entries  []struct {
				Revision  content.Revision
				Document  json.RawMessage
				Tombstone *struct {
					DocumentID string
					Type       string
				}
			}
		}
		List struct {
			Nodes    []json.RawMessage
			PageInfo struct {
				HasNextPage bool
				EndCursor   string
			}
		}
		ProgrammeChanges []struct {
			DocumentID    content.ID
			What          []string
			Session       *struct{ Title string }
			Before, After *struct{ StartsAt, EndsAt, Room string }
		}
	}
	Errors []struct {
		Message    string
		Extensions struct{ Code, Field string }
	}
}

func (d *door) ask(actor content.Actor, query string, variables map[string]any) (a syncAnswer) {
	d.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		d.t.Fatal(err)
	}
	request := httptest.NewRequestWithContext(WithActor(context.Background(), actor), http.MethodPost, "/graphql", strings.NewReader(string(body)))
	request.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, request)
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		d.t.Fatalf("%v: %s", err, w.Body)
	}
	return a
}

// code returns the code of the only error of a response; "" if there is none.
func (a *syncAnswer) code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].Extensions.Code
}

// everything selects all fields of a type that a sync supports, with only the ids of
// references.
func everything(types map[string]*ast.Definition, d *ast.Definition) string {
	var b strings.Builder
	for _, f := range d.Fields {
		if strings.HasPrefix(f.Name, "__") || resolve.OfOthers(f.Name) || resolve.ByClock(d.Name, f.Name) || f.Arguments.ForName("first") != nil {
			continue
		}
		switch of := types[f.Type.Name()]; {
		case of == nil || of.Kind == ast.Scalar || of.Kind == ast.Enum:
			b.WriteString(f.Name + " ")
		case slices.Contains(of.Interfaces, "Node"):
			b.WriteString(f.Name + " { id } ")
		default:
			b.WriteString(f.Name + widthsOf(f) + " { " + everything(types, of) + "} ")
		}
	}
	return b.String()
}

// widthsOf returns the arguments of the variants of a picture, and nothing for other fields.
func widthsOf(f *ast.FieldDefinition) string {
	if f.Arguments.ForName("widths") == nil {
		return ""
	}
	return "(widths: [64])"
}

// syncApp is an app that stores documents of one type in a language.
type syncApp struct {
	door      *door
	kind      *content.Kind
	typeName  string
	selection string
	language  locale.Language
	documents map[string]string
	cursor    *string
	complete  bool
	met       bool // it has received a document
	pages     int
}

func (a *syncApp) query() string {
	return fmt.Sprintf(`query ($after: SyncCursor, $first: Int!) { sync(after: $after, first: $first, types: [%s], language: %q) { complete cursor entries { revision tombstone { documentId type } document { id ... on %s { %s } } } } }`,
		a.kind.Type(), a.language, a.typeName, a.selection)
}

// page applies one page.
func (a *syncApp) page(first int) {
	a.door.t.Helper()
	answer := a.door.ask(content.Anonymous, a.query(), map[string]any{"after": a.cursor, "first": first})
	if answer.code() != "" {
		a.door.t.Fatalf("%+v", answer.Errors)
	}
	page := answer.Data.Sync
	if len(page.Entries) > first {
		a.door.t.Fatalf("%d entries, %d requested", len(page.Entries), first)
	}
	last := content.Revision(0)
	for _, e := range page.Entries {
		if e.Revision < last {
			a.door.t.Errorf("the entry of revision %d comes after that of %d", e.Revision, last)
		}
		last = e.Revision
		if e.Tombstone != nil {
			if a.cursor == nil {
				a.door.t.Errorf("a new sync has a tombstone of %s", e.Tombstone.DocumentID)
			}
			if string(e.Document) != "null" || e.Tombstone.Type != string(a.kind.Type()) {
				a.door.t.Errorf("a tombstone with %s, of type %s", e.Document, e.Tombstone.Type)
			}
			delete(a.documents, e.Tombstone.DocumentID)
			continue
		}
		a.documents[documentID(a.door.t, e.Document)], a.met = string(e.Document), true
	}
	a.cursor, a.complete = &page.Cursor, page.Complete
	a.pages++
}

func (a *syncApp) catchUp(first func() int) {
	a.door.t.Helper()
	for a.complete = false; !a.complete; {
		a.page(first())
	}
}

func documentID(t *testing.T, document json.RawMessage) string {
	t.Helper()
	var d struct{ ID string }
	if err := json.Unmarshal(document, &d); err != nil || d.ID == "" {
		t.Fatalf("%s: %v", document, err)
	}
	return d.ID
}

// full returns the same documents from a list.
func (a *syncApp) full() map[string]string {
	a.door.t.Helper()
	all := map[string]string{}
	field := strings.ToLower(a.typeName[:1]) + a.typeName[1:] + "s"
	if root := schemaTypes()["Query"].Fields; root.ForName(field) == nil {
		field = a.kind.Folder
	}
	for after := (*string)(nil); ; {
		query := fmt.Sprintf(`query ($after: String) @inContext(language: %q) { list: %s(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { id %s } } }`, a.language, field, a.selection)
		answer := a.door.ask(content.Anonymous, query, map[string]any{"after": after})
		if answer.code() != "" {
			a.door.t.Fatalf("%+v", answer.Errors)
		}
		for _, node := range answer.Data.List.Nodes {
			all[documentID(a.door.t, node)] = string(node)
		}
		if !answer.Data.List.PageInfo.HasNextPage {
			return all
		}
		after = &answer.Data.List.PageInfo.EndCursor
	}
}

func (a *syncApp) compare(when string) {
	a.door.t.Helper()
	want := a.full()
	for _, id := range slices.Sorted(maps.Keys(want)) {
		if a.documents[id] != want[id] {
			a.door.t.Errorf("%s, %s in %s: the app has\n%s\nreaders see\n%s", when, id, a.language, a.documents[id], want[id])
		}
	}
	for _, id := range slices.Sorted(maps.Keys(a.documents)) {
		if _, ok := want[id]; !ok {
			a.door.t.Errorf("%s, %s in %s: the app has it, and readers see it no longer", when, id, a.language)
		}
	}
}

// TestSyncEqualsAFullQuery: apps that sync occasionally, in pages of any size, with edits of
// all types between them, have exactly what a list returns, byte for byte; also one that
// continues from any earlier cursor.
func TestSyncEqualsAFullQuery(t *testing.T) {
	t.Parallel()
	met := map[*content.Kind]bool{}
	for seed := range uint64(*syncSeeds) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { syncEquals(t, seed, met) })
	}
	for _, kind := range content.Kinds() {
		if !met[kind] {
			t.Errorf("there is no %s: contenttest.World makes none", kind.Name)
		}
	}
}

// syncEquals compares in one world, and notes the kinds of which an app had a document.
func syncEquals(t *testing.T, seed uint64, met map[*content.Kind]bool) {
	store, world, random := contenttest.NewMemory(), contenttest.NewWorld(seed), rand.New(rand.NewPCG(seed, 2))
	door, types := newDoor(t, store), schemaTypes()
	var apps []*syncApp
	for _, kind := range content.Kinds() {
		name := strings.ToUpper(kind.Name[:1]) + kind.Name[1:]
		for _, language := range []locale.Language{"da", "en"} {
			apps = append(apps, &syncApp{door: door, kind: kind, typeName: name, selection: everything(types, types[name]), language: language, documents: map[string]string{}})
		}
	}
	former := []*syncApp{}
	for range 400 {
		if err := world.Edit(t.Context(), store); err != nil {
			t.Fatal(err)
		}
		app := apps[random.IntN(len(apps))]
		switch random.IntN(4) {
		case 0:
			app.page(1 + random.IntN(3))
		case 1:
			app.catchUp(func() int { return 1 + random.IntN(9) })
			app.compare("in between")
		case 2:
			copied := *app
			copied.documents = maps.Clone(app.documents)
			former = append(former, &copied)
		}
		if t.Failed() {
			t.Fatalf("seed %d, after revision %d", seed, mustRevision(t, store))
		}
	}
	pages := 0
	for _, app := range append(apps, former...) {
		app.catchUp(func() int { return 1 + random.IntN(500) })
		app.compare("at the end")
		pages += app.pages
		met[app.kind] = met[app.kind] || app.met
	}
	if world.Kept < 200 || len(former) < 20 {
		t.Errorf("only %d edits were accepted, %d former cursors", world.Kept, len(former))
	}
	t.Logf("%d edits accepted, %d pages", world.Kept, pages)
}

func mustRevision(t *testing.T, store content.Store) content.Revision {
	t.Helper()
	s, err := store.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	return s.Revision()
}
