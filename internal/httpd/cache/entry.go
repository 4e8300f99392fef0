package cache

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"lectern/content"
	"lectern/content/purge"
	"lectern/internal/response"
)

// What an entry takes besides its bodies, about: itself, its places in the
// caches, and each of its places in the index.
const (
	entryBytes      = 600
	dependencyBytes = 200
)

// entry is a cached response.
type entry struct {
	key      string
	revision content.Revision // the revision of the response
	reads    content.Reads    // its read set
	maxAge   time.Duration
	until    time.Time             // the instant at which it expires by the clock; zero for never
	current  atomic.Pointer[forms] // nil before it is added, and after it is dropped
	offered  atomic.Bool           // to the compressor
}

// forms are the finished bytes of a response in each encoding, and its headers.
// They never change.
type forms struct {
	contentType, vary, tags []string // headers; tags may be nil
	hash                    string
	of                      [response.Encodings]*form // identity is always present
}

// form is a response in one encoding.
type form struct {
	body                   []byte
	length, encoding, etag []string // headers
}

// tagBytes is the maximum size of the header with the tags: Fastly allows 16 KB, and servers
// in between often 8 KB for all headers.
const tagBytes = 4 << 10

// newEntry returns an entry that is not yet in the cache, and its forms.
func (c *Cache) newEntry(key string, r *response.Response) (*entry, *forms) {
	sum := sha256.Sum256(r.Body)
	e := &entry{key: key, revision: r.Reuse.Revision, reads: once(r.Reuse.Reads), maxAge: r.Reuse.MaxAge, until: r.Reuse.Reads.Until}
	f := &forms{
		contentType: r.Header["Content-Type"],
		vary:        []string{strings.Join(r.Header["Vary"], ", ")},
		hash:        base64.RawURLEncoding.EncodeToString(sum[:12]),
	}
	f.of[response.Identity] = newForm(response.Identity, r.Body, f.hash)
	switch {
	case len(r.Body) < minCompressed:
		e.offered.Store(true) // compression gains nothing
	case !slices.Contains(r.Header["Vary"], "Accept-Encoding"):
		f.vary[0] += ", Accept-Encoding"
	}
	if c.config.TagHeader != "" {
		separator := " "
		if c.config.TagHeader == cacheTag {
			separator = ","
		}
		f.tags = []string{strings.Join(purge.ResponseTags(&r.Reuse.Reads, tagBytes), separator)}
	}
	return e, f
}

// cacheTag is the header whose tags are separated by commas.
const cacheTag = "Cache-Tag"

func newForm(encoding response.Encoding, body []byte, hash string) *form {
	f := &form{body: body, length: []string{strconv.Itoa(len(body))}}
	name := encoding.Name()
	if encoding == response.Identity {
		f.etag = []string{`"` + hash + `"`}
		return f
	}
	f.encoding, f.etag = []string{name}, []string{`"` + hash + "-" + name + `"`}
	return f
}

// once removes duplicates from the names of a read set.
func once(r content.Reads) content.Reads {
	slices.Sort(r.Documents)
	return content.Reads{Documents: slices.Compact(r.Documents), Spans: r.Spans}
}

// live returns the entry's forms, or nil if it was dropped.
func (e *entry) live() *forms { return e.current.Load() }

// valid returns the entry's forms, or nil if it was dropped or has expired.
func (c *Cache) valid(e *entry) *forms {
	if !e.until.IsZero() && !c.config.Clock().Before(e.until) {
		return nil
	}
	return e.live()
}

// looksAt reports whether the response depends on the presence of a key.
func (e *entry) looksAt(space content.Space, key string) bool {
	return slices.ContainsFunc(e.reads.Spans, func(s content.Span) bool { return s.Space == space && s.Has(key) })
}

// weight returns the approximate size of an entry in bytes.
func (e *entry) weight(key string) uint32 {
	bytes := entryBytes + len(key) + dependencyBytes*(len(e.reads.Documents)+len(e.reads.Spans))
	if f := e.live(); f != nil {
		for _, form := range f.of {
			if form != nil {
				bytes += len(form.body)
			}
		}
	}
	return uint32(bytes)
}

// cacheControl returns the header for an entry's response, with its maximum age in whole
// seconds.
func (c *Cache) cacheControl(e *entry) []string {
	maxAge, shared := e.maxAge, c.config.SharedMaxAge
	for _, end := range []time.Time{c.config.Due(), e.until} {
		if !end.IsZero() {
			left := max(0, end.Sub(c.config.Clock()))
			maxAge, shared = min(maxAge, left), min(shared, left)
		}
	}
	seconds, sharedSeconds := int(maxAge/time.Second), int(shared/time.Second)
	if sharedSeconds == 0 && c.config.SharedMaxAge == 0 && seconds < len(agesOfSeconds) {
		return agesOfSeconds[seconds]
	}
	value := "public, max-age=" + strconv.Itoa(seconds)
	if c.config.SharedMaxAge > 0 {
		value += ", s-maxage=" + strconv.Itoa(sharedSeconds)
	}
	return []string{value}
}

// agesOfSeconds has the headers for the most usual ages.
var agesOfSeconds = func() (values [61][]string) {
	for i := range values {
		values[i] = []string{"public, max-age=" + strconv.Itoa(i)}
	}
	return values
}()

// matches reports whether a client has the response in a form that it accepts, and which.
func (f *forms) matches(r *http.Request, accepted *[response.Encodings]int) (*form, bool) {
	for _, line := range r.Header["If-None-Match"] {
		for rest := line; rest != ""; {
			var tag string
			tag, rest, _ = strings.Cut(rest, ",")
			if tag = strings.TrimSpace(tag); tag == "*" {
				return f.best(accepted), true
			}
			tag = strings.TrimPrefix(tag, "W/")
			for encoding, form := range f.of {
				if form != nil && accepted[encoding] > 0 && form.etag[0] == tag {
					return form, true
				}
			}
		}
	}
	return nil, false
}

// best returns the form that the client prefers, the smallest of several.
func (f *forms) best(accepted *[response.Encodings]int) *form {
	best, quality := f.of[response.Identity], accepted[response.Identity]
	for encoding, form := range f.of {
		if form == nil {
			continue
		}
		if q := accepted[encoding]; q > quality || q == quality && len(form.body) < len(best.body) {
			best, quality = form, q
		}
	}
	return best
}
