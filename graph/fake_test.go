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
)

// The tests of the pipeline speak HTTP to a Handler over a schema of their own, which is
// executed as code that gqlgen generates would do it.
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

// fakeSchema executes root fields by their alias, so that one request can have a field that
// works and one that does not.
type fakeSchema struct {
	schema    *ast.Schema
	resolvers map[string]resolver
	// exec takes the place of all that.
	exec func(ctx context.Context) *graphql.Response
}

func newFakeSchema(t testing.TB, extra string) *fakeSchema {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: testSchema + extra})
	if err != nil {
		t.Fatal(err)
	}
	return &fakeSchema{schema: schema, resolvers: map[string]resolver{}}
}

func (s *fakeSchema) Schema() *ast.Schema { return s.schema }

func (s *fakeSchema) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (s *fakeSchema) Exec(context.Context) graphql.ResponseHandler {
	if s.exec != nil {
		return s.exec
	}
	return func(ctx context.Context) *graphql.Response {
		op := graphql.GetOperationContext(ctx)
		fields := graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Query"})
		ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: "Query"})
		set := graphql.NewFieldSet(fields)
		for i, field := range fields {
			if field.Name == "__typename" {
				set.Values[i] = graphql.MarshalString("Query")
				continue
			}
			set.Values[i] = s.field(ctx, op, field)
		}
		set.Dispatch(ctx)
		var data bytes.Buffer
		set.MarshalGQL(&data)
		return &graphql.Response{Data: data.Bytes()}
	}
}

// field is what gqlgen generates for a field of the type String.
func (s *fakeSchema) field(ctx context.Context, op *graphql.OperationContext, field graphql.CollectedField) graphql.Marshaler {
	initialize := func(ctx context.Context, field graphql.CollectedField) (*graphql.FieldContext, error) {
		fc := &graphql.FieldContext{Object: "Query", Field: field, IsResolver: true}
		if len(field.Definition.Arguments) == 0 {
			return fc, nil
		}
		ctx = graphql.WithFieldContext(ctx, fc)
		var err error
		if fc.Args, err = readArguments(ctx, field.ArgumentMap(op.Variables)); err != nil {
			op.Error(ctx, err)
			return fc, err
		}
		return fc, nil
	}
	resolve := func(ctx context.Context) (any, error) {
		if resolver, ok := s.resolvers[field.Alias]; ok {
			return resolver(ctx)
		}
		return "hello", nil
	}
	marshal := func(_ context.Context, _ ast.SelectionSet, v string) graphql.Marshaler {
		return graphql.MarshalString(v)
	}
	return graphql.ResolveField(ctx, op, field, initialize, resolve, nil, marshal, true, field.Definition.Type.NonNull)
}

func readArguments(ctx context.Context, raw map[string]any) (map[string]any, error) {
	first, err := graphql.ProcessArgField(ctx, raw, "first", func(ctx context.Context, v any) (int32, error) {
		n, err := graphql.UnmarshalInt32(v)
		return n, graphql.ErrorOnPath(ctx, err)
	})
	if err != nil {
		return nil, err
	}
	if _, err := graphql.ProcessArgField(ctx, raw, "slug", readSlug); err != nil {
		return nil, err
	}
	_, err = graphql.ProcessArgField(ctx, raw, "filter", func(ctx context.Context, v any) (any, error) {
		fields, _ := v.(map[string]any)
		return graphql.ProcessArgField(ctx, fields, "slug", readSlug)
	})
	if err != nil {
		return nil, err
	}
	return map[string]any{"first": first}, nil
}

// readSlug is a scalar that tells what is wrong in the domain's way.
func readSlug(ctx context.Context, v any) (string, error) {
	slug, _ := v.(string)
	if strings.Contains(slug, " ") {
		return "", graphql.ErrorOnPath(ctx, content.Errorf(content.CodeBadInput, "A slug has no spaces."))
	}
	return slug, nil
}

// journal is what happened, in order.
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

// fakeStore has no documents. It notes when its snapshots are opened and closed.
type fakeStore struct {
	journal
	err      error // of Snapshot
	closeErr error
}

func (s *fakeStore) Snapshot(context.Context) (content.Snapshot, error) {
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

// service is a Handler with all that is round it.
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
	if s.Handler, err = NewHandler(s.schema, cfg); err != nil {
		t.Fatal(err)
	}
	return s
}

// post is a POST of a JSON body, accepting the modern media type.
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

// requireBody fails unless the answer is exactly this.
func requireBody(t testing.TB, w *httptest.ResponseRecorder, status int, want string) {
	t.Helper()
	if got := body(t, w); w.Code != status || got != want {
		t.Errorf("got  %d %s\nwant %d %s", w.Code, got, status, want)
	}
}
