package graph

import (
	"strings"
	"testing"
	"time"

	"lectern/content"
)

func TestDirectivesMustBeCarriedOut(t *testing.T) {
	t.Parallel()
	for extra, refused := range map[string]string{
		" directive @plain on OBJECT":                   "",
		" directive @lower on FIELD_DEFINITION":         "",
		" directive @lower on FIELD_DEFINITION | FIELD": "@lower",
		" directive @other on QUERY":                    "@other",
		" directive @other on OBJECT | FRAGMENT_SPREAD": "@other",
	} {
		_, err := NewHandler(newFakeSchema(t, extra).Schema, Config{Store: &fakeStore{}})
		switch {
		case refused == "" && err != nil:
			t.Errorf("%s: %v", extra, err)
		case refused != "" && (err == nil || !strings.Contains(err.Error(), refused)):
			t.Errorf("%s: got %v, want %s", extra, err, refused)
		}
	}
}

func TestNewHandlerNeedsAStore(t *testing.T) {
	t.Parallel()
	if _, err := NewHandler(newFakeSchema(t, "").Schema, Config{}); err == nil {
		t.Error("no error")
	}
}

// TestDefaults: a Config with only a store has all bounds.
func TestDefaults(t *testing.T) {
	t.Parallel()
	h, err := NewHandler(newFakeSchema(t, "").Schema, Config{Store: &fakeStore{}})
	if err != nil {
		t.Fatal(err)
	}
	if h.public.limits != PublicLimits() || h.editor.limits != EditorLimits() ||
		h.public.maxBody != 65_536 || h.editor.maxBody != 2_097_152 ||
		h.timeout != 900*time.Millisecond || h.slots.wait != 200*time.Millisecond || cap(h.slots.taken) != 64 ||
		h.documents.cache.GetMaximum() != 16_777_216 {
		t.Errorf("%+v %+v %v %v %d", h.public, h.editor, h.timeout, h.slots.wait, cap(h.slots.taken))
	}
}

func TestIntrospection(t *testing.T) {
	t.Parallel()
	s := newService(t)
	requireBody(t, s.post(`{"query":"{__schema {queryType {name}}}"}`), 200, `{"data":{"__schema":"hello"}}`)
	if !s.mayIntrospect(content.Anonymous) {
		t.Error("it is for everybody")
	}
}

// TestLargeBuffersAreNotKept: one large response does not stay in memory permanently.
func TestLargeBuffersAreNotKept(t *testing.T) {
	t.Parallel()
	s := newService(t)
	large := s.buffer()
	large.Grow(maxPooled + 1)
	s.keep(large)
	if s.buffer() == large {
		t.Error("it is used again")
	}
}
