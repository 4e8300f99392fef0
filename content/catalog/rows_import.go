package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"lectern/content"
	"lectern/content/locale"
)

// ImportRows stages the documents of a table, as drafts. A row with the id or the slug of a
// document changes that document; any other row creates one. with has the fields that all
// documents of the table share, such as the conference; a document with other values there is
// refused. Rows that change nothing stage nothing. The problems are those of the table and of all
// rows, with the line and the column as path, including those that checking the change would
// report: if there are any, the caller must save nothing.
func ImportRows(t *content.Transaction, kind *content.Kind, table Table, with content.Patch) (*Imported, []content.Problem, error) {
	im := &rowImport{
		Imported: &Imported{Warnings: table.Warnings, lines: map[content.ID]int{}, fresh: map[content.ID]bool{}},
		t:        t, kind: kind, with: with, problems: table.Problems,
	}
	for i := range table.Rows {
		if err := im.row(&table.Rows[i]); err != nil {
			return nil, nil, err
		}
	}
	if len(im.problems) > 0 {
		if err := im.check(); err != nil {
			return nil, nil, err
		}
	}
	return im.Imported, im.problems[:min(len(im.problems), maxRowProblems)], nil
}

// rowImport is the import of a table.
type rowImport struct {
	*Imported
	t        *content.Transaction
	kind     *content.Kind
	with     content.Patch
	problems []content.Problem
}

// check adds the problems that the rows have as documents.
func (im *rowImport) check() error {
	all, err := content.ProblemsOfChange(im.t)
	for _, p := range all {
		if line, ok := im.Line(p.Document); ok && !p.Warning {
			p.Document, p.Path = "", append(TablePath(line, ""), p.Path...)
			im.problems = append(im.problems, p)
		}
	}
	slices.SortStableFunc(im.problems, func(a, b content.Problem) int { return cmp.Compare(tableLine(a), tableLine(b)) })
	return err
}

// tableLine returns the line of a problem of a table.
func tableLine(p content.Problem) int {
	line, _ := strconv.Atoi(p.Path[0]) // TablePath made it
	return line
}

func (im *rowImport) row(row *Row) error {
	id, renamed, problems, err := rowsDocument(im.t, im.kind, row)
	if im.problems = append(im.problems, problems...); err != nil || len(problems) > 0 {
		return err
	}
	fields, problems, err := resolveRow(im.t, row)
	if err != nil {
		return err
	}
	im.problems = append(append(im.problems, problems...), row.contradicts(fields, im.with)...)
	if renamed {
		fields["slug"] = row.Slug
	}
	var before content.Document
	d := im.kind.New()
	if id != "" {
		if before, err = im.t.Working(id); err != nil {
			return err
		}
		d = content.Clone(before)
	} else if id, err = im.t.NewID(im.kind); err != nil {
		return err
	}
	if _, twice := im.lines[id]; twice {
		im.problems = append(im.problems, rowProblem(row, content.Duplicate, row.known()))
		return nil
	}
	im.lines[id], im.fresh[id] = row.Line, before == nil
	d.Base().ID = id
	if err := im.with.Apply(d, locale.DefaultLanguage); err != nil {
		return err
	}
	if before != nil {
		for _, f := range content.Diff(before, d) {
			if f.Before != nil {
				im.problems = append(im.problems, rowProblem(row, content.Contradiction, row.known(), f.Path[0]+": "+*f.Before))
				return nil
			}
		}
	}
	if err := row.apply(d, fields); err != nil {
		return err
	}
	return im.save(row, before, d)
}

// save stages the document of a row if the row changes it.
func (im *rowImport) save(row *Row, before, d content.Document) error {
	switch {
	case before == nil:
		im.Created++
	case len(content.Diff(before, d)) == 0:
		im.Unchanged++
		return nil
	default:
		im.Updated++
	}
	if err := im.t.Save(d); err != nil || before != nil {
		return err
	}
	other, err := lookalike(im.t, d)
	if other != nil && len(im.Warnings) < maxRowProblems {
		im.Warnings = append(im.Warnings, im.looksLike(row, other))
	}
	return err
}

// looksLike returns the warning that a row creates a document that may exist already.
func (im *rowImport) looksLike(row *Row, other content.Document) content.Problem {
	name := cmp.Or(other.Base().Slug, string(other.Base().ID))
	p := content.ProblemAt(TablePath(row.Line, ""), PossibleDuplicate, true, name)
	if line, ok := im.Line(other.Base().ID); ok {
		m := problemMessages[PossibleDuplicate]
		p.Message = locale.NewText("da", fmt.Sprintf(m.Danish, fmt.Sprint("linje ", line)), "en", fmt.Sprintf(m.English, fmt.Sprint("line ", line)))
	}
	return p
}

// lookalike returns the document that a new one may duplicate: a session of the same conference
// with the same title and start, or a speaker with the same name. It is nil if there is none.
func lookalike(t *content.Transaction, d content.Document) (content.Document, error) {
	switch d := d.(type) {
	case *Session:
		from := content.NoValue
		if !d.StartsAt.IsZero() {
			from = content.TimeKey(d.StartsAt)
		}
		others, err := t.Related(content.DraftIndex, sessionKind, sessionsOfConference, content.StringKey(d.ConferenceID), from, from+"\x00")
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(others, func(o content.Document) bool { return o.Base().ID != d.ID && sharesText(o.(*Session).Title, d.Title) })
		if i >= 0 {
			return others[i], nil
		}
	case *Speaker:
		id, err := t.BySlug(speakerKind, locale.Slugify(d.Name))
		if content.IsNotFound(err) || id == d.ID {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		other, err := t.Working(id)
		if err == nil && other.(*Speaker).Name == d.Name {
			return other, nil
		}
		return nil, err
	}
	return nil, nil
}

// sharesText reports whether two texts are the same in a language.
func sharesText(a, b locale.Text) bool {
	return slices.ContainsFunc(a, func(tr locale.Translation) bool { return b.In(tr.Language) == tr.Text })
}
