package shortcut_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lectern/internal/httpd/shortcut"
)

// serve starts a server with a handler, with the shortcut or without.
func serve(t *testing.T, handler http.Handler, short bool) (address string, server *http.Server, s *shortcut.Shortcut) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server = &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 5 * time.Second, WriteTimeout: 5 * time.Second, IdleTimeout: 5 * time.Second}
	listener := l
	if short {
		s = shortcut.Install(server)
		listener = s.Listen(l)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return l.Addr().String(), server, s
}

// isShort tells whether an answer is written past net/http.
func isShort(w http.ResponseWriter) bool {
	_, ok := w.(http.Flusher)
	return !ok
}

// echo answers with all that it was told, so that a request that was taken for
// another is seen.
func echo(short *atomic.Int64) http.Handler {
	quick := shortcut.Quick(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isShort(w) {
			short.Add(1)
		}
		body, err := io.ReadAll(r.Body)
		answer := fmt.Sprintf("%s %s %s %q %q %q %q %v %v", r.Method, r.URL, r.Host, r.Header["X-Test"], r.Header["Content-Type"], body, r.RequestURI, err, r.ContentLength)
		w.Header().Set("Content-Type", "text/plain")
		w.Header()["X-Twice"] = []string{"a", "b\r\nX-Made-Up: c"}
		switch r.URL.Path {
		case "/quick/length":
			w.Header().Set("Content-Length", fmt.Sprint(len(answer)))
		case "/quick/same":
			w.WriteHeader(http.StatusNotModified)
			return
		case "/quick/none":
			w.WriteHeader(http.StatusNoContent)
			return
		case "/quick/refused":
			w.WriteHeader(http.StatusTeapot)
		}
		half := len(answer) / 2
		_, _ = io.WriteString(w, answer[:half])
		_, _ = io.WriteString(w, answer[half:])
	}))
	mux := http.NewServeMux()
	mux.Handle("/quick/", quick)
	mux.HandleFunc("/plain/", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, 3)) // and leaves the rest
		_, _ = io.WriteString(w, "plain "+r.Method)
	})
	return mux
}

// request makes one at random, of few, so that many are known. Some are odd.
func request(random *rand.Rand) string {
	path := []string{"/quick/", "/quick/length", "/quick/same", "/quick/none", "/quick/refused", "/plain/", "/none/"}[random.IntN(7)]
	if random.IntN(4) == 0 {
		path += "?a=" + fmt.Sprint(random.IntN(3))
	}
	end, odd := "\r\n", random.IntN(100) // after some of which a connection is net/http's
	if odd == 0 {
		end = "\n"
	}
	header := "Host: h" + end
	if random.IntN(3) == 0 {
		header += "x-test: " + fmt.Sprint(random.IntN(2)) + end
	}
	if random.IntN(15) == 0 {
		header += "Authorization: Bearer x" + end
	}
	if odd == 1 {
		return "POST " + path + " HTTP/1.1" + end + header + "Transfer-Encoding: chunked" + end + end + "3\r\nabc\r\n0\r\n\r\n"
	}
	switch random.IntN(8) {
	case 0:
		return "HEAD " + path + " HTTP/1.1" + end + header + end
	case 1, 2, 3:
		// The body looks like a request.
		body := []string{"", "x", "GET /quick/ HTTP/1.1\r\nHost: h\r\n\r\n", strings.Repeat("y", 6000)}[random.IntN(4)]
		return "POST " + path + " HTTP/1.1" + end + header + fmt.Sprintf("Content-Type: text/plain%sContent-Length: %d%s%s", end, len(body), end, end) + body
	default:
		return "GET " + path + " HTTP/1.1" + end + header + end
	}
}

// answer reads one, as far as both servers must say the same.
func answer(r *bufio.Reader, method string) (string, error) {
	a, err := http.ReadResponse(r, &http.Request{Method: method})
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(a.Body)
	if a.Header.Get("Date") == "" {
		return "", errors.New("no date")
	}
	a.Header.Del("Date")
	return fmt.Sprintf("%s %v %d %q", a.Status, a.Header, a.ContentLength, body), err
}

// TestSameAsNetHTTP: whatever clients say, in whatever pieces, one that takes the
// shortcut gets what it gets from net/http alone.
func TestSameAsNetHTTP(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	var short, none atomic.Int64
	with, _, _ := serve(t, echo(&short), true)
	without, _, _ := serve(t, echo(&none), false)
	for range 60 {
		var conns [2]net.Conn
		var answers [2]*bufio.Reader
		for i, address := range []string{with, without} {
			c, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = c.Close() }()
			conns[i], answers[i] = c, bufio.NewReader(c)
		}
		for range 40 {
			var said bytes.Buffer
			var methods []string
			for range max(1, random.IntN(6)-2) { // some at once
				r := request(random)
				said.WriteString(r)
				methods = append(methods, strings.Fields(r)[0])
			}
			cuts := []int{said.Len()}
			if random.IntN(3) == 0 {
				cuts = []int{random.IntN(said.Len() + 1), said.Len()}
			}
			last := 0
			for _, cut := range cuts {
				for _, c := range conns {
					if _, err := c.Write(said.Bytes()[last:cut]); err != nil {
						t.Fatal(err)
					}
				}
				last = cut
				if len(cuts) > 1 {
					time.Sleep(200 * time.Microsecond) // so that the pieces come one by one, mostly
				}
			}
			for _, method := range methods {
				got, err := answer(answers[0], method)
				want, wantErr := answer(answers[1], method)
				if got != want || (err == nil) != (wantErr == nil) {
					t.Fatalf("after %q:\n%s (%v), want\n%s (%v)", said.String(), got, err, want, wantErr)
				}
			}
		}
	}
	if none.Load() != 0 || short.Load() < 100 {
		t.Errorf("%d answers by the shortcut, %d without one", short.Load(), none.Load())
	}
}

// talk says something on a connection and reads one answer.
func talk(t *testing.T, c net.Conn, said string) string {
	t.Helper()
	if _, err := io.WriteString(c, said); err != nil {
		t.Fatal(err)
	}
	_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
	a, err := answer(bufio.NewReader(c), strings.Fields(said)[0])
	if err != nil {
		t.Fatalf("after %q: %v", said, err)
	}
	return a
}

func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

const get = "GET /quick/ HTTP/1.1\r\nHost: h\r\n\r\n"

// known has a connection say something until it is answered by the shortcut. A
// server that is not done yet with the last answer does not take it.
func known(t *testing.T, c net.Conn, short *atomic.Int64) {
	t.Helper()
	for before, n := short.Load(), 0; short.Load() == before; n++ {
		if n == 1000 {
			t.Fatal("the shortcut is never taken")
		}
		talk(t, c, get)
		time.Sleep(time.Millisecond)
	}
}

// TestTheThirdTimeIsShort at the earliest, on any connection, from its second
// request on.
func TestTheThirdTimeIsShort(t *testing.T) {
	var short atomic.Int64
	address, _, _ := serve(t, echo(&short), true)
	c := dial(t, address)
	talk(t, c, get)
	talk(t, c, get)
	if short.Load() != 0 {
		t.Error("a head is known that net/http has read once")
	}
	known(t, c, &short)
	other := dial(t, address)
	before := short.Load()
	if talk(t, other, get); short.Load() != before {
		t.Error("the first request of a connection is net/http's")
	}
	known(t, other, &short)
}

// TestNoSecretIsKept: requests with a credential are net/http's.
func TestNoSecretIsKept(t *testing.T) {
	var short atomic.Int64
	address, _, _ := serve(t, echo(&short), true)
	c := dial(t, address)
	for range 5 {
		talk(t, c, "GET /quick/ HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer secret\r\n\r\n")
		talk(t, c, "GET /quick/ HTTP/1.1\r\nHost: h\r\nCookie: secret\r\n\r\n")
	}
	if short.Load() != 0 {
		t.Errorf("%d short", short.Load())
	}
}

// TestNobodyTeachesAnothersHead: a client that has what it said first taken for
// something else can't have a head learned for a request that it was not of.
func TestNobodyTeachesAnothersHead(t *testing.T) {
	var short atomic.Int64
	address, _, _ := serve(t, echo(&short), true)
	victim := "GET /quick/ HTTP/1.1\r\nHost: h\r\nX-Test: mine\r\n\r\n"
	for range 5 {
		c := dial(t, address)
		// What is read first after the first answer is the body of the second request,
		// whose head came with the first one, and a third.
		second := fmt.Sprintf("POST /quick/ HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n", len("GET /"))
		if _, err := io.WriteString(c, get+second); err != nil {
			t.Fatal(err)
		}
		answers := bufio.NewReader(c)
		if _, err := answer(answers, "GET"); err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(c, victim)
		_ = c.SetReadDeadline(time.Now().Add(time.Second))
		_, _ = answer(answers, "POST")
		_ = c.Close()
	}
	c := dial(t, address)
	for range 4 {
		if got := talk(t, c, victim); !strings.Contains(got, "mine") || !strings.Contains(got, "GET /quick/") {
			t.Errorf("got %s", got)
		}
	}
}

// TestWhatIsLeftIsNotForgotten: after a long body net/http may have the beginning of
// the next request, and what comes then is the rest of it, whatever it looks like.
func TestWhatIsLeftIsNotForgotten(t *testing.T) {
	var short atomic.Int64
	address, _, _ := serve(t, echo(&short), true)
	known(t, dial(t, address), &short)
	c := dial(t, address)
	answers := bufio.NewReader(c)
	say := func(said string) {
		t.Helper()
		if _, err := io.WriteString(c, said); err != nil {
			t.Fatal(err)
		}
		time.Sleep(20 * time.Millisecond) // so that it comes by itself
	}
	body := strings.Repeat("y", 3*4096)
	say(fmt.Sprintf("POST /quick/ HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%sGET /quick/left HTTP/1.1\r\nX-Test: ", len(body), body))
	if _, err := answer(answers, "POST"); err != nil {
		t.Fatal(err)
	}
	say(get)
	_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
	if got, err := answer(answers, "GET"); err != nil || !strings.Contains(got, "/quick/left") || !strings.Contains(got, "GET /quick/ HTTP/1.1") {
		t.Errorf("%s, %v", got, err)
	}
}

// TestStopWaits for an answer on a connection that net/http takes for idle.
func TestStopWaits(t *testing.T) {
	began, finish := make(chan bool, 1), make(chan bool)
	address, server, s := serve(t, shortcut.Quick(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if isShort(w) {
			began <- true
			<-finish
		}
		_, _ = io.WriteString(w, "whole")
	})), true)
	c := dial(t, address)
	answers := make(chan string)
	go func() {
		defer close(answers)
		for r := bufio.NewReader(c); ; {
			a, err := answer(r, "GET")
			if err != nil {
				return
			}
			answers <- a
		}
	}()
	for waits := false; !waits; time.Sleep(time.Millisecond) {
		if _, err := io.WriteString(c, get); err != nil {
			t.Fatal(err)
		}
		select {
		case <-began:
			waits = true
		case <-answers:
		}
	}
	if err := server.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	soon, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := s.Wait(soon); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the stop did not wait: %v", err)
	}
	close(finish)
	if got := <-answers; !strings.Contains(got, "whole") {
		t.Errorf("got %q", got)
	}
	if err := s.Wait(t.Context()); err != nil {
		t.Error(err)
	}
	if more, open := <-answers; open {
		t.Errorf("the connection is still open: %q", more)
	}
}

// TestHalfAnAnswerEndsTheConnection, so that the client sees that it broke.
func TestHalfAnAnswerEndsTheConnection(t *testing.T) {
	for name, end := range map[string]func(){
		"cut":   func() { panic(http.ErrAbortHandler) },
		"short": func() {},
	} {
		t.Run(name, func(t *testing.T) {
			address, _, _ := serve(t, shortcut.Quick(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Length", "10")
				if !isShort(w) {
					_, _ = io.WriteString(w, "0123456789")
					return
				}
				_, _ = io.WriteString(w, "01234")
				if n, err := io.WriteString(w, "56789x"); n != 0 || !errors.Is(err, http.ErrContentLength) {
					t.Errorf("wrote %d, %v", n, err)
				}
				end()
			})), true)
			c := dial(t, address)
			var err error
			for n := 0; err == nil && n < 1000; n++ {
				time.Sleep(time.Millisecond)
				if _, err = io.WriteString(c, get); err == nil {
					_, err = answer(bufio.NewReader(c), "GET")
				}
			}
			if !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestShortAllocates little beside what the handler does.
func TestShortAllocates(t *testing.T) {
	var short atomic.Int64
	address, _, _ := serve(t, shortcut.Quick(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if isShort(w) {
			short.Add(1)
		}
		w.Header()["Content-Length"] = five
		_, _ = w.Write(whole)
	})), true)
	c := dial(t, address)
	known(t, c, &short)
	said, buffer := []byte(get), make([]byte, 1<<10)
	allocations := testing.AllocsPerRun(100, func() {
		_, _ = c.Write(said)
		_, _ = c.Read(buffer)
	})
	if short.Load() < 100 || allocations > 3 {
		t.Errorf("%d short, %.0f allocations", short.Load(), allocations)
	}
}

var five, whole = []string{"5"}, []byte("whole")
