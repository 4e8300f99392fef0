package graph

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"lectern/content"
)

// TestEachLimitAtTheDoor: what a limit refuses has the limit's code and name, and never runs.
// (internal/limit holds the bounds themselves, from both sides.)
func TestEachLimitAtTheDoor(t *testing.T) {
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

// TestDocumentOfAnEditorIsCheckedAgain: a document that an editor may send stays refused for
// the public, whoever comes first.
func TestDocumentOfAnEditorIsCheckedAgain(t *testing.T) {
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
	public := PublicLimits()
	public.Cost = 100
	s := newService(t, func(cfg *Config) { cfg.Public = public })
	w := s.post(`{"query":"{pages(first: 100) {nodes {hello}}}","extensions":{"cost":true}}`)
	if want := `"extensions":{"cost":{"cost":102,"limit":100}}}`; !strings.HasSuffix(w.Body.String(), want) {
		t.Errorf("got %s", w.Body)
	}
}

// TestVariables: what a variable has that its type has not is told by the variable's name and
// the schema's words.
func TestVariables(t *testing.T) {
	const unfit = "The value does not fit its type."
	for _, test := range []struct{ declared, argument, value, field, message string }{
		{"Int!", "first", `{}`, "v", "A value must be given."},
		{"Int!", "first", `{"v":null}`, "v", "The value must not be null."},
		{"Int!", "first", `{"v":"x"}`, "v", unfit},
		{"Int!", "first", `{"v":1.5}`, "v", unfit},
		{"Int!", "first", `{"v":99999999999999999999}`, "v", unfit},
		{"Order", "order", `{"v":"LEFT"}`, "v", unfit},
		{"Order", "order", `{"v":{"a":1}}`, "v", unfit},
		{"Key", "key", `{"v":7}`, "v", unfit},
		{"Key", "key", `{"v":{"id":"a","name":"b"}}`, "v", "The value has a field that its type has not."},
		{"Key", "key", `{"v":{"id":[]}}`, "v.id", unfit},
		{"Key", "key", `{"v":{"id":"a","slug":"b"}}`, "v", "Exactly one field of Key must be given; here are 2."},
		{"Key", "key", `{"v":{}}`, "v", "Exactly one field of Key must be given; here are 0."},
		{"Key", "key", `{"v":{"id":null}}`, "v", "The one field of Key that is given must not be null."},
		{"[Key!]", "keys", `{"v":[{"id":"a"},{"id":"a","slug":"b"}]}`, "v.1", "Exactly one field of Key must be given; here are 2."},
		{"[Key!]", "keys", `{"v":[{"id":"a"},null]}`, "v.1", "The value must not be null."},
	} {
		body := fmt.Sprintf(`{"query":"query ($v: %s) {world(%s: $v)}","variables":%s}`, test.declared, test.argument, test.value)
		want := `{"errors":[{"message":"` + test.message + `","extensions":{"code":"BAD_INPUT","field":"` + test.field + `"}}]}`
		requireBody(t, newService(t).post(body), 400, want)
	}
}

// TestContextOfAnOperation: language and preview as the directive says, then the header, then
// the default.
func TestContextOfAnOperation(t *testing.T) {
	for _, test := range []struct{ query, variables, header, want string }{
		{`{hello}`, ``, ``, "da"},
		{`{hello}`, ``, "en-GB,en;q=0.9", "en-GB en-001 en da"},
		{`{hello}`, ``, "???", "da"},
		{`query @inContext(language: "en") {hello}`, ``, "nb-NO", "en da"},
		{`query @inContext(language: "EN-gb") {hello}`, ``, "", "en-GB en-001 en da"},
		{`query ($l: Language) @inContext(language: $l) {hello}`, `{"l":"nb"}`, "en", "nb da"},
		{`query ($l: Language = "en") @inContext(language: $l) {hello}`, ``, "de", "en da"},
		{`query ($l: Language) @inContext(language: $l) {hello}`, ``, "de", "de da"},
		{`query ($l: Language) @inContext(language: $l) {hello}`, `{"l":null}`, "de", "de da"},
		{`query @inContext(preview: false) {hello}`, ``, "de", "de da"},
	} {
		s := newService(t)
		var got string
		s.schema.resolvers["hello"] = func(ctx context.Context) (any, error) {
			got = strings.Join(strings.Fields(fmt.Sprint(operationFrom(ctx).languages)), " ")
			return "", nil
		}
		r := httptest.NewRequest("GET", get("query", test.query, "variables", test.variables), nil)
		r.Header.Set("Accept-Language", test.header)
		for range 2 { // the second time, it is known
			w := s.do(r)
			if got != "["+test.want+"]" {
				t.Errorf("%s %s %s: got %s, want %s\n%s", test.query, test.variables, test.header, got, test.want, w.Body)
			}
		}
	}
}

func TestBadLanguage(t *testing.T) {
	const want = `{"errors":[{"message":"This is not a language tag such as da, en or nb-NO (BCP 47).","extensions":{"code":"BAD_INPUT","field":"language"}}]}`
	s := newService(t)
	for _, literal := range []string{`""`, `"!"`, `"danish"`, `"und"`, `7`, `["en"]`, `{a: 1}`, `"en-x` + strings.Repeat("-abcdefgh", 7) + `"`} {
		r := httptest.NewRequest("GET", get("query", `query @inContext(language: `+literal+`) {hello}`), nil)
		requireBody(t, s.do(r), 400, want)
	}
}

// TestLanguagesAreKept: what is known is not read again.
func TestLanguagesAreKept(t *testing.T) {
	c, err := newLanguageCache()
	if err != nil {
		t.Fatal(err)
	}
	if a, b := c.ofHeader("en,de;q=0.5"), c.ofHeader("en,de;q=0.5"); &a[0] != &b[0] {
		t.Error("a header is read twice")
	}
	a, errA := c.ofTag("en")
	b, errB := c.ofTag("en")
	if errA != nil || errB != nil || &a[0] != &b[0] {
		t.Error("a tag is read twice")
	}
	long := "en;q=0.5" + strings.Repeat(" ", 200)
	if a, b := c.ofHeader(long), c.ofHeader(long); &a[0] == &b[0] {
		t.Error("a long header is kept")
	}
	if _, err := c.ofTag("en,de"); err == nil {
		t.Error("a header is no tag")
	}
}

func TestPreview(t *testing.T) {
	const body = `{"query":"query ($p: Boolean!) @inContext(preview: $p) {hello}","variables":{"p":true}}`
	for actor, status := range map[content.Actor]int{
		content.Anonymous:                         401,
		{Name: "Bo", Role: content.RoleReader}:    403,
		{Name: "Bo", Role: content.RolePreviewer}: 200,
		{Name: "Bo", Role: content.RolePublisher}: 200,
		{}: 403,
	} {
		s := newService(t)
		r := newPost(body)
		if w := s.do(r.WithContext(WithActor(r.Context(), actor))); w.Code != status {
			t.Errorf("%v: got %d %s", actor, w.Code, w.Body)
		}
	}
}

// slowWriter notes when the answer goes out.
type slowWriter struct {
	http.ResponseWriter
	journal *journal
}

func (w slowWriter) WriteHeader(status int) {
	w.journal.note("header")
	w.ResponseWriter.WriteHeader(status)
}

func (w slowWriter) Write(b []byte) (int, error) {
	w.journal.note("write")
	return w.ResponseWriter.Write(b)
}

// TestViewIsClosedBeforeTheAnswer: a slow client holds no snapshot and no slot, whether the
// operation went well or not.
func TestViewIsClosedBeforeTheAnswer(t *testing.T) {
	for name, exec := range map[string]func(context.Context) *graphql.Response{
		"well":      nil,
		"panic":     func(context.Context) *graphql.Response { panic("oh") },
		"no answer": func(context.Context) *graphql.Response { return nil },
	} {
		s := newService(t)
		s.schema.exec = exec
		s.ServeHTTP(slowWriter{httptest.NewRecorder(), &s.store.journal}, newPost(`{"query":"{hello}"}`))
		if got, want := s.store.all(), []string{"open", "close", "header", "write"}; !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
		if len(s.slots.taken) > 0 {
			t.Errorf("%s: the slot is still taken", name)
		}
	}
}

func TestViewThatDoesNotClose(t *testing.T) {
	s := newService(t)
	s.store.closeErr = fmt.Errorf("disk on fire")
	requireBody(t, s.post(`{"query":"{hello}"}`), 200, hello)
	if !strings.Contains(s.log.String(), "disk on fire") {
		t.Errorf("logged: %s", s.log)
	}
}

func TestViewFrom(t *testing.T) {
	s := newService(t)
	s.schema.resolvers["hello"] = func(ctx context.Context) (any, error) {
		view, err := ViewFrom(ctx)
		if err != nil {
			return nil, err
		}
		return fmt.Sprint(view.Revision(), ActorFrom(ctx).Name), nil
	}
	r := newPost(`{"query":"{hello}"}`)
	r = r.WithContext(WithActor(r.Context(), content.Actor{Name: "Ida", Role: content.RoleReader}))
	requireBody(t, s.do(r), 200, `{"data":{"hello":"7Ida"}}`)

	if _, err := ViewFrom(context.Background()); err == nil {
		t.Error("a view out of nothing")
	}
	if got := ActorFrom(context.Background()); got != content.Anonymous {
		t.Errorf("got %v", got)
	}
}

func TestOrNull(t *testing.T) {
	here := "here"
	if v, err := orNull(&here, nil); v != &here || err != nil {
		t.Error(v, err)
	}
	if v, err := orNull(&here, error(content.Errorf(content.CodeNotFound, "no"))); v != nil || err != nil {
		t.Error(v, err)
	}
	if _, err := orNull[string](nil, context.Canceled); err != context.Canceled {
		t.Error(err)
	}
}

// TestTimeout: what was ready in time is there, the rest says why it is not.
func TestTimeout(t *testing.T) {
	const timedOut = `"message":"The operation took too long."`
	s := newService(t, func(cfg *Config) { cfg.Timeout = time.Nanosecond })
	s.schema.resolvers["a"] = func(ctx context.Context) (any, error) {
		<-ctx.Done()
		_, err := ViewFrom(ctx)
		return nil, err
	}
	s.schema.resolvers["b"] = func(ctx context.Context) (any, error) {
		<-ctx.Done()
		return nil, fmt.Errorf("reading: %w", ctx.Err())
	}
	requireBody(t, s.post(`{"query":"{hello a: hello b: hello}"}`), 200,
		`{"errors":[{`+timedOut+`,"path":["a"],"locations":[{"line":1,"column":8}],"extensions":{"code":"TIMEOUT"}},`+
			`{`+timedOut+`,"path":["b"],"locations":[{"line":1,"column":17}],"extensions":{"code":"TIMEOUT"}}],`+
			`"data":{"hello":"hello","a":null,"b":null}}`)
	if s.log.Len() > 0 {
		t.Errorf("logged: %s", s.log)
	}

	s.store.err = context.DeadlineExceeded
	for _, media := range []string{modern, legacy} {
		r := newPost(`{"query":"{hello}"}`)
		r.Header.Set("Accept", media)
		w := s.do(r)
		requireBody(t, w, 503, refused("TIMEOUT", "The operation took too long."))
		if w.Header().Get("Retry-After") != "1" {
			t.Error("no Retry-After")
		}
	}
}

// TestConcurrency: operations above the bound wait for their turn, and are refused when it
// does not come.
func TestConcurrency(t *testing.T) {
	running, finish := make(chan struct{}), make(chan struct{})
	block := func(context.Context) (any, error) {
		running <- struct{}{}
		<-finish
		return "", nil
	}
	first := make(chan int)
	start := func(s *service, into chan int) {
		go func() { into <- s.post(`{"query":"{hello}"}`).Code }()
	}

	s := newService(t, func(cfg *Config) { cfg.MaxConcurrent, cfg.MaxWait = 1, time.Nanosecond })
	s.schema.resolvers["hello"] = block
	start(s, first)
	<-running
	for _, media := range []string{modern, legacy} {
		r := newPost(`{"query":"{hello}"}`)
		r.Header.Set("Accept", media)
		w := s.do(r)
		requireBody(t, w, 429, refused("RATE_LIMITED", "Too many operations run at this time."))
		if got := w.Header().Get("Retry-After"); got != "1" {
			t.Errorf("Retry-After: got %q", got)
		}
	}
	if w := s.post(`{"query":"{helo}"}`); w.Code != 400 {
		t.Errorf("what can't run needs no turn: got %d", w.Code)
	}
	finish <- struct{}{}
	if code := <-first; code != 200 {
		t.Errorf("the first: got %d", code)
	}

	s = newService(t, func(cfg *Config) { cfg.MaxConcurrent, cfg.MaxWait = 1, time.Hour })
	s.schema.resolvers["hello"] = block
	second := make(chan int)
	start(s, first)
	<-running
	start(s, second)
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if w := s.do(newPost(`{"query":"{hello}"}`).WithContext(gone)); w.Code != 429 {
		t.Errorf("a client that has gone waits: %d", w.Code)
	}
	finish <- struct{}{}
	<-running
	finish <- struct{}{}
	if a, b := <-first, <-second; a != 200 || b != 200 {
		t.Errorf("got %d and %d", a, b)
	}
}

// TestCachedDocument: it gives the same answers as at first, also for its other operations.
func TestCachedDocument(t *testing.T) {
	s := newService(t)
	const body = `{"query":"query A($n: Int) {world(first: $n)} query B {hello}","operationName":"B","variables":{"n":"no number"}}`
	for range 2 {
		requireBody(t, s.post(body), 200, hello)
	}
	text := `query A($n: Int) {world(first: $n)} query B {hello}`
	if _, known := s.documents.get(s.public, text); !known {
		t.Error("it was not kept")
	}
	if _, known := s.documents.get(s.editor, text); known {
		t.Error("it was kept for others")
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
	for range 2 { // what is refused is not kept, and refused again
		if w := s.post(`{"query":"{helo}"}`); w.Code != 400 {
			t.Errorf("got %d", w.Code)
		}
	}
	if n := s.documents.cache.EstimatedSize(); n != 1 {
		t.Errorf("%d documents", n)
	}
}
