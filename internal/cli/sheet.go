package cli

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
	"lectern/internal/sheet"
	"lectern/internal/store"
)

// sheetOptions describe the content of a spreadsheet.
type sheetOptions struct {
	Kind       string `help:"Content of a spreadsheet (.csv): session or speaker. Default: by the name of the file." enum:"session,speaker," default:"" env:"-"`
	Conference string `help:"Slug or id of the conference whose sessions the spreadsheet has." placeholder:"SLUG" env:"-"`
}

// isSheet reports whether a path names a spreadsheet.
func isSheet(path string) bool { return strings.EqualFold(filepath.Ext(path), ".csv") }

// kindOf returns the kind of the documents in a spreadsheet.
func (o *sheetOptions) kindOf(path string) (*content.Kind, error) {
	name := o.Kind
	base := strings.ToLower(filepath.Base(path))
	for _, kind := range []string{"session", "speaker"} {
		if name == "" && strings.HasPrefix(base, kind) {
			name = kind
		}
	}
	switch {
	case name == "":
		return nil, fmt.Errorf("%s: give --kind session or --kind speaker", path)
	case name == "session" && o.Conference == "":
		return nil, fmt.Errorf("%s: give the conference of the sessions with --conference", path)
	}
	return content.KindNamed(name), nil
}

// conferenceOf finds the conference by its id or slug.
func (o *sheetOptions) conferenceOf(t *content.Transaction, kind *content.Kind) (content.ID, error) {
	if kind.Name != "session" {
		return "", nil
	}
	if id, err := content.GivenID(o.Conference); err == nil {
		return id, nil
	}
	return t.BySlug(content.KindNamed("conference"), o.Conference)
}

// readSheet reads the text of a spreadsheet, up to the largest size allowed.
func readSheet(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // only read
	text, err := io.ReadAll(io.LimitReader(f, sheet.MaxBytes+1))
	return string(text), err
}

// importSheet reads a spreadsheet into the store, as one change.
func (c *importCommand) importSheet(p *program, path string) (err error) {
	kind, err := c.kindOf(path)
	if err != nil {
		return err
	}
	text, err := readSheet(path)
	if err != nil {
		return err
	}
	s, err := store.Open(p.data, store.Options{Log: p.log})
	if err != nil {
		return err
	}
	defer closeStore(s, &err)
	erased, err := s.Erasures()
	if err != nil {
		return err
	}
	// A restored backup may contain people who were erased since.
	if !c.DryRun {
		if err := eraseAgain(p, s, erased); err != nil {
			return err
		}
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
	var done *catalog.Imported
	var changes []string
	_, err = content.Edit(p.ctx, s, content.EditOptions{
		Actor: operator(), Reason: c.Reason, Now: time.Now(), Entropy: rand.Read, DryRun: c.DryRun, MaxDocuments: sheet.MaxRows, Site: &content.Site{Assets: library},
		Look: func(would content.Snapshot, b *content.Batch) error {
			lines, err := describe(p, s, would, b)
			changes = append(changes, lines...)
			return err
		},
	}, func(t *content.Transaction) error {
		conference, err := c.conferenceOf(t, kind)
		if err != nil {
			return err
		}
		zone, with, err := catalog.ConferenceRows(t, conference)
		if err != nil {
			return err
		}
		table := sheet.Read(kind, text, zone)
		table.Rows = catalog.WithoutErased(table.Rows, erased, func(line int, column string) {
			changes = append(changes, fmt.Sprintf("%s:%d:%s: The person was erased in this store: that is left out.", path, line, column))
		})
		var problems []content.Problem
		done, problems, err = catalog.ImportRows(t, kind, table, with)
		if err == nil && len(problems) > 0 {
			err = &content.Error{Code: content.CodeInvalid, Problems: problems}
		}
		return err
	})
	if e, ok := err.(*content.Error); ok && e.Code == content.CodeInvalid {
		return sheetProblems(p, path, done, e.Problems)
	}
	if err != nil {
		return err
	}
	for _, w := range done.Warnings {
		fmt.Fprintf(p.out, "%s:%s: %s: %s\n", path, strings.Join(w.Path, ":"), w.Code, w.Message.In("en"))
	}
	if !c.DryRun {
		if err := removeWordsAgain(p, s, library); err != nil {
			return err
		}
	}
	for _, line := range changes {
		fmt.Fprintln(p.out, line)
	}
	did := "Imported"
	if c.DryRun {
		did = "Would import"
	}
	_, err = fmt.Fprintf(p.out, "%s %d new and %d changed documents as drafts; %d unchanged.\n", did, done.Created, done.Updated, done.Unchanged)
	return err
}

// sheetProblems prints the problems of a spreadsheet, by line and column.
func sheetProblems(p *program, path string, done *catalog.Imported, problems []content.Problem) error {
	for _, problem := range problems {
		where := strings.Join(problem.Path, ":")
		if line, ok := done.Line(problem.Document); ok {
			where = fmt.Sprint(line, ":", strings.Join(problem.Path, "."))
		}
		fmt.Fprintf(p.out, "%s:%s: %s: %s\n", path, where, problem.Code, problem.Message.In("en"))
	}
	return problemError{fmt.Errorf("%s; nothing was written", count(len(problems), "problem"))}
}

// describe returns the changes of a batch, one document or field per line.
func describe(p *program, s *store.Store, would content.Snapshot, b *content.Batch) (lines []string, err error) {
	if b == nil {
		return nil, nil
	}
	view, err := content.OpenView(p.ctx, s, content.ViewOptions{Actor: operator(), Over: would, MaxReads: 1 << 30})
	if err != nil {
		return nil, err
	}
	drafts, err := view.Drafts()
	if err != nil {
		return nil, err
	}
	for _, v := range content.VersionsOf(drafts, &b.Change) {
		fields, err := v.Fields()
		if err != nil {
			return nil, err
		}
		lines = append(lines, fmt.Sprintf("%s %s", strings.ToLower(string(v.Actions[0])), catalog.NameOf(drafts, v.ID)))
		for _, f := range fields {
			lines = append(lines, fmt.Sprintf("    %s: %s -> %s", strings.Join(f.Path, "."), shown(f.Before), shown(f.After)))
		}
	}
	return lines, nil
}

// exportSheet writes the documents of a kind to a spreadsheet.
func (c *exportCommand) exportSheet(p *program) (err error) {
	kind, err := c.kindOf(c.Folder)
	if err != nil {
		return err
	}
	s, err := store.Open(p.data, store.Options{Log: p.log, ReadOnly: true})
	if err != nil {
		return err
	}
	defer closeStore(s, &err)
	view, err := content.OpenView(p.ctx, s, content.ViewOptions{Actor: operator(), MaxReads: 1 << 30})
	if err != nil {
		return err
	}
	defer func() { _ = view.Close() }() // only read
	drafts, err := view.Drafts()
	if err != nil {
		return err
	}
	documents, err := c.rows(drafts, kind)
	if err != nil {
		return err
	}
	separator := map[string]rune{"comma": ',', "semicolon": ';', "tab": '\t'}[c.Separator]
	csv, err := sheet.WriteSeparated(separator, kind, documents, func(id content.ID) string { return catalog.NameOf(drafts, id) })
	if err != nil {
		return err
	}
	// An existing file is not overwritten: it may contain an editor's work.
	f, err := os.OpenFile(c.Folder, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	// Without the byte order mark Excel does not read the file as UTF-8.
	if _, err = f.WriteString(sheet.ByteOrderMark + csv); err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "Exported %s to %s.\n", count(len(documents), "document"), c.Folder)
	return err
}

// rows returns the documents for the spreadsheet.
func (c *exportCommand) rows(drafts *content.View, kind *content.Kind) (documents []content.Document, err error) {
	q := listing.Query{Kind: kind, Order: "sortName", First: new(listing.MaxPage)}
	if kind.Name == "session" {
		id, err := content.GivenID(c.Conference)
		if err != nil {
			d, err := drafts.BySlug(content.KindNamed("conference"), c.Conference)
			if err != nil {
				return nil, err
			}
			id = d.Base().ID
		}
		q.Order, q.Where = "startsAt", []listing.Condition{{Attribute: "conference", In: []content.Key{content.StringKey(id)}}}
	}
	for {
		page, err := listing.Read[content.Document](drafts, q)
		if err != nil {
			return nil, err
		}
		documents = append(documents, page.Nodes()...)
		more, err := page.PageInfo().HasNextPage()
		if err != nil || !more {
			return documents, err
		}
		q.After = page.PageInfo().EndCursor()
	}
}
