package graph

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"lectern/content"
	"lectern/content/contenttest"
)

var secretSeeds = flag.Int("secret-seeds", 2, "how many worlds TestNothingLeaks looks at")

var anyID = regexp.MustCompile(`(conference|episode|organisation|photo|podcast|proposal|session|speaker|topic|video)_[0-7][0-9A-HJKMNP-TV-Z]{25}`)

// reader sends a world's queries over HTTP.
type reader struct {
	t       *testing.T
	handler *Handler
	w       *world
	asked   int
}

// ask returns a response's header and body as one text.
func (r *reader) ask(actor content.Actor, query, language string) string {
	r.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query})
	if err != nil {
		r.t.Fatal(err)
	}
	request := httptest.NewRequestWithContext(WithActor(context.Background(), actor), http.MethodPost, "/graphql", strings.NewReader(string(body)))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept-Language", language)
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, request)
	r.asked++
	return fmt.Sprint(w.Header()) + w.Body.String()
}

// check sends a query as a reader, and searches the response for secrets.
func (r *reader) check(query, language string) string {
	r.t.Helper()
	answer := r.ask(content.Anonymous, query, language)
	if said := strings.ToLower(strings.ReplaceAll(query, mark, "")); strings.Contains(strings.ToLower(answer), strings.ToLower(mark)) && !strings.Contains(said, "leakmark") {
		r.t.Errorf("a reader sees a secret:\n%s\n%s", query, answer)
	}
	for _, id := range anyID.FindAllString(r.withoutGone(query, answer), -1) {
		if !r.w.seen[content.ID(id)] && !strings.Contains(query, id) {
			r.t.Errorf("a reader learns of %s:\n%s\n%s", id, query, answer)
		}
	}
	return answer
}

var gone = regexp.MustCompile(`"(tombstone":|programmeChanges":\[|,)\{"documentId":"(\w+)"`)

// withoutGone returns a response without the ids of tombstones in a sync, if readers once saw
// these documents.
func (r *reader) withoutGone(query, answer string) string {
	if !strings.Contains(query, "{ sync(") && !strings.Contains(query, "{ programmeChanges(") {
		return answer
	}
	return gone.ReplaceAllStringFunc(answer, func(s string) string {
		if r.w.told[content.ID(gone.FindStringSubmatch(s)[2])] {
			return ""
		}
		return s
	})
}

// TestNothingLeaks sends all possible queries, in worlds full of drafts, hidden, erased and
// pseudonymous people and secret venues.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	for seed := range uint64(*secretSeeds) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { nothingLeaks(t, seed) })
	}
}

func nothingLeaks(t *testing.T, seed uint64) {
	w := newWorld(t, seed)
	limits := EditorLimits()
	limits.Cost = 100_000_000 // the test is about leaks, not about the cost
	handler, err := NewHandler(Schema(), Config{
		Store: w.store, Search: searchIn(t, w.store), Pages: described{}, Public: limits, Editor: limits, MaxPublicBody: 1 << 20, Clock: func() time.Time { return contenttest.Epoch },
		Site: w.site(), Library: w.library,
	})
	if err != nil {
		t.Fatal(err)
	}
	a := &asker{types: schemaTypes(), w: w, asked: map[string]bool{}}
	r := &reader{t: t, handler: handler, w: w}
	queries := a.queries()
	failed := 0
	for i, query := range queries {
		answer := r.check(query, []string{"da", "en"}[i%2])
		if strings.Contains(answer, `"errors"`) {
			if failed++; failed < 4 {
				t.Errorf("%s\n%.600s", query, answer)
			}
		}
		counts(t, query, answer)
	}
	for _, query := range editorsQueries(w) {
		answer := r.check(query, "da")
		if !strings.Contains(answer, `"code":"UNAUTHENTICATED"`) || strings.Contains(answer, `_01`) {
			t.Errorf("%s\n%s", query, answer)
		}
	}
	for _, query := range []string{
		`{ sessions(first: 1, after: "AAAA") { nodes { id } } }`, `{ node(id: "leakmark") { id } }`, `{ session(slug: "nothing-here") { id } }`,
		`{ sessions(first: 0) { nodes { id } } }`, `{ sessions(first: 1, orderBy: X) { nodes { id } } }`, `{ secret }`, `{ sessions`,
	} {
		r.check(query, "da")
	}
	covered(t, a)
	// The test can fail: a previewer sees the drafts by the same queries.
	shown := 0
	for _, query := range queries {
		if strings.HasPrefix(query, "{ ") && strings.Contains(r.ask(contenttest.Publisher, "query @inContext(preview: true) "+query, "da"), mark) {
			shown++
		}
	}
	if shown < 100 {
		t.Errorf("a previewer sees secrets in only %d responses: are there any?", shown)
	}
	t.Logf("%d operations, %d fields and filters, %d documents of which readers see %d", r.asked, len(a.asked), len(w.all), visible(w))
}

func visible(w *world) (n int) {
	for _, seen := range w.seen {
		if seen {
			n++
		}
	}
	return n
}

var total = regexp.MustCompile(`^\{ \w+\((first|last): 100`)

// counts compares the total count of a list with the number of its items.
func counts(t *testing.T, query, answer string) {
	t.Helper()
	if !total.MatchString(query) {
		return
	}
	var body struct {
		Data map[string]struct {
			TotalCount int
			Nodes      []any
		}
	}
	if err := json.Unmarshal([]byte(answer[strings.Index(answer, "{\"data\""):]), &body); err != nil {
		t.Errorf("%v: %s", err, answer)
	}
	for _, list := range body.Data {
		if list.TotalCount != len(list.Nodes) {
			t.Errorf("%d are counted, %d exist:\n%s", list.TotalCount, len(list.Nodes), query)
		}
	}
}

// editorsQueries returns queries for editors, which the test sends without that role.
func editorsQueries(w *world) []string {
	queries := []string{
		`query @inContext(preview: true) { sessions(first: 9) { nodes { id title } } }`,
		`query @inContext(at: "2021-09-01T12:00:00Z") { conferences(first: 9) { nodes { id title } } }`,
		`query @inContext(at: "2020-09-01T12:00:00Z") { conferences(first: 9) { nodes { id title } } }`,
		`{ changes(first: 9) { nodes { reason actor { name } versions { documentId } } } }`, `{ scheduled(first: 9) { nodes { id } } }`, `{ speakerSheet }`, `{ mutationOutcome(idempotencyKey: "k") { revision } }`, `{ assets { nodes { id name } } }`,
		`mutation { createTopic(input: {fields: {name: "x"}}) { revision } }`,
	}
	for _, id := range w.all[:20] {
		queries = append(queries, fmt.Sprintf(`{ draft(id: %q) { slug problems { message } history { nodes { reason } } } }`, id),
			fmt.Sprintf(`mutation { publish(input: {id: %q}) { userErrors { message } } }`, id))
	}
	for _, f := range schemaTypes()["Query"].Fields {
		if strings.HasSuffix(f.Name, "Drafts") {
			queries = append(queries, "{ "+f.Name+"(first: 9) { totalCount nodes { id slug } } }")
		}
	}
	return queries
}

// covered reports fields for readers that no query had.
func covered(t *testing.T, a *asker) {
	t.Helper()
	var reach func(d *ast.Definition)
	seen := map[string]bool{}
	reach = func(d *ast.Definition) {
		if d == nil || d.Kind != ast.Object || seen[d.Name] {
			return
		}
		seen[d.Name] = true
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") || isEditors(f) || d.Name == "Query" && (f.Name == "viewer" || f.Name == "draft" || f.Name == "node" || f.Name == "nodes") {
				continue
			}
			if !a.asked[d.Name+"."+f.Name] {
				t.Errorf("nothing asked for %s.%s", d.Name, f.Name)
			}
			reach(a.types[f.Type.Name()])
		}
	}
	reach(a.types["Query"])
}
