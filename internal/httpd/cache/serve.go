package cache

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"lectern/internal/response"
)

// Serve makes a handler that sends what the cache has, and has the rest prepared
// and run. Preparing reads and checks a request, and writes nothing.
func Serve[P Prepared](c *Cache, prepare func(http.ResponseWriter, *http.Request) P) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !c.config.IsReader(r) {
			prepare(w, r).Run().Send(w)
			return
		}
		head := c.head.Load() // before the look: what is found then is good at it
		q := c.readRequest(r)
		defer c.free(q)
		if e, f := c.led(q.key(), r.Header); f != nil {
			c.work.offer(e)
			c.send(w, r, e, f, head, hit)
			return
		}
		// A client that goes away must not end what others wait for with it. How
		// long it runs has a bound of its own.
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
	})
}

// led is the entry that a request's bytes lead to, and its forms; nil where there
// is none that is still good, or where the way there was by an operation that
// was registered and is not any more: whoever asks for that may perhaps not.
func (c *Cache) led(key string, header http.Header) (*entry, *forms) {
	l, ok := c.raw.GetIfPresent(key)
	if !ok {
		return nil, nil
	}
	f := l.entry.live()
	if f != nil && !c.config.Used(l.operation, header) && l.registered {
		return nil, nil
	}
	return l.entry, f
}

// found is an entry that is still good, by what is meant, and its forms; nil where
// there is none.
func (c *Cache) found(key string) (*entry, *forms) {
	e, ok := c.named.GetIfPresent(key)
	if !ok {
		return nil, nil
	}
	return e, e.live()
}

// remember has a request's bytes lead to an entry, from the second time on: what
// comes once is not to take the place of what comes often.
func (c *Cache) remember(q *request, p Prepared, e *entry) {
	if key := q.key(); key != "" && e.live() != nil && c.repeats.again(q.bytes) {
		operation, registered := p.Operation()
		c.raw.Set(strings.Clone(key), lead{e, operation, registered})
	}
}

// The header Server-Timing tells whether the cache helped.
var (
	hit          = []string{`cache;desc="hit"`}
	hitByMeaning = []string{`cache;desc="hit by meaning"`}
)

func miss(took time.Duration) []string {
	return []string{`cache;desc="miss", execute;dur=` + strconv.FormatFloat(took.Seconds()*1000, 'f', 1, 64)}
}

// noStore is for what a POST gives: HTTP caches keep none of it.
var noStore = []string{response.NoStore}

// send writes an entry's response, or that the client has it.
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
	if r.Method == http.MethodPost {
		header["Cache-Control"] = noStore
	} else {
		header["Cache-Control"] = c.cacheControl(e.maxAge)
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
		_, _ = w.Write(chosen.body) // an error means that nobody listens any more
	}
}

// ofBodies are headers that a client has with the body that it cached: a response
// without one needs no others than those that RFC 9110, section 15.4.5, names.
var ofBodies = []string{"Content-Security-Policy", "Cross-Origin-Resource-Policy", "Referrer-Policy", "X-Content-Type-Options"}
