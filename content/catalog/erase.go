package catalog

import (
	"context"

	"lectern/content"
)

// Erase stages the removal of a person from everything that was ever written: the person's own
// versions, and from all versions of other documents the references to the person, and the
// names. The log keeps who did what to which document, without the names. Only the id and the
// fact of the erasure remain; nothing can be saved under the id again. It can't be undone, and
// must be the only edit of its change.
//
// For admins. It is CodeNotFound for an unknown speaker, or an erased one. Neither a bound on
// documents nor a rule can prevent it.
func Erase(ctx context.Context, t *content.Transaction, id content.ID) (receipt *Receipt, err error) {
	if err := t.Options().Actor.Require(content.RoleAdmin); err != nil {
		return nil, err
	}
	err = content.Rewrite(t, func(base content.Snapshot) (*content.Batch, error) {
		e, err := newEraser(base, t.Options(), id)
		if err != nil {
			return nil, err
		}
		if err := e.walk(ctx); err != nil {
			return nil, err
		}
		receipt = &e.receipt
		return e.finish()
	})
	if err != nil {
		return nil, err
	}
	return receipt, nil
}

// ErasePerson is an Edit that only erases a person. A dry run returns the same receipt, and
// writes nothing.
func ErasePerson(ctx context.Context, store content.Store, o content.EditOptions, id content.ID) (receipt *Receipt, err error) {
	_, err = content.Edit(ctx, store, o, func(t *content.Transaction) (err error) {
		receipt, err = Erase(ctx, t, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return receipt, nil
}

// EraseAgain erases some people again, as far as a store has them: after the restore of a
// backup that is older than their erasure. For admins.
func EraseAgain(ctx context.Context, store content.Store, o content.EditOptions, ids []content.ID) error {
	if err := o.Actor.Require(content.RoleAdmin); err != nil {
		return err
	}
	left, err := notErased(ctx, store, ids)
	if err != nil {
		return err
	}
	for _, id := range left {
		if _, err := ErasePerson(ctx, store, o, id); err != nil && !content.IsNotFound(err) {
			return err
		}
	}
	return nil
}

func notErased(ctx context.Context, store content.Store, ids []content.ID) (left []content.ID, err error) {
	snapshot, err := store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = snapshot.Close() }() // only read
	for _, id := range ids {
		state, err := snapshot.State(id)
		if err != nil && !content.IsNotFound(err) {
			return nil, err
		}
		if err == nil && !state.Erased {
			left = append(left, id)
		}
	}
	return left, nil
}

// eraser is an erasure in progress.
type eraser struct {
	*scrubber
	base    content.Snapshot
	options content.EditOptions
	erasure content.Erasure
	receipt Receipt
	created content.Revision // of the person
	after   content.Revision // the last change that is not searched; 0 to search everything

	fields     map[content.ID][]string // the changed fields of each document
	places     []content.Place         // the changed places, in the order of the log
	titles     map[content.ID]string   // of the last changed version
	about      map[content.ID]bool     // documents of which an earlier version referred to the person
	candidates map[content.ID]bool     // documents whose state may have to change
	files      map[content.AssetID]bool
}

// erasePage is the number of changes that an erasure reads at once.
const erasePage = 100

func newEraser(base content.Snapshot, o content.EditOptions, id content.ID) (*eraser, error) {
	state, err := base.State(id)
	if err != nil {
		return nil, err
	}
	if id.Kind() != speakerKind || state.Erased {
		return nil, content.NotFound(id)
	}
	e := newRewriter(base, o)
	e.created, e.receipt.Person = state.Created, id
	e.erasure.Versions[id] = map[content.Revision][]byte{}
	var versions []*Speaker
	for before := content.Revision(0); ; {
		revisions, err := base.History(id, before, erasePage)
		if err != nil {
			return nil, err
		}
		for _, r := range revisions {
			stored, err := base.Version(id, r)
			if err != nil {
				return nil, err
			}
			versions = append(versions, stored.Full.(*Speaker))
			for _, file := range content.AssetsOf(stored.Full) {
				e.files[file] = true
			}
			e.erasure.Versions[id][r] = nil
			e.receipt.Versions++
			before = r
		}
		if len(revisions) < erasePage {
			break
		}
	}
	e.scrubber = newScrubber(id, versions)
	return e, nil
}
