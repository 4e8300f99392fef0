package content

import (
	"context"
	"maps"
	"slices"
	"time"
)

// The maximum number of documents that one change touches.
const (
	MaxChangeDocuments = 100    // by default
	MaxActionDocuments = 10_000 // of an action that must not be split: see AllowManyDocuments
)

// EditOptions say who edits, when and why.
type EditOptions struct {
	Actor  Actor
	Reason string
	Now    time.Time // of the change; whole milliseconds are kept
	// Entropy is where new ids come from: crypto/rand's Read, or a test's own.
	Entropy func([]byte) (int, error)
	// DryRun does everything except to commit. Look, where it is there, is given
	// the store as it would be, for as long as it runs, and what would be
	// committed.
	DryRun bool
	Look   func(Snapshot, *Batch) error
	// MaxDocuments bounds the documents of the change; MaxChangeDocuments where
	// it is 0.
	MaxDocuments int
	// Site has the files that documents may name, and the addresses that they have;
	// no file where it is nil.
	Site *Site
	// Effects, if not nil, says what readers notice of the batch on the site (effects.Of).
	Effects func(base Snapshot, b *Batch, site *Site) (*Effects, error)
	// Progress is told how much of the log an erasure has read; it may be nil.
	Progress func(done, total Revision)
	// Import says that what is saved was written elsewhere: it keeps the UpdatedAt that it
	// brings, and what would prevent its planned steps is a warning.
	Import bool
	// Once makes the edit happen at most once under an idempotency key; nil means that it has
	// none. A dry run ignores it.
	Once *Once
}

// Edit is the one door for writing: it runs fn in a transaction and commits
// what it staged as one change, if all of it is valid. It is UNAUTHENTICATED or
// FORBIDDEN where the actor is no editor, before anybody waits; what needs more than an
// editor says so itself. The batch of the change
// is nil where nothing was staged, and where Once has found it. With CodeInvalid the error has every problem,
// of every document.
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

// look shows the state that a dry run would lead to.
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

// edit makes the batch of a transaction over a state.
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

// problems is all that is wrong with what is staged, in the order of staging:
// with what is about to be published as readers would see it, with drafts as
// far as they go.
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

// stands tells whether one of the problems stands in the way.
func stands(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return !p.Warning })
}

// ProblemsOf is all that is wrong with one document among others, beside a slug
// that another has: before it is published, or saved as a draft, at an instant.
// Published is the version that readers see now, nil for none. Imports look so at many
// documents before they write the first. The site has the files that it may name,
// none where it is nil; Site.Store has written what is known of them.
func ProblemsOf(d Document, publishing bool, published Document, others Lookup, site *Site, now time.Time) ([]Problem, error) {
	return validate(d, &Check{Publishing: publishing, Published: published, Elsewhere: d.Base().publicBefore(now), Now: now, site: site, others: others})
}

// publicBefore reports whether a document says that it was public before an instant.
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

// finish makes the batch of what is staged; nil where nothing is.
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

// ProblemsOfChange stages what follows from what is staged, and returns the problems and
// warnings of it all.
func ProblemsOfChange(t *Transaction) ([]Problem, error) {
	if err := t.follow(); err != nil {
		return nil, err
	}
	return t.problems()
}

// batch makes the batch of what is staged, whatever its problems.
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

// follow stages what follows from what is staged, kind after kind.
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
