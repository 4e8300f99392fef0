package content

import (
	"regexp"
	"strconv"

	"lectern/content/locale"
)

// What was written before changes in one way only: a transaction becomes a change
// that rewrites versions and entries of the log, an [Erasure]. What it takes out and
// why is for the rules of the types to say.

// Rewrite makes a transaction one that rewrites what was written before. make is given
// the state of the store, and makes the batch (ReplayErasure). It must be the
// only edit of its operation: CodeBadInput else.
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

// ReplayErasure makes the batch of a change that rewrites former versions too.
func ReplayErasure(base Snapshot, set ChangeSet, e *Erasure) (*Batch, error) {
	batch, err := replay(base, Rewritten(base, e), set)
	if err != nil {
		return nil, err
	}
	batch.Erasure, batch.Touched = e, Touched{Revision: set.Revision, Everything: true}
	return batch, nil
}

// Rewritten is a snapshot with versions as an erasure leaves them: CodeNotFound for
// those that it takes away.
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

// storedAsset is an asset wherever a stored version has it, in a text too.
var storedAsset = regexp.MustCompile(locale.AssetScheme + "[0-9a-f]{" + strconv.Itoa(locale.AssetDigits) + "}")

func (set *ChangeSet) nameAssets(named map[AssetID]bool) {
	for _, b := range set.Documents {
		EachStoredAsset(b, func(id AssetID) { named[id] = true })
	}
}

// EachStoredAsset visits the assets that an encoded version names, in a text too.
func EachStoredAsset(encoded []byte, do func(AssetID)) {
	for _, u := range storedAsset.FindAll(encoded, -1) {
		if id, ok := AssetIn(locale.URL(u)); ok {
			do(id)
		}
	}
}
