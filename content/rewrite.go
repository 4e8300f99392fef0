package content

import (
	"regexp"
	"strconv"

	"lectern/content/locale"
)

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

// storedAsset matches an asset anywhere in a stored version, also in a text.
var storedAsset = regexp.MustCompile(locale.AssetScheme + "[0-9a-f]{" + strconv.Itoa(locale.AssetDigits) + "}")

// EachStoredAsset visits the assets in an encoded version, also in its texts.
func EachStoredAsset(encoded []byte, do func(AssetID)) {
	for _, u := range storedAsset.FindAll(encoded, -1) {
		if id, ok := AssetIn(locale.URL(u)); ok {
			do(id)
		}
	}
}
