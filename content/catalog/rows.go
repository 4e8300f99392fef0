package catalog

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// Table is what was read of a spreadsheet.
type Table struct {
	Rows     []Row
	Problems []content.Problem // of cells, which their rows are without
	Warnings []content.Problem
}

// Row is a document as a line of a table says it, such as a spreadsheet's.
type Row struct {
	Line   int           // in the table, from 1, for problems
	ID     content.ID    // of the document; empty where the row has none
	Slug   string        // of the document, where it has no id; of a new one else
	Fields content.Patch // what is not written in a language; may have References
	Texts  map[locale.Language]content.Patch
}

// Reference is a document that a row refers to, by its id or its slug.
type Reference struct {
	Kind *content.Kind
	Name string
}

// Imported says what became of a table's rows.
type Imported struct {
	Created, Updated, Unchanged int
	Warnings                    []content.Problem // of the rows, with the line and the column as path

	lines map[content.ID]int // of the documents of the rows
	fresh map[content.ID]bool
}

// Line is the line of a document in the table.
func (i *Imported) Line(id content.ID) (line int, ok bool) {
	if i == nil {
		return 0, false
	}
	line, ok = i.lines[id]
	return line, ok
}

// IsNew tells whether a document is one that the table makes: where the import
// is not kept, there is no such document.
func (i *Imported) IsNew(id content.ID) bool { return i != nil && i.fresh[id] }

// ConferenceRows is what the sessions of a conference's table have in common,
// and the zone of their times. Without a conference it is nothing, and UTC.
func ConferenceRows(t *content.Transaction, conference content.ID) (*time.Location, content.Patch, error) {
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
	return zone, content.Patch{"conference": conference}, nil
}

// NameOf is what a document is called where another refers to it: its slug,
// else its id. An archived document has no claim to its slug. For a view of
// Drafts.
func NameOf(v *content.View, id content.ID) string {
	d, err := v.Get(id)
	if err != nil || d.Base().Slug == "" {
		return string(id)
	}
	if holder, err := v.BySlug(id.Kind(), d.Base().Slug); err != nil || holder.Base().ID != id {
		return string(id)
	}
	return d.Base().Slug
}

// maxRowProblems bounds how many problems are told of a table: who has more will
// not read them.
const maxRowProblems = 500

// contradicts finds what a row says otherwise than all of its table. What it
// leaves empty is as in all of them.
func (r *Row) contradicts(fields, with content.Patch) (problems []content.Problem) {
	for name, value := range with {
		if own := fields[name]; own != nil && own != value {
			problems = append(problems, rowProblem(r, content.Contradiction, name, fmt.Sprint(value)))
		}
		delete(fields, name)
	}
	return problems
}

// known is the column by which the row's document is known.
func (r *Row) known() string {
	if r.ID != "" {
		return "id"
	}
	return "slug"
}

// apply changes a document as the row says. What a table can't tell apart from
// what is there, such as the ends of lines, stays as it is.
func (r *Row) apply(d content.Document, fields content.Patch) error {
	as := func(p content.Patch, l locale.Language) error {
		differs := content.Patch{}
		for name, value := range p {
			if s, ok := value.(string); !ok || inTable(stringOf(d, name, l)) != inTable(s) {
				differs[name] = value
			}
		}
		return differs.Apply(d, l)
	}
	if err := as(fields, locale.DefaultLanguage); err != nil {
		return err
	}
	for l, texts := range r.Texts {
		if err := as(texts, l); err != nil {
			return err
		}
	}
	return nil
}

// inTable is what is left of a string that went through a spreadsheet.
func inTable(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

// stringOf is what a document says in a field, in a language for a text.
func stringOf(d content.Document, name string, l locale.Language) string {
	v := reflect.ValueOf(d).Elem()
	for i := range v.NumField() {
		if content.FieldName(v.Type().Field(i)) != name {
			continue
		}
		if text, ok := (content.TreeField{Value: v.Field(i)}).Text(); ok {
			return text.In(l)
		}
		if v.Field(i).Kind() == reflect.String {
			return v.Field(i).String()
		}
	}
	return ""
}

// rowsDocument is the id of the document that a row is about; empty for a new
// one. Where that is to have the row's slug, renamed is true.
func rowsDocument(t *content.Transaction, kind *content.Kind, row *Row) (id content.ID, renamed bool, problems []content.Problem, err error) {
	switch {
	case row.ID == "" && row.Slug == "":
		return "", false, nil, nil
	case row.ID == "":
		id, err := t.BySlug(kind, row.Slug)
		if content.IsNotFound(err) {
			return "", true, nil, nil
		}
		return id, false, nil, err
	case row.ID.Kind() != kind:
		return "", false, []content.Problem{rowProblem(row, content.WrongKind, "id", kind.Name)}, nil
	}
	_, err = t.Working(row.ID)
	if content.IsNotFound(err) {
		return "", false, []content.Problem{rowProblem(row, content.UnknownReference, "id")}, nil
	}
	return row.ID, row.Slug != "", nil, err
}

// resolveRow are a row's fields with ids in the place of references, without those
// that refer to nothing.
func resolveRow(t *content.Transaction, row *Row) (content.Patch, []content.Problem, error) {
	var problems []content.Problem
	var failed error
	var resolve func(column string, v any) any
	resolve = func(column string, v any) any {
		switch v := v.(type) {
		case Reference:
			id, err := documentOf(t, v)
			switch {
			case content.IsNotFound(err):
				problems = append(problems, rowProblem(row, content.UnknownReference, column))
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
		case content.Patch:
			out := content.Patch{}
			for name, value := range v {
				out[name] = resolve(column, value)
			}
			return out
		}
		return v
	}
	fields := content.Patch{}
	for _, column := range slices.Sorted(maps.Keys(row.Fields)) {
		known := len(problems)
		if value := resolve(column, row.Fields[column]); len(problems) == known {
			fields[column] = value
		}
	}
	return fields, problems, failed
}

// documentOf is the document of an id or a slug.
func documentOf(t *content.Transaction, r Reference) (content.ID, error) {
	if strings.HasPrefix(r.Name, r.Kind.Prefix+"_") {
		if id, err := content.GivenID(r.Name); err == nil {
			_, err := t.Working(id)
			return id, err
		}
	}
	return t.BySlug(r.Kind, r.Name)
}

func rowProblem(row *Row, code content.ProblemCode, column string, args ...any) content.Problem {
	return TableProblem(row.Line, column, code, args...)
}

// TableProblem is a problem of a table's line and column, which stands in the
// way. Without a column it is of the line as a whole.
func TableProblem(line int, column string, code content.ProblemCode, args ...any) content.Problem {
	return content.ProblemAt(TablePath(line, column), code, false, args...)
}

// TablePath is the path of a problem of a table's line and column.
func TablePath(line int, column string) []string {
	if column == "" {
		return []string{strconv.Itoa(line)}
	}
	return []string{strconv.Itoa(line), column}
}

// WithoutErased takes people out of a table's rows who were erased: their own rows, and
// where others refer to them by id. visit is told the line of each, and the
// column; "id" for a row of its own.
func WithoutErased(rows []Row, erased []content.ID, visit func(line int, column string)) []Row {
	var kept []Row
	for _, row := range rows {
		if slices.Contains(erased, row.ID) {
			visit(row.Line, "id")
			continue
		}
		fields := content.Patch{}
		for _, column := range slices.Sorted(maps.Keys(row.Fields)) {
			value, gone := leftOf(row.Fields[column], erased)
			if fields[column] = value; gone {
				visit(row.Line, column)
			}
		}
		row.Fields = fields
		kept = append(kept, row)
	}
	return kept
}

// leftOf is a value without references to some documents: nil for one of them,
// and for a structure that has one. gone tells whether there was any.
func leftOf(value any, erased []content.ID) (left any, gone bool) {
	switch v := value.(type) {
	case Reference:
		if slices.Contains(erased, content.ID(v.Name)) {
			return nil, true
		}
	case content.Patch:
		for _, part := range v {
			if _, gone := leftOf(part, erased); gone {
				return nil, true
			}
		}
	case []any:
		items := []any{}
		for _, item := range v {
			rest, itsGone := leftOf(item, erased)
			if gone = gone || itsGone; !itsGone {
				items = append(items, rest)
			}
		}
		return items, gone
	}
	return value, false
}
