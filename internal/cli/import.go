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
	"lectern/internal/auth"
	"lectern/internal/store"
	"lectern/internal/transfer"
)

type importCommand struct {
	Paths  []string `arg:"" name:"path" help:"Folders or files to read: all .yaml files below a folder, or one spreadsheet (.csv)."`
	Atomic bool     `help:"Write all of it as one change, or nothing: for up to ${atomicDocuments} documents." env:"-"`
	DryRun bool     `help:"Check everything, and write nothing." env:"-"`
	sheetOptions
	mediaFlags
	Reason string `help:"What the history says that this was for." default:"Import." env:"-"`
}

// Help is shown by "lectern import --help".
func (importCommand) Help() string {
	return `Reads documents as "lectern export" writes them and data/seed shows them, one to a file. All are checked before one is written, and every problem is a line on standard output: file, line, field and what is wrong; the exit code is 3 then. A document that the store has already, by its id or its slug, is updated, and one that says the same is left alone, so that an import that was cut short can be done again. Without --atomic it is written in changes of up to 100 documents. A spreadsheet (.csv) of sessions or speakers becomes drafts, as one change: a line with the id or the slug of a document changes that one, any other makes a new one, a column that is not there leaves its field alone, and an empty cell clears it; docs/operating.md has the columns. --dry-run says which documents and fields would change. Who was erased in the store is left out. The service must be stopped.`
}

// Run imports.
func (c *importCommand) Run(p *program) (err error) {
	switch sheets := slices.ContainsFunc(c.Paths, isSheet); {
	case sheets && len(c.Paths) > 1:
		return errors.New("a spreadsheet is imported alone: one path")
	case sheets:
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
		return problemError{fmt.Errorf("%s, nothing was written", count(len(report.Problems)+report.MoreProblems, "problem"))}
	}
	if err != nil {
		return err
	}
	// A history may bring back whom the ledger of this store names.
	if !c.DryRun {
		if err := eraseAgain(p, s, erased); err != nil {
			return err
		}
	}
	did := "Imported"
	if c.DryRun {
		did = "Would import"
	}
	_, err = fmt.Fprintf(p.out, "%s %s and %d changed ones, in %s; %d were there already.\n",
		did, count(report.Created, "new document"), report.Updated, count(report.Changes, "change"), report.Unchanged)
	if err == nil && isNew && !c.DryRun {
		err = makeFirstToken(p)
	}
	return err
}

// isNewStore tells whether a store is empty and nobody can sign in to it: the service shows a
// token at its first start on an empty store only, so an import into one shows it.
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

// eraseAgain erases those whom the ledger beside the store names and the store
// has all the same.
func eraseAgain(p *program, s *store.Store, erased []content.ID) error {
	return catalog.EraseAgain(p.ctx, s, content.EditOptions{Actor: operator(), Reason: "Erased before.", Now: time.Now(), Entropy: rand.Read}, erased)
}

// printDifference says what an import would do to a document.
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

// operator is who works on the store from the command line: whoever can read
// and write its file may do all.
func operator() content.Actor { return content.Actor{Name: "operator", Role: content.RoleAdmin} }

// closeStore closes a store at the end of a command; its error is the
// command's where that has none of its own.
func closeStore(s *store.Store, err *error) {
	if closed := s.Close(); *err == nil {
		*err = closed
	}
}
