package app

import (
	"context"
	"errors"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestPublicURL(t *testing.T) {
	t.Parallel()
	tests := []struct {
		configured string
		listening  net.Addr
		want       string
	}{
		{"https://api.example.org/", &net.TCPAddr{Port: 80}, "https://api.example.org"},
		{"", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}, "http://localhost:8080"},
		{"", &net.TCPAddr{IP: net.IPv6loopback, Port: 8080}, "http://localhost:8080"},
		{"", &net.TCPAddr{IP: net.IPv6zero, Port: 80}, "http://localhost:80"},
		{"", &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 8080}, "http://192.0.2.1:8080"},
		{"", nil, "http://localhost"},
	}
	for _, test := range tests {
		c := Config{PublicURL: test.configured}
		if got := c.publicURL(test.listening); got != test.want {
			t.Errorf("%q on %v: %q, want %q", test.configured, test.listening, got, test.want)
		}
	}
}

// small returns the configuration of a service with an empty store.
func small(t *testing.T) Config {
	c := Default(t.TempDir())
	c.Listen = "127.0.0.1:0"
	c.Seed = false
	c.Limits.Timeout = 10 * time.Second // a busy machine fails no test
	return c
}

func TestOpenWithoutAnAddress(t *testing.T) {
	t.Parallel()
	c := small(t)
	c.Listen = ""
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/readyz", nil))
	if w.Code != 200 {
		t.Errorf("/readyz answers %d %s", w.Code, w.Body)
	}
	if a.Addr() != nil {
		t.Errorf("the address is %v", a.Addr())
	}
	if err := a.Run(t.Context()); err == nil {
		t.Error("it runs without an address")
	}
}

// A failed start releases everything: the store's lock and the address.
func TestFailedOpenReleasesAll(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	c := small(t)
	c.Listen = taken.Addr().String()
	if a, err := Open(t.Context(), c); err == nil || a != nil || !strings.Contains(err.Error(), "can't listen") {
		t.Fatalf("the address is in use, but Open returns %v, %v", a, err)
	}
	c.Listen = "127.0.0.1:0"
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	address := a.Addr().String()
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
}

// No response can be relied on after the disk has failed, so the service ends, and the exit
// code shows it.
func TestRunEndsWhenTheStoreFails(t *testing.T) {
	t.Parallel()
	a, err := Open(t.Context(), small(t))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ran := make(chan error, 1)
	go func() { ran <- a.Run(t.Context()) }()
	broken := errors.New("the disk is gone")
	a.failed <- broken
	select {
	case err := <-ran:
		if !errors.Is(err, broken) {
			t.Errorf("Run: %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("it went on")
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	t.Parallel()
	a, err := Open(t.Context(), small(t))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := a.Run(ctx); err != nil {
		t.Errorf("Run: %v", err)
	}
}
