package content

import (
	"context"
	"maps"
	"slices"
	"time"
)

// The maximum number of documents in a change.
const (
	MaxChangeDocuments = 100    // the default
	MaxActionDocuments = 10_000 // of an action that must not be split: see AllowManyDocuments
)

// EditOptions has the actor, the time and the reason of an edit.
type EditOptions struct {
	Actor  Actor
	Reason string
	Now    time.Time // of the change; stored in whole milliseconds
	// Entropy is the source of new ids: crypto/rand's Read, or that of a test.
	Entropy func([]byte) (int, error)
	// DryRun does everything except the commit. Look, unless it is nil, gets the resulting
	// store, valid only during the call, and the batch.
	DryRun bool
	Look   func(Snapshot, *Batch) error
	// MaxDocuments is the maximum number of documents in the change; 0 means
	// MaxChangeDocuments.
	MaxDocuments int
	// Site has the files that documents may refer to, and their URLs; nil means no files.
	Site *Site
	// Effects, if not nil, returns what readers will notice of the batch on the site
	// (effects.Of).
	Effects func(base Snapshot, b *Batch, site *Site) (*Effects, error)
	// Progress is called with the part of the log that an erasure has read; it may be nil.
	Progress func(done, total Revision)
	// Import means that the saved documents were written elsewhere: they keep their UpdatedAt,
	// and what would prevent their planned steps is a warning.
	Import bool
	// Once makes the edit happen at most once under an idempotency key; nil means that it has
	// none. A dry run ignores it.
	Once *Once
}

// Edit is the one door for writing: it runs fn in a transaction and commits what fn staged as
// one change, if all of it is valid. It is UNAUTHENTICATED or FORBIDDEN if the actor is not an
// editor, before any wait; what needs a higher role checks that itself. The batch of the change
// is nil if nothing was staged, and if Once has found it. With CodeInvalid the error has every
// problem of every document.
func Edit(ctx context.Context, store Store, o EditOptions, fn func(*Transaction) error) (*Batch, error) {
	if err := o.Actor.Require(RoleEditor); err != nil {
		return nil, err
	}
	var done *Batch
	err := store.Write(ctx, func(base Snapshot) (*Batch, error) {
		batch, err := edit(base, o, fn)
		if done = batch; err != nil || !o.DryRun {
			return batch, err
		}
		return nil, o.look(base, batch)
	})
	if err != nil {
		return nil, err
	}
	return done, nil
}

// look shows the result of a dry run.
func (o *EditOptions) look(base Snapshot, b *Batch) error {
	if o.Look == nil {
		return nil
	}
	would := base
	if b != nil {
		var err error
		if would, err = Overlay(base, b); err != nil {
			return err
		}
	}
	return o.Look(would, b)
}

// edit makes the batch of a transaction on a state.
func edit(base Snapshot, o EditOptions, fn func(*Transaction) error) (*Batch, error) {
	t := newTransaction(base, o)
	if o.Once != nil && !o.DryRun {
		if err := o.Once.find(base, t.options.Now); err != nil || o.Once.Found != nil {
			return nil, err
		}
	}
	if err := fn(t); err != nil {
		return nil, err
	}
	batch, err := t.finish()
	if err == nil && batch != nil && !o.DryRun {
		err = batch.keep(base, o.Once)
	}
	if err == nil && batch != nil && o.Effects != nil {
		batch.Effects, err = o.Effects(base, batch, t.options.Site)
	}
	return batch, err
}

// problems returns all problems of the staged documents, in the order of staging: for documents
// that are about to be published as readers would see them, for drafts as far as they go.
func (t *Transaction) problems() ([]Problem, error) {
	var all []Problem
	for _, id := range t.order {
		s := t.staged[id]
		if !s.edited {
			all = append(all, s.problems...)
			continue
		}
		elsewhere := t.options.Import && s.written.Base().publicBefore(t.options.Now)
		c := &Check{Publishing: s.after.Published == t.Revision(), Elsewhere: elsewhere, Now: t.options.Now, site: t.options.Site, others: t}
		if s.before.Published != 0 {
			public, err := FullVersion(t.base, id, s.before.Published)
			if err != nil {
				return nil, err
			}
			c.Published = public
		} else if s.before.Created != 0 && id.Kind().Remembers {
			former, err := lastPublic(t.base, id)
			if err != nil {
				return nil, err
			}
			c.former = former
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
		all = append(all, s.problems...)
	}
	for _, still := range []func() ([]Problem, error){t.stillRequired, t.stillReferenced} {
		problems, err := still()
		if err != nil {
			return nil, err
		}
		all = append(all, problems...)
	}
	if stands(all) {
		return all, nil
	}
	planned, err := t.plannedProblems()
	return append(all, planned...), err
}

// stands reports whether one of the problems prevents the edit.
func stands(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return !p.Warning })
}

// ProblemsOf returns all problems of one document among others, except a slug that another has:
// before it is published, or saved as a draft, at an instant. Published is the version that
// readers see now, or nil. Imports check many documents with it before they write the first.
// The site has the files that it may refer to, or is nil for none; Site.Store must have filled
// in their metadata.
func ProblemsOf(d Document, publishing bool, published Document, others Lookup, site *Site, now time.Time) ([]Problem, error) {
	return validate(d, &Check{Publishing: publishing, Published: published, Elsewhere: d.Base().publicBefore(now), Now: now, site: site, others: others})
}

// publicBefore reports whether the document's data says that it was public before an instant.
func (m *Meta) publicBefore(now time.Time) bool {
	return m.PublishedAt != nil && m.PublishedAt.Before(now)
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

// finish makes the batch of the staged edits; nil if there are none.
func (t *Transaction) finish() (*Batch, error) {
	if t.erasure != nil {
		return t.erasure, nil
	}
	if len(t.staged) == 0 {
		return nil, nil
	}
	if len(t.staged) > t.options.MaxDocuments {
		return nil, Errorf(CodeTooLarge, "A change may write at most %d documents; this one writes %d. Split it.", t.options.MaxDocuments, len(t.staged))
	}
	problems, err := ProblemsOfChange(t)
	if err != nil {
		return nil, err
	}
	warnings := slices.Clone(problems)
	problems = slices.DeleteFunc(problems, func(p Problem) bool { return p.Warning })
	if len(problems) > 0 {
		return nil, &Error{Code: CodeInvalid, Message: "The change has problems.", Problems: problems}
	}
	batch, err := t.batch()
	if err == nil {
		batch.Warnings = warnings
	}
	return batch, err
}

// ProblemsOfChange stages the consequences of the staged edits, and returns all problems and
// warnings.
func ProblemsOfChange(t *Transaction) ([]Problem, error) {
	if err := t.follow(); err != nil {
		return nil, err
	}
	return t.problems()
}

// batch makes the batch of the staged edits, whatever their problems.
func (t *Transaction) batch() (_ *Batch, err error) {
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
		if set.Documents[id], err = Encode(s.written); err != nil {
			return nil, err
		}
	}
	return Replay(t.base, set)
}

// follow stages the consequences of the staged edits, kind after kind.
func (t *Transaction) follow() error {
	also := map[*Kind][]ID{}
	for _, kind := range kinds {
		if kind.Follow == nil {
			continue
		}
		for _, id := range slices.Concat(t.order, also[kind]) {
			if id.Kind() != kind {
				continue
			}
			more, err := kind.Follow(t, id)
			if err != nil {
				return err
			}
			for _, id := range more {
				also[id.Kind()] = append(also[id.Kind()], id)
			}
		}
	}
	return nil
}
