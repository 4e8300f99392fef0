package transfer

import (
	"context"
	"errors"
	"path"
	"time"

	"lectern/content"
)

// An import that is all or nothing is one change, and is held in memory as a
// whole: these are its bounds.
const (
	MaxAtomicDocuments = 10_000
	MaxAtomicBytes     = 64 << 20 // of the files' texts
)

// ImportOptions say what is imported, by whom, and how.
type ImportOptions struct {
	Sources []Source
	Actor   content.Actor
	Reason  string
	Now     time.Time // of the changes
	// Entropy is where new ids come from: crypto/rand's Read, or a test's own.
	Entropy func([]byte) (int, error)
	// Atomic makes one change of it all, or none.
	Atomic bool
	// DryRun does everything except to write, and reports what would change.
	DryRun bool
	// Library takes the files in the folder media, and has those that documents
	// name without their lying there. Where it is nil, and in a dry run, the files
	// are kept nowhere, and are taken for what their names say.
	Library content.AssetLibrary
	// Erased are the people who were erased in the store: what is said of them is
	// left out.
	Erased []content.ID
	// Progress is told how many documents of how many are done: first as they
	// are read, when the total is not known (0), then as they are written. It
	// may be nil; it is not called by two goroutines at once.
	Progress func(done, total int)
}

// Report is what an import did, or would have done.
type Report struct {
	Created, Updated, Unchanged int // documents; both versions of one count once
	Changes                     int // that were written
	Problems                    []Problem
	MoreProblems                int // beyond those that are listed
	// Notices are what was left out, and why.
	Notices []string
	// Differences are what would change, of a dry run.
	Differences []Difference
}

// Import brings the documents of files into a store, as the files say that
// they stand: published, as drafts, or archived. It reads and checks all of
// them before it writes any. With CodeInvalid the report lists every problem,
// and nothing was written.
//
// A document that the store has is known by its id, or else by its slug; where
// it says the same nothing is written, so an import that was cut short is done
// again. It is written in changes of up to content.MaxChangeDocuments, each
// document after those that it refers to.
//
// Where a source has a history the changes are replayed instead (package
// comment), and the files must say what the history ends with. The store must
// be empty, or have the beginning of the same history.
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

// importer is one import.
type importer struct {
	store    content.Store
	options  ImportOptions
	format   *format
	problems *problems
	findings []finding
	report   Report

	site    *content.Site              // whose files the documents may name
	files   map[string]content.AssetID // those in the folder media, by the names that documents may give them
	items   []*item
	targets []*target // after order: each after those that it refers to
	byID    map[content.ID]*target
	slugs   map[slugName]content.ID // of the files' documents
	lost    map[string]bool         // kinds of which a document could not be identified; "" for all
}

// slugName is a slug among those of its kind.
type slugName struct {
	kind *content.Kind
	slug string
}

// target is a document with what the files say of it.
type target struct {
	id           content.ID
	main, beside *item // either may be nil
	deps         []*target
	visited      visit
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

// history finds the source that has a history.
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

// errExamined ends the transaction in which the store was only looked at.
var errExamined = errors.New("transfer: examined")

// examine finds out what must be done, and all that stands in its way. It
// does so in a transaction that is given up: its state of the store holds as
// long as it takes.
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
		Site:      im.site,
		KeepTimes: true,
	}
}

// find notes a problem with a field of a document that was read.
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

// bound refuses what can't be one change.
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
