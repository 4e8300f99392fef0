package shortcut

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"github.com/maypok86/otter/v2"

	"lectern/internal/httpd/seen"
)

// Shortcut is between a listener and an http.Server.
type Shortcut struct {
	handler http.Handler
	write   time.Duration
	idle    time.Duration
	heads   *otter.Cache[string, *head]
	seen    *seen.Seen
	date    atomic.Pointer[date]
	busy    sync.WaitGroup // answers that are being made
}

// head is what net/http made of the head of a request.
type head struct {
	request *http.Request // shared by all who ask so: never changed
	body    int           // how long the body is
}

// headsBytes bounds the heads that are known, with what was made of them.
const (
	headsBytes = 4 << 20
	madeBytes  = 2 << 10
)

// Install puts a shortcut before a server, whose handler and timeouts are set, and
// which has no other use for ConnContext and ConnState.
func Install(server *http.Server) *Shortcut {
	s := &Shortcut{handler: server.Handler, write: server.WriteTimeout, idle: server.IdleTimeout, seen: seen.New()}
	s.heads = otter.Must(&otter.Options[string, *head]{
		MaximumWeight: headsBytes,
		Weigher:       func(key string, _ *head) uint32 { return uint32(2*len(key) + madeBytes) },
	})
	server.Handler = s.watched(server.Handler)
	server.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		if c, ok := c.(*conn); ok {
			c.ctx = ctx // without the connection: what is answered past net/http is not to be learned
			return context.WithValue(ctx, connKey{}, c)
		}
		return ctx
	}
	server.ConnState = func(c net.Conn, state http.ConnState) {
		if c, ok := c.(*conn); ok && state == http.StateIdle {
			c.idle()
		}
	}
	return s
}

// Listen makes the listener that the server is to serve.
func (s *Shortcut) Listen(l net.Listener) net.Listener { return &listener{l, s} }

type listener struct {
	net.Listener
	shortcut *Shortcut
}

func (l *listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return newConn(c, l.shortcut), nil
}

// Wait returns when no answer is being made, or ctx is done. http.Server.Shutdown
// does not know of them.
func (s *Shortcut) Wait(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		s.busy.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

type connKey struct{}

// watched tells connections how long the requests are that net/http read.
func (s *Shortcut) watched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, ok := r.Context().Value(connKey{}).(*conn); ok {
			c.began(r)
		}
		next.ServeHTTP(w, r)
	})
}

// Quick lets requests to a handler take the shortcut from the third time on that
// their head is seen. The handler answers in full, does not change what is in the
// request (its header and its URL), and keeps nothing of its body.
func Quick(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, ok := r.Context().Value(connKey{}).(*conn); ok {
			c.learn(r)
		}
		next.ServeHTTP(w, r)
	})
}

// learn takes a head in, from the second time on: one that comes once is not to
// take the place of others. No secret is kept.
func (s *Shortcut) learn(asked []byte, r *http.Request) {
	secret := len(r.Header["Authorization"])+len(r.Header["Cookie"]) > 0
	if secret || !ordinary(r) || !s.seen.Again(asked) {
		return
	}
	known := r.Clone(context.Background())
	known.Body, known.Pattern = http.NoBody, ""
	s.heads.Set(string(asked), &head{known, int(r.ContentLength)})
}

// ordinary holds for a request after whose answer the connection goes on as it was.
func ordinary(r *http.Request) bool {
	connection := r.Header["Connection"]
	return r.ContentLength >= 0 && len(r.Header["Expect"]) == 0 && (len(connection) == 0 || len(connection) == 1 && strings.EqualFold(connection[0], "keep-alive"))
}

// known is the head that bytes begin with, if they are one whole request.
func (s *Shortcut) known(b []byte) (h *head, body []byte) {
	end := endOfHead(b)
	if end == 0 {
		return nil, nil
	}
	h, ok := s.heads.GetIfPresent(unsafe.String(unsafe.SliceData(b), end))
	if !ok || end+h.body != len(b) {
		return nil, nil
	}
	return h, b[end:]
}

// endOfHead is the length of the head that bytes begin with, 0 where it is not all
// there.
func endOfHead(b []byte) int {
	i := bytes.Index(b, []byte("\r\n\r\n"))
	if i < 0 {
		return 0
	}
	return i + len("\r\n\r\n")
}

// framed is the length of the head of a request, where there is no doubt about it:
// net/http ends a line at a line feed, also without a carriage return before.
func framed(b []byte, r *http.Request) int {
	end := endOfHead(b)
	line := r.Method + " " + r.RequestURI + " HTTP/1.1\r\n"
	if end == 0 || r.ContentLength < 0 || !bytes.HasPrefix(b, []byte(line)) || bytes.Count(b[:end], []byte("\n")) != bytes.Count(b[:end], []byte("\r\n")) {
		return 0
	}
	return end
}

// date is the header Date of one second.
type date struct {
	second int64
	line   string
}

func (s *Shortcut) dateLine(now time.Time) string {
	d := s.date.Load()
	if d == nil || d.second != now.Unix() {
		d = &date{now.Unix(), "Date: " + strings.Replace(now.UTC().Format(time.RFC1123), "UTC", "GMT", 1) + "\r\n"}
		s.date.Store(d)
	}
	return d.line
}
