package content

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
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

// Transaction stages edits over one state of the store. It is not safe for use
// by several goroutines.
type Transaction struct {
	base    Snapshot
	options EditOptions
	staged  map[ID]*stagedDocument
	order   []ID                // of staging
	keys    map[string][]string // DraftIndex keys of what is staged, in order, by countedPrefix
	read    map[readVersion]Document
}

// readVersion names a version of the base that rules have looked at. They look
// at the same ones again and again: the conference of fifty sessions.
type readVersion struct {
	id       ID
	revision Revision
}

// maxRead bounds the versions that a transaction remembers.
const maxRead = 1000

type stagedDocument struct {
	before, after State
	written       Document // the version that the change writes, nil for none
	keys          []string // of written, in the transaction's keys
	actions       []Action
}

func newTransaction(base Snapshot, o EditOptions) *Transaction {
	o.Now = o.Now.UTC().Truncate(time.Millisecond)
	if o.MaxDocuments == 0 {
		o.MaxDocuments = MaxChangeDocuments
	}
	return &Transaction{base: base, options: o, staged: map[ID]*stagedDocument{}, keys: map[string][]string{}, read: map[readVersion]Document{}}
}

// Revision is the one that the change will have.
func (t *Transaction) Revision() Revision { return t.base.Revision() + 1 }

// State is where a document stands with what is staged: CodeNotFound where
// there is none.
func (t *Transaction) State(id ID) (State, error) {
	if s, ok := t.staged[id]; ok {
		return s.after, nil
	}
	return t.base.State(id)
}

// Working is the version of a document that the next publish would show, with
// what is staged. It is not to be changed: see Clone.
func (t *Transaction) Working(id ID) (Document, error) {
	state, err := t.State(id)
	if err != nil {
		return nil, err
	}
	return t.version(id, state.Working())
}

// Published is the version of a document that readers see, with what is
// staged: CodeNotFound where they see none.
func (t *Transaction) Published(id ID) (Document, error) {
	state, err := t.State(id)
	if err != nil {
		return nil, err
	}
	if state.Published == 0 {
		return nil, errNotFound(id)
	}
	return t.version(id, state.Published)
}

func (t *Transaction) version(id ID, r Revision) (Document, error) {
	if s, ok := t.staged[id]; ok && r == t.Revision() {
		return s.written, nil
	}
	if r == 0 {
		return nil, errNotFound(id)
	}
	if d, ok := t.read[readVersion{id, r}]; ok {
		return d, nil
	}
	d, err := full(t.base, id, r)
	if err != nil {
		return nil, mustBeThere(err, id)
	}
	if len(t.read) >= maxRead {
		clear(t.read)
	}
	t.read[readVersion{id, r}] = d
	return d, nil
}

// BySlug is the id of the document of a kind that has or had a slug, in its
// working or its published version.
func (t *Transaction) BySlug(kind *Kind, slug string) (ID, error) { return t.holder(kind, slug, "") }

// holder is BySlug, passing one document over.
func (t *Transaction) holder(kind *Kind, slug string, except ID) (ID, error) {
	r := slugRange(kind, slug)
	for _, key := range within(t.keys[countedPrefix(r.From)], r) {
		if KeyID(key) != except {
			return KeyID(key), nil
		}
	}
	for _, space := range []Space{DraftIndex, PublicIndex} {
		keys, err := t.base.Scan(space, r.From, r.To, false, MaxPage)
		if err != nil {
			return "", err
		}
		for _, key := range keys {
			id := KeyID(key)
			s, staged := t.staged[id]
			if id != except && (!staged || space == PublicIndex && s.after.Published == s.before.Published) {
				return id, nil
			}
		}
	}
	return "", Errorf(CodeNotFound, "There is no %s of this slug.", kind.Name)
}

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

// within are the keys of a range, of keys in order.
func within(keys []string, r Range) []string {
	low, _ := slices.BinarySearch(keys, r.From)
	high, _ := slices.BinarySearch(keys, r.To)
	return keys[low:max(low, high)]
}

// Related lists the working documents of a kind that share a value, as
// Lookup says.
func (t *Transaction) Related(kind *Kind, index Index, by, from, to Key) ([]Document, error) {
	prefix := indexPrefix(kind, index, by)
	r := Range{prefix + element(from), prefix + element(to)}
	keys, err := t.base.Scan(DraftIndex, r.From, r.To, false, maxItems)
	if err != nil {
		return nil, err
	}
	keys = slices.DeleteFunc(keys, func(k string) bool { return t.staged[KeyID(k)] != nil })
	keys = append(keys, within(t.keys[prefix], r)...)
	slices.Sort(keys)
	documents := make([]Document, 0, len(keys))
	for _, key := range keys {
		d, err := t.Working(KeyID(key))
		if err != nil {
			return nil, err
		}
		documents = append(documents, d)
	}
	return documents, nil
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
		for _, p := range validate(s.written, c) {
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
func ProblemsOf(d Document, publishing bool, published Document, others Lookup) []Problem {
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
