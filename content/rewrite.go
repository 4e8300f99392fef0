package content

// Former records change in one way only: a transaction becomes a change that rewrites versions
// and entries of the log, an [Erasure]. The rules of the types decide what it removes.

// Rewrite makes a transaction rewrite former records. make gets the state of the store, and
// returns the batch (ReplayErasure). It must be the only edit of its operation (otherwise
// CodeBadInput).
func Rewrite(t *Transaction, make func(base Snapshot) (*Batch, error)) error {
	if len(t.staged) > 0 || t.erasure != nil {
		return errErasureAlone()
	}
	batch, err := make(t.base)
	t.erasure = batch
	return err
}

func errErasureAlone() error {
	return Errorf(CodeBadInput, "An erasure must be the only edit of its operation.")
}

// ReplayErasure returns the batch of a change that also rewrites former versions.
func ReplayErasure(base Snapshot, set ChangeSet, e *Erasure) (*Batch, error) {
	batch, err := replay(base, Rewritten(base, e), set)
	if err != nil {
		return nil, err
	}
	batch.Erasure, batch.Touched = e, Touched{Revision: set.Revision, Everything: true}
	return batch, nil
}

// Rewritten returns a snapshot with versions as an erasure leaves them: CodeNotFound for those
// that it removes.
func Rewritten(base Snapshot, e *Erasure) Snapshot { return rewrittenBy{base, e.Versions} }

// rewrittenBy is a snapshot with versions as an erasure leaves them.
type rewrittenBy struct {
	Snapshot
	versions map[ID]map[Revision][]byte
}

func (w rewrittenBy) Version(id ID, r Revision) (*Stored, error) {
	b, ok := w.versions[id][r]
	if !ok {
		return w.Snapshot.Version(id, r)
	}
	if b == nil {
		return nil, NotFound(id)
	}
	return Decode(b, r)
}

// Place is a place from which something was removed.
type Place struct {
	DocumentID ID       `json:"document,omitempty"` // empty for the entry of the log itself
	Revision   Revision `json:"revision"`           // of the version or of the change
	// Path is the path of the value, with dots: "abstract.da". For a change, it is "change"
	// (its reason or the name of its actor), or "schedule" for its scheduled steps.
	Path string `json:"path"`
}

// RemovedWords identifies words that a rewriting removes, for the ledger of a store.
type RemovedWords struct {
	Text    string // normalised, never stored; empty if the words come from the ledger
	Hash    string // as in the ledger; empty if Text is set
	Letters int
	Places  []Place
}
