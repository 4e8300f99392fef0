package store

import (
	"sync"

	"github.com/maypok86/otter/v2"

	"lectern/content"
)

const (
	defaultCacheBytes = 64 << 20
	stateBytes        = 200 // of a cached state, about
)

// cache keeps decoded versions and states in memory, for all snapshots.
// Versions never change, so they are never stale. A state holds from the
// change that made it until the next one of its document: the writer drops it
// before that one can be seen.
type cache struct {
	versions *otter.Cache[versionName, *content.Stored]
	states   *otter.Cache[content.ID, content.State]

	mu   sync.RWMutex
	head content.Revision // the newest change that is, or is about to be, visible
}

type versionName struct {
	id       content.ID
	revision content.Revision
}

func newCache(bytes int) *cache {
	if bytes == 0 {
		bytes = defaultCacheBytes
	}
	forStates := bytes / 8
	return &cache{
		versions: otter.Must(&otter.Options[versionName, *content.Stored]{
			MaximumWeight: uint64(bytes - forStates),
			Weigher:       func(_ versionName, s *content.Stored) uint32 { return uint32(s.Bytes) },
		}),
		states: otter.Must(&otter.Options[content.ID, content.State]{MaximumSize: forStates / stateBytes}),
	}
}

// changed is the revision of the last change of a document.
func changed(s content.State) content.Revision { return max(s.Created, s.Draft, s.Published) }

// state is where a document stood at a revision, if that is cached.
func (c *cache) state(id content.ID, at content.Revision) (content.State, bool) {
	s, ok := c.states.GetIfPresent(id)
	return s, ok && changed(s) <= at
}

// keepState caches what a snapshot of a revision read, unless a newer one may
// have changed it.
func (c *cache) keepState(id content.ID, s content.State, at content.Revision) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if at == c.head {
		c.states.Set(id, s)
	}
}

// revision is the newest one whose change is, or is about to be, visible.
func (c *cache) revision() content.Revision {
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
		c.states.Invalidate(e.ID)
	}
}
