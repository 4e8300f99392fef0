package graph

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"lectern/content"
	"lectern/graph/internal/exec"
)

// The tests of the pipeline send HTTP requests to a Handler with a schema of their own, which
// is executed like generated code.
const testSchema = `
	directive @inContext(language: Language, preview: Boolean = false) on QUERY
	directive @cost(weight: Int, listSize: Int) on FIELD_DEFINITION
	scalar Language
	scalar Slug
	enum Order { UP DOWN }
	input Key @oneOf { id: ID slug: String }
	input Filter { slug: Slug, limit: Int }
	type Query {
		hello: String
		world(first: Int, slug: Slug, order: Order, filter: Filter, key: Key, keys: [Key!]): String
		pages(first: Int): Page
		node: Query
	}
	type Page { nodes: [Query!] }
`

type resolver func(ctx context.Context) (any, error)

// fakeSchema resolves root fields by their alias, so that one request can have both a working
// and a failing field.
type fakeSchema struct {
	*exec.Schema
	resolvers map[string]resolver
	// raw replaces the value of every field, as JSON.
	raw []byte
}

func newFakeSchema(t testing.TB, extra string) *fakeSchema {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: testSchema + extra})
	if err != nil {
		t.Fatal(err)
	}
	s := &fakeSchema{resolvers: map[string]resolver{}}
	s.Schema = (&exec.Schema{
		AST: withoutAdditions(schema), Query: s.field,
		Types: []exec.Type{{Name: "Query", Fields: []string{"hello", "world", "pages", "node", "__schema"}}},
	}).Ready()
	return s
}

// field does what execgen generates for a field of the type String.
func (s *fakeSchema) field(r *exec.Run, f *exec.Field, _ *exec.Root) exec.Outcome {
	if s.raw != nil {
		r.B = append(r.B, s.raw...)
		return exec.Value
	}
	if f.Index == 1 && exec.Args(r, f, readWorld) == nil {
		return exec.Failed
	}
	resolver, ok := s.resolvers[exec.FieldOf(r.Ctx).Alias]
	if !ok {
		return r.PutString("hello")
	}
	v, err := resolver(r.Ctx)
	return exec.Try(r, f, v, err, func(r *exec.Run, _ *exec.Field, v any) exec.Outcome { return r.PutString(v.(string)) })
}

func readWorld(in *exec.In, m map[string]any) *worldArgs {
	a := &worldArgs{}
	exec.Read(in, m, "first", &a.first, readInt)
	exec.Read(in, m, "slug", &a.slug, readSlug)
	exec.Read(in, m, "filter", &a.filter, func(in *exec.In, v any) *worldArgs {
		return exec.ReadInput(in, v, func(in *exec.In, m map[string]any, to *worldArgs) { exec.Read(in, m, "slug", &to.slug, readSlug) })
	})
	return a
}

type worldArgs struct {
	first  int32
	slug   string
	filter *worldArgs
}

func readInt(in *exec.In, v any) int32 { return exec.ReadScalar(in, v, graphql.UnmarshalInt32) }

// readSlug is a scalar with an error of the domain.
func readSlug(in *exec.In, v any) string {
	return exec.ReadScalar(in, v, func(v any) (string, error) {
		slug, _ := v.(string)
		if strings.Contains(slug, " ") {
			return "", content.Errorf(content.CodeBadInput, "A slug has no spaces.")
		}
		return slug, nil
	})
}

// journal records the events, in order.
type journal struct {
	mu     sync.Mutex
	events []string
	silent bool // for benchmarks
}

func (j *journal) note(event string) {
	if j.silent {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.events = append(j.events, event)
}

func (j *journal) all() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.events)
}

const testRevision = 7

// fakeStore has no documents. It records when its snapshots are opened and closed.
type fakeStore struct {
	journal
	err      error // of Snapshot
	closeErr error
	panics   any // the value with which Snapshot panics
}

func (s *fakeStore) Snapshot(context.Context) (content.Snapshot, error) {
	if s.panics != nil {
		panic(s.panics)
	}
	if s.err != nil {
		return nil, s.err
	}
	s.note("open")
	return fakeSnapshot{s}, nil
}

func (s *fakeStore) Write(context.Context, func(content.Snapshot) (*content.Batch, error)) error {
	return errors.New("not here")
}

type fakeSnapshot struct{ store *fakeStore }

var errNothing = content.Errorf(content.CodeNotFound, "There is nothing.")

func (s fakeSnapshot) Origin() content.Origin { return content.Origin{Store: "fake"} }

func (s fakeSnapshot) Revision() content.Revision { return testRevision }

func (s fakeSnapshot) State(content.ID) (content.State, error) { return content.State{}, errNothing }

func (s fakeSnapshot) Version(content.ID, content.Revision) (*content.Stored, error) {
	return nil, errNothing
}

func (s fakeSnapshot) Scan(into []string, _ content.Space, _, _ string, _ bool, _ int) ([]string, error) {
	return into, nil
}

func (s fakeSnapshot) Count(content.Space, string) (int, error) { return 0, nil }

func (s fakeSnapshot) Changes(content.Revision, int) ([]content.ChangeSet, error) { return nil, nil }

func (s fakeSnapshot) Log(content.Revision, int) ([]content.Change, error) { return nil, nil }

func (s fakeSnapshot) History(content.ID, content.Revision, int) ([]content.Revision, error) {
	return nil, nil
}

func (s fakeSnapshot) Close() error {
	s.store.note("close")
	return s.store.closeErr
}

// service is a Handler with its environment.
type service struct {
	*Handler
	schema *fakeSchema
	store  *fakeStore
	log    *bytes.Buffer
}

func newService(t testing.TB, configure ...func(*Config)) *service {
	t.Helper()
	s := &service{schema: newFakeSchema(t, ""), store: &fakeStore{}, log: &bytes.Buffer{}}
	cfg := Config{Store: s.store, Log: slog.New(slog.NewTextHandler(s.log, nil))}
	for _, f := range configure {
		f(&cfg)
	}
	var err error
	if s.Handler, err = NewHandler(s.schema.Schema, cfg); err != nil {
		t.Fatal(err)
	}
	return s
}

// post sends a JSON body by POST, accepting the modern media type.
func (s *service) post(body string) *httptest.ResponseRecorder {
	return s.do(newPost(body))
}

func newPost(body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", nameGraphQLJSON)
	return r
}

func (s *service) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func body(t testing.TB, w *httptest.ResponseRecorder) string {
	t.Helper()
	b, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// requireBody fails unless the response is exactly this.
func requireBody(t testing.TB, w *httptest.ResponseRecorder, status int, want string) {
	t.Helper()
	if got := body(t, w); w.Code != status || got != want {
		t.Errorf("got  %d %s\nwant %d %s", w.Code, got, status, want)
	}
}
