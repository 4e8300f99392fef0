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

	"lectern/content"
	"lectern/graph/internal/resolve"
)

func TestPreview(t *testing.T) {
	t.Parallel()
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

// slowWriter records when the response is sent.
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
// operation succeeded or not.
func TestViewIsClosedBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"well", "panic"} {
		s := newService(t)
		if name == "panic" {
			s.schema.Types = nil // so that the operation can't be planned
		}
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
	t.Parallel()
	s := newService(t)
	s.store.closeErr = fmt.Errorf("disk on fire")
	requireBody(t, s.post(`{"query":"{hello}"}`), 200, hello)
	if !strings.Contains(s.log.String(), "disk on fire") {
		t.Errorf("logged: %s", s.log)
	}
}

func TestViewFrom(t *testing.T) {
	t.Parallel()
	s := newService(t)
	s.schema.resolvers["hello"] = func(ctx context.Context) (any, error) {
		view, err := resolve.ViewFrom(ctx)
		if err != nil {
			return nil, err
		}
		return fmt.Sprint(view.Revision(), ActorFrom(ctx).Name), nil
	}
	r := newPost(`{"query":"{hello}"}`)
	r = r.WithContext(WithActor(r.Context(), content.Actor{Name: "Ida", Role: content.RoleReader}))
	requireBody(t, s.do(r), 200, `{"data":{"hello":"7Ida"}}`)

	if _, err := resolve.ViewFrom(context.Background()); err == nil {
		t.Error("a view out of nothing")
	}
	if got := ActorFrom(context.Background()); got != content.Anonymous {
		t.Errorf("got %v", got)
	}
}

// TestTimeout: the data that was ready in time is in the response, and the rest has errors.
func TestTimeout(t *testing.T) {
	t.Parallel()
	const timedOut = `"message":"The operation took too long."`
	s := newService(t, func(cfg *Config) { cfg.Timeout = time.Nanosecond })
	s.schema.resolvers["a"] = func(ctx context.Context) (any, error) {
		<-ctx.Done()
		_, err := resolve.ViewFrom(ctx)
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

// TestConcurrency: operations above the bound wait for a slot, and are refused if they get
// none.
func TestConcurrency(t *testing.T) {
	t.Parallel()
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
		requireBody(t, w, 429, refused("RATE_LIMITED", "Too many operations are running. Try again later."))
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
