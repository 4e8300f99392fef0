package content

import (
	"fmt"
	"slices"
	"strings"
)

// NewID makes an id for a new document of a kind.
func (t *Transaction) NewID(kind *Kind) (ID, error) {
	var entropy [10]byte
	if _, err := t.options.Entropy(entropy[:]); err != nil {
		return "", fmt.Errorf("content: no entropy for an id: %w", err)
	}
	return NewID(kind, t.options.Now, entropy), nil
}

// Save stages a document as its working draft, new or changed. It takes the
// document over: the caller must not change it afterwards. The id must be set
// (NewID); a slug and times that are not set, and former slugs, are filled in.
func (t *Transaction) Save(d Document) error {
	m := d.Base()
	if _, err := ParseID(string(m.ID)); err != nil {
		return at(err, "id")
	}
	s, err := t.stage(m.ID)
	if err != nil {
		return err
	}
	if s.after.Published == t.Revision() {
		return Errorf(CodeBadInput, "A document can't be edited after it was published in the same operation.")
	}
	action := Update
	if s.after.Created == 0 {
		action, s.after.Created = Create, t.Revision()
	} else if old, err := t.Working(m.ID); err != nil {
		return err
	} else {
		was := old.Base()
		m.CreatedAt, m.PublishedAt, m.FormerSlugs = was.CreatedAt, was.PublishedAt, was.FormerSlugs
	}
	if m.CreatedAt.IsZero() {
		m.CreatedAt = t.options.Now
	}
	if m.UpdatedAt.IsZero() || (action == Update && !t.options.KeepTimes) {
		m.UpdatedAt = t.options.Now
	}
	if m.Slug == "" {
		if m.Slug, err = t.freeSlug(d); err != nil {
			return err
		}
	}
	s.after.Draft, s.after.Archived = t.Revision(), false
	t.write(s, d, action)
	return nil
}

// freeSlug makes the slug of a document from its title, with a number where
// another document has it. It is empty where there is no title yet.
func (t *Transaction) freeSlug(d Document) (string, error) {
	kind := KindOf(d)
	stem := Slugify(kind.Title(d).String())
	slug := stem
	for n := 2; slug != ""; n++ {
		_, err := t.holder(kind, slug, d.Base().ID)
		if IsNotFound(err) {
			break
		}
		if err != nil {
			return "", err
		}
		slug = fmt.Sprintf("%s-%d", strings.TrimRight(stem[:min(len(stem), maxSlugLength-8)], "-"), n)
	}
	return slug, nil
}

// Publish stages that readers see a document's working draft. Where there is
// none it does nothing.
func (t *Transaction) Publish(id ID) error {
	s, err := t.stage(id)
	if err != nil {
		return err
	}
	if s.after.Created == 0 {
		return errNotFound(id)
	}
	if s.after.Draft == 0 {
		return nil
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
	s.after.Draft, s.after.Published, s.after.Archived = 0, t.Revision(), false
	t.write(s, d, Publish)
	return nil
}

// Unpublish stages that readers see a document no longer. What they saw
// becomes the working draft, where there is none beside it.
func (t *Transaction) Unpublish(id ID) error {
	s, err := t.stage(id)
	if err != nil {
		return err
	}
	if s.after.Published == 0 {
		return errNotFound(id)
	}
	return t.withdraw(id, s, Unpublish)
}

// Archive stages that a document is put away: neither readers nor editors'
// lists have it, until it is saved again.
func (t *Transaction) Archive(id ID) error {
	s, err := t.stage(id)
	if err != nil {
		return err
	}
	if s.after.Created == 0 {
		return errNotFound(id)
	}
	s.after.Archived = true
	return t.withdraw(id, s, Archive)
}

func (t *Transaction) withdraw(id ID, s *stagedDocument, action Action) error {
	working, err := t.Working(id)
	if err != nil {
		return err
	}
	d := Clone(working)
	d.Base().PublishedAt = nil
	s.after.Draft, s.after.Published = t.Revision(), 0
	t.write(s, d, action)
	return nil
}

// stage is the place of a document among what is staged.
func (t *Transaction) stage(id ID) (*stagedDocument, error) {
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
	s.written = d
	s.actions = append(s.actions, action)
	if s.after.Archived {
		return
	}
	s.keys = indexKeys(d)
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
