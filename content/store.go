package content

import "context"

// Space is one of the sets of sorted keys in a store. They are separate, so that a reader of
// one can't reach another.
type Space int

// The spaces.
const (
	// PublicIndex has the index keys of what readers see.
	PublicIndex Space = iota
	// DraftIndex has the index keys of what they would see if every draft were
	// published.
	DraftIndex
	// References has, for each referenced document, those that refer to it.
	References
	// Schedules has what will happen at an instant, in the order of time.
	Schedules
	// Sync has each document that was ever public, once, in the order of the changes with
	// which they last changed for readers.
	Sync
	// Outcomes has what is known of operations with an idempotency key. It follows from no
	// document and is not in the log: see Derived.
	Outcomes
	// Spaces is the number of spaces.
	Spaces
)

// Counted reports whether a store counts the keys of a space below their prefixes.
func (s Space) Counted() bool { return s == PublicIndex || s == DraftIndex }

// Derived reports whether the keys of a space follow from the documents, so that they can be
// rebuilt. Others are copied.
func (s Space) Derived() bool { return s != Outcomes }

// Digested reports whether the keys of a space depend on more than the documents: on what
// IndexDigest names. If that has changed, they must be rebuilt.
func (s Space) Digested() bool { return s.Counted() || s == Schedules }

// Store stores the log and everything derived from it. Every implementation must pass the
// suite in contenttest.
type Store interface {
	// Snapshot opens a consistent state for reading, at the newest revision whose change is
	// acknowledged or about to be. It must be closed. A store may close it after a documented
	// time (CodeTimeout).
	Snapshot(ctx context.Context) (Snapshot, error)
	// Write runs prepare, exclusively among all writers, on the state after the last write,
	// and applies the returned batch atomically. It returns when the batch is synced to disk.
	// A nil batch writes nothing. The snapshot is valid until prepare returns. An error of
	// prepare is returned unchanged and leaves no trace; CodeOutcomeUnknown means that the
	// disk failed, and the store accepts no more writes (CodeReadOnly).
	Write(ctx context.Context, prepare func(Snapshot) (*Batch, error)) error
}

// Snapshot is the state of a store at one revision. It is safe for concurrent use.
type Snapshot interface {
	// Revision returns the newest change in it, 0 for an empty store.
	Revision() Revision
	// State returns the state of a document: CodeNotFound if it never existed.
	State(id ID) (State, error)
	// Version returns a document as a change left it: CodeNotFound if that change wrote no
	// version of it, CodeCorrupt if it is damaged.
	Version(id ID, r Revision) (*Stored, error)
	// Scan appends to into up to limit keys of a space in [from, to), or from the last
	// downwards. An empty `to` is the end of the space. The keys stay valid when the snapshot
	// is closed.
	Scan(into []string, s Space, from, to string, reverse bool, limit int) ([]string, error)
	// Count returns the number of keys of an index below a prefix that the batches counted
	// (Batch.Counts).
	Count(s Space, prefix string) (int, error)
	// Changes returns up to limit changes after a revision, in order, each with its versions.
	Changes(after Revision, limit int) ([]ChangeSet, error)
	// Log returns up to limit changes before a revision, the newest first; before 0 means from
	// the newest.
	Log(before Revision, limit int) ([]Change, error)
	// History returns up to limit revisions before another that wrote a version of a document,
	// the newest first; before 0 means from the newest.
	History(id ID, before Revision, limit int) ([]Revision, error)
	// Origin returns the origin of its store.
	Origin() Origin
	// Close releases the state. Closing twice is harmless.
	Close() error
}

// Origin distinguishes a store from others.
type Origin struct {
	// Store is its permanent id, also through copies and rebuilding.
	Store string
	// Horizon is the newest change whose disappearances it has forgotten: Sync does not have
	// documents that disappeared up to it.
	Horizon Revision
}

// Erasure has the changes to former records. Nothing else ever changes them.
type Erasure struct {
	// Versions replace versions; nil removes one.
	Versions map[ID]map[Revision][]byte
	// Changes replace those of the same revisions.
	Changes []Change
	// Files must be removed: no version refers to them any more. Stores have no files; the
	// owner of the files follows the batch.
	Files []AssetID
	// Words are the removed words; nil for the erasure of a person.
	Words []RemovedWords
}

// Batch is a change and everything that a store derives from it.
type Batch struct {
	ChangeSet
	// Stored are the decoded documents; not persisted.
	Stored   map[ID]*Stored
	Warnings []Problem // about the written documents, for the editor; not persisted
	Effects  *Effects  // on readers, if requested; not persisted
	// Touched is what responses to readers may depend on; not persisted.
	Touched Touched
	// Erasure is nil unless a person is erased. Write then returns when the former bytes are
	// in no page of the file any more.
	Erasure     *Erasure
	Put, Delete [Spaces][]string       // sorted keys
	Counts      [Spaces]map[string]int // differences of the number of keys below a prefix
}
