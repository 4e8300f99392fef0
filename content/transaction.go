package content

import (
	"slices"
	"time"
)

// Transaction stages edits on one state of the store. It is not safe for concurrent use.
type Transaction struct {
	base    Snapshot
	options EditOptions
	staged  map[ID]*stagedDocument
	order   []ID                // of staging
	keys    map[string][]string // DraftIndex keys of the staged documents, sorted, by countedPrefix
	read    map[readVersion]Document
	entropy *[10]byte // of the next id; nil before the first
	// referring has the staged documents that refer to a document, as readers will see them;
	// nil before the first use.
	referring map[ID][]ID
	erasure   *Batch // the whole change, if it is an erasure; otherwise nil
}

// readVersion is a version of the base that rules have read. They often read the same ones: the
// conference of fifty sessions.
type readVersion struct {
	id       ID
	revision Revision
}

// maxRead is the maximum number of versions that a transaction caches.
const maxRead = 1000

type stagedDocument struct {
	before, after State
	written       Document // the version that the change writes, or nil
	keys          []string // of written, in the transaction's keys
	actions       []Action
	problems      []Problem // of saved versions with regard to the former ones
	edited        bool      // its content, or its readers, have changed
}

func newTransaction(base Snapshot, o EditOptions) *Transaction {
	o.Now = o.Now.UTC().Truncate(time.Millisecond)
	o.Site = orNowhere(o.Site)
	if o.MaxDocuments == 0 {
		o.MaxDocuments = MaxChangeDocuments
	}
	return &Transaction{base: base, options: o, staged: map[ID]*stagedDocument{}, keys: map[string][]string{}, read: map[readVersion]Document{}}
}

// Revision returns the revision of the change.
func (t *Transaction) Revision() Revision { return t.base.Revision() + 1 }

// State returns the state of a document with the staged edits, or CodeNotFound.
func (t *Transaction) State(id ID) (State, error) {
	if s, ok := t.staged[id]; ok {
		return s.after, nil
	}
	return t.base.State(id)
}

// Working returns the version of a document that the next publish would show, with the staged
// edits. It must not be changed: see Clone.
func (t *Transaction) Working(id ID) (Document, error) {
	state, err := t.State(id)
	if err != nil {
		return nil, err
	}
	if state.Gone() {
		return nil, NotFound(id)
	}
	return t.version(id, state.Working())
}

// Published returns the version of a document that readers see, with the staged edits, or
// CodeNotFound.
func (t *Transaction) Published(id ID) (Document, error) {
	state, err := t.State(id)
	if err != nil {
		return nil, err
	}
	if state.Published == 0 {
		return nil, NotFound(id)
	}
	return t.version(id, state.Published)
}

func (t *Transaction) version(id ID, r Revision) (Document, error) {
	if s, ok := t.staged[id]; ok && r == t.Revision() {
		return s.written, nil
	}
	if r == 0 {
		return nil, NotFound(id)
	}
	if d, ok := t.read[readVersion{id, r}]; ok {
		return d, nil
	}
	d, err := FullVersion(t.base, id, r)
	if err != nil {
		return nil, MustBeThere(err, id)
	}
	if len(t.read) >= maxRead {
		clear(t.read)
	}
	t.read[readVersion{id, r}] = d
	return d, nil
}

// BySlug returns the id of the document of a kind that has or had a slug, in its working or its
// published version.
func (t *Transaction) BySlug(kind *Kind, slug string) (ID, error) { return t.holder(kind, slug, "") }

// holder is BySlug, ignoring one document.
func (t *Transaction) holder(kind *Kind, slug string, except ID) (ID, error) {
	r := slugRange(kind, slug)
	for _, key := range within(t.keys[countedPrefix(r.From)], r) {
		if KeyID(key) != except {
			return KeyID(key), nil
		}
	}
	const some = 100
	for _, space := range []Space{DraftIndex, PublicIndex} {
		keys, err := t.base.Scan(nil, space, r.From, r.To, false, some)
		if err != nil {
			return "", err
		}
		for _, key := range keys {
			id := KeyID(key)
			s, staged := t.staged[id]
			if id != except && (!staged || space == PublicIndex && s.after.Published == s.before.Published) {
				return id, nil
			}
		}
	}
	return "", errNoSlug(kind)
}

// Related returns documents of a kind by an index, as in Lookup.
func (t *Transaction) Related(space Space, kind *Kind, index Index, by, from, to Key) ([]Document, error) {
	prefix := indexPrefix(kind, index, "")
	if index.By != "" {
		prefix = indexPrefix(kind, index, "", by)
	}
	r := Range{prefix + Element(from), prefix + Element(to)}
	var keys []string
	for at := r.From; ; {
		some, err := t.base.Scan(nil, space, at, r.To, false, maxItems)
		if err != nil {
			return nil, err
		}
		keys = append(keys, some...)
		if len(some) < maxItems {
			break
		}
		at = some[len(some)-1] + "\x00"
	}
	keys = slices.DeleteFunc(keys, func(k string) bool { return t.staged[KeyID(k)].replaces(space) })
	for _, key := range within(t.keys[prefix], r) {
		if s := t.staged[KeyID(key)]; space != PublicIndex || s.replaces(space) && s.after.Shown() != 0 {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	documents := make([]Document, 0, len(keys))
	version := t.Working
	if space == PublicIndex {
		version = t.Published
	}
	for _, key := range keys {
		d, err := version(KeyID(key))
		if err != nil {
			return nil, err
		}
		documents = append(documents, d)
	}
	return documents, nil
}

// replaces reports whether a staged document, or nil, has other keys in a space than before the
// change.
func (s *stagedDocument) replaces(space Space) bool {
	return s != nil && (space != PublicIndex || s.after.Shown() != s.before.Shown())
}

// within returns the keys in a range, of sorted keys.
func within(keys []string, r Range) []string {
	low, _ := slices.BinarySearch(keys, r.From)
	high, _ := slices.BinarySearch(keys, r.To)
	return keys[low:max(low, high)]
}

// Options returns the options of the change, with its time as it is stored.
func (t *Transaction) Options() EditOptions { return t.options }

// Staged is the staged edit of a document so far.
type Staged struct {
	ID            ID
	Before, After State
	Actions       []Action
}

// StagedIn returns the staged edit of a document so far, or nil.
func StagedIn(t *Transaction, id ID) *Staged {
	s := t.staged[id]
	if s == nil {
		return nil
	}
	return &Staged{id, s.before, s.after, s.actions}
}

// VersionIn returns a version of a document, with the staged edits. It must not be changed.
func VersionIn(t *Transaction, id ID, r Revision) (Document, error) { return t.version(id, r) }

// CurrentIn returns the current versions of a document in a state, nil for missing ones.
func CurrentIn(t *Transaction, id ID, s State) (working, published Document, err error) {
	if s.Published != 0 {
		if published, err = t.version(id, s.Published); err != nil {
			return nil, nil, err
		}
	}
	if s.Draft == 0 {
		return published, published, nil
	}
	working, err = t.version(id, s.Draft)
	return working, published, err
}
