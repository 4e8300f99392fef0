package cache

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"lectern/internal/response"
)

// Serve returns a handler that sends cached responses, and prepares and runs other requests.
// prepare reads and checks a request, and writes nothing. A response that may not be cached
// keeps the headers that were set before.
func Serve[P Prepared](c *Cache, prepare func(http.ResponseWriter, *http.Request) P) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { Respond(c, w, r, prepare) })
}

// Respond serves one request as the handler of Serve does.
func Respond[P Prepared](c *Cache, w http.ResponseWriter, r *http.Request, prepare func(http.ResponseWriter, *http.Request) P) {
	if !c.config.IsReader(r) {
		prepare(w, r).Run().Send(w)
		return
	}
	head := c.head.Load() // before the lookup: what is found then is valid at it
	q := c.readRequest(r)
	defer c.free(q)
	if e, f := c.led(q.key(), r.Header); f != nil {
		c.work.offer(e)
		c.send(w, r, e, f, head, hit)
		return
	}
	// A client that disconnects must not end a run that others wait for. The run has its own
	// timeout.
	prepared := prepare(w, r.WithContext(context.WithoutCancel(r.Context())))
	key := prepared.Key()
	if key == "" {
		prepared.Run().Send(w)
		return
	}
	if e, f := c.found(key); f != nil {
		c.remember(q, prepared, e)
		c.work.offer(e)
		c.send(w, r, e, f, head, hitByMeaning)
		return
	}
	begin := c.config.Clock()
	shared, own := c.share(r.Context(), key, prepared)
	if own != nil {
		own.Send(w)
		return
	}
	c.remember(q, prepared, shared.entry)
	c.send(w, r, shared.entry, shared.forms, head, miss(c.config.Clock().Sub(begin)))
}

// led returns the entry for a request's bytes, and its forms. It returns nil if there is no
// valid one, or if the operation was registered and no longer is: the client may not be
// allowed to run it.
func (c *Cache) led(key string, header http.Header) (*entry, *forms) {
	l, ok := c.raw.GetIfPresent(key)
	if !ok {
		return nil, nil
	}
	f := c.valid(l.entry)
	if f != nil && !c.config.Used(l.operation, header) && l.registered {
		return nil, nil
	}
	return l.entry, f
}

// found returns a valid entry for a request's meaning, and its forms, or nil.
func (c *Cache) found(key string) (*entry, *forms) {
	e, ok := c.named.GetIfPresent(key)
	if !ok {
		return nil, nil
	}
	return e, c.valid(e)
}

// remember adds a request's bytes from the second time on: rare requests must not displace
// frequent ones.
func (c *Cache) remember(q *request, p Prepared, e *entry) {
	if key := q.key(); key != "" && e.live() != nil && c.repeats.again(q.bytes) {
		operation, registered := p.Operation()
		c.raw.Set(strings.Clone(key), lead{e, operation, registered})
	}
}

// The header Server-Timing reports whether the cache helped.
var (
	hit          = []string{`cache;desc="hit"`}
	hitByMeaning = []string{`cache;desc="hit by meaning"`}
)

func miss(took time.Duration) []string {
	return []string{`cache;desc="miss", execute;dur=` + strconv.FormatFloat(took.Seconds()*1000, 'f', 1, 64)}
}

// send writes an entry's response, or 304.
func (c *Cache) send(w http.ResponseWriter, r *http.Request, e *entry, f *forms, head *head, timing []string) {
	accepted := response.AcceptedEncodings(r.Header)
	header := w.Header()
	header["Vary"] = response.AddVary(header["Vary"], f.vary)
	header[response.RevisionHeader] = head.header
	if e.revision > head.revision {
		header[response.RevisionHeader] = []string{strconv.FormatUint(uint64(e.revision), 10)}
	}
	if c.config.ServerTiming {
		header["Server-Timing"] = timing
	}
	chosen, unchanged := f.best(&accepted), false
	if r.Method != http.MethodPost { // HTTP caches keep nothing of a POST
		header["Cache-Control"] = c.cacheControl(e)
		if f.tags != nil {
			header[c.config.TagHeader] = f.tags
		}
		if same, ok := f.matches(r, &accepted); ok {
			chosen, unchanged = same, true
		}
		header["Etag"] = chosen.etag
	}
	if unchanged {
		for _, name := range ofBodies {
			delete(header, name)
		}
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header["Content-Type"], header["Content-Length"] = f.contentType, chosen.length
	if chosen.encoding != nil {
		header["Content-Encoding"] = chosen.encoding
	}
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(chosen.body) // an error means that the client is gone
	}
}

// ofBodies are headers that a client has cached with the body: a 304 needs only those of RFC
// 9110, section 15.4.5.
var ofBodies = []string{"Content-Security-Policy", "Cross-Origin-Resource-Policy", "Referrer-Policy", "X-Content-Type-Options"}
