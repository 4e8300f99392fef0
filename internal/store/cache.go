package store

import (
	"hash/maphash"
	"sync"
	"sync/atomic"

	"lectern/content"
)

const (
	defaultCacheBytes = 64 << 20
	// bytesForEach is the size of the cache per place for a document. The places are allocated
	// at the start, so they must be a small part of it.
	bytesForEach = 256
	places       = 8 // in a set
)

// cache keeps documents in memory, for all snapshots: the state of each, and the decoded
// versions that its state refers to. Versions never change, so they are never stale. A state
// is valid from the change that made it until the next one of its document: the writer
// replaces it before that change becomes visible, and readers at an earlier revision get none.
//
// It is a table of sets, so that a lookup takes two or three memory accesses and no lock:
// everything that a query reads is in it, at random places, and memory latency is most of the
// cost. When the cache is full, it drops the versions of documents that were not used since
// the hand last passed. States are small, and stay until another document needs the place:
// there are more places than documents whose versions fit.
//
// An erasure changes former versions, so it begins a new cache. Earlier snapshots keep their
// cache, and what they still read of the former bytes gets into no other. A nil cache is
// empty.
type cache struct {
	from content.Revision // the first revision that it is valid for
	seed maphash.Seed
	sets []cacheSet
	most int // in bytes

	mu    sync.Mutex       // held while anything is changed
	head  content.Revision // the newest change that is visible or about to be
	bytes int
	hand  int // the set where the search for room continues
}

// cacheSet has the documents of some hashes. A tag is a part of the hash of the document at
// its place.
type cacheSet struct {
	tags      [places]atomic.Uint32
	documents [places]atomic.Pointer[cached]
	next      int // where unused begins
}

type versionName struct {
	id       content.ID
	revision content.Revision
}

func newCache(bytes int, from content.Revision) *cache {
	if bytes == 0 {
		bytes = defaultCacheBytes
	}
	return &cache{
		from: from, head: from, seed: maphash.MakeSeed(), most: bytes,
		sets: make([]cacheSet, max(1, bytes/(bytesForEach*places))),
	}
}

// cacheFor returns the cache for reads at a revision, or nil between an erasure and its
// commit.
func (s *Store) cacheFor(r content.Revision) *cache {
	if c := s.cache.Load(); r >= c.from {
		return c
	}
	return nil
}

// changed returns the revision of the last change of a document.
func changed(s content.State) content.Revision { return max(s.Created, s.Draft, s.Published) }

// state returns the cached state of a document at a revision.
func (c *cache) state(id content.ID, at content.Revision) (state content.State, ok bool) {
	if d := c.find(id); d != nil {
		state, ok = d.state()
	}
	return state, ok && changed(state) <= at
}

// version returns a cached decoded version.
func (c *cache) version(name versionName) (*content.Stored, bool) {
	if d := c.find(name.id); d != nil {
		for _, v := range d.versions {
			if v != nil && v.Revision == name.revision {
				return v, true
			}
		}
	}
	return nil, false
}

// keepVersion caches a version, and returns the one that all readers share. Versions that the
// state does not refer to are rarely read twice, so they are not cached.
func (c *cache) keepVersion(name versionName, stored *content.Stored) *content.Stored {
	if c == nil {
		return stored
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if before, ok := c.version(name); ok {
		return before
	}
	c.change(name.id, func(d *cached) { d.take(stored) })
	return stored
}

// keepState caches a state that a snapshot has read, unless a newer change may have replaced
// it. The state of an erased document does not say since when it is valid, so it is not
// cached.
func (c *cache) keepState(id content.ID, s content.State, at content.Revision) {
	if c == nil || s.Erased {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if at == c.head {
		c.change(id, func(d *cached) { d.setState(s) })
	}
}

// revision returns the newest change that is visible or about to be.
func (c *cache) revision() content.Revision {
	if c == nil {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.head
}

// commit removes what a change is about to replace, before it becomes visible.
func (c *cache) commit(r content.Revision, entries []content.Entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.head = r
	for _, e := range entries {
		state := e.State
		if state.Erased {
			state = content.State{}
		}
		c.change(e.ID, func(d *cached) { d.setState(state) })
	}
}

// set returns the set of a document, and its tag.
func (c *cache) set(id content.ID) (*cacheSet, uint32) {
	hash := maphash.String(c.seed, string(id))
	return &c.sets[hash%uint64(len(c.sets))], uint32(hash>>32) | 1 // 0 marks an empty place
}

// find returns the cached data of a document, or nil.
func (c *cache) find(id content.ID) *cached {
	if c == nil {
		return nil
	}
	set, tag := c.set(id)
	for i := range set.tags {
		if set.tags[i].Load() != tag {
			continue
		}
		if d := set.documents[i].Load(); d != nil && d.is(id) {
			if !d.used.Load() {
				d.used.Store(true)
			}
			return d
		}
	}
	return nil
}

// change replaces the cached data of a document. The caller must hold mu.
func (c *cache) change(id content.ID, fn func(*cached)) {
	var next cached
	if !next.name(id) {
		return
	}
	set, tag := c.set(id)
	place := -1
	for i := range set.documents {
		d := set.documents[i].Load()
		if d != nil && d.is(id) {
			place, next.packed, next.rare, next.versions = i, d.packed, d.rare, d.versions
			break
		}
		if d == nil && place < 0 {
			place = i
		}
	}
	if place < 0 {
		place = set.unused()
	}
	fn(&next)
	next.used.Store(true)
	c.put(set, place, tag, &next)
	for tries := 2 * len(c.sets); c.bytes > c.most && tries > 0; tries-- {
		c.makeRoom(&c.sets[c.hand])
		c.hand = (c.hand + 1) % len(c.sets)
	}
}

// unused returns the place of a document that was not used since the last call, in a full set.
func (s *cacheSet) unused() int {
	for s.documents[s.next].Load().used.Swap(false) {
		s.next = (s.next + 1) % places
	}
	return s.next
}

// put stores a document at a place. It clears the place if d is nil or empty.
func (c *cache) put(set *cacheSet, place int, tag uint32, d *cached) {
	if d.isEmpty() {
		d, tag = nil, 0
	}
	c.bytes += d.weigh() - set.documents[place].Load().weighed()
	set.documents[place].Store(d)
	set.tags[place].Store(tag)
}

// makeRoom drops versions of documents that were not used since the last call.
func (c *cache) makeRoom(set *cacheSet) {
	for i := range set.documents {
		d := set.documents[i].Load()
		if d == nil || d.versions == [2]*content.Stored{} || d.used.Swap(false) {
			continue
		}
		c.put(set, i, set.tags[i].Load(), &cached{id: d.id, length: d.length, packed: d.packed, rare: d.rare})
	}
}
