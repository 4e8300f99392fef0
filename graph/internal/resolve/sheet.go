package resolve

import (
	"context"
	"errors"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
	"lectern/graph/internal/model"
)

// Sheets reads and writes documents as spreadsheets.
type Sheets interface {
	// Read returns a table of documents of a kind. Times without an offset are in the given
	// zone.
	Read(kind *content.Kind, csv string, zone *time.Location) catalog.Table
	// Write returns the table of some documents. name returns what a document is called where
	// another refers to it.
	Write(kind *content.Kind, documents []content.Document, name func(content.ID) string) (string, error)
}

var errNoSheets = errors.New("graph: no reader of spreadsheets is configured")

// MutationImportSessions stages a conference's sessions from a spreadsheet.
func MutationImportSessions(ctx context.Context, input model.ImportSessionsInput) (*model.ImportPayload, error) {
	return importSheet[*catalog.Session](ctx, input.Reason, input.CSV, input.Conference)
}

// MutationImportSpeakers stages speakers from a spreadsheet.
func MutationImportSpeakers(ctx context.Context, input model.ImportSpeakersInput) (*model.ImportPayload, error) {
	return importSheet[*catalog.Speaker](ctx, input.Reason, input.CSV, "")
}

func importSheet[D content.Document](ctx context.Context, reason graphql.Omittable[*string], csv string, conference content.ID) (*model.ImportPayload, error) {
	op := OperationFrom(ctx)
	return staged(ctx, reason, func(t *content.Transaction, o *outcome) error {
		if op.Sheets == nil {
			return errNoSheets
		}
		kind := kindOf[D]()
		zone, with, err := catalog.ConferenceRows(t, conference)
		if err != nil {
			return err
		}
		o.imported, o.problems, err = catalog.ImportRows(t, kind, op.Sheets.Read(kind, csv, zone), with)
		return err
	}, tellImported)
}

// tellImported completes the payload of an import.
func tellImported(ctx context.Context, o *outcome, payload *model.ImportPayload) error {
	e := OperationFrom(ctx).Editing
	problems := o.userErrors(e)
	payload.Warnings = pointers(o.importWarnings(e))
	for i := range problems {
		if p := &problems[i]; o.imported.IsNew(p.Document) {
			p.Document = "" // it was not saved, so it does not exist
		}
	}
	if payload.UserErrors = pointers(problems); len(problems) == 0 {
		payload.Created, payload.Updated, payload.Unchanged = o.imported.Created, o.imported.Updated, o.imported.Unchanged
		payload.Revision, payload.Effects = e.revision(), e.effects()
	}
	return nil
}

// importWarnings returns the warnings about a table: of its lines, and of their documents.
func (o *outcome) importWarnings(e *Editing) (warnings []content.Problem) {
	if o.imported == nil {
		return nil
	}
	warnings = append(warnings, o.imported.Warnings...)
	if e.Batch == nil {
		return warnings
	}
	for _, p := range e.Batch.Warnings {
		if line, ok := o.imported.Line(p.Document); ok {
			p.Path = append(catalog.TablePath(line, ""), p.Path...)
			warnings = append(warnings, p)
		}
	}
	return warnings
}

// sheetOf returns the table of all documents of a type, or of those that refer to a parent.
func sheetOf[D content.Document, Order ~string](ctx context.Context, order Order, by string, parent content.ID) (string, error) {
	view, err := draftsFrom(ctx)
	if err != nil {
		return "", err
	}
	op := OperationFrom(ctx)
	if op.Sheets == nil {
		return "", errNoSheets
	}
	var documents []content.Document
	plan, err := listing.NewPlan(specOf[D](nil, order, by))
	if err != nil {
		return "", err
	}
	all := listing.MaxPage
	for p := (Page{First: &all}); ; {
		found, err := listing.ReadPage[D](view, plan, parent, p)
		if err != nil {
			return "", err
		}
		for _, d := range found.Nodes() {
			documents = append(documents, d)
		}
		more, err := found.PageInfo().HasNextPage()
		if err != nil {
			return "", err
		}
		if !more {
			break
		}
		p.After = found.PageInfo().EndCursor()
	}
	return op.Sheets.Write(kindOf[D](), documents, func(id content.ID) string { return catalog.NameOf(view, id) })
}

// QuerySessionSheet returns the table of a conference's sessions.
func QuerySessionSheet(ctx context.Context, conference content.ID) (string, error) {
	return sheetOf[*catalog.Session](ctx, model.SessionOrderStartsAtAsc, "conference", conference)
}

// QuerySpeakerSheet returns the table of all speakers.
func QuerySpeakerSheet(ctx context.Context) (string, error) {
	return sheetOf[*catalog.Speaker](ctx, model.SpeakerOrderSortNameAsc, "", "")
}
