package content

import "context"

// Space is one of the sets of ordered keys that a store keeps. They are apart,
// so that a reader of one can't reach another.
type Space int

// The spaces.
const (
	// PublicIndex has the index keys of what readers see.
	PublicIndex Space = iota
	// DraftIndex has the index keys of what they would see if every draft were
	// published.
	DraftIndex
	// References has, for each document that is referred to, those that do.
	References
	// Schedules has what is to happen at an instant, in the order of time.
	Schedules
	// Sync has each document that was ever public, once, in the order of the
	// changes with which readers last saw them otherwise.
	Sync
	// Spaces is how many there are.
	Spaces
)

// Counted tells whether a store counts the keys of a space below their
// prefixes.
func (s Space) Counted() bool { return s == PublicIndex || s == DraftIndex }

// Digested tells whether the keys of a space follow from more than the documents: from
// what IndexDigest names. Where that has changed, they must be rebuilt.
func (s Space) Digested() bool { return s.Counted() || s == Schedules }

// Store keeps the log and what follows from it. Every implementation passes
// the suite in contenttest.
type Store interface {
	// Snapshot opens a consistent state for reading, at the newest revision
	// whose change is acknowledged or about to be. It must be closed; a store
	// may close it by itself after a time that it states (CodeTimeout).
	Snapshot(ctx context.Context) (Snapshot, error)
	// Write runs prepare, alone among all writers, on the state after the last
	// write, and applies the batch that it returns: all of it, or nothing. It
	// returns when the batch is synced to disk. A nil batch writes nothing. The
	// snapshot is good until prepare returns. An error of prepare is returned
	// as it is and leaves no trace; CodeOutcomeUnknown says that the disk
	// failed, and the store takes no more writes (CodeReadOnly).
	Write(ctx context.Context, prepare func(Snapshot) (*Batch, error)) error
}

// Snapshot is a state of a store at one revision. It is safe for use by
// several goroutines at once.
type Snapshot interface {
	// Revision is the newest change in it, 0 in an empty store.
	Revision() Revision
	// State is where a document stands: CodeNotFound where there never was one.
	State(id ID) (State, error)
	// Version is a document as a change left it: CodeNotFound where that change
	// wrote no version of it, CodeCorrupt where it is damaged.
	Version(id ID, r Revision) (*Stored, error)
	// Scan appends to into up to limit keys of a space in [from, to), or from
	// the last downwards. An empty `to` is the end of the space. The keys stay
	// good when the snapshot is closed.
	Scan(into []string, s Space, from, to string, reverse bool, limit int) ([]string, error)
	// Count is how many keys of an index there are below a prefix that the
	// batches counted (Batch.Counts).
	Count(s Space, prefix string) (int, error)
	// Changes lists up to limit changes after a revision, in order, each with
	// what it wrote.
	Changes(after Revision, limit int) ([]ChangeSet, error)
	// Log lists up to limit changes before a revision, the newest first; before
	// 0 begins with the newest of all.
	Log(before Revision, limit int) ([]Change, error)
	// History lists up to limit revisions before another that wrote a version of
	// a document, the newest first; before 0 begins with the newest of all.
	History(id ID, before Revision, limit int) ([]Revision, error)
	// Origin tells which store it is of.
	Origin() Origin
	// Close releases the state. Closing twice is harmless.
	Close() error
}

// Origin is what tells a store from others.
type Origin struct {
	// Store names it for ever, through copies and rebuilding.
	Store string
	// Horizon is the newest change whose disappearances it has forgotten: Sync
	// does not have what was gone from then on.
	Horizon Revision
}

// Erasure is what an erasure changes in what was written before: nothing else
// ever does.
type Erasure struct {
	// Versions are what comes in the place of versions; nil takes one away.
	Versions map[ID]map[Revision][]byte
	// Changes come in the place of those of their revisions.
	Changes []Change
	// Files are to be taken away: no version names them any more. No store has
	// them; who has them follows the batch.
	Files []AssetID
}

// Batch is a change and all that follows from it for a store.
type Batch struct {
	ChangeSet
	// Stored are the documents as they are read; not kept.
	Stored   map[ID]*Stored
	Warnings []Problem // of what is written, for its editor; not kept
	Effects  *Effects  // on readers, where they were asked for; not kept
	// Touched is what answers to readers may depend on; not kept.
	Touched Touched
	// Erasure is nil but where a person is erased. Write then returns when the
	// former bytes are in no page of the file any more.
	Erasure     *Erasure
	Put, Delete [Spaces][]string       // keys, in order
	Counts      [Spaces]map[string]int // by how much the number of keys below a prefix changes
}
