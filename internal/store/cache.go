package store

import (
	"hash/maphash"
	"sync"
	"sync/atomic"

	"lectern/content"
)

const (
	defaultCacheBytes = 64 << 20
	// bytesForEach is the part of a cache that there is a place for one document for: so many
	// that the places, which are taken from the start, are a small part of it.
	bytesForEach = 256
	places       = 8 // of a set
)

// cache keeps documents in memory, for all snapshots: where each stands, and the decoded
// versions that its state names. Versions never change, so they are never stale. A state holds
// from the change that made it until the next one of its document: the writer replaces it
// before that one can be seen, and who reads at a revision of before gets none.
//
// It is a table of sets, so that a document is found with two or three reads of memory and
// without a lock: all that a query reads is in it, at random places, and waiting for memory is
// most of what that costs. While there is more than the bound, the versions of what was not
// used since the hand came by last go. States are small, and stay until another document needs
// the place: there is a place for each of more documents than have room for their versions.
//
// An erasure changes former versions, so it begins a new cache. Snapshots of before keep the
// one that they have, and what they still read of the former bytes gets into no other. A nil
// cache holds nothing.
type cache struct {
	from content.Revision // the first revision that it is of
	seed maphash.Seed
	sets []cacheSet
	most int // bytes

	mu    sync.Mutex       // held by who changes anything
	head  content.Revision // the newest change that is, or is about to be, visible
	bytes int
	hand  int // the set where room is looked for next
}

// cacheSet is where the documents of some hashes are. A tag is a part of the hash of the
// document at its place.
type cacheSet struct {
	tags      [places]atomic.Uint32
	documents [places]atomic.Pointer[cached]
	next      int // where unused looks first
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

// cacheFor is the cache for what is read at a revision: none, between an
// erasure and its commit.
func (s *Store) cacheFor(r content.Revision) *cache {
	if c := s.cache.Load(); r >= c.from {
		return c
	}
	return nil
}

// changed is the revision of the last change of a document.
func changed(s content.State) content.Revision { return max(s.Created, s.Draft, s.Published) }

// state is where a document stood at a revision, if that is cached.
func (c *cache) state(id content.ID, at content.Revision) (state content.State, ok bool) {
	if d := c.find(id); d != nil {
		state, ok = d.state()
	}
	return state, ok && changed(state) <= at
}

// version is a decoded version, if it is cached.
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

// keepVersion caches a version, and gives the one that all readers share. Versions that the
// state does not name are rarely read twice.
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

// keepState caches what a snapshot of a revision read, unless a newer one may
// have changed it. Of an erased document the state doesn't say since when it
// is, so it is not kept.
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

// revision is the newest one whose change is, or is about to be, visible.
func (c *cache) revision() content.Revision {
	if c == nil {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.head
}

// commit makes way for a change that is about to become visible.
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

// set is where a document has its place, and its tag there.
func (c *cache) set(id content.ID) (*cacheSet, uint32) {
	hash := maphash.String(c.seed, string(id))
	return &c.sets[hash%uint64(len(c.sets))], uint32(hash>>32) | 1 // 0 is of no document
}

// find is what is cached of a document; nil where nothing is.
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

// change replaces what is cached of a document. The caller holds mu.
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

// unused is a place whose document was not used since it was called last, of a full set.
func (s *cacheSet) unused() int {
	for s.documents[s.next].Load().used.Swap(false) {
		s.next = (s.next + 1) % places
	}
	return s.next
}

// put puts a document in a place, or nothing where d is nil or holds nothing.
func (c *cache) put(set *cacheSet, place int, tag uint32, d *cached) {
	if d.isEmpty() {
		d, tag = nil, 0
	}
	c.bytes += d.weigh() - set.documents[place].Load().weighed()
	set.documents[place].Store(d)
	set.tags[place].Store(tag)
}

// makeRoom drops versions of documents that were not used since it was called last.
func (c *cache) makeRoom(set *cacheSet) {
	for i := range set.documents {
		d := set.documents[i].Load()
		if d == nil || d.versions == [2]*content.Stored{} || d.used.Swap(false) {
			continue
		}
		c.put(set, i, set.tags[i].Load(), &cached{id: d.id, length: d.length, packed: d.packed, rare: d.rare})
	}
}
