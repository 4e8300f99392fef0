package content

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"lectern/content/locale"
)

// keysOf returns the sorted keys of a document in each space except Sync. They depend only on
// its state, its published and its working version, so they can be rebuilt and verified.
func keysOf(id ID, s State, published, working *Stored) (keys [Spaces][]string) {
	if s.Shown() != 0 {
		keys[PublicIndex] = published.indexKeys(s)
	}
	keys[Schedules] = scheduleKeys(id, s, published.document(), working.document())
	byState := stateKeys(working.document(), s)
	if s.Archived {
		working = nil
	}
	keys[DraftIndex] = slices.Concat(working.indexKeys(s), byState, translationKeys(working.document()))
	slices.Sort(keys[DraftIndex])
	seen := map[string]bool{}
	versions := []*Stored{published, working}
	if published == working {
		versions = versions[:1]
	}
	for _, v := range versions {
		if v == nil {
			continue
		}
		for _, target := range v.References() {
			b := appendElement(nil, StringKey(target))
			b = appendElement(b, StringKey(id.Kind().Name))
			seen[string(b)+string(id)] = true
		}
	}
	keys[References] = slices.Sorted(maps.Keys(seen))
	return keys
}

// IndexKeys returns the keys of a version in the indexes of its kind.
func IndexKeys(d Document, s State) []string {
	if d == nil {
		return nil
	}
	kind := KindOf(d)
	return keysUnder(kind.Indexes, d, s, func(by string, d Document) []Key { return kind.Attribute(by).Of(d) })
}

// keysUnder returns the keys of a document in some indexes of its kind. values returns the
// values of an index's By.
func keysUnder(indexes []Index, d Document, s State, values func(by string, d Document) []Key) []string {
	kind := KindOf(d)
	if _, ok := d.(Redacter); ok {
		d = Clone(d)
		redact(d, s)
	}
	seen := map[string]bool{}
	add := func(index Index, in locale.Language, orders []Key) {
		if len(orders) == 0 {
			orders = []Key{NoValue}
		}
		prefixes := []string{indexPrefix(kind, index, in)}
		if index.By != "" {
			prefixes = prefixes[:0]
			for _, by := range values(index.By, d) {
				prefixes = append(prefixes, indexPrefix(kind, index, in, by))
			}
		}
		for _, prefix := range prefixes {
			for _, order := range orders {
				seen[string(appendElement([]byte(prefix), order))+string(d.Base().ID)] = true
			}
		}
	}
	for _, index := range indexes {
		order := kind.Attribute(index.Order)
		if order.Named == nil {
			add(index, "", order.Of(d))
			continue
		}
		for _, l := range locale.Languages() {
			add(index, l, order.SortKeys(d, l))
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// indexPrefix returns the prefix of the keys of an index, or of those that share a value of
// its By. An index that is ordered by a name exists for each language of the service; for
// other indexes, the language is empty.
func indexPrefix(kind *Kind, index Index, in locale.Language, by ...Key) string {
	name := index.Name()
	if in != "" {
		name += "@" + string(in)
	}
	b := appendElement(nil, StringKey(kind.Name))
	b = appendElement(b, StringKey(name))
	for _, k := range by {
		b = appendElement(b, k)
	}
	return string(b)
}

// countedPrefix returns the prefix of an index key below which keys are counted, in the form
// of indexPrefix.
func countedPrefix(key string) string {
	elements, at := 2, 0
	for n := 0; n < elements; n++ {
		i := strings.Index(key[at:], ElementEnd)
		if i < 0 {
			return key
		}
		if n == 1 && strings.Contains(key[at:at+i], ".") {
			elements = 3
		}
		at += i + len(ElementEnd)
	}
	return key[:at]
}

// DeriveCounts returns the counts of a set of index keys.
func DeriveCounts(keys []string) map[string]int {
	counts := map[string]int{}
	for _, k := range keys {
		counts[countedPrefix(k)]++
	}
	return counts
}

// Derive returns the sorted keys that a store must hold in each space for a document in a
// state.
func Derive(base Snapshot, id ID, s State) (keys [Spaces][]string, err error) {
	published, err := storedVersion(base, id, s.Published)
	if err != nil {
		return keys, err
	}
	working := published
	if s.Draft != 0 {
		if working, err = storedVersion(base, id, s.Draft); err != nil {
			return keys, err
		}
	}
	keys = keysOf(id, s, published, working)
	keys[Sync], err = syncKeys(base, id, s, published)
	return keys, err
}

// storedVersion returns a version of a document, or nil for revision 0.
func storedVersion(base Snapshot, id ID, r Revision) (*Stored, error) {
	if r == 0 {
		return nil, nil
	}
	return base.Version(id, r)
}

// FullVersion returns a version of a document as a whole, or nil for revision 0.
func FullVersion(base Snapshot, id ID, r Revision) (Document, error) {
	stored, err := storedVersion(base, id, r)
	return stored.document(), err
}

// document returns the stored document, or nil.
func (s *Stored) document() Document {
	if s == nil {
		return nil
	}
	return s.Full
}

// indexKeys returns the keys of a version in the indexes of its kind. Each version is indexed
// when it is written and again when a newer one replaces it, so the keys of a version that was
// just written are cached, unless they also depend on the state.
func (s *Stored) indexKeys(state State) []string {
	if s == nil {
		return nil
	}
	if _, redacts := s.Full.(Redacter); redacts {
		return IndexKeys(s.Full, state)
	}
	if keys := s.keys.Load(); keys != nil {
		return *keys
	}
	keys := IndexKeys(s.Full, state)
	if !s.weighed.Load() {
		s.keys.Store(&keys)
	}
	return keys
}

// Replay returns the batch of a change that was made earlier or elsewhere. The change must be
// the next one of the store. It has no versions of people who were erased since.
func Replay(base Snapshot, set ChangeSet) (*Batch, error) { return replay(base, base, set) }

// replay is Replay for a change that also rewrites former versions: rewritten has the result.
func replay(base, rewritten Snapshot, set ChangeSet) (*Batch, error) {
	if set.Previous != base.Revision() || set.Revision != base.Revision()+1 {
		return nil, Errorf(CodeBadInput, "Change %d follows %d, but the store is at %d.", set.Revision, set.Previous, base.Revision())
	}
	written, err := writtenOver(rewritten, &set)
	if err != nil {
		return nil, err
	}
	if err := written.follow(base, &set); err != nil {
		return nil, err
	}
	batch := &Batch{ChangeSet: set, Stored: written.documents, Touched: Touched{Revision: set.Revision}}
	for s := range Spaces {
		batch.Counts[s] = map[string]int{}
	}
	for _, entry := range set.Entries {
		before, err := stateOf(base, entry.ID)
		if err != nil {
			return nil, err
		}
		was, err := Derive(base, entry.ID, before)
		if err != nil {
			return nil, err
		}
		is, err := Derive(written, entry.ID, entry.State)
		if err != nil {
			return nil, err
		}
		for s := range Spaces {
			batch.replace(s, was[s], is[s])
		}
		batch.Touched.add(entry.ID, before, entry.State, was, is)
	}
	was, is, err := moved(base, written, &set.Change)
	if err != nil {
		return nil, err
	}
	batch.replace(Sync, was, is)
	batch.Touched.addKeys(Sync, was, is)
	for s := range Spaces {
		slices.Sort(batch.Put[s])
		slices.Sort(batch.Delete[s])
		maps.DeleteFunc(batch.Counts[s], func(_ string, n int) bool { return n == 0 })
	}
	return batch, nil
}

func (b *Batch) replace(s Space, was, is []string) {
	for _, key := range keysBut(was, is) {
		b.Delete[s] = append(b.Delete[s], key)
		b.count(s, key, -1)
	}
	for _, key := range keysBut(is, was) {
		b.Put[s] = append(b.Put[s], key)
		b.count(s, key, +1)
	}
}

func (b *Batch) count(s Space, key string, by int) {
	if s.Counted() {
		b.Counts[s][countedPrefix(key)] += by
	}
}

// writtenBy is a snapshot with the versions and states that a change is about to add.
type writtenBy struct {
	Snapshot
	revision  Revision
	documents map[ID]*Stored
	states    map[ID]State
}

// writtenOver decodes the versions of a change.
func writtenOver(base Snapshot, set *ChangeSet) (*writtenBy, error) {
	w := &writtenBy{Snapshot: base, revision: set.Revision, documents: map[ID]*Stored{}, states: map[ID]State{}}
	for id, b := range set.Documents {
		if !utf8.Valid(b) { // reader relies on valid UTF-8
			return nil, Errorf(CodeCorrupt, "Change %d has a version of %s that is not UTF-8.", set.Revision, id)
		}
		stored, err := Decode(b, set.Revision)
		if err != nil {
			return nil, fmt.Errorf("content: change %d: %w", set.Revision, err)
		}
		if stored.Full.Base().ID != id {
			return nil, Errorf(CodeCorrupt, "Change %d has another document under the id %s.", set.Revision, id)
		}
		w.documents[id] = stored
	}
	return w, nil
}

func (w *writtenBy) State(id ID) (State, error) {
	if s, ok := w.states[id]; ok {
		return s, nil
	}
	return w.Snapshot.State(id)
}

func (w *writtenBy) Version(id ID, r Revision) (*Stored, error) {
	if r != w.revision {
		return w.Snapshot.Version(id, r)
	}
	if stored, ok := w.documents[id]; ok {
		return stored, nil
	}
	return nil, Errorf(CodeCorrupt, "Change %d points at a version of %s that it does not hold.", r, id)
}
