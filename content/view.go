package content

import (
	"context"
	"slices"
	"time"

	"lectern/content/locale"
)

// DefaultMaxReads is the default maximum number of documents and index entries that one view
// returns.
const DefaultMaxReads = 20_000

// ViewOptions are the reader of a view, and how it reads.
type ViewOptions struct {
	Actor Actor
	// Preview shows drafts as if they were published. It requires the role previewer.
	Preview bool
	// Languages is the order of preferred languages (Preferences).
	Languages []locale.Language
	Site      *Site
	// MaxReads is the maximum number of documents and index entries that are read; 0 means
	// DefaultMaxReads.
	MaxReads int

	// Over is a state to read instead of the store's, such as the result of a dry run. The
	// view does not close it.
	Over Snapshot
	// At is the time of the view; zero means now. It can be in the future, if nobody edits
	// before (Future), or in the past. It requires the role editor.
	At time.Time
	// Now is the present time: see Clock. It is required with At.
	Now time.Time
	// Past opens the store as it was at a time; may be nil.
	Past func(ctx context.Context, at time.Time) (Store, error)
}

// View is the one door for reading: a consistent snapshot at one revision, for one reader, in
// one order of languages. It is safe for concurrent use, lives for one operation, and must be
// closed before the response is sent.
type View struct {
	ctx       context.Context
	snapshot  Snapshot
	opened    Snapshot // what must be closed: below snapshot, or the same
	past      bool
	shifted   bool      // it is of another time, or of a dry run's result
	time      time.Time // of the view: see Clock
	space     Space
	languages []locale.Language
	site      *Site
	maxReads  int
	actor     Actor
	whole     bool // documents are returned as they are stored: see Drafts
	form      int  // distinguishes views of one operation that return documents differently

	reads *readLog
}

// OpenView opens a view at the store's newest revision. It is UNAUTHENTICATED or FORBIDDEN if
// the actor may not preview, or not see another time.
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
	shows := o.At
	if shows.IsZero() {
		shows = o.Now
	}
	return &View{
		ctx: ctx, snapshot: snapshot, opened: opened, past: past, shifted: !o.At.IsZero() || o.Over != nil, time: shows, space: space, languages: o.Languages, site: o.Site, maxReads: o.MaxReads,
		actor: o.Actor, reads: &readLog{},
	}, nil
}

// Close releases the snapshot, and the memory of the read set: Reads is empty then. Documents
// and Reads that the view has returned stay valid.
func (v *View) Close() error {
	v.reads.release()
	return v.opened.Close()
}

// Revision returns the revision of everything in the view.
func (v *View) Revision() Revision { return v.snapshot.Revision() }

// Languages returns the order of preferred languages. It must not be changed.
func (v *View) Languages() []locale.Language { return v.languages }

// Site returns what the view knows of the website and of files. It must not be changed.
func (v *View) Site() *Site { return v.site }

// Whole reports whether the view is one of Drafts: for editors, with documents as they are
// stored.
func (v *View) Whole() bool { return v.whole }

// Reads returns the read set so far, until the view is closed.
func (v *View) Reads() Reads { return v.reads.sofar() }

// Get returns a document as this reader sees it, in the best of its languages. It is shared
// and must not be changed. CodeNotFound means that it does not exist, or not for this reader.
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
		err = NotFound(id) // the same message in both cases
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

// Sees reports whether this reader may know about a document, without reading it.
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

// versionIn returns the version of a document that this reader sees, or 0.
func (v *View) versionIn(s *State) Revision {
	switch {
	case v.whole && s.Gone():
		return 0
	case v.whole, v.space == DraftIndex && !s.Archived && s.visible():
		return s.Working()
	}
	return s.Shown()
}

// Get is View.Get for a document of a type. A document of another type is not found.
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

// BySlug returns the document of a kind that has a slug, or was public under it.
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

// slugRange returns the range of the keys of a valid slug.
func slugRange(kind *Kind, slug string) Range {
	prefix := indexRanges[kind][Index{Order: "slug"}][""].From
	return Range{prefix + slug + ElementEnd, prefix + slug + AfterElementEnd}
}

// noteDocument records the read of a document, and fails if the view is at its limit or its
// operation's time is over. It returns the document if it was returned recently, otherwise
// nil.
func (v *View) noteDocument(id ID) (Document, error) {
	if v.ctx.Err() != nil {
		return nil, errTooLong()
	}
	d, reads := v.reads.document(id, v.form)
	return d, v.bounded(reads)
}

// noteEntries is noteDocument for entries of the log or of the schedule, on which no response
// to readers depends.
func (v *View) noteEntries(n int) error {
	if v.ctx.Err() != nil {
		return errTooLong()
	}
	return v.bounded(v.reads.logged(n))
}

// bounded fails after a number of documents and index entries.
func (v *View) bounded(reads int) error {
	if reads > v.maxReads {
		return Errorf(CodeTooComplex, "The operation reads more than %d documents and index entries. Request less at once.", v.maxReads)
	}
	return nil
}

func errTooLong() error { return Errorf(CodeTimeout, "The operation took too long.") }

// MustBeThere turns a missing version that a state refers to into CodeCorrupt.
func MustBeThere(err error, id ID) error {
	if IsNotFound(err) {
		return Errorf(CodeCorrupt, "The store refers to a version of %s that does not exist.", id)
	}
	return err
}

// Refuses reports whether a person, whom the view has returned, refuses something that this
// reader must therefore not be told.
func (v *View) Refuses(id ID, to ConsentTo) (bool, error) {
	if v.whole {
		return false, nil
	}
	state, err := v.snapshot.State(id)
	return slices.Contains(state.Refused, to), err
}
