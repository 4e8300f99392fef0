package answers

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// encoding is a content coding of RFC 9110, section 8.4.1.
type encoding int

const (
	identity encoding = iota
	gzipped
	brotlied
	zstandard
	encodings
)

// minCompressed is the size from which on answers are compressed. Below it the
// headers are most of what goes out.
const minCompressed = 1 << 10

func (e encoding) name() string { return [...]string{"identity", "gzip", "br", "zstd"}[e] }

// full is the quality of what is asked for without a weight, in thousandths.
const full = 1000

// acceptedEncodings reads Accept-Encoding (RFC 9110, section 12.5.3): the weight
// of each encoding, in thousandths, 0 for those that are not acceptable.
// Identity is always acceptable here, though perhaps the least: that is better
// than no answer.
func acceptedEncodings(lines []string) (weights [encodings]int) {
	rest, identityNamed := 0, false
	var named [encodings]bool
	for _, line := range lines {
		for line != "" {
			var element string
			element, line, _ = strings.Cut(line, ",")
			name, parameters, _ := strings.Cut(element, ";")
			weight := weightOf(parameters)
			name = strings.TrimSpace(name)
			if name == "*" {
				rest = weight
				continue
			}
			for e := range encodings {
				if strings.EqualFold(name, e.name()) || e == gzipped && strings.EqualFold(name, "x-gzip") {
					weights[e], named[e] = weight, true
					identityNamed = identityNamed || e == identity
				}
			}
		}
	}
	for e := range encodings {
		if !named[e] && e != identity {
			weights[e] = rest
		}
	}
	if !identityNamed { // as good as any other, where nobody says that it is not
		weights[identity] = full
		for e := identity + 1; e < encodings; e++ {
			if weights[e] > 0 {
				weights[identity] = min(weights[identity], weights[e])
			}
		}
	}
	weights[identity] = max(1, weights[identity])
	return weights
}

// AcceptsGzip tells whether a client takes an answer that is compressed with gzip.
func AcceptsGzip(r *http.Request) bool {
	return acceptedEncodings(r.Header["Accept-Encoding"])[gzipped] > 0
}

// weightOf reads "q=0.5" among an element's parameters; 1 where there is none.
func weightOf(parameters string) int {
	if parameters == "" {
		return full
	}
	key, value, _ := strings.Cut(strings.TrimSpace(parameters), "=")
	if !strings.EqualFold(strings.TrimSpace(key), "q") {
		return full
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !(q >= 0 && q <= 1) {
		return 0
	}
	return int(q * full)
}

// compressor compresses entries beside the requests, one at a time.
type compressor struct {
	done func(*entry)

	mu      sync.Mutex
	waiting []*entry
	running bool
}

// maxWaiting is how many entries wait to be compressed. Others are asked for
// again before long, if it is worth it.
const maxWaiting = 256

// offer takes an entry that was asked for again, each once.
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

// run compresses until nothing waits.
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

// compressed are the forms with those that are worth it.
func (f *forms) compressed() *forms {
	all := *f
	body := f.of[identity].body
	for e := identity + 1; e < encodings; e++ {
		if smaller := compress(e, body); len(smaller) < len(body)*9/10 {
			all.of[e] = newForm(e, smaller, f.hash)
		}
	}
	return &all
}

// Levels at which the last percents cost little: an answer is compressed once.
const (
	gzipLevel   = 6
	brotliLevel = 5
	zstdLevel   = zstd.SpeedBetterCompression
)

// compress never fails: it writes to memory.
func compress(e encoding, body []byte) []byte {
	var b bytes.Buffer
	switch e {
	case gzipped:
		w, _ := gzip.NewWriterLevel(&b, gzipLevel)
		_, _ = w.Write(body)
		_ = w.Close()
	case brotlied:
		w := brotli.NewWriterLevel(&b, brotliLevel)
		_, _ = w.Write(body)
		_ = w.Close()
	case zstandard:
		w, _ := zstd.NewWriter(&b, zstd.WithEncoderLevel(zstdLevel), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(zstdWindow))
		_, _ = w.Write(body)
		_ = w.Close()
	}
	return bytes.Clone(b.Bytes())
}

// zstdWindow is the window that all decoders of the web have (RFC 8878, section 3.1.1.1.2).
const zstdWindow = 8 << 20
