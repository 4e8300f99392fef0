package cli

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/internal/app"
	"lectern/internal/auth"
	"lectern/internal/media"
	"lectern/internal/store"
	"lectern/internal/transfer"
)

type importCommand struct {
	Paths  []string `arg:"" name:"path" help:"Folders or files to import: all .yaml files below a folder, or one spreadsheet (.csv)."`
	Atomic bool     `help:"Write everything as one change or nothing. For up to ${atomicDocuments} documents." env:"-"`
	DryRun bool     `help:"Check everything, print the documents and fields that would change, and write nothing." env:"-"`
	sheetOptions
	mediaFlags
	Reason string `help:"Reason for the history." default:"Import." env:"-"`
}

// Help is shown by "lectern import --help".
func (importCommand) Help() string {
	return `Reads documents in the format of "lectern export" and data/seed, one per file. All files are checked before anything is written. Each problem is a line on standard output with file, line, field and message; the exit code is then 3 and nothing is written.

A document that the store has, by id or slug, is updated; an unchanged one is skipped, so an interrupted import can be repeated. Without --atomic the import is written in changes of up to 100 documents. People who were erased in this store are left out.

A spreadsheet (.csv) of sessions or speakers becomes drafts, in one change. A line with the id or slug of a document changes that document; any other line creates one. A missing column leaves its field unchanged, and an empty cell clears it. docs/operating.md lists the columns.

The service must be stopped.

Examples:

  lectern import --data=/srv/lectern content/
  lectern import --conference=fagkonference-om-stalking-2021 --dry-run sessions.csv`
}

// Validate checks the arguments; kong calls it.
func (c *importCommand) Validate() error {
	if slices.ContainsFunc(c.Paths, isSheet) {
		if len(c.Paths) > 1 {
			return errors.New("a spreadsheet must be the only path")
		}
		if _, err := c.kindOf(c.Paths[0]); err != nil {
			return err
		}
	}
	return c.mediaFlags.Validate()
}

// Run imports content.
func (c *importCommand) Run(p *program) (err error) {
	if isSheet(c.Paths[0]) {
		return c.importSheet(p, c.Paths[0])
	}
	sources := make([]transfer.Source, len(c.Paths))
	for i, path := range c.Paths {
		if sources[i], err = transfer.Local(path); err != nil {
			return err
		}
	}
	s, err := store.Open(p.data, store.Options{Log: p.log})
	if err != nil {
		return err
	}
	defer closeStore(s, &err)
	isNew, err := isNewStore(p, s)
	if err != nil {
		return err
	}
	erased, err := s.Erasures()
	if err != nil {
		return err
	}
	library, err := c.library(p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, library.Close()) }()
	if !c.DryRun {
		if err := s.ExpectWords(); err != nil {
			return err
		}
	}
	bar := newProgress(p.errs, "documents")
	report, err := transfer.Import(p.ctx, s, transfer.ImportOptions{
		Sources: sources, Actor: operator(), Reason: c.Reason, Now: time.Now(), Entropy: rand.Read,
		Atomic: c.Atomic, DryRun: c.DryRun, Library: library, Erased: erased, Progress: bar.show,
	})
	bar.end()
	for _, problem := range report.Problems {
		fmt.Fprintln(p.out, problem)
	}
	if report.MoreProblems > 0 {
		fmt.Fprintf(p.out, "and %d more\n", report.MoreProblems)
	}
	for _, notice := range report.Notices {
		fmt.Fprintln(p.out, notice)
	}
	for _, d := range report.Differences {
		printDifference(p, d)
	}
	if content.CodeOf(err) == content.CodeInvalid {
		return problemError{fmt.Errorf("%s; nothing was written", count(len(report.Problems)+report.MoreProblems, "problem"))}
	}
	if err != nil {
		return err
	}
	// A history may contain people whom this store has erased, and any file removed words.
	if !c.DryRun {
		if err := errors.Join(eraseAgain(p, s, erased), removeWordsAgain(p, s, library)); err != nil {
			return err
		}
	}
	did, in := "Imported", ", in "+count(report.Changes, "change")
	if c.DryRun {
		did, in = "Would import", "" // a dry run makes no change
	}
	_, err = fmt.Fprintf(p.out, "%s %s and %d changed%s; %d unchanged.\n", did, count(report.Created, "new document"), report.Updated, in, report.Unchanged)
	if err == nil && isNew && !c.DryRun {
		err = makeFirstToken(p)
	}
	return err
}

// isNewStore reports whether a store is empty and has no tokens. The service prints a token
// only when it first starts on an empty store, so an import must print it.
func isNewStore(p *program, s *store.Store) (bool, error) {
	snapshot, err := s.Snapshot(p.ctx)
	if err != nil {
		return false, err
	}
	defer snapshot.Close()
	exist, err := auth.OpenTokens(p.data).Exist()
	return snapshot.Revision() == 0 && !exist, err
}

func makeFirstToken(p *program) error {
	secret, _, err := auth.OpenTokens(p.data).Create("first import", content.RoleAdmin, time.Time{}, time.Now())
	if err != nil {
		return err
	}
	showFirstToken(p.out, secret)
	return nil
}

// eraseAgain erases the people in the ledger of erasures that are still in the store.
func eraseAgain(p *program, s *store.Store, erased []content.ID) error {
	return catalog.EraseAgain(p.ctx, s, content.EditOptions{Actor: operator(), Reason: "Erased before.", Now: time.Now(), Entropy: rand.Read}, erased)
}

// removeWordsAgain removes the words in the ledger of erasures from what was imported.
func removeWordsAgain(p *program, s *store.Store, library *media.Library) error {
	files, err := app.RemoveWordsAgain(p.ctx, s, library, content.EditOptions{Actor: operator(), Reason: "Words were removed before.", Now: time.Now(), Entropy: rand.Read})
	if err != nil || len(files) == 0 {
		return err
	}
	return forgetFiles(p, library, files)
}

// printDifference prints the effect of an import on a document.
func printDifference(p *program, d transfer.Difference) {
	does := "update"
	if d.New {
		does = "create"
	}
	fmt.Fprintln(p.out, strings.Join(append([]string{does}, d.Does...), ", "), d.ID, d.Name)
	for _, f := range d.Fields {
		fmt.Fprintf(p.out, "    %s: %s -> %s\n", strings.Join(f.Path, "."), shown(f.Before), shown(f.After))
	}
}

// operator is the actor of the command line. Anyone who can write the store's file may do
// everything.
func operator() content.Actor { return content.Actor{Name: "operator", Role: content.RoleAdmin} }

// closeStore closes a store at the end of a command. Its error becomes the command's if
// the command has none.
func closeStore(s *store.Store, err *error) {
	if closed := s.Close(); *err == nil {
		*err = closed
	}
}
