package content

import (
	"fmt"
	"slices"
	"strings"

	"lectern/content/locale"
)

// NewID makes an id for a new document of a kind. The ids of a transaction are
// in the order in which they were made (the ULID specification's monotonicity):
// what has nothing else to be ordered by stays so.
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

// Save stages a document as its working draft, new or changed. It takes the
// document over: the caller must not change it afterwards. The id must be set
// (NewID); a slug and times that are not set, and former slugs, are filled in.
func (t *Transaction) Save(d Document) error { return t.save(d, Update, true) }

// SaveImported is Save for a document that the same import has created: what a version may
// not change of the one before (Hooks.Succeeds) was decided where both come from.
func SaveImported(t *Transaction, d Document) error { return t.save(d, Update, false) }

// save is Save as an action on a document that was there before.
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

// succession is what a version may not change of the one before it, nil for none.
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

// SuccessionProblems is what saving a version in the place of another would report
// beside ProblemsOf: for imports.
func SuccessionProblems(t *Transaction, d, before Document) []Problem {
	return t.succession(d, before, false)
}

// Because adds a reason to the change's: each action of an operation may have
// one.
func (t *Transaction) Because(reason string) {
	switch {
	case reason == "" || strings.Contains(t.options.Reason, reason):
	case t.options.Reason == "":
		t.options.Reason = reason
	default:
		t.options.Reason += "; " + reason
	}
}

// Restore stages that a former version of a document is its working draft
// again. It has the slug and the times of now. A document that was discarded comes back.
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

// Duplicate stages a copy of a document as a new draft, and gives its id.
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

// freeSlug makes the slug of a document from its title, with a number where
// another document has it. It is empty where there is no title yet.
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

// Publish stages that readers see a document's working draft. Where there is
// none it does nothing.
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

// Unpublish stages that readers see a document no longer. What they saw
// becomes the working draft, where there is none beside it, and nothing is planned for
// it any more. Where they see none it does nothing.
func (t *Transaction) Unpublish(id ID) error {
	s, err := t.stageForPublisher(id)
	if err != nil || s.after.Published == 0 {
		return err
	}
	return t.withdraw(id, s, Unpublish)
}

// Archive stages that a document is put away: neither readers nor editors'
// lists have it, until it is saved again. One that is archived already stays so.
func (t *Transaction) Archive(id ID) error {
	s, err := t.stageForPublisher(id)
	if err != nil || s.after.Archived {
		return err
	}
	s.after.Archived = true
	return t.withdraw(id, s, Archive)
}

// stageForPublisher is stage for a document that there is, and for publishers only.
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

// Touch stages an action that is no edit: what it changes is the state of a
// document, or something in it that no rule looks at. The version that counts is
// written anew with it, so that the log has it like any other change; change is
// given a copy of its own. CodeNotFound where there is no such document. Whether
// the actor may do it is for the caller to decide.
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

// AllowManyDocuments lets a change touch MaxActionDocuments documents: an action that moves or
// protects something makes all of it one change, so that readers never see a half of it.
func AllowManyDocuments(t *Transaction) {
	t.options.MaxDocuments = max(t.options.MaxDocuments, MaxActionDocuments)
}

// stage is the place of a document among what is staged.
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

// unlist takes the keys of a document out of those of what is staged.
func (t *Transaction) unlist(s *stagedDocument) {
	for _, key := range s.keys {
		prefix := countedPrefix(key)
		if i, ok := slices.BinarySearch(t.keys[prefix], key); ok {
			t.keys[prefix] = slices.Delete(t.keys[prefix], i, i+1)
		}
	}
	s.keys = nil
}
