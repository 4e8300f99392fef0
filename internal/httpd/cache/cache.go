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

// Prepared is a request that was read and checked.
type Prepared interface {
	// Key names the response: requests with the same one get the same response at a
	// revision. It is empty where the response is for this request only.
	Key() string
	// Operation is the id of the operation that is asked for, and whether it is
	// one of those that are registered.
	Operation() (id string, registered bool)
	// Run makes the response. It is called once at most.
	Run() *response.Response
}

// Config is how a Cache behaves.
type Config struct {
	// Bytes bounds what is cached, in bytes; nothing is, where it is 0.
	Bytes int
	// IsReader tells whether a request is from somebody who sees what everybody
	// does.
	IsReader func(*http.Request) bool
	// Used counts that an operation was asked for whose response is in the cache,
	// and tells whether it is registered, still or by now. Nothing is counted where
	// it is nil.
	Used func(operation string, header http.Header) (registered bool)
	// Due is when something happens next without a request: no client caches a
	// response for longer. It is zero where nothing is planned; so it is where Due
	// is nil.
	Due func() time.Time
	// Clock tells the time; time.Now where it is nil.
	Clock func() time.Time
	// SharedMaxAge is how long a cache outside that is told of changes may have what
	// everybody may see; 0 leaves it at what clients may.
	SharedMaxAge time.Duration
	// TagHeader is the header that tells such a cache the tags of a response:
	// "Surrogate-Key", or "Cache-Tag" with commas between. None where it is empty.
	TagHeader string
	// ServerTiming adds the header Server-Timing, which tells whether an answer was
	// kept already, and so whether somebody else asked the same.
	ServerTiming bool
}

// Cache has responses. It is made before what prepares them: the store tells it of
// changes from the first one on.
type Cache struct {
	config  Config
	raw     *otter.Cache[string, lead]   // by the bytes of a request
	named   *otter.Cache[string, *entry] // by what it means
	head    atomic.Pointer[head]
	repeats *repeats
	work    *compressor

	requests sync.Pool // of *request, for the next ones

	mu      sync.Mutex
	index   index
	flights map[string]*flight
	recent  recent
}

// head is the newest change that the cache was told of. All that it spoils is
// dropped by the time that it can be read here.
type head struct {
	revision content.Revision
	header   []string // with it
}

// lead is where a request's bytes lead: to a response, by way of an operation.
type lead struct {
	entry      *entry
	operation  string
	registered bool // when it led there first
}

// rawShare is the part of the bytes that the requests' own bytes may take.
const rawShare = 8

// New makes a cache.
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

// Committed drops what a change spoils. It is called with each, in order, before
// the change is acknowledged.
func (c *Cache) Committed(t *content.Touched) {
	c.mu.Lock()
	defer c.mu.Unlock()
	// Who comes from now on may not be given what was begun before.
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

// keep takes an entry in, unless a change since its revision has spoiled it or
// may have. What is in already under its key is older than it, or as good.
func (c *Cache) keep(e *entry, f *forms) {
	if c.config.Bytes == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if former, ok := c.named.GetIfPresent(e.key); ok && former.live() != nil {
		if former.revision >= e.revision {
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

// drop ends an entry's life: requests that still lead to it find nothing.
func (c *Cache) drop(e *entry) {
	if e.current.Swap(nil) != nil {
		c.index.remove(e)
		e.reads = content.Reads{} // requests' bytes may lead here for long
	}
}

// compressed weighs an entry again that got its compressed forms.
func (c *Cache) compressed(e *entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e.live() != nil {
		c.named.Set(e.key, e)
	}
}
