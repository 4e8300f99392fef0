package cache

import (
	"cmp"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"lectern/content"
	"lectern/internal/response"
)

// Prepared is a request that has been read and checked.
type Prepared interface {
	// Key identifies the response: requests with the same key get the same response at a
	// revision. It is empty if the response is for this request only.
	Key() string
	// Operation returns the id of the requested operation, and whether it is registered.
	Operation() (id string, registered bool)
	// Run builds the response. It is called at most once.
	Run() *response.Response
}

// Config configures a Cache.
type Config struct {
	// Bytes is the maximum size of the cache in bytes; 0 disables it.
	Bytes int
	// IsReader reports whether a request sees only what everybody sees.
	IsReader func(*http.Request) bool
	// Used counts a use of an operation whose response is in the cache, and reports whether
	// the operation is registered now. Nil counts nothing.
	Used func(operation string, header http.Header) (registered bool)
	// Due returns when the next planned change happens without a request: no client caches a
	// response for longer. Zero, or a nil Due, means that nothing is planned.
	Due func() time.Time
	// Clock returns the current time; nil means time.Now.
	Clock func() time.Time
	// SharedMaxAge is the maximum age of public responses in external caches that are purged;
	// 0 means that of clients.
	SharedMaxAge time.Duration
	// TagHeader is the header with the tags of a response for such a cache: "Surrogate-Key",
	// or "Cache-Tag" with commas. Empty means none.
	TagHeader string
	// ServerTiming adds the header Server-Timing, which reveals whether a response was cached,
	// and so whether another client sent the same request.
	ServerTiming bool
}

// Cache caches responses. It must exist before the store opens, which reports changes to it
// from the first one on.
type Cache struct {
	config  Config
	raw     *otter.Cache[string, lead]   // by the bytes of a request
	named   *otter.Cache[string, *entry] // by its meaning
	head    atomic.Pointer[head]
	repeats *repeats
	work    *compressor

	requests sync.Pool // of *request, for reuse

	mu      sync.Mutex
	index   index
	flights map[string]*flight
	recent  recent
}

// head is the newest change that was reported to the cache. Everything that it made stale has
// been dropped when this can be read.
type head struct {
	revision content.Revision
	header   []string // the revision as a header
}

// lead leads from a request's bytes to a response, by an operation.
type lead struct {
	entry      *entry
	operation  string
	registered bool // when it was added
}

// rawShare is the share of the cache for the bytes of requests.
const rawShare = 8

// New returns a cache.
func New(c Config) *Cache {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Due == nil {
		c.Due = func() time.Time { return time.Time{} }
	}
	if c.Used == nil {
		c.Used = func(string, http.Header) bool { return true }
	}
	cache := &Cache{config: c, repeats: newRepeats(), flights: map[string]*flight{}, index: newIndex()}
	cache.work = &compressor{done: cache.compressed}
	cache.head.Store(&head{header: []string{"0"}})
	cache.raw = otter.Must(&otter.Options[string, lead]{
		MaximumWeight: uint64(cmp.Or(c.Bytes/rawShare, 1)),
		Weigher:       func(key string, l lead) uint32 { return uint32(len(key) + len(l.operation) + entryBytes) },
	})
	cache.named = otter.Must(&otter.Options[string, *entry]{
		MaximumWeight: uint64(cmp.Or(c.Bytes-c.Bytes/rawShare, 1)),
		Weigher:       func(key string, e *entry) uint32 { return e.weight(key) },
		OnDeletion: func(d otter.DeletionEvent[string, *entry]) {
			if d.Cause != otter.CauseReplacement {
				cache.mu.Lock()
				defer cache.mu.Unlock()
				cache.drop(d.Value)
			}
		},
	})
	return cache
}

// Committed drops the responses that a change made stale. It must be called with each change,
// in order, before the change is acknowledged.
func (c *Cache) Committed(t *content.Touched) {
	c.mu.Lock()
	defer c.mu.Unlock()
	// Later requests must not get a response that was begun before.
	clear(c.flights)
	c.recent.add(t)
	c.index.spoiled(t, func(e *entry) {
		if e.revision < t.Revision {
			c.drop(e)
			c.named.Invalidate(e.key)
		}
	})
	c.head.Store(&head{t.Revision, []string{strconv.FormatUint(uint64(t.Revision), 10)}})
}

// keep adds an entry, unless a change since its revision may have made it stale. An existing
// entry with its key is older, or as good.
func (c *Cache) keep(e *entry, f *forms) {
	if c.config.Bytes == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if former, ok := c.named.GetIfPresent(e.key); ok && former.live() != nil {
		if former.revision >= e.revision && c.valid(former) != nil {
			return
		}
		c.drop(former)
	}
	if !c.recent.spares(e, c.head.Load().revision) {
		return
	}
	e.current.Store(f)
	c.index.add(e)
	c.named.Set(e.key, e)
}

// drop empties an entry: requests that still lead to it find nothing.
func (c *Cache) drop(e *entry) {
	if e.current.Swap(nil) != nil {
		c.index.remove(e)
		e.reads = content.Reads{} // requests' bytes may lead to it for long
	}
}

// compressed weighs an entry again after it was compressed.
func (c *Cache) compressed(e *entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e.live() != nil {
		c.named.Set(e.key, e)
	}
}
