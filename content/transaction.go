package content

import (
	"slices"
	"time"
)

// Transaction stages edits over one state of the store. It is not safe for use
// by several goroutines.
type Transaction struct {
	base    Snapshot
	options EditOptions
	staged  map[ID]*stagedDocument
	order   []ID                // of staging
	keys    map[string][]string // DraftIndex keys of what is staged, in order, by countedPrefix
	read    map[readVersion]Document
	entropy *[10]byte // of the next id; nil before the first
	// referring has the staged documents that refer to a document, as readers will see them;
	// nil before somebody asks.
	referring map[ID][]ID
	erasure   *Batch // that is the whole change; nil where nobody is erased
}

// readVersion names a version of the base that rules have looked at. They look
// at the same ones again and again: the conference of fifty sessions.
type readVersion struct {
	id       ID
	revision Revision
}

// maxRead bounds the versions that a transaction remembers.
const maxRead = 1000

type stagedDocument struct {
	before, after State
	written       Document // the version that the change writes, nil for none
	keys          []string // of written, in the transaction's keys
	actions       []Action
	problems      []Problem // of versions that were saved after others
	edited        bool      // what it says, or who may read it, has changed
}

func newTransaction(base Snapshot, o EditOptions) *Transaction {
	o.Now = o.Now.UTC().Truncate(time.Millisecond)
	o.Site = orNowhere(o.Site)
	if o.MaxDocuments == 0 {
		o.MaxDocuments = MaxChangeDocuments
	}
	return &Transaction{base: base, options: o, staged: map[ID]*stagedDocument{}, keys: map[string][]string{}, read: map[readVersion]Document{}}
}

// Revision is the one that the change will have.
func (t *Transaction) Revision() Revision { return t.base.Revision() + 1 }

// State is where a document stands with what is staged: CodeNotFound where
// there is none.
func (t *Transaction) State(id ID) (State, error) {
	if s, ok := t.staged[id]; ok {
		return s.after, nil
	}
	return t.base.State(id)
}

// Working is the version of a document that the next publish would show, with
// what is staged. It is not to be changed: see Clone.
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

// Published is the version of a document that readers see, with what is
// staged: CodeNotFound where they see none.
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

// BySlug is the id of the document of a kind that has or had a slug, in its
// working or its published version.
func (t *Transaction) BySlug(kind *Kind, slug string) (ID, error) { return t.holder(kind, slug, "") }

// holder is BySlug, passing one document over.
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

// Related lists documents of a kind by an index, as Lookup says.
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

// replaces tells whether a staged document, nil for none, has other keys in a space than
// before the change.
func (s *stagedDocument) replaces(space Space) bool {
	return s != nil && (space != PublicIndex || s.after.Shown() != s.before.Shown())
}

// within are the keys of a range, of keys in order.
func within(keys []string, r Range) []string {
	low, _ := slices.BinarySearch(keys, r.From)
	high, _ := slices.BinarySearch(keys, r.To)
	return keys[low:max(low, high)]
}

// Options are those of the change, with its time as it is kept.
func (t *Transaction) Options() EditOptions { return t.options }

// Staged is what a change does to a document so far.
type Staged struct {
	ID            ID
	Before, After State
	Actions       []Action
}

// StagedIn is what a change does to a document so far; nil where it does nothing.
func StagedIn(t *Transaction, id ID) *Staged {
	s := t.staged[id]
	if s == nil {
		return nil
	}
	return &Staged{id, s.before, s.after, s.actions}
}

// VersionIn is a version of a document, with what is staged. It is not to be
// changed.
func VersionIn(t *Transaction, id ID, r Revision) (Document, error) { return t.version(id, r) }

// CurrentIn are the versions of a document that count in a state, nil where there
// is none.
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
