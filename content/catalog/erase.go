package catalog

import (
	"context"

	"lectern/content"
)

// Erase stages that a person is taken out of all that was ever written: the
// person's own versions, and of all versions of all other documents what refers
// to the person, and the names. The log keeps who did what to which document,
// without the names. What is left is the id and that it was erased; nothing can
// be saved under it again. It can't be undone, and is alone in its change.
//
// For admins. It is CodeNotFound where there is no such speaker, or one who was
// erased already. Neither a bound on documents nor a rule stands in the way.
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

// ErasePerson is an Edit that does nothing but to Erase a person. The receipt of
// a dry run is the same, and nothing is written.
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

// EraseAgain erases those of some people whom a store has, and who are not
// erased in it: after a backup was restored that is older than their erasure.
// For admins.
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

// eraser is one erasure.
type eraser struct {
	*scrubber
	base    content.Snapshot
	options content.EditOptions
	erasure content.Erasure
	receipt Receipt
	created content.Revision // of the person
	after   content.Revision // what was written until then is not changed; 0 for everything

	fields     map[content.ID][]string // that were changed, of each document
	places     []content.Place         // that were changed, in the order of the log
	titles     map[content.ID]string   // of the last version that was changed
	about      map[content.ID]bool     // documents that referred to the person in a version so far
	candidates map[content.ID]bool     // documents whose state may have to change
	files      map[content.AssetID]bool
}

// erasePage is how many changes an erasure reads at once.
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
