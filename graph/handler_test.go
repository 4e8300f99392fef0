package graph

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"lectern/content"
)

// directiveRoot is what gqlgen generates for directives that run.
type directiveRoot struct {
	Upper func(ctx context.Context, obj any, next graphql.Resolver) (any, error)
	Lower func(ctx context.Context, obj any, next graphql.Resolver) (any, error)
}

// generatedSchema has its directives where gqlgen has them.
type generatedSchema struct {
	*fakeSchema
	Directives directiveRoot
}

func TestDirectivesMustBeImplemented(t *testing.T) {
	run := func(context.Context, any, graphql.Resolver) (any, error) { return "", nil }
	const (
		upper = " directive @upper on FIELD_DEFINITION"
		lower = " directive @lower on FIELD_DEFINITION | FIELD"
		plain = " directive @plain on OBJECT"
	)
	for _, test := range []struct {
		name   string
		extra  string
		root   *directiveRoot
		failed string
	}{
		{"all there", upper + lower + plain, &directiveRoot{run, run}, ""},
		{"one missing", upper + lower, &directiveRoot{Upper: run}, "without an implementation: Lower"},
		{"two missing", upper + lower, &directiveRoot{}, "without an implementation: Upper, Lower"},
		{"not known to gqlgen", " directive @other on QUERY", &directiveRoot{run, run}, "@other"},
		{"on a fragment", " directive @other on OBJECT | FRAGMENT_SPREAD", &directiveRoot{run, run}, "@other"},
		{"no gqlgen, none needed", plain, nil, ""},
		{"no gqlgen", lower, nil, "@lower"},
	} {
		var es graphql.ExecutableSchema = newFakeSchema(t, test.extra)
		if test.root != nil {
			es = &generatedSchema{newFakeSchema(t, test.extra), *test.root}
		}
		_, err := NewHandler(es, Config{Store: &fakeStore{}})
		switch {
		case test.failed == "" && err != nil:
			t.Errorf("%s: %v", test.name, err)
		case test.failed != "" && (err == nil || !strings.Contains(err.Error(), test.failed)):
			t.Errorf("%s: got %v, want %s", test.name, err, test.failed)
		}
	}
	if err := CheckDirectives(&directiveRoot{run, run}); err != nil {
		t.Error(err)
	}
	if err := CheckDirectives(7); err == nil {
		t.Error("a number has no directives")
	}
}

func TestNewHandlerNeedsAStore(t *testing.T) {
	if _, err := NewHandler(newFakeSchema(t, ""), Config{}); err == nil {
		t.Error("no error")
	}
}

// TestDefaults: a Config with a store only bounds everything.
func TestDefaults(t *testing.T) {
	h, err := NewHandler(newFakeSchema(t, ""), Config{Store: &fakeStore{}})
	if err != nil {
		t.Fatal(err)
	}
	if h.public.limits != PublicLimits() || h.editor.limits != EditorLimits() ||
		h.public.maxBody != 65_536 || h.editor.maxBody != 2_097_152 ||
		h.timeout != 900*time.Millisecond || h.slots.wait != 200*time.Millisecond || cap(h.slots.taken) != 64 ||
		h.documents.cache.GetMaximum() != 16_777_216 {
		t.Errorf("%+v %+v %v %v %d", h.public, h.editor, h.timeout, h.slots.wait, cap(h.slots.taken))
	}
	// The schema itself keeps what the handler does without: others have it too.
	if h.schema.Directives["defer"] != nil || h.es.Schema().Directives["defer"] == nil {
		t.Error("@defer")
	}
}

func TestIntrospection(t *testing.T) {
	s := newService(t)
	var disabled bool
	s.schema.exec = func(ctx context.Context) *graphql.Response {
		disabled = graphql.GetOperationContext(ctx).DisableIntrospection
		return &graphql.Response{}
	}
	requireBody(t, s.post(`{"query":"{__schema {queryType {name}}}"}`), 200, `{"data":null}`)
	if disabled || !s.mayIntrospect(content.Anonymous) {
		t.Error("it is for everybody")
	}
}

// TestLargeBuffersAreNotKept: one large answer does not stay in memory for good.
func TestLargeBuffersAreNotKept(t *testing.T) {
	s := newService(t)
	large := s.buffer()
	large.Grow(maxPooled + 1)
	s.keep(large)
	if s.buffer() == large {
		t.Error("it is used again")
	}
}
