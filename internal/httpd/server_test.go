package httpd_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"lectern/internal/httpd"
)

// patience is the maximum wait for something that should happen at once.
const patience = 20 * time.Second

// signals is a log that signals when a message is logged.
type signals struct {
	slog.Handler
	message string
	seen    chan struct{}
}

func (s signals) Handle(_ context.Context, r slog.Record) error {
	if r.Message == s.message {
		close(s.seen)
	}
	return nil
}

func wait[T any](t *testing.T, c <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatal("timed out waiting for " + what)
		panic("not reached")
	}
}

// slowServer serves a handler that blocks until it is released.
type slowServer struct {
	*httpd.Server
	url                       string
	stop                      context.CancelFunc
	entered, release, stopped chan struct{}
	answer                    chan string
	done                      chan error
}

func serveSlowly(t *testing.T, timeouts httpd.Timeouts) *slowServer {
	t.Helper()
	s := &slowServer{
		entered: make(chan struct{}), release: make(chan struct{}), stopped: make(chan struct{}),
		answer: make(chan string, 1), done: make(chan error, 1),
	}
	c := config()
	c.Timeouts = timeouts
	c.Log = slog.New(signals{slog.NewTextHandler(io.Discard, nil), "stopping", s.stopped})
	c.GraphQL = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(s.entered)
		<-s.release
		_, _ = io.WriteString(w, "finished")
	})
	server, err := httpd.New(c)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	s.Server, s.stop, s.url = server, cancel, "http://"+l.Addr().String()
	go func() { s.done <- server.Serve(ctx, l) }()
	go func() { s.answer <- fetch(s.url + "/graphql") }()
	wait(t, s.entered, "the request to arrive")
	return s
}

func fetch(url string) string {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Get(url)
	if err != nil {
		return "error: " + err.Error()
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return fmt.Sprintf("%d %s %v", response.StatusCode, body, err)
}

func TestStopFinishesWhatIsInFlight(t *testing.T) {
	t.Parallel()
	s := serveSlowly(t, httpd.DefaultTimeouts())
	s.stop()
	wait(t, s.stopped, "the stop to begin")
	if w := ask(s.Handler(), "GET", "/readyz"); w.Code != 503 || !strings.Contains(w.Body.String(), "closing") {
		t.Errorf("/readyz answers %d %s while closing", w.Code, w.Body)
	}
	if w := ask(s.Handler(), "GET", "/healthz"); w.Code != 200 {
		t.Errorf("/healthz answers %d while closing", w.Code)
	}
	select {
	case err := <-s.done:
		t.Fatalf("Serve returned (%v) while a request was in flight", err)
	default:
	}
	close(s.release)
	if got := wait(t, s.answer, "the answer"); got != "200 finished <nil>" {
		t.Errorf("the request in flight got %q", got)
	}
	if err := wait(t, s.done, "Serve to return"); err != nil {
		t.Errorf("Serve: %v", err)
	}
	if got := fetch(s.url + "/healthz"); !strings.HasPrefix(got, "error:") {
		t.Errorf("a new request after the stop got %q", got)
	}
}

func TestStopIsBounded(t *testing.T) {
	t.Parallel()
	timeouts := httpd.DefaultTimeouts()
	timeouts.Stop = time.Millisecond
	s := serveSlowly(t, timeouts)
	defer close(s.release)
	s.stop()
	if err := wait(t, s.done, "Serve to return"); err == nil || !strings.Contains(err.Error(), "aborted") {
		t.Errorf("Serve: %v, want that a request was interrupted", err)
	}
	if got := wait(t, s.answer, "the answer"); !strings.HasPrefix(got, "error:") {
		t.Errorf("the request in flight got %q", got)
	}
}

func TestDrainAnswersNewRequests(t *testing.T) {
	t.Parallel()
	timeouts := httpd.DefaultTimeouts()
	timeouts.Drain = patience
	s := serveSlowly(t, timeouts)
	s.stop()
	wait(t, s.stopped, "the stop to begin")
	if got := fetch(s.url + "/readyz"); !strings.HasPrefix(got, "503 closing") {
		t.Errorf("while draining /readyz got %q", got)
	}
	close(s.release)
	wait(t, s.answer, "the answer")
}

func TestSilentClientsAreDropped(t *testing.T) {
	t.Parallel()
	timeouts := httpd.DefaultTimeouts()
	timeouts.Header = 50 * time.Millisecond
	s := serveSlowly(t, timeouts)
	defer close(s.release)
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n") // without the end of the header
	_ = conn.SetReadDeadline(time.Now().Add(patience))
	if _, err := io.ReadAll(conn); err != nil {
		t.Errorf("the connection stayed open: %v", err)
	}
}
