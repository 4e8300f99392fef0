package store

import (
	"math"
	"sync/atomic"

	"lectern/content"
)

// cached is what a cache has of a document. But for used it does not change: what is read
// without a lock is replaced as a whole.
type cached struct {
	id       [maxCachedID]byte
	length   uint8
	used     atomic.Bool
	packed   packedState
	rare     *content.State // in place of packed, where the state says more than revisions
	versions [2]*content.Stored
	weight   int
}

// maxCachedID is the length of the longest id, with room for a longer prefix.
const maxCachedID = 48

// cachedBytes is what a document takes beside its versions, with its place in the table; a test
// holds it to be enough.
const cachedBytes = 128

// What a state takes that says more than revisions: itself with two steps, and each hiding
// and refusal.
const (
	rareBytes = 384
	stepBytes = 48
)

// packedState is a state that says nothing but revisions. It is none where it was created by
// no change.
type packedState struct {
	created, draft, published, seen, turned uint32
	archived                                bool
}

// name sets the id; ok is false for one that is too long.
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

// state is where the document stands; ok is false where that is not known.
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

// setState sets the state, or that it is not known where it is zero. It drops the versions that
// the state does not name.
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

// isPlain tells whether a state says nothing but revisions.
func isPlain(s content.State) bool {
	return s.PublishAt == nil && s.UnpublishAt == nil && s.Hidden == nil && s.Refused == nil && !s.Erased
}

// take adds a version, unless the state is known and does not name it.
func (d *cached) take(v *content.Stored) {
	s, known := d.state()
	if known && v.Revision != s.Draft && v.Revision != s.Published {
		return
	}
	i := 0
	if d.versions[0] != nil && (d.versions[1] == nil || d.versions[1].Revision < d.versions[0].Revision) {
		i = 1 // the older of the two goes
	}
	d.versions[i] = v
}

// weigh is how many bytes the document takes, about, from now on.
func (d *cached) weigh() int {
	if d == nil {
		return 0
	}
	d.weight = cachedBytes
	if s := d.rare; s != nil {
		d.weight += rareBytes + stepBytes*(len(s.Hidden)+len(s.Refused))
	}
	for _, v := range d.versions {
		if v != nil {
			d.weight += v.Weigh()
		}
	}
	return d.weight
}

// weighed is what weigh gave.
func (d *cached) weighed() int {
	if d == nil {
		return 0
	}
	return d.weight
}
