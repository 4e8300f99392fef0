package graph

import (
	"fmt"
	"strings"
	"testing"

	"lectern/content"
)

// TestEachLimitAtTheDoor: an operation that exceeds a limit is refused with the limit's code
// and name, and never runs. (internal/limit tests the bounds themselves, from both sides.)
func TestEachLimitAtTheDoor(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		set       func(*Limits)
		query     string
		variables string
		run       string // of several operations
		code      string
	}{
		"tokens":       {set: func(l *Limits) { l.Tokens = 5 }, query: `{a: hello b: hello}`, code: "TOO_LARGE"},
		"nameLength":   {set: func(l *Limits) { l.NameLength = 4 }, query: `{hello}`, code: "TOO_LARGE"},
		"operations":   {set: func(l *Limits) { l.Operations = 1 }, query: `query A {hello} query B {hello}`, run: "A", code: "TOO_COMPLEX"},
		"variables":    {set: func(l *Limits) { l.VariableDefinitions = 1 }, query: `query ($a: Int $b: Slug) {world(first: $a slug: $b)}`, code: "TOO_COMPLEX"},
		"fragments":    {set: func(l *Limits) { l.Fragments = 1 }, query: `{...{...{hello}}}`, code: "TOO_COMPLEX"},
		"directives":   {set: func(l *Limits) { l.Directives = 1 }, query: `{hello @skip(if: true) @include(if: true)}`, code: "TOO_COMPLEX"},
		"aliases":      {set: func(l *Limits) { l.Aliases = 1 }, query: `{a: hello b: hello}`, code: "TOO_COMPLEX"},
		"fields":       {set: func(l *Limits) { l.Fields = 1 }, query: `{node {hello}}`, code: "TOO_COMPLEX"},
		"rootFields":   {set: func(l *Limits) { l.RootFields = 1 }, query: `{hello world}`, code: "TOO_COMPLEX"},
		"depth":        {set: func(l *Limits) { l.Depth = 2 }, query: `{node {node {hello}}}`, code: "TOO_DEEP"},
		"nesting":      {set: func(l *Limits) { l.Nesting = 2 }, query: `{...{...{hello}}}`, code: "TOO_DEEP"},
		"valueNesting": {set: func(l *Limits) { l.ValueNesting = 1 }, query: `query ($k: [Key!]) {world(keys: $k)}`, variables: `{"k":[{"id":"a"}]}`, code: "TOO_DEEP"},
		"valueItems":   {set: func(l *Limits) { l.ValueItems = 3 }, query: `query ($k: [Key!]) {world(keys: $k)}`, variables: `{"k":[{"id":"a"},{"id":"b"}]}`, code: "TOO_COMPLEX"},
		"work":         {set: func(l *Limits) { l.Work = 100 }, query: `{` + strings.Repeat("hello ", 20) + `}`, code: "TOO_COMPLEX"},
		"cost":         {set: func(l *Limits) { l.Cost = 100 }, query: `{pages(first: 100) {nodes {hello}}}`, code: "TOO_COMPLEX"},
	} {
		t.Run(name, func(t *testing.T) {
			public := PublicLimits()
			test.set(&public)
			s := newService(t, func(cfg *Config) { cfg.Public = public })
			if test.variables == "" {
				test.variables = "null"
			}
			body := fmt.Sprintf(`{"query":%q,"variables":%s,"operationName":%q}`, test.query, test.variables, test.run)
			w := s.post(body)
			got := w.Body.String()
			if w.Code != 400 || strings.Contains(got, `"data"`) ||
				!strings.Contains(got, `"code":"`+test.code+`","limit":"`+name+`","max":`) {
				t.Errorf("got %d %s", w.Code, got)
			}
			if len(s.store.all()) > 0 {
				t.Error("it ran")
			}
			editor := newPost(body)
			if w := s.do(editor.WithContext(WithActor(editor.Context(), content.Actor{Role: content.RoleEditor}))); w.Code != 200 {
				t.Errorf("as an editor: got %d %s", w.Code, w.Body)
			}
		})
	}
}

// TestDocumentOfAnEditorIsCheckedAgain: a document that only an editor may send stays refused
// for the public, in any order of requests.
func TestDocumentOfAnEditorIsCheckedAgain(t *testing.T) {
	t.Parallel()
	public := PublicLimits()
	public.Aliases = 0
	s := newService(t, func(cfg *Config) { cfg.Public = public })
	const body = `{"query":"{a: hello}"}`
	for range 2 {
		r := newPost(body)
		requireBody(t, s.do(r.WithContext(WithActor(r.Context(), content.Actor{Role: content.RoleAdmin}))), 200, `{"data":{"a":"hello"}}`)
		if w := s.post(body); w.Code != 400 {
			t.Errorf("got %d %s", w.Code, w.Body)
		}
	}
}

func TestCostOfWhatIsTooDear(t *testing.T) {
	t.Parallel()
	public := PublicLimits()
	public.Cost = 100
	s := newService(t, func(cfg *Config) { cfg.Public = public })
	w := s.post(`{"query":"{pages(first: 100) {nodes {hello}}}","extensions":{"cost":true}}`)
	if want := `"extensions":{"cost":{"cost":102,"limit":100}}}`; !strings.HasSuffix(w.Body.String(), want) {
		t.Errorf("got %s", w.Body)
	}
}

// TestVariables: an invalid value is reported with its path in the variables, in the terms of
// the schema.
func TestVariables(t *testing.T) {
	t.Parallel()
	const (
		whole = "The value must be a whole number of at most 32 bits."
		order = "The value must be one of UP, DOWN."
	)
	for _, test := range []struct{ declared, argument, value, field, message string }{
		{"Int!", "first", `{}`, "v", "A value must be given."},
		{"Int!", "first", `{"v":null}`, "v", "The value must not be null."},
		{"Int!", "first", `{"v":"x"}`, "v", whole},
		{"Int!", "first", `{"v":1.5}`, "v", whole},
		{"Int!", "first", `{"v":99999999999999999999}`, "v", whole},
		{"Order", "order", `{"v":"LEFT"}`, "v", order},
		{"Order", "order", `{"v":{"a":1}}`, "v", order},
		{"Key", "key", `{"v":7}`, "v", "The value must be an object."},
		{"Key", "key", `{"v":{"id":"a","name":"b"}}`, "v", "The value has a field that the type Key does not have."},
		{"Key", "key", `{"v":{"id":[]}}`, "v.id", "The value must be a string or a whole number."},
		{"Key", "key", `{"v":{"id":"a","slug":"b"}}`, "v", "Exactly one field of Key must be given, not 2."},
		{"Key", "key", `{"v":{}}`, "v", "Exactly one field of Key must be given, not 0."},
		{"Key", "key", `{"v":{"id":null}}`, "v.id", "The field that is given must not be null."},
		{"[Key!]", "keys", `{"v":[{"id":"a"},{"id":"a","slug":"b"}]}`, "v.1", "Exactly one field of Key must be given, not 2."},
		{"[Key!]", "keys", `{"v":[{"id":"a"},null]}`, "v.1", "The value must not be null."},
	} {
		body := fmt.Sprintf(`{"query":"query ($v: %s) {world(%s: $v)}","variables":%s}`, test.declared, test.argument, test.value)
		want := `{"errors":[{"message":"` + test.message + `","extensions":{"code":"BAD_INPUT","field":"` + test.field + `"}}]}`
		requireBody(t, newService(t).post(body), 400, want)
	}
}

// TestCachedDocument: a cached document gives the same responses, also for its other
// operations.
func TestCachedDocument(t *testing.T) {
	t.Parallel()
	s := newService(t)
	const body = `{"query":"query A($n: Int) {world(first: $n)} query B {hello}","operationName":"B","variables":{"n":"no number"}}`
	for range 2 {
		requireBody(t, s.post(body), 200, hello)
	}
	text := `query A($n: Int) {world(first: $n)} query B {hello}`
	if _, known := s.documents.get(s.public, idOf(text)); !known {
		t.Error("it was not kept")
	}
	if _, known := s.documents.get(s.editor, idOf(text)); known {
		t.Error("it was cached for others")
	}
	if n := s.documents.cache.EstimatedSize(); n != 1 {
		t.Errorf("%d documents", n)
	}
	for range 2 {
		if w := s.post(strings.Replace(body, `"B"`, `"A"`, 1)); w.Code != 400 {
			t.Errorf("got %d", w.Code)
		}
	}
	if n := s.documents.cache.EstimatedSize(); n != 1 {
		t.Errorf("%d documents", n)
	}
	for range 2 { // a refused one is not cached, and refused again
		if w := s.post(`{"query":"{helo}"}`); w.Code != 400 {
			t.Errorf("got %d", w.Code)
		}
	}
	if n := s.documents.cache.EstimatedSize(); n != 1 {
		t.Errorf("%d documents", n)
	}
}
