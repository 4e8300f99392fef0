package media

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/content"
)

// cutting uploads files over connections that it interrupts.
type cutting struct {
	address string
	mu      sync.Mutex
	kept    map[content.AssetID]string // acknowledged files
	sent    map[content.AssetID]bool   // started files
	cuts    int
}

// send sends a part of a request, at most n bytes of its body, and reads the response if that
// was all.
func (c *cutting) send(head, body string, n int) (*http.Response, error) {
	conn, err := net.Dial("tcp", c.address)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, head+body[:n]); err != nil {
		return nil, err
	}
	if n < len(body) {
		c.mu.Lock()
		c.cuts++
		c.mu.Unlock()
		return nil, errCut
	}
	method, _, _ := strings.Cut(head, " ")
	r, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(io.Discard, r.Body)
	return r, errors.Join(err, r.Body.Close())
}

var errCut = errors.New("cut off")

// acknowledged records a file that the service has acknowledged.
func (c *cutting) acknowledged(r *http.Response, file string) error {
	id, err := content.ParseAssetID(r.Header.Get(assetHeader))
	if err != nil {
		return fmt.Errorf("%s without an asset: %w", r.Status, err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept[id] = file
	return nil
}

// plain sends a file in one request, with its length or in chunks, and interrupts three of
// four.
func (c *cutting) plain(random *rand.Rand, file string) error {
	head, body := fmt.Sprintf("POST /assets HTTP/1.1\r\nHost: service\r\nContent-Length: %d\r\n\r\n", len(file)), file
	if random.IntN(2) == 0 {
		head, body = "POST /assets HTTP/1.1\r\nHost: service\r\nTransfer-Encoding: chunked\r\n\r\n", ""
		for at := 0; at < len(file); {
			n := min(len(file)-at, 1+random.IntN(50_000))
			body += fmt.Sprintf("%x\r\n%s\r\n", n, file[at:at+n])
			at += n
		}
		body += "0\r\n\r\n"
	}
	n := len(body)
	if random.IntN(4) > 0 {
		n = random.IntN(len(body))
	}
	r, err := c.send(head, body, n)
	if err != nil || r.StatusCode != http.StatusCreated {
		return errors.Join(err, refusedBy(r))
	}
	return c.acknowledged(r, file)
}

func refusedBy(r *http.Response) error {
	if r == nil {
		return nil
	}
	return fmt.Errorf("the service answers %s", r.Status)
}

// pieces sends a file by the tus protocol, interrupts pieces, continues at the service's
// offset, and abandons one file in four.
func (c *cutting) pieces(random *rand.Rand, file string) error {
	r, err := c.send(fmt.Sprintf("POST /assets HTTP/1.1\r\nHost: service\r\nTus-Resumable: 1.0.0\r\nUpload-Length: %d\r\nContent-Length: 0\r\n\r\n", len(file)), "", 0)
	if err != nil {
		return err
	}
	path := strings.TrimPrefix(r.Header.Get("Location"), "http://service")
	for range 1000 {
		r, err := c.send("HEAD "+path+" HTTP/1.1\r\nHost: service\r\nTus-Resumable: 1.0.0\r\nConnection: close\r\n\r\n", "", 0)
		if err != nil {
			return err
		}
		offset, err := strconv.Atoi(r.Header.Get("Upload-Offset"))
		if err != nil || offset == len(file) {
			return errors.Join(err, c.acknowledged(r, file))
		}
		if random.IntN(16) == 0 {
			return errCut
		}
		n := len(file) - offset
		if random.IntN(3) > 0 {
			n = random.IntN(n)
		}
		head := fmt.Sprintf("PATCH %s HTTP/1.1\r\nHost: service\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: %d\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: %d\r\n\r\n", path, offset, len(file)-offset)
		if _, err := c.send(head, file[offset:], n); err != nil && !errors.Is(err, errCut) {
			return err
		}
	}
	return errors.New("it never ended")
}

// TestCutUploads interrupts uploads at any byte. Acknowledged files are complete; of others
// nothing is stored, and nothing is left after unfinished uploads have expired and unused files
// are deleted. LECTERN_TEST_CUTS is the number of uploads; make fault uses 1,000.
func TestCutUploads(t *testing.T) {
	t.Parallel()
	uploads, err := strconv.Atoi(os.Getenv("LECTERN_TEST_CUTS"))
	if err != nil {
		uploads = 150
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	o := options(t.TempDir())
	l := open(t, o)
	h, u, _ := uploading(t, l)
	server := httptest.NewServer(h)
	defer server.Close()
	c := &cutting{address: server.Listener.Addr().String(), kept: map[content.AssetID]string{}, sent: map[content.AssetID]bool{}}
	work := make(chan int)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for i := range work {
				random := rand.New(rand.NewPCG(seed, uint64(i)))
				file := png(fmt.Sprint(i)) + strings.Repeat("0123456789", random.IntN(20_000))
				c.mu.Lock()
				c.sent[content.NewAssetID(sha256.Sum256([]byte(file)))] = true
				c.mu.Unlock()
				upload := c.plain
				if i%2 == 0 {
					upload = c.pieces
				}
				if err := upload(random, file); err != nil && !errors.Is(err, errCut) {
					t.Errorf("upload %d: %v", i, err)
				}
			}
		})
	}
	for i := range uploads {
		work <- i
	}
	close(work)
	wait.Wait()
	server.Close() // waits for files that are being added
	if len(c.kept) == 0 || c.cuts < uploads/2 {
		t.Errorf("%d cuts, and %d files were acknowledged", c.cuts, len(c.kept))
	}
	t.Logf("%d uploads, %d cuts, %d files acknowledged", uploads, c.cuts, len(c.kept))
	named := names{}
	for id, file := range c.kept {
		asset, err := l.Asset(id)
		if err != nil || bytesOf(t, l, asset) != file {
			t.Fatalf("an acknowledged file: %v", err)
		}
		named[id] = len(named)%2 == 0
	}
	// A connection may have been interrupted between the complete body and the response.
	all, err := l.List("", uploads)
	if err != nil {
		t.Fatal(err)
	}
	for _, asset := range all {
		if !c.sent[asset.ID] {
			t.Errorf("half a file is an asset: %+v", asset)
		}
	}
	if got := listing(t, l); len(got) != 2*len(all) || spooled(t, l) != 0 {
		t.Errorf("%d files and records of %d assets, %d being received", len(got), len(all), spooled(t, l))
	}
	checkWhole(t, l)
	if err := u.Expire(time.Now().Add(2 * time.Hour)); err != nil {
		t.Error(err)
	}
	referenced := int64(0)
	for id, is := range named {
		if is {
			referenced += int64(len(c.kept[id]))
		}
	}
	used := func() (bytes int64) {
		err := filepath.WalkDir(o.Dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, recordEnding) {
				return err
			}
			info, err := d.Info()
			bytes += info.Size()
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return bytes
	}
	err = l.Collect(t.Context(), Collection{Named: only(named), Before: time.Now().Add(time.Second), Removed: func(string, int64, *content.Asset) {}})
	if err != nil || used() != referenced {
		t.Errorf("%v: %d bytes are used, and %d referenced", err, used(), referenced)
	}
	checkWhole(t, l)
}

// only returns the names with the value true.
func only(n names) names {
	out := names{}
	for id, is := range n {
		if is {
			out[id] = true
		}
	}
	return out
}
