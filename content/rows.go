package content

import (
	"strconv"
	"strings"
	"time"
)

// Row is a document as a line of a table says it, such as a spreadsheet's.
type Row struct {
	Line   int    // in the table, from 1, for problems
	ID     ID     // of the document; empty where the row has none
	Slug   string // of the document, where it has no id; of a new one else
	Fields Patch  // what is not written in a language; may have References
	Texts  map[Language]Patch
}

// Reference is a document that a row refers to, by its id or its slug.
type Reference struct {
	Kind *Kind
	Name string
}

// Imported says what became of a table's rows.
type Imported struct {
	Created, Updated, Unchanged int
	Lines                       map[ID]int // of the documents that were staged
}

// Line is the line of a document in the table.
func (i *Imported) Line(id ID) (line int, ok bool) {
	if i == nil {
		return 0, false
	}
	line, ok = i.Lines[id]
	return line, ok
}

// ConferenceRows is what the sessions of a conference's table have in common,
// and the zone of their times. Without a conference it is nothing, and UTC.
func (t *Transaction) ConferenceRows(conference ID) (*time.Location, Patch, error) {
	if conference == "" {
		return time.UTC, nil, nil
	}
	c, err := working[*Conference](t, conference, 0)
	if err != nil {
		return nil, nil, err
	}
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	return zone, Patch{"conference": conference}, nil
}

// NameOf is what a document is called where another refers to it: its slug,
// else its id. For a view of Drafts.
func (v *View) NameOf(id ID) string {
	if d, err := v.Get(id); err == nil && d.Base().Slug != "" {
		return d.Base().Slug
	}
	return string(id)
}

// ImportRows stages the documents of a table, as drafts: a row with the id or
// the slug of a document changes that one, any other makes a new one. What the
// row's kind has in common with all of them, such as the conference, is in
// with. Rows that change nothing stage nothing. Problems are of the rows, with
// the line and the column as path; nothing is to be kept then.
func (t *Transaction) ImportRows(kind *Kind, rows []Row, with Patch) (*Imported, []Problem, error) {
	done := &Imported{Lines: map[ID]int{}}
	var problems []Problem
	for i := range rows {
		row := &rows[i]
		found, err := t.importRow(kind, row, with, done)
		if err != nil {
			return nil, nil, err
		}
		problems = append(problems, found...)
	}
	return done, problems, nil
}

func (t *Transaction) importRow(kind *Kind, row *Row, with Patch, done *Imported) ([]Problem, error) {
	id, problem, err := t.rowsDocument(kind, row)
	if err != nil || problem != nil {
		return problem, err
	}
	fields, problems, err := t.resolved(row)
	if err != nil || len(problems) > 0 {
		return problems, err
	}
	var before Document
	d := kind.New()
	if id != "" {
		if before, err = t.Working(id); err != nil {
			return nil, err
		}
		d = Clone(before)
	} else if id, err = t.NewID(kind); err != nil {
		return nil, err
	}
	if _, twice := done.Lines[id]; twice {
		return []Problem{rowProblem(row, Duplicate, "id")}, nil
	}
	done.Lines[id] = row.Line
	d.Base().ID = id
	for _, p := range []Patch{with, fields} {
		if err := p.Apply(d, DefaultLanguage); err != nil {
			return nil, err
		}
	}
	for l, texts := range row.Texts {
		if err := texts.Apply(d, l); err != nil {
			return nil, err
		}
	}
	switch {
	case before == nil:
		done.Created++
	case len(Diff(before, d)) == 0:
		done.Unchanged++
		return nil, nil
	default:
		done.Updated++
	}
	return nil, t.Save(d)
}

// rowsDocument is the id of the document that a row is about; empty for a new
// one.
func (t *Transaction) rowsDocument(kind *Kind, row *Row) (ID, []Problem, error) {
	if row.ID == "" {
		if row.Slug == "" {
			return "", nil, nil
		}
		id, err := t.BySlug(kind, row.Slug)
		if IsNotFound(err) {
			row.Fields["slug"] = row.Slug
			return "", nil, nil
		}
		return id, nil, err
	}
	if row.ID.Kind() != kind {
		return "", []Problem{rowProblem(row, WrongKind, "id", kind.Name)}, nil
	}
	if row.Slug != "" {
		row.Fields["slug"] = row.Slug
	}
	_, err := t.Working(row.ID)
	if IsNotFound(err) {
		return "", []Problem{rowProblem(row, UnknownReference, "id")}, nil
	}
	return row.ID, nil, err
}

// resolved are a row's fields with ids in the place of references.
func (t *Transaction) resolved(row *Row) (Patch, []Problem, error) {
	var problems []Problem
	var failed error
	var resolve func(column string, v any) any
	resolve = func(column string, v any) any {
		switch v := v.(type) {
		case Reference:
			id, err := t.named(v)
			switch {
			case IsNotFound(err):
				problems = append(problems, rowProblem(row, UnknownReference, column))
			case err != nil:
				failed = err
			}
			return id
		case []any:
			out := make([]any, len(v))
			for i := range v {
				out[i] = resolve(column, v[i])
			}
			return out
		case Patch:
			out := Patch{}
			for name, value := range v {
				out[name] = resolve(column, value)
			}
			return out
		}
		return v
	}
	fields := Patch{}
	for column, v := range row.Fields {
		fields[column] = resolve(column, v)
	}
	return fields, problems, failed
}

// named is the document of an id or a slug.
func (t *Transaction) named(r Reference) (ID, error) {
	if strings.HasPrefix(r.Name, r.Kind.Prefix+"_") {
		if id, err := ParseID(r.Name); err == nil {
			_, err := t.Working(id)
			return id, err
		}
	}
	return t.BySlug(r.Kind, r.Name)
}

func rowProblem(row *Row, code ProblemCode, column string, args ...any) Problem {
	return newProblem([]string{strconv.Itoa(row.Line), column}, code, false, args...)
}

// TableProblem is a problem of a table's line and column, which stands in the
// way.
func TableProblem(line int, column string, code ProblemCode, args ...any) Problem {
	return newProblem([]string{strconv.Itoa(line), column}, code, false, args...)
}
