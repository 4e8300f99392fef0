package content

import (
	"cmp"
	"maps"
	"slices"
)

// Overlay returns a snapshot with an uncommitted batch applied: the store as it will be. The
// batch must be the next change of the base (otherwise CodeBadInput), and must not be changed
// afterwards. Closing the overlay closes nothing: the owner of the base must keep it open as
// long as the overlay is read.
func Overlay(base Snapshot, batch *Batch) (Snapshot, error) {
	o := newOverlay(base)
	if err := o.apply(batch); err != nil {
		return nil, err
	}
	return o, nil
}

// overlay is a snapshot with any number of batches applied. It is safe for concurrent use
// after the last of them.
type overlay struct {
	base     Snapshot
	revision Revision
	states   map[ID]State
	versions map[readVersion]overlaid
	put      [Spaces][]string // sorted, without duplicates
	gone     [Spaces][]string // keys of the base; sorted, without duplicates
	counts   [Spaces]map[string]int
	changes  []ChangeSet         // of the batches, by revision
	former   map[Revision]Change // changes that erasures replace
	erases   bool
}

// overlaid is a version of a batch; stored is nil if an erasure removed it.
type overlaid struct {
	stored  *Stored
	encoded []byte
}

func newOverlay(base Snapshot) *overlay {
	return &overlay{
		base: base, revision: base.Revision(),
		states: map[ID]State{}, versions: map[readVersion]overlaid{}, former: map[Revision]Change{},
	}
}

// apply adds the next change.
func (o *overlay) apply(b *Batch) error {
	if b.Previous != o.revision || b.Revision != o.revision+1 {
		return Errorf(CodeBadInput, "Change %d follows %d, but the state below it is at %d.", b.Revision, b.Previous, o.revision)
	}
	versions := map[readVersion]overlaid{}
	write := func(id ID, r Revision, encoded []byte) error {
		stored, err := Decode(encoded, r)
		versions[readVersion{id, r}] = overlaid{stored, encoded}
		return err
	}
	for id, encoded := range b.Documents {
		if err := write(id, b.Revision, encoded); err != nil {
			return err
		}
	}
	if b.Erasure != nil {
		o.erases = true
		for id, revisions := range b.Erasure.Versions {
			for r, encoded := range revisions {
				if encoded == nil {
					versions[readVersion{id, r}] = overlaid{}
				} else if err := write(id, r, encoded); err != nil {
					return err
				}
			}
		}
		for _, c := range b.Erasure.Changes {
			o.former[c.Revision] = c
		}
	}
	maps.Copy(o.versions, versions)
	for _, e := range b.Entries {
		o.states[e.ID] = e.State
	}
	for s := range Spaces {
		for _, key := range b.Delete[s] {
			o.put[s] = withoutKey(o.put[s], key)
			o.gone[s] = withKey(o.gone[s], key)
		}
		for _, key := range b.Put[s] {
			o.put[s] = withKey(o.put[s], key)
		}
		if o.counts[s] == nil {
			o.counts[s] = map[string]int{}
		}
		for prefix, n := range b.Counts[s] {
			o.counts[s][prefix] += n
		}
	}
	o.changes = append(o.changes, b.ChangeSet)
	o.revision = b.Revision
	return nil
}

// withKey and withoutKey return a sorted list with and without a key.
func withKey(keys []string, key string) []string {
	i, found := slices.BinarySearch(keys, key)
	if found {
		return keys
	}
	return slices.Insert(keys, i, key)
}

func withoutKey(keys []string, key string) []string {
	if i, found := slices.BinarySearch(keys, key); found {
		return slices.Delete(keys, i, i+1)
	}
	return keys
}

func (o *overlay) Revision() Revision { return o.revision }

func (o *overlay) State(id ID) (State, error) {
	if s, ok := o.states[id]; ok {
		return s, nil
	}
	return o.base.State(id)
}

func (o *overlay) Version(id ID, r Revision) (*Stored, error) {
	v, ok := o.versions[readVersion{id, r}]
	switch {
	case !ok:
		return o.base.Version(id, r)
	case v.stored == nil:
		return nil, NotFound(id)
	}
	return v.stored, nil
}

func (o *overlay) Scan(into []string, s Space, from, to string, reverse bool, limit int) ([]string, error) {
	if limit <= 0 || to != "" && from >= to {
		return into, nil
	}
	stretch := func(keys []string) []string {
		low, _ := slices.BinarySearch(keys, from)
		high := len(keys)
		if to != "" {
			high, _ = slices.BinarySearch(keys, to)
		}
		return keys[low:high]
	}
	gone, put := stretch(o.gone[s]), stretch(o.put[s])
	before := len(into)
	// Reading as many more as may be removed leaves enough.
	all, err := o.base.Scan(into, s, from, to, reverse, limit+len(gone))
	if err != nil {
		return nil, err
	}
	keys := all[before:]
	if len(gone) > 0 {
		keys = slices.DeleteFunc(keys, func(key string) bool {
			_, found := slices.BinarySearch(gone, key)
			return found
		})
	}
	if len(put) > 0 {
		order := cmp.Compare[string]
		if reverse {
			order = func(a, b string) int { return cmp.Compare(b, a) }
			put = slices.Clone(put[max(0, len(put)-limit):])
			slices.Reverse(put)
		}
		keys = append(keys, put[:min(limit, len(put))]...)
		slices.SortFunc(keys, order)
		keys = slices.Compact(keys)
	}
	return append(all[:before], keys[:min(limit, len(keys))]...), nil
}

func (o *overlay) Count(s Space, prefix string) (int, error) {
	n, err := o.base.Count(s, prefix)
	return n + o.counts[s][prefix], err
}

func (o *overlay) Changes(after Revision, limit int) ([]ChangeSet, error) {
	var sets []ChangeSet
	if after < o.base.Revision() {
		var err error
		if sets, err = o.base.Changes(after, limit); err != nil {
			return nil, err
		}
	}
	all := slices.Clone(sets)
	if next := int(max(after, o.base.Revision()) - o.base.Revision()); next < len(o.changes) && len(all) < limit {
		all = append(all, o.changes[next:min(len(o.changes), next+limit-len(all))]...)
	}
	if o.erases {
		for i := range all {
			all[i] = o.erased(all[i])
		}
	}
	return all, nil
}

// erased returns a change as the erasures among the batches leave it.
func (o *overlay) erased(set ChangeSet) ChangeSet {
	if c, ok := o.former[set.Revision]; ok {
		set.Change = c
	}
	set.Documents = maps.Clone(set.Documents)
	for id := range set.Documents {
		if v, ok := o.versions[readVersion{id, set.Revision}]; ok && v.stored == nil {
			delete(set.Documents, id)
		} else if ok {
			set.Documents[id] = v.encoded
		}
	}
	return set
}

func (o *overlay) Log(before Revision, limit int) (changes []Change, err error) {
	if before == 0 || before > o.revision {
		before = o.revision + 1
	}
	for ; before-1 > o.base.Revision() && len(changes) < limit; before-- {
		changes = append(changes, o.changes[before-2-o.base.Revision()].Change)
	}
	if len(changes) < limit {
		below, err := o.base.Log(before, limit-len(changes))
		if err != nil {
			return nil, err
		}
		changes = append(changes, below...)
	}
	for i, c := range changes {
		if former, ok := o.former[c.Revision]; ok {
			changes[i] = former
		}
	}
	return changes, nil
}

func (o *overlay) History(id ID, before Revision, limit int) (revisions []Revision, err error) {
	if before == 0 || before > o.revision {
		before = o.revision + 1
	}
	for ; before-1 > o.base.Revision() && len(revisions) < limit; before-- {
		if v, ok := o.versions[readVersion{id, before - 1}]; ok && v.stored != nil {
			revisions = append(revisions, before-1)
		}
	}
	for len(revisions) < limit && before > 1 {
		below, err := o.base.History(id, before, limit)
		if err != nil || len(below) == 0 {
			return revisions, err
		}
		for _, r := range below {
			if v, ok := o.versions[readVersion{id, r}]; (!ok || v.stored != nil) && len(revisions) < limit {
				revisions = append(revisions, r)
			}
		}
		before = below[len(below)-1]
	}
	return revisions, nil
}

// Origin returns the origin of the store below.
func (o *overlay) Origin() Origin { return o.base.Origin() }

// Close does nothing.
func (o *overlay) Close() error { return nil }
