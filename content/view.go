package content

import (
	"context"
	"slices"
	"time"

	"lectern/content/locale"
)

// DefaultMaxReads is how many documents and index entries one view gives out
// where its options don't say.
const DefaultMaxReads = 20_000

// ViewOptions say who reads, and how.
type ViewOptions struct {
	Actor Actor
	// Preview shows drafts as if they were published; for previewers and above.
	Preview bool
	// Languages is the order in which a document's languages are tried
	// (Preferences).
	Languages []locale.Language
	Site      *Site
	// MaxReads bounds the documents and index entries that are read;
	// DefaultMaxReads where it is 0.
	MaxReads int

	// Over is a state to look at in place of the store's, such as a dry run leads
	// to. The view does not close it.
	Over Snapshot
	// At is the time that is looked at, now where it is zero: what will be, if
	// nobody edits before (Future), or what was. For editors and above.
	At time.Time
	// Now is the present. It is needed with At.
	Now time.Time
	// Past is the door to the store as it was at a time; nil where there is none.
	Past func(ctx context.Context, at time.Time) (Store, error)
}

// View is the one door for reading: a consistent snapshot at one revision, for
// one reader, in one order of languages. It is safe for use by several
// goroutines, lives for one operation, and must be closed before the answer
// goes out on the network.
type View struct {
	ctx       context.Context
	snapshot  Snapshot
	opened    Snapshot // what is to be closed: below snapshot, or the same
	past      bool
	shifted   bool // it looks at another time, or at what a dry run leads to
	space     Space
	languages []locale.Language
	site      *Site
	maxReads  int
	actor     Actor
	whole     bool // documents are given as they are stored: see Drafts
	form      int  // tells views of one operation apart that give documents otherwise

	reads *readLog
}

// OpenView opens a view at the store's newest revision. It is UNAUTHENTICATED
// or FORBIDDEN where the actor may not preview, or not look at another time.
func OpenView(ctx context.Context, store Store, o ViewOptions) (*View, error) {
	space := PublicIndex
	if o.Preview {
		if err := o.Actor.Require(RolePreviewer); err != nil {
			return nil, err
		}
		space = DraftIndex
	}
	snapshot, opened, past, err := o.open(ctx, store)
	if err != nil {
		return nil, err
	}
	if o.MaxReads == 0 {
		o.MaxReads = DefaultMaxReads
	}
	if len(o.Languages) == 0 {
		o.Languages = locale.Preferences()
	}
	o.Site = orNowhere(o.Site)
	return &View{
		ctx: ctx, snapshot: snapshot, opened: opened, past: past, shifted: !o.At.IsZero() || o.Over != nil, space: space, languages: o.Languages, site: o.Site, maxReads: o.MaxReads,
		actor: o.Actor, reads: &readLog{},
	}, nil
}

// Close releases the snapshot, and the memory of what was read: Reads is empty
// then. Documents and Reads that the view gave out stay good.
func (v *View) Close() error {
	v.reads.release()
	return v.opened.Close()
}

// Revision is the one that everything in the view is of.
func (v *View) Revision() Revision { return v.snapshot.Revision() }

// Languages is the order in which a document's languages are tried. It must not be
// changed.
func (v *View) Languages() []locale.Language { return v.languages }

// Whole tells whether the view is one of Drafts: for editors, with documents as they
// are stored.
func (v *View) Whole() bool { return v.whole }

// Reads tells what the view was asked for so far, until it is closed.
func (v *View) Reads() Reads { return v.reads.sofar() }

// Get is a document as this reader sees it, in the best of its languages. It
// is shared and must not be changed. CodeNotFound covers what does not exist
// and what is not for this reader.
func (v *View) Get(id ID) (Document, error) {
	d, err := v.noteDocument(id)
	if err != nil || d != nil {
		return d, err
	}
	switch d, err = v.get(id); {
	case err == nil:
		v.reads.remember(id, v.form, d)
	case IsNotFound(err):
		v.reads.absent(id)
		err = NotFound(id) // the same words in both cases
	}
	return d, err
}

func (v *View) get(id ID) (Document, error) {
	state, err := v.snapshot.State(id)
	if err != nil {
		return nil, err
	}
	version := v.versionIn(&state)
	if version == 0 {
		return nil, NotFound(id)
	}
	stored, err := v.snapshot.Version(id, version)
	if err != nil {
		return nil, MustBeThere(err, id)
	}
	if v.whole {
		return stored.Full, nil
	}
	return stored.In(v.languages, v.site, state), nil
}

// Sees tells whether this reader may know of a document, without reading it.
func (v *View) Sees(id ID) (bool, error) {
	d, err := v.noteDocument(id)
	if err != nil || d != nil {
		return d != nil, err
	}
	state, err := v.snapshot.State(id)
	if err != nil && !IsNotFound(err) {
		return false, err
	}
	if err != nil || v.versionIn(&state) == 0 {
		v.reads.absent(id)
		return false, nil
	}
	return true, nil
}

// versionIn is the version of a document that this reader sees, 0 where there is
// none.
func (v *View) versionIn(s *State) Revision {
	switch {
	case v.whole && s.Erased:
		return 0
	case v.whole, v.space == DraftIndex && !s.Archived && s.visible():
		return s.Working()
	}
	return s.Shown()
}

// Get is View.Get for a document of a type; one of another type is not found.
func Get[D Document](v *View, id ID) (doc D, err error) {
	d, err := v.Get(id)
	if err != nil {
		return doc, err
	}
	doc, ok := d.(D)
	if !ok {
		return doc, NotFound(id)
	}
	return doc, nil
}

// BySlug is the document of a kind that has a slug, or was public under it.
func (v *View) BySlug(kind *Kind, slug string) (Document, error) {
	if !locale.ValidSlug(slug) { // drafts may have none yet
		return nil, errNoSlug(kind)
	}
	keys, err := v.Scan(nil, slugRange(kind, slug), false, 1)
	if err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		return nil, errNoSlug(kind)
	}
	return v.Get(KeyID(keys[0]))
}

// slugRange is where the documents of a valid slug are.
func slugRange(kind *Kind, slug string) Range {
	prefix := indexRanges[kind][Index{Order: "slug"}][""].From
	return Range{prefix + slug + ElementEnd, prefix + slug + AfterElementEnd}
}

// noteDocument records the read of a document and refuses it where the view is at
// its bound or its operation's time is over. It gives the document where it was given out
// not long ago, else nil.
func (v *View) noteDocument(id ID) (Document, error) {
	if v.ctx.Err() != nil {
		return nil, errTooLong()
	}
	d, reads := v.reads.document(id, v.form)
	return d, v.bounded(reads)
}

// noteEntries is noteDocument for entries of the log or of what is planned, on
// which no answer to readers depends.
func (v *View) noteEntries(n int) error {
	if v.ctx.Err() != nil {
		return errTooLong()
	}
	return v.bounded(v.reads.logged(n))
}

// bounded refuses what comes after so many documents and index entries.
func (v *View) bounded(reads int) error {
	if reads > v.maxReads {
		return Errorf(CodeTooComplex, "The operation reads more than %d documents and index entries. Request less at once.", v.maxReads)
	}
	return nil
}

func errTooLong() error { return Errorf(CodeTimeout, "The operation took too long.") }

// MustBeThere turns a missing version that a pointer names into damage.
func MustBeThere(err error, id ID) error {
	if IsNotFound(err) {
		return Errorf(CodeCorrupt, "The store refers to a version of %s that does not exist.", id)
	}
	return err
}

// Refuses tells whether a person, whom the view has given out, refuses
// something, and this reader is to be told nothing of it.
func (v *View) Refuses(id ID, to ConsentTo) (bool, error) {
	if v.whole {
		return false, nil
	}
	state, err := v.snapshot.State(id)
	return slices.Contains(state.Refused, to), err
}
