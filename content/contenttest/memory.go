package contenttest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"lectern/content"
)

// Memory is a content.Store in memory, for tests: simple, and slow to write.
// The zero value is empty.
type Memory struct {
	writing sync.Mutex
	mu      sync.RWMutex
	now     *memoryState
}

// NewMemory returns an empty store.
func NewMemory() *Memory { return &Memory{now: &memoryState{}} }

// memoryState is the state at one revision; it is immutable.
type memoryState struct {
	revision content.Revision
	states   map[content.ID]content.State
	versions map[memoryVersion]*content.Stored
	spaces   [content.Spaces][]string
	counts   [content.Spaces]map[string]int
	changes  []content.ChangeSet
	horizon  content.Revision
}

// Forget removes from Sync what readers no longer see since a change or before. It moves the
// horizon whether or not there is any.
func (m *Memory) Forget(until content.Revision) {
	m.writing.Lock()
	defer m.writing.Unlock()
	next := *m.now
	next.horizon = until
	next.spaces[content.Sync] = slices.DeleteFunc(slices.Clone(next.spaces[content.Sync]), func(key string) bool {
		gone, err := content.Gone(memorySnapshot{m.now}, until)
		return err == nil && slices.ContainsFunc(gone, func(g content.GoneDocument) bool { return g.Key == key })
	})
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = &next
}

type memoryVersion struct {
	id       content.ID
	revision content.Revision
}

type memorySnapshot struct{ *memoryState }

// Snapshot implements content.Store.
func (m *Memory) Snapshot(ctx context.Context) (content.Snapshot, error) {
	if ctx.Err() != nil {
		return nil, content.Errorf(content.CodeTimeout, "The operation took too long.")
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	return memorySnapshot{m.now}, nil
}

// Write implements content.Store.
func (m *Memory) Write(ctx context.Context, prepare func(content.Snapshot) (*content.Batch, error)) (err error) {
	m.writing.Lock()
	defer m.writing.Unlock()
	if ctx.Err() != nil {
		return content.Errorf(content.CodeTimeout, "The write waited too long for its turn.")
	}
	defer func() {
		if p := recover(); p != nil {
			err = content.Wrap(content.CodeInternal, fmt.Errorf("panic: %v", p), "The change failed.")
		}
	}()
	batch, err := prepare(memorySnapshot{m.now})
	if err != nil || batch == nil {
		return err
	}
	next, err := m.now.with(batch)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = next
	return nil
}

func (s *memoryState) with(b *content.Batch) (*memoryState, error) {
	next := &memoryState{
		revision: b.Revision, horizon: s.horizon,
		states: clone(s.states), versions: clone(s.versions),
		changes: append(slices.Clip(s.changes), b.ChangeSet),
	}
	if b.Erasure != nil {
		if err := next.erase(b.Erasure); err != nil {
			return nil, err
		}
	}
	for _, e := range b.Entries {
		next.states[e.ID] = e.State
		if e.State.Erased {
			continue
		}
		stored, err := content.Decode(b.Documents[e.ID], b.Revision)
		if err != nil {
			return nil, err
		}
		next.versions[memoryVersion{e.ID, b.Revision}] = stored
	}
	for space := range content.Spaces {
		gone := map[string]bool{}
		for _, k := range b.Delete[space] {
			gone[k] = true
		}
		kept := slices.DeleteFunc(slices.Clone(s.spaces[space]), func(k string) bool { return gone[k] })
		kept = append(kept, b.Put[space]...)
		slices.Sort(kept)
		next.spaces[space] = slices.Compact(kept)
		next.counts[space] = clone(s.counts[space])
		for prefix, n := range b.Counts[space] {
			next.counts[space][prefix] += n
		}
	}
	return next, nil
}

// erase changes former versions, in a state that is not visible yet.
func (s *memoryState) erase(erasure *content.Erasure) error {
	s.changes = slices.Clone(s.changes)
	for id, versions := range erasure.Versions {
		for r, b := range versions {
			set := &s.changes[r-1]
			set.Documents = clone(set.Documents)
			if b == nil {
				delete(set.Documents, id)
				delete(s.versions, memoryVersion{id, r})
				continue
			}
			stored, err := content.Decode(b, r)
			if err != nil {
				return err
			}
			set.Documents[id], s.versions[memoryVersion{id, r}] = b, stored
		}
	}
	for _, change := range erasure.Changes {
		s.changes[change.Revision-1].Change = change
	}
	return nil
}

func clone[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		return map[K]V{}
	}
	return maps.Clone(m)
}

func (s memorySnapshot) Revision() content.Revision { return s.revision }

func (s memorySnapshot) State(id content.ID) (content.State, error) {
	state, ok := s.states[id]
	if !ok {
		return state, content.Errorf(content.CodeNotFound, "There is no such document.")
	}
	return state, nil
}

func (s memorySnapshot) Version(id content.ID, r content.Revision) (*content.Stored, error) {
	stored, ok := s.versions[memoryVersion{id, r}]
	if !ok {
		return nil, content.Errorf(content.CodeNotFound, "There is no such version.")
	}
	return stored, nil
}

func (s memorySnapshot) Scan(into []string, space content.Space, from, to string, reverse bool, limit int) ([]string, error) {
	keys := s.spaces[space]
	low, _ := slices.BinarySearch(keys, from)
	high := len(keys)
	if to != "" {
		high, _ = slices.BinarySearch(keys, to)
	}
	switch {
	case low >= high:
		return into, nil
	case reverse:
		before := len(into)
		into = append(into, keys[max(low, high-limit):high]...)
		slices.Reverse(into[before:])
		return into, nil
	}
	return append(into, keys[low:min(high, low+limit)]...), nil
}

func (s memorySnapshot) Count(space content.Space, prefix string) (int, error) {
	return s.counts[space][prefix], nil
}

func (s memorySnapshot) Changes(after content.Revision, limit int) ([]content.ChangeSet, error) {
	low := min(int(after), len(s.changes))
	return s.changes[low:min(low+limit, len(s.changes))], nil
}

func (s memorySnapshot) Log(before content.Revision, limit int) (changes []content.Change, err error) {
	if before == 0 || before > s.revision {
		before = s.revision + 1
	}
	for r := before - 1; r >= 1 && len(changes) < limit; r-- {
		changes = append(changes, s.changes[r-1].Change)
	}
	return changes, nil
}

func (s memorySnapshot) History(id content.ID, before content.Revision, limit int) (revisions []content.Revision, err error) {
	if before == 0 || before > s.revision {
		before = s.revision + 1
	}
	for r := before - 1; r >= 1 && len(revisions) < limit; r-- {
		if _, ok := s.versions[memoryVersion{id, r}]; ok {
			revisions = append(revisions, r)
		}
	}
	return revisions, nil
}

func (s memorySnapshot) Origin() content.Origin {
	return content.Origin{Store: "memory", Horizon: s.horizon}
}

func (s memorySnapshot) Close() error { return nil }
