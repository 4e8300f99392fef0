package transfer

import (
	"context"
	"errors"
	"path"
	"time"

	"lectern/content"
)

// An atomic import is one change, and is held in memory as a whole: these are its bounds.
const (
	MaxAtomicDocuments = 10_000
	MaxAtomicBytes     = 64 << 20 // of the files' texts
)

// ImportOptions configure an import.
type ImportOptions struct {
	Sources []Source
	Actor   content.Actor
	Reason  string
	Now     time.Time // of the changes
	// Entropy is the source of new ids: crypto/rand's Read, or that of a test.
	Entropy func([]byte) (int, error)
	// Atomic makes it one change, so it is all or nothing.
	Atomic bool
	// DryRun does everything except writing, and reports the changes.
	DryRun bool
	// Library stores the files of the folder media, and has those that documents refer to
	// without a file there. If it is nil, and in a dry run, no files are stored, and their
	// types follow from their names.
	Library content.AssetLibrary
	// Erased are the people who were erased in the store: everything about them is left out.
	Erased []content.ID
	// Progress is called with the number of documents done and the total: first while they are
	// read, with an unknown total (0), then while they are written. It may be nil. Calls do not
	// overlap.
	Progress func(done, total int)
}

// Report is the result of an import or dry run.
type Report struct {
	Created, Updated, Unchanged int // documents; a document with two versions counts once
	Changes                     int // that were written
	Problems                    []Problem
	MoreProblems                int // beyond the listed ones
	// Notices describe what was left out, and why.
	Notices []string
	// Differences are the changes of a dry run.
	Differences []Difference
}

// Import writes the documents of files to a store, in the states that the files give:
// published, as drafts, or archived. It reads and checks all of them before it writes any. With
// CodeInvalid the report lists every problem, and nothing was written.
//
// Existing documents are identified by id, or else by slug. Unchanged ones are not written, so
// an interrupted import can be repeated. The changes have up to content.MaxChangeDocuments
// documents, each document after those that it refers to.
//
// If a source has a history, its changes are replayed instead (package comment), and the files
// must match the end of the history. The store must be empty, or have the beginning of the same
// history.
func Import(ctx context.Context, store content.Store, o ImportOptions) (*Report, error) {
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	im := &importer{
		store: store, options: o, format: newFormat(), problems: &problems{},
		byID: map[content.ID]*target{}, slugs: map[slugName]content.ID{}, lost: map[string]bool{},
		files: map[string]content.AssetID{},
	}
	err := im.run(ctx)
	im.report.Problems, im.report.MoreProblems = im.problems.sorted(), im.problems.more
	return &im.report, err
}

// importer is an import in progress.
type importer struct {
	store    content.Store
	options  ImportOptions
	format   *format
	problems *problems
	findings []finding
	report   Report

	site    *content.Site              // with the files that documents may refer to
	files   map[string]content.AssetID // of the folder media, by the names that documents may use
	items   []*item
	targets []*target // after order: each after those that it refers to
	byID    map[content.ID]*target
	slugs   map[slugName]content.ID // of the files' documents
	lost    map[string]bool         // the kinds of unidentified documents; "" for all
}

// slugName is a slug of a kind.
type slugName struct {
	kind *content.Kind
	slug string
}

// target is a document with its versions in the files.
type target struct {
	id           content.ID
	main, beside *item // one may be nil
	deps         []*target
	visited      visit
	joined       bool  // must be written with the one before it
	plan, after  steps // for main, and then for beside
	extras       extras
	created      bool // by this import
}

func (im *importer) run(ctx context.Context) error {
	if err := im.read(ctx); err != nil {
		return err
	}
	history, err := im.history()
	if err != nil {
		return err
	}
	if history != nil {
		return im.replay(ctx, history)
	}
	im.leaveOut()
	if err := im.examine(ctx); err != nil {
		return err
	}
	if err := im.problems.err(); err != nil {
		return err
	}
	if err := im.bound(); err != nil || im.options.DryRun {
		return err
	}
	return im.write(ctx)
}

func (im *importer) read(ctx context.Context) error {
	var files []*file
	for _, source := range im.options.Sources {
		listed := source.files(func(before int, p Problem) { im.problems.add(len(files)+before, 0, p) })
		files = append(files, listed...)
	}
	if err := im.readMedia(ctx); err != nil {
		return err
	}
	r := &reader{format: im.format, media: im.files, problems: im.problems, progress: func(n int) { im.options.Progress(n, 0) }}
	var err error
	im.items, err = r.read(ctx, files)
	for _, it := range im.items {
		if it.document != nil {
			im.site.Store(it.document)
		}
	}
	return err
}

// history returns the source that has a history.
func (im *importer) history() (*Source, error) {
	for _, source := range im.options.Sources {
		in, err := source.open(historyPath(source))
		if err != nil {
			continue
		}
		_ = in.Close()
		if len(im.options.Sources) > 1 {
			return nil, content.Errorf(content.CodeBadInput, "%s has a history, so it must be imported alone.", source.named(source.Path))
		}
		return &source, nil
	}
	return nil, nil
}

func historyPath(s Source) string { return path.Join(s.Path, historyFolder, historyFile) }

// errExamined ends a transaction that only read the store.
var errExamined = errors.New("transfer: examined")

// examine determines the steps, and all problems. It does so in a transaction that is rolled
// back, so the state of the store does not change meanwhile.
func (im *importer) examine(ctx context.Context) error {
	_, err := content.Edit(ctx, im.store, im.editOptions(), func(t *content.Transaction) error {
		for _, step := range []func(*content.Transaction) error{im.identify, im.resolve, im.order, im.decide, im.check} {
			if err := step(t); err != nil {
				return err
			}
			if ctx.Err() != nil {
				return content.Wrap(content.CodeTimeout, ctx.Err(), "The import was stopped; nothing was written.")
			}
		}
		return errExamined
	})
	if !errors.Is(err, errExamined) {
		return err
	}
	locate(im.findings, im.problems)
	return nil
}

func (im *importer) editOptions() content.EditOptions {
	return content.EditOptions{
		Actor: im.options.Actor, Reason: im.options.Reason, Now: im.options.Now, Entropy: im.options.Entropy,
		Site:   im.site,
		Import: true,
	}
}

// find records a problem with a field of a document.
func (im *importer) find(it *item, path []string, code content.ProblemCode, message string) {
	it.broken = true
	if len(im.findings) >= maxProblems {
		im.problems.mu.Lock()
		im.problems.more++
		im.problems.mu.Unlock()
		return
	}
	im.findings = append(im.findings, finding{it, append([]string{}, path...), code, message})
}

// bound refuses what is too large for one change.
func (im *importer) bound() error {
	if !im.options.Atomic {
		return nil
	}
	documents, bytes := 0, 0
	for _, t := range im.targets {
		if t.plan.any() && t.after.any() {
			return content.Errorf(content.CodeBadInput,
				"%s can't be published and get another draft beside it in one change: import without --atomic, or without the draft.", t.main.file.name)
		}
		for _, it := range []*item{t.main, t.beside} {
			if it != nil && (t.plan.any() || t.after.any()) {
				documents, bytes = documents+1, bytes+it.size
			}
		}
	}
	if documents > MaxAtomicDocuments || bytes > MaxAtomicBytes {
		return content.Errorf(content.CodeTooLarge,
			"--atomic is limited to %d documents and %d MiB; these are %d documents and %d MiB.", MaxAtomicDocuments, MaxAtomicBytes>>20, documents, bytes>>20)
	}
	return nil
}
