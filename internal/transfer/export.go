package transfer

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"lectern/content"
	"lectern/content/locale"
)

// ExportOptions configure an export.
type ExportOptions struct {
	// History adds the log of changes.
	History bool
	// Assets and Open give access to the files of documents; nil if there are none.
	Assets content.Assets
	Open   func(context.Context, content.AssetID) (io.ReadCloser, error)
	// Progress is called with the number of written documents and the total; it may be nil.
	Progress func(done, total int)
}

// Exported is the result of an export.
type Exported struct {
	Revision  content.Revision // of all documents in it
	Documents int
	Files     int
	// Missing are files that documents refer to and that do not exist.
	Missing []content.AssetID
}

// Export writes every document of a store, at one revision, to a new folder: the target must be
// missing or empty. It is written beside the target and renamed when it is complete, so an
// interrupted export leaves none. It contains private data (drafts, names behind pseudonyms),
// so only the owner may read the files.
//
// A long export blocks nothing: no snapshot stays open for its duration. It is of one revision
// all the same, since the log up to it never changes.
func Export(ctx context.Context, store content.Store, target string, o ExportOptions) (*Exported, error) {
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	target, err := filepath.Abs(target)
	if err != nil {
		return nil, unwritable(err, target)
	}
	if err := vacant(target); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return nil, unwritable(err, filepath.Dir(target))
	}
	dir, err := os.MkdirTemp(filepath.Dir(target), "."+filepath.Base(target)+"-export-*")
	if err != nil {
		return nil, unwritable(err, filepath.Dir(target))
	}
	defer func() { _ = os.RemoveAll(dir) }() // already gone after a success
	e := &exporter{
		store: store, dir: dir, options: o, format: newFormat(),
		states: map[content.ID]content.State{}, slugs: map[content.ID]string{}, named: map[content.AssetID]bool{},
	}
	if err := e.run(ctx); err != nil {
		return nil, err
	}
	if err := os.Remove(target); err != nil && !os.IsNotExist(err) { // the empty folder
		return nil, unwritable(err, target)
	}
	if err := os.Rename(dir, target); err != nil {
		return nil, unwritable(err, target)
	}
	return &Exported{e.revision, len(e.states), e.files, e.missing}, nil
}

// vacant refuses a target that is not empty.
func vacant(target string) error {
	entries, err := os.ReadDir(target)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return content.Wrap(content.CodeBadInput, err, target+" is not a readable folder.")
	case len(entries) > 0:
		return content.Errorf(content.CodeBadInput, "%s is not empty. Export to a new folder.", target)
	}
	return nil
}

func unwritable(err error, name string) error {
	return content.Wrap(content.CodeInternal, err, "The export can't be written to "+name+".")
}

// exporter is an export in progress.
type exporter struct {
	store    content.Store
	dir      string // the folder that is written
	options  ExportOptions
	format   *format
	revision content.Revision
	states   map[content.ID]content.State
	slugs    map[content.ID]string // of the published version, or the working one
	named    map[content.AssetID]bool
	files    int // already written
	missing  []content.AssetID
}

func (e *exporter) run(ctx context.Context) error {
	if err := e.followLog(ctx); err != nil {
		return err
	}
	ids := slices.Sorted(maps.Keys(e.states))
	err := e.eachVersion(ctx, ids, func(id content.ID, d content.Document) error {
		e.slugs[id] = d.Base().Slug
		return nil
	})
	if err != nil {
		return err
	}
	done, stems := 0, e.stems(ids)
	err = e.eachVersion(ctx, ids, func(id content.ID, d content.Document) error {
		if done++; done%content.MaxChangeDocuments == 0 || done == len(ids) {
			e.options.Progress(done, len(ids))
		}
		return e.write(ctx, d, stems[id])
	})
	if err != nil {
		return err
	}
	return e.writeMedia(ctx)
}

// changesAtOnce is the number of changes per snapshot.
const changesAtOnce = 10

// followLog reads the state of each document from the log, and writes the history if requested.
func (e *exporter) followLog(ctx context.Context) (err error) {
	each := func(content.ChangeSet) error { return nil }
	if e.options.History {
		var finish func() error
		if each, finish, err = e.historyWriter(); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, finish()) }()
	}
	err = e.read(ctx, func(s content.Snapshot) error {
		e.revision = s.Revision()
		return nil
	})
	for at := content.Revision(0); err == nil && at < e.revision; {
		err = e.read(ctx, func(s content.Snapshot) error {
			sets, err := s.Changes(at, min(changesAtOnce, int(e.revision-at)))
			if err == nil && len(sets) == 0 {
				err = content.Errorf(content.CodeCorrupt, "The log has no change after %d.", at)
			}
			for _, set := range sets {
				for _, entry := range set.Entries {
					e.states[entry.ID] = entry.State
					if entry.State.Erased || entry.State.Discarded { // there is no document for a file
						delete(e.states, entry.ID)
					}
				}
				at = set.Revision
				err = errors.Join(err, each(set))
			}
			return err
		})
	}
	return err
}

func (e *exporter) historyWriter() (each func(content.ChangeSet) error, finish func() error, err error) {
	name := filepath.Join(e.dir, historyFolder, historyFile)
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return nil, nil, unwritable(err, name)
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, unwritable(err, name)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	each = func(set content.ChangeSet) error {
		line, err := encodeChange(set)
		if err == nil {
			_, err = w.Write(line)
		}
		return err
	}
	return each, func() error { return errors.Join(w.Flush(), f.Sync(), f.Close()) }, nil
}

// read runs fn on a snapshot that is closed afterwards.
func (e *exporter) read(ctx context.Context, fn func(content.Snapshot) error) error {
	snapshot, err := e.store.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = snapshot.Close() }() // it was only read
	return fn(snapshot)
}

// eachVersion visits the published version of each document, or the working one of unpublished
// documents.
func (e *exporter) eachVersion(ctx context.Context, ids []content.ID, visit func(content.ID, content.Document) error) error {
	for chunk := range slices.Chunk(ids, content.MaxChangeDocuments) {
		documents := make([]content.Document, len(chunk))
		err := e.read(ctx, func(s content.Snapshot) (err error) {
			for i, id := range chunk {
				state := e.states[id]
				if documents[i], err = version(s, id, cmp.Or(state.Published, state.Draft)); err != nil {
					return err
				}
			}
			return nil
		})
		for i := 0; i < len(chunk) && err == nil; i++ {
			err = visit(chunk[i], documents[i])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func version(s content.Snapshot, id content.ID, r content.Revision) (content.Document, error) {
	stored, err := s.Version(id, r)
	if content.IsNotFound(err) {
		return nil, content.Errorf(content.CodeCorrupt, "The store refers to a version of %s that does not exist.", id)
	}
	if err != nil {
		return nil, err
	}
	return stored.Full, nil
}

// stems returns the names of the files: slugs, or ids if there is no slug or another document
// has it. Archived documents come last: only they can have another's slug.
func (e *exporter) stems(ids []content.ID) map[content.ID]string {
	taken := map[slugName]bool{}
	stems := make(map[content.ID]string, len(ids))
	for _, away := range []bool{false, true} {
		for _, id := range ids {
			if e.states[id].Archived != away {
				continue
			}
			name := slugName{id.Kind(), e.slugs[id]}
			if !locale.ValidSlug(name.slug) || taken[name] {
				name.slug = string(id)
			}
			taken[name] = true
			stems[id] = name.slug
		}
	}
	return stems
}

// write writes the file of a document, and that of its draft.
func (e *exporter) write(ctx context.Context, d content.Document, stem string) error {
	id := d.Base().ID
	state := e.states[id]
	e.names(d)
	if err := e.writeFile(id, stem+extension, e.format.encode(d, standsIn(id, state), e.comment)); err != nil {
		return err
	}
	if state.Published == 0 || state.Draft == 0 {
		return nil
	}
	return e.read(ctx, func(s content.Snapshot) error {
		working, err := version(s, id, state.Draft)
		if err != nil {
			return err
		}
		e.names(working)
		// The rest is as in the published version.
		return e.writeFile(id, stem+draftExtension, e.format.encode(working, nil, e.comment, "formerSlugs", "createdAt", "publishedAt", "timeMoves", "placeMoves"))
	})
}

func (e *exporter) writeFile(id content.ID, name string, text []byte) error {
	kind := id.Kind()
	if kind == nil {
		return content.Errorf(content.CodeCorrupt, "The store has a document of an unknown kind: %s.", id)
	}
	folder := filepath.Join(e.dir, kind.Folder)
	name = filepath.Join(folder, name)
	err := os.WriteFile(name, text, 0o600)
	if errors.Is(err, os.ErrNotExist) {
		err = errors.Join(os.Mkdir(folder, 0o700), os.WriteFile(name, text, 0o600))
	}
	if err != nil {
		return fmt.Errorf("transfer: writing an export: %w", err)
	}
	return nil
}

// comment returns the slug of the document with an id.
func (e *exporter) comment(id content.ID) string { return e.slugs[id] }
