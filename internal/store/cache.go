package store

import (
	"sync"

	"github.com/maypok86/otter/v2"

	"lectern/content"
)

const (
	defaultCacheBytes = 64 << 20
	versionEntry      = 160 // of a cached version beside it, about: the key and otter's node
)

// cache keeps decoded versions and states in memory, for all snapshots.
// Versions never change, so they are never stale. A state holds from the
// change that made it until the next one of its document: the writer drops it
// before that one can be seen.
//
// An erasure changes former versions, so it begins a new cache. Snapshots of
// before keep the one that they have, and what they still read of the former
// bytes gets into no other. A nil cache holds nothing.
type cache struct {
	from     content.Revision // the first revision that it is of
	versions *otter.Cache[versionName, *content.Stored]
	states   *states

	mu   sync.RWMutex
	head content.Revision // the newest change that is, or is about to be, visible
}

type versionName struct {
	id       content.ID
	revision content.Revision
}

func newCache(bytes int, from content.Revision) *cache {
	if bytes == 0 {
		bytes = defaultCacheBytes
	}
	forStates := bytes / 8
	return &cache{
		from: from, head: from,
		versions: otter.Must(&otter.Options[versionName, *content.Stored]{
			MaximumWeight: uint64(bytes - forStates),
			Weigher:       func(_ versionName, s *content.Stored) uint32 { return uint32(versionEntry + s.Weigh()) },
		}),
		states: newStates(forStates),
	}
}

// changed is the revision of the last change of a document.
func changed(s content.State) content.Revision { return max(s.Created, s.Draft, s.Published) }

// cacheFor is the cache for what is read at a revision: none, between an
// erasure and its commit.
func (s *Store) cacheFor(r content.Revision) *cache {
	if c := s.cache.Load(); r >= c.from {
		return c
	}
	return nil
}

// version is a decoded version, if it is cached.
func (c *cache) version(name versionName) (*content.Stored, bool) {
	if c == nil {
		return nil, false
	}
	return c.versions.GetIfPresent(name)
}

// keepVersion caches a version, and gives the one that all readers share.
func (c *cache) keepVersion(name versionName, stored *content.Stored) *content.Stored {
	if c == nil {
		return stored
	}
	if own := stored.Full.Base().ID; own == name.id {
		name.id = own // else the key could keep a larger string, which it is a part of
	}
	stored, _ = c.versions.SetIfAbsent(name, stored)
	return stored
}

// state is where a document stood at a revision, if that is cached.
func (c *cache) state(id content.ID, at content.Revision) (content.State, bool) {
	if c == nil {
		return content.State{}, false
	}
	s, ok := c.states.get(id)
	return s, ok && changed(s) <= at
}

// keepState caches what a snapshot of a revision read, unless a newer one may
// have changed it. Of an erased document the state doesn't say since when it
// is, so it is not kept.
func (c *cache) keepState(id content.ID, s content.State, at content.Revision) {
	if c == nil || s.Erased {
		return
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	if at == c.head {
		c.states.put(id, s)
	}
}

// revision is the newest one whose change is, or is about to be, visible.
func (c *cache) revision() content.Revision {
	if c == nil {
		return 0
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.head
}

// commit makes way for a change that is about to become visible.
func (c *cache) commit(r content.Revision, entries []content.Entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.head = r
	for _, e := range entries {
		c.states.drop(e.ID)
	}
}
