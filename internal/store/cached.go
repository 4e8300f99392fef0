package store

import (
	"math"
	"sync/atomic"

	"lectern/content"
)

// cached is the cached data of a document. Except for used it is immutable: it is read without
// a lock and replaced as a whole.
type cached struct {
	id       [maxCachedID]byte
	length   uint8
	used     atomic.Bool
	packed   packedState
	rare     *content.State // instead of packed, if the state has more than revisions
	versions [2]*content.Stored
	weight   int
}

// maxCachedID is the length of the longest id, with room for a longer prefix.
const maxCachedID = 48

// cachedBytes is the size of a document without its versions, including its place in the
// table. A test checks that it is large enough.
const cachedBytes = 128

// The size of a state that has more than revisions: the state itself, each step, and each
// hiding and refusal.
const (
	rareBytes   = 192
	stepBytes   = 192
	hidingBytes = 48
)

// packedState is a state that has only revisions. It is empty if created is 0.
type packedState struct {
	created, draft, published, seen, turned uint32
	archived                                bool
}

// name sets the id; ok is false if it is too long.
func (d *cached) name(id content.ID) (ok bool) {
	if len(id) > len(d.id) {
		return false
	}
	d.length = uint8(copy(d.id[:], id))
	return true
}

func (d *cached) is(id content.ID) bool { return string(d.id[:d.length]) == string(id) }

func (d *cached) isEmpty() bool {
	return d == nil || d.packed.created == 0 && d.rare == nil && d.versions == [2]*content.Stored{}
}

// state returns the state of the document; ok is false if it is not cached.
func (d *cached) state() (s content.State, ok bool) {
	if d.rare != nil {
		return *d.rare, true
	}
	p := &d.packed
	return content.State{
		Created: content.Revision(p.created), Draft: content.Revision(p.draft), Published: content.Revision(p.published),
		Seen: content.Revision(p.seen), Turned: content.Revision(p.turned), Archived: p.archived,
	}, p.created != 0
}

// setState sets the state, or removes it if it is zero. It drops the versions that the state
// does not refer to.
func (d *cached) setState(s content.State) {
	d.packed, d.rare = packedState{}, nil
	switch {
	case s.Created == 0:
		d.versions = [2]*content.Stored{}
		return
	case !isPlain(s), max(s.Created, s.Draft, s.Published, s.Seen, s.Turned) > math.MaxUint32:
		d.rare = &s
	default:
		d.packed = packedState{uint32(s.Created), uint32(s.Draft), uint32(s.Published), uint32(s.Seen), uint32(s.Turned), s.Archived}
	}
	for i, v := range d.versions {
		if v != nil && v.Revision != s.Draft && v.Revision != s.Published {
			d.versions[i] = nil
		}
	}
}

// isPlain reports whether a state has only revisions.
func isPlain(s content.State) bool {
	return s.Steps == nil && s.Hidden == nil && s.Refused == nil && !s.Erased && !s.Discarded
}

// take adds a version, unless the state is known and does not refer to it.
func (d *cached) take(v *content.Stored) {
	s, known := d.state()
	if known && v.Revision != s.Draft && v.Revision != s.Published {
		return
	}
	i := 0
	if d.versions[0] != nil && (d.versions[1] == nil || d.versions[1].Revision < d.versions[0].Revision) {
		i = 1 // replaces the older of the two
	}
	d.versions[i] = v
}

// weigh computes and stores the approximate size of the document in bytes.
func (d *cached) weigh() int {
	if d == nil {
		return 0
	}
	d.weight = cachedBytes
	if s := d.rare; s != nil {
		d.weight += rareBytes + stepBytes*len(s.Steps) + hidingBytes*(len(s.Hidden)+len(s.Refused))
	}
	for _, v := range d.versions {
		if v != nil {
			d.weight += v.Weigh()
		}
	}
	return d.weight
}

// weighed returns the size that weigh has stored.
func (d *cached) weighed() int {
	if d == nil {
		return 0
	}
	return d.weight
}
