package content

import (
	"fmt"
	"slices"
	"strings"

	"lectern/content/locale"
)

// NewID returns an id for a new document of a kind. The ids of a transaction increase in the
// order of their creation (the ULID specification's monotonicity), so documents without another
// order keep that.
func (t *Transaction) NewID(kind *Kind) (ID, error) {
	if t.entropy == nil {
		t.entropy = new([10]byte)
		if _, err := t.options.Entropy(t.entropy[:]); err != nil {
			t.entropy = nil
			return "", fmt.Errorf("content: no entropy for an id: %w", err)
		}
	}
	id := NewID(kind, t.options.Now, *t.entropy)
	for i := len(t.entropy) - 1; i >= 0; i-- {
		if t.entropy[i]++; t.entropy[i] != 0 {
			break
		}
	}
	return id, nil
}

// Save stages a document as its working draft, new or changed. The caller must not change it
// afterwards. The id must be set (NewID); a missing slug, missing times, and former slugs are
// filled in.
func (t *Transaction) Save(d Document) error { return t.save(d, Update, true) }

// SaveImported is Save for a document that the same import has created: the rules of succession
// (Hooks.Succeeds) were applied where both versions were written.
func SaveImported(t *Transaction, d Document) error { return t.save(d, Update, false) }

// save is Save as an action on an existing document.
func (t *Transaction) save(d Document, action Action, succeeds bool) error {
	m := d.Base()
	if _, err := ParseID(string(m.ID)); err != nil {
		return withPath(err, "id")
	}
	s, err := t.stage(m.ID)
	if err != nil {
		return err
	}
	if s.after.Erased {
		return Errorf(CodeNotFound, "The person with this id was erased.")
	}
	if s.after.Published == t.Revision() {
		return Errorf(CodeBadInput, "A document can't be edited after it was published in the same operation. Edit it first.")
	}
	var old Document
	if s.after.Created == 0 {
		action, s.after.Created = Create, t.Revision()
	} else if old, err = t.version(m.ID, s.after.Working()); err != nil {
		return err
	} else {
		was := old.Base()
		m.CreatedAt, m.PublishedAt, m.FormerSlugs, m.Moves = was.CreatedAt, was.PublishedAt, was.FormerSlugs, was.Moves
	}
	if m.CreatedAt.IsZero() {
		m.CreatedAt = t.options.Now
	}
	if m.UpdatedAt.IsZero() || (action != Create && !t.options.Import) {
		m.UpdatedAt = t.options.Now
	}
	t.options.Site.Store(d)
	Normalise(d)
	if normalise := KindOf(d).Normalise; normalise != nil {
		normalise(d)
	}
	if succeeds {
		s.problems = append(s.problems, t.succession(d, old, action == Restore || action == Discard)...)
	}
	noteTexts(old, d, m.UpdatedAt)
	if m.Slug == "" {
		if m.Slug, err = t.freeSlug(d); err != nil {
			return err
		}
	}
	s.after.Draft, s.after.Archived, s.after.Discarded = t.Revision(), false, false
	t.write(s, d, action)
	return nil
}

// succession returns the problems of a version that must not differ from the one before it,
// which may be nil.
func (t *Transaction) succession(d, before Document, restored bool) []Problem {
	succeeds := KindOf(d).Succeeds
	if before == nil || succeeds == nil {
		return nil
	}
	problems := succeeds(t, d, before, restored)
	for i := range problems {
		problems[i].Document = d.Base().ID
	}
	return problems
}

// SuccessionProblems returns the problems of saving a version in place of another, beyond those
// of ProblemsOf: for imports.
func SuccessionProblems(t *Transaction, d, before Document) []Problem {
	return t.succession(d, before, false)
}

// Because adds a reason to the change's: each action of an operation may have one.
func (t *Transaction) Because(reason string) {
	switch {
	case reason == "" || strings.Contains(t.options.Reason, reason):
	case t.options.Reason == "":
		t.options.Reason = reason
	default:
		t.options.Reason += "; " + reason
	}
}

// Restore stages a former version of a document as its working draft. It keeps the present slug
// and times. A discarded document returns.
func (t *Transaction) Restore(id ID, r Revision) error {
	state, err := t.State(id)
	if err != nil {
		return err
	}
	former, err := t.version(id, r)
	if err != nil || r == 0 {
		return Errorf(CodeBadInput, "The document has no version with this revision.").At("revision")
	}
	d := Clone(former)
	current, err := t.version(id, state.Working())
	if err != nil {
		return err
	}
	d.Base().Slug = current.Base().Slug
	return t.save(d, Restore, true)
}

// Duplicate stages a copy of a document as a new draft, and returns its id.
func (t *Transaction) Duplicate(id ID) (ID, error) {
	working, err := t.Working(id)
	if err != nil {
		return "", err
	}
	d := Clone(working)
	copied, err := t.NewID(KindOf(d))
	if err != nil {
		return "", err
	}
	*d.Base() = Meta{ID: copied}
	if copied := KindOf(d).Copied; copied != nil {
		copied(d)
	}
	return copied, t.Save(d)
}

// freeSlug returns a slug from the title of a document, with a number if another document has
// it. It is empty if there is no title yet.
func (t *Transaction) freeSlug(d Document) (string, error) {
	kind := KindOf(d)
	stem := locale.Slugify(kind.Title(d).String())
	slug := stem
	for n := 2; slug != ""; n++ {
		_, err := t.holder(kind, slug, d.Base().ID)
		if IsNotFound(err) {
			break
		}
		if err != nil {
			return "", err
		}
		slug = fmt.Sprintf("%s-%d", strings.TrimRight(stem[:min(len(stem), locale.MaxSlugLength-8)], "-"), n)
	}
	return slug, nil
}

// Publish stages that readers see a document's working draft. Without one it does nothing.
func (t *Transaction) Publish(id ID) error {
	s, err := t.stageForPublisher(id)
	if err != nil || s.after.Draft == 0 {
		return err
	}
	draft, err := t.Working(id)
	if err != nil {
		return err
	}
	d := Clone(draft)
	m := d.Base()
	if m.PublishedAt == nil {
		now := t.options.Now
		m.PublishedAt = &now
	}
	if s.after.Published != 0 {
		public, err := t.Published(id)
		if err != nil {
			return err
		}
		if old := public.Base().Slug; old != m.Slug && !slices.Contains(m.FormerSlugs, old) {
			m.FormerSlugs = append(m.FormerSlugs, old)
		}
	}
	m.FormerSlugs = slices.DeleteFunc(m.FormerSlugs, func(f string) bool { return f == m.Slug })
	if publishing := id.Kind().Publishing; publishing != nil {
		former, err := t.seenLast(id, s)
		if err != nil {
			return err
		}
		if former != nil {
			if err := publishing(t, d, former); err != nil {
				return err
			}
		}
	}
	s.after.Draft, s.after.Published, s.after.Archived = 0, t.Revision(), false
	s.after.Steps = s.after.afterPublishing()
	t.write(s, d, Publish)
	return nil
}

// Unpublish stages that readers no longer see a document. The published version becomes the
// working draft, unless there is one, and its planned steps are removed. If readers see none it
// does nothing.
func (t *Transaction) Unpublish(id ID) error {
	s, err := t.stageForPublisher(id)
	if err != nil || s.after.Published == 0 {
		return err
	}
	return t.withdraw(id, s, Unpublish)
}

// Archive stages that a document is archived: neither readers nor editors' lists have it, until
// it is saved again. An archived document stays so.
func (t *Transaction) Archive(id ID) error {
	s, err := t.stageForPublisher(id)
	if err != nil || s.after.Archived {
		return err
	}
	s.after.Archived = true
	return t.withdraw(id, s, Archive)
}

// stageForPublisher is stage for an existing document, and only for publishers.
func (t *Transaction) stageForPublisher(id ID) (*stagedDocument, error) {
	if err := t.options.Actor.Require(RolePublisher); err != nil {
		return nil, err
	}
	s, err := t.stage(id)
	if err != nil {
		return nil, err
	}
	if s.after.Created == 0 || s.after.Gone() {
		return nil, NotFound(id)
	}
	return s, nil
}

// Touch stages an action that is not an edit: it changes only the state of a document, or
// something in it that no rule checks. The current version is written again with it, so that it
// is in the log like any other change; change gets a copy. It is CodeNotFound for an unknown
// document. The caller must check the role of the actor.
func (t *Transaction) Touch(id ID, action Action, change func(*State, Document)) error {
	s, err := t.stage(id)
	if err != nil {
		return err
	}
	if s.after.Created == 0 || s.after.Gone() {
		return NotFound(id)
	}
	working, err := t.Working(id)
	if err != nil {
		return err
	}
	if s.after.Draft != 0 {
		s.after.Draft = t.Revision()
	} else {
		s.after.Published = t.Revision()
	}
	s.after.Hidden, s.after.Refused = slices.Clone(s.after.Hidden), slices.Clone(s.after.Refused)
	d := Clone(working)
	change(&s.after, d)
	Normalise(d)
	t.write(s, d, action)
	return nil
}

func (t *Transaction) withdraw(id ID, s *stagedDocument, action Action) error {
	working, err := t.Working(id)
	if err != nil {
		return err
	}
	d := Clone(working)
	d.Base().PublishedAt = nil
	s.after.Draft, s.after.Published = t.Revision(), 0
	s.after.Steps = nil
	t.write(s, d, action)
	return nil
}

// AllowManyDocuments allows a change of up to MaxActionDocuments documents: an action that
// moves or protects something is one change, so that readers never see a part of it.
func AllowManyDocuments(t *Transaction) {
	t.options.MaxDocuments = max(t.options.MaxDocuments, MaxActionDocuments)
}

// stage returns the entry of a document among the staged ones.
func (t *Transaction) stage(id ID) (*stagedDocument, error) {
	if t.erasure != nil {
		return nil, errErasureAlone()
	}
	if s, ok := t.staged[id]; ok {
		return s, nil
	}
	before, err := t.base.State(id)
	if err != nil && !IsNotFound(err) {
		return nil, err
	}
	return &stagedDocument{before: before, after: before}, nil
}

func (t *Transaction) write(s *stagedDocument, d Document, action Action) {
	id := d.Base().ID
	if s.written == nil {
		t.staged[id] = s
		t.order = append(t.order, id)
	} else {
		t.unlist(s)
	}
	d.Base().Revision = t.Revision()
	s.written, t.referring = d, nil
	s.actions = append(s.actions, action)
	s.edited = s.edited || action.edits()
	if s.after.Archived {
		return
	}
	s.keys = IndexKeys(d, s.after)
	for _, key := range s.keys {
		prefix := countedPrefix(key)
		i, _ := slices.BinarySearch(t.keys[prefix], key)
		t.keys[prefix] = slices.Insert(t.keys[prefix], i, key)
	}
}

// unlist removes the keys of a document from those of the staged documents.
func (t *Transaction) unlist(s *stagedDocument) {
	for _, key := range s.keys {
		prefix := countedPrefix(key)
		if i, ok := slices.BinarySearch(t.keys[prefix], key); ok {
			t.keys[prefix] = slices.Delete(t.keys[prefix], i, i+1)
		}
	}
	s.keys = nil
}
