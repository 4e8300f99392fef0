package store

import (
	"hash/maphash"
	"math"
	"sync"

	"lectern/content"
)

const (
	stateWays  = 8  // of a set
	stateLocks = 64 // each is for some of the sets
)

// states are where documents stand, in a table of a fixed size. Every document
// that is read needs its state, so there is to be room for all: one takes 40
// bytes and no pointers, a tenth of an entry of a cache that keeps the order of
// use. A state has a place in one set only, and where that is full it takes the
// place of another one, round the set.
//
// Only states that say nothing but revisions are held. Those of documents with
// planned steps, or hidden, are read from the file each time.
type states struct {
	seed  maphash.Seed
	sets  []stateSet
	locks [stateLocks]sync.RWMutex
}

type stateSet struct {
	slots [stateWays]stateSlot
	next  uint32 // that is given away
}

// stateSlot is free where its state was created by no change.
type stateSlot struct {
	id                                      content.PackedID
	archived                                bool
	created, draft, published, seen, turned uint32
}

func newStates(bytes int) *states {
	return &states{seed: maphash.MakeSeed(), sets: make([]stateSet, max(1, bytes/(stateWays*40+4)))}
}

// set is where an id has its place, and what guards it.
func (s *states) set(id content.PackedID) (*stateSet, *sync.RWMutex) {
	i := maphash.Comparable(s.seed, id) % uint64(len(s.sets))
	return &s.sets[i], &s.locks[i%stateLocks]
}

func (s *states) get(id content.ID) (state content.State, ok bool) {
	packed, ok := id.Pack()
	if !ok {
		return state, false
	}
	set, lock := s.set(packed)
	lock.RLock()
	defer lock.RUnlock()
	if slot := set.find(packed); slot != nil {
		return slot.state(), true
	}
	return state, false
}

// put holds a state, or drops what was held where it can't be.
func (s *states) put(id content.ID, state content.State) {
	packed, ok := id.Pack()
	if !ok {
		return
	}
	set, lock := s.set(packed)
	lock.Lock()
	defer lock.Unlock()
	slot := set.find(packed)
	if slot == nil {
		slot = set.free()
	}
	*slot = slotOf(packed, state)
}

func (s *states) drop(id content.ID) { s.put(id, content.State{}) }

func (s *stateSet) find(id content.PackedID) *stateSlot {
	for i := range s.slots {
		if slot := &s.slots[i]; slot.id == id && slot.created != 0 {
			return slot
		}
	}
	return nil
}

// free is a slot that may be taken.
func (s *stateSet) free() *stateSlot {
	for i := range s.slots {
		if s.slots[i].created == 0 {
			return &s.slots[i]
		}
	}
	s.next = (s.next + 1) % stateWays
	return &s.slots[s.next]
}

// slotOf packs a state; it is free where the state has more than can be packed.
func slotOf(id content.PackedID, s content.State) stateSlot {
	switch {
	case max(s.Created, s.Draft, s.Published, s.Seen, s.Turned) > math.MaxUint32:
		return stateSlot{}
	case s.PublishAt != nil || s.UnpublishAt != nil || s.Hidden != nil || s.Refused != nil || s.Erased:
		return stateSlot{}
	}
	return stateSlot{id, s.Archived, uint32(s.Created), uint32(s.Draft), uint32(s.Published), uint32(s.Seen), uint32(s.Turned)}
}

func (s *stateSlot) state() content.State {
	return content.State{
		Created: content.Revision(s.created), Draft: content.Revision(s.draft), Published: content.Revision(s.published),
		Seen: content.Revision(s.seen), Turned: content.Revision(s.turned), Archived: s.archived,
	}
}
