package cache

import (
	"bytes"
	"compress/gzip"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"lectern/internal/response"
)

// minCompressed is the minimum size of a compressed response. Below it the headers are most of
// the response.
const minCompressed = 1 << 10

// compressor compresses entries in the background, one at a time.
type compressor struct {
	done func(*entry)

	mu      sync.Mutex
	waiting []*entry
	running bool
}

// maxWaiting is the maximum number of entries that wait for compression. Others are requested
// again soon, if it is worth it.
const maxWaiting = 256

// offer takes each entry once, when it is requested again.
func (c *compressor) offer(e *entry) {
	if e.offered.Load() {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.waiting) == maxWaiting || !e.offered.CompareAndSwap(false, true) {
		return
	}
	c.waiting = append(c.waiting, e)
	if !c.running {
		c.running = true
		go c.run()
	}
}

// run compresses until no entry waits.
func (c *compressor) run() {
	for {
		c.mu.Lock()
		if len(c.waiting) == 0 {
			c.running = false
			c.mu.Unlock()
			return
		}
		e := c.waiting[0]
		c.waiting = c.waiting[1:]
		c.mu.Unlock()
		if f := e.live(); f != nil && e.current.CompareAndSwap(f, f.compressed()) {
			c.done(e)
		}
	}
}

// compressed returns the forms with the compressed ones that are worth it.
func (f *forms) compressed() *forms {
	all := *f
	body := f.of[response.Identity].body
	for e := response.Identity + 1; e < response.Encodings; e++ {
		if smaller := compress(e, body); len(smaller) < len(body)*9/10 {
			all.of[e] = newForm(e, smaller, f.hash)
		}
	}
	return &all
}

// Levels at which the last percents are cheap: a response is compressed once.
const (
	gzipLevel   = 6
	brotliLevel = 5
	zstdLevel   = zstd.SpeedBetterCompression
)

// compress never fails: it writes to memory.
func compress(e response.Encoding, body []byte) []byte {
	var b bytes.Buffer
	switch e {
	case response.Gzip:
		w, _ := gzip.NewWriterLevel(&b, gzipLevel)
		_, _ = w.Write(body)
		_ = w.Close()
	case response.Brotli:
		w := brotli.NewWriterLevel(&b, brotliLevel)
		_, _ = w.Write(body)
		_ = w.Close()
	case response.Zstandard:
		w, _ := zstd.NewWriter(&b, zstd.WithEncoderLevel(zstdLevel), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(zstdWindow))
		_, _ = w.Write(body)
		_ = w.Close()
	}
	return bytes.Clone(b.Bytes())
}

// zstdWindow is the window that all decoders of the web have (RFC 8878, section 3.1.1.1.2).
const zstdWindow = 8 << 20
