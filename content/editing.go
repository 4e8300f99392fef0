package content

import (
	"context"
	"maps"
	"slices"
	"time"
)

// MaxChangeDocuments is how many documents one change touches where its
// options don't say.
const MaxChangeDocuments = 100

// EditOptions say who edits, when and why.
type EditOptions struct {
	Actor  Actor
	Reason string
	Now    time.Time // of the change; whole milliseconds are kept
	// Entropy is where new ids come from: crypto/rand's Read, or a test's own.
	Entropy func([]byte) (int, error)
	// DryRun does everything except to commit.
	DryRun bool
	// MaxDocuments bounds the documents of the change; MaxChangeDocuments where
	// it is 0.
	MaxDocuments int
	// KeepTimes lets what is saved keep the UpdatedAt that it brings: for
	// imports.
	KeepTimes bool
}

// Edit is the one door for writing: it runs fn in a transaction and commits
// what it staged as one change, if all of it is valid. The change is nil where
// nothing was staged. With CodeInvalid the error has every problem, of every
// document.
func Edit(ctx context.Context, store Store, o EditOptions, fn func(*Transaction) error) (*Change, error) {
	var change *Change
	err := store.Write(ctx, func(base Snapshot) (*Batch, error) {
		t := newTransaction(base, o)
		if err := fn(t); err != nil {
			return nil, err
		}
		batch, err := t.finish()
		if err != nil || batch == nil {
			return nil, err
		}
		change = &batch.Change
		if o.DryRun {
			return nil, nil
		}
		return batch, nil
	})
	if err != nil {
		return nil, err
	}
	return change, nil
}

// Problems is all that is wrong with what is staged, in the order of staging:
// with what is about to be published as readers would see it, with drafts as
// far as they go.
func (t *Transaction) Problems() ([]Problem, error) {
	var all []Problem
	for _, id := range t.order {
		s := t.staged[id]
		c := &Check{Publishing: s.after.Published == t.Revision(), others: t}
		if s.before.Published != 0 {
			public, err := full(t.base, id, s.before.Published)
			if err != nil {
				return nil, err
			}
			c.Published = public
		}
		if !s.after.Archived { // an archived document has no claim to its slug
			if err := t.checkSlug(s.written, c); err != nil {
				return nil, err
			}
		}
		problems, err := validate(s.written, c)
		if err != nil {
			return nil, err
		}
		for _, p := range problems {
			p.Document = id
			all = append(all, p)
		}
	}
	return all, nil
}

// ProblemsOf is all that is wrong with one document among others, beside a slug
// that another has: before it is published, or saved as a draft. Published is
// the version that readers see now, nil for none. Imports look so at many
// documents before they write the first.
func ProblemsOf(d Document, publishing bool, published Document, others Lookup) ([]Problem, error) {
	return validate(d, &Check{Publishing: publishing, Published: published, others: others})
}

func (t *Transaction) checkSlug(d Document, c *Check) error {
	m := d.Base()
	if m.Slug == "" {
		return nil
	}
	_, err := t.holder(KindOf(d), m.Slug, m.ID)
	if err == nil {
		c.Problem(SlugTaken, "slug")
	}
	if IsNotFound(err) {
		return nil
	}
	return err
}

// finish makes the batch of what is staged; nil where nothing is.
func (t *Transaction) finish() (*Batch, error) {
	if len(t.staged) == 0 {
		return nil, nil
	}
	if len(t.staged) > t.options.MaxDocuments {
		return nil, Errorf(CodeTooLarge, "A change touches at most %d documents; this one touches %d.", t.options.MaxDocuments, len(t.staged))
	}
	problems, err := t.Problems()
	if err != nil {
		return nil, err
	}
	problems = slices.DeleteFunc(problems, func(p Problem) bool { return p.Warning })
	if len(problems) > 0 {
		return nil, &Error{Code: CodeInvalid, Message: "The change has problems.", Problems: problems}
	}
	set := ChangeSet{
		Change: Change{
			Revision: t.Revision(), Previous: t.base.Revision(), Time: t.options.Now,
			Actor: t.options.Actor, Reason: t.options.Reason,
		},
		Documents: map[ID][]byte{},
	}
	for _, id := range slices.Sorted(maps.Keys(t.staged)) {
		s := t.staged[id]
		set.Entries = append(set.Entries, Entry{ID: id, Actions: s.actions, State: s.after})
		if set.Documents[id], err = encode(s.written); err != nil {
			return nil, err
		}
	}
	return Replay(t.base, set)
}
