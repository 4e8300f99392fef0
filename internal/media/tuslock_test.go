package media

import (
	"fmt"
	"net"
	"net/http/httptest"
	"sync"
	"testing"
)

// A connection that has become silent in the middle of a piece does not prevent that another
// continues.
func TestSilentConnectionGivesWay(t *testing.T) {
	t.Parallel()
	l := open(t, options(t.TempDir()))
	h, _, _ := uploading(t, l)
	server := httptest.NewServer(h)
	defer server.Close()
	film := mp4("a film in two pieces")
	path := begin(t, h, len(film), nil)
	silent, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	fmt.Fprintf(silent, "PATCH %s HTTP/1.1\r\nHost: service\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: %d\r\n\r\n%s", path, len(film), film[:10])
	in := offset(t, h, path) // received so far
	if in > 10 {
		t.Errorf("%d are in", in)
	}
	if w := patch(h, path, in, film[in:]); w.Code != 204 || w.Header().Get(assetHeader) == "" {
		// The silent one may have begun after the first check; then the response has its
		// offset.
		in = offset(t, h, path)
		if w := patch(h, path, in, film[in:]); w.Code != 204 || w.Header().Get(assetHeader) == "" {
			t.Errorf("%d %s, %d are in", w.Code, w.Body, in)
		}
	}
}

// Of many requests for an upload, one at a time has the lock, and each gets its turn.
func TestLocksTakeTurns(t *testing.T) {
	t.Parallel()
	l := open(t, options(t.TempDir()))
	h, _, _ := uploading(t, l)
	film := mp4("film")
	path := begin(t, h, len(film), nil)
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			w := patch(h, path, 0, film)
			switch w.Code {
			case 204, 400, 409: // done; interrupted by another; not at the offset
			default:
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
	wait.Wait()
	if in := offset(t, h, path); in < len(film) {
		if w := patch(h, path, in, film[in:]); w.Code != 204 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	assets, err := l.List("", 9)
	if err != nil || len(assets) != 1 || bytesOf(t, l, assets[0]) != film {
		t.Errorf("%v %v", assets, err)
	}
}
