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

// Table is the result of reading a spreadsheet.
type Table struct {
	Rows     []Row
	Problems []content.Problem // of cells, which are missing in their rows
	Warnings []content.Problem
}

// Row is a document as a line of a table, such as a spreadsheet's.
type Row struct {
	Line   int           // in the table, from 1, for problems
	ID     content.ID    // of the document; empty if the row has none
	Slug   string        // of the document, if it has no id; otherwise of a new one
	Fields content.Patch // without a language for texts; may have References
	Texts  map[locale.Language]content.Patch
}

// Reference refers from a row to a document, by its id or its slug.
type Reference struct {
	Kind *content.Kind
	Name string
}

// Imported is the result of importing a table.
type Imported struct {
	Created, Updated, Unchanged int
	Warnings                    []content.Problem // of the rows, with the line and the column as path

	lines map[content.ID]int // of the documents of the rows
	fresh map[content.ID]bool
}

// Line returns the line of a document in the table.
func (i *Imported) Line(id content.ID) (line int, ok bool) {
	if i == nil {
		return 0, false
	}
	line, ok = i.lines[id]
	return line, ok
}

// IsNew reports whether the table creates a document. After a dry run, there is no such
// document.
func (i *Imported) IsNew(id content.ID) bool { return i != nil && i.fresh[id] }

// ConferenceRows returns the zone of the times in a conference's table, and what its sessions
// have in common. Without a conference these are UTC and nothing.
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

// NameOf returns the name by which others refer to a document: its slug, or else its id. An
// archived document has no claim to its slug. For a view of Drafts.
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

// maxRowProblems bounds the reported problems of a table: no one reads more.
const maxRowProblems = 500

// contradicts returns problems for values of a row that differ from the common ones. Empty
// values do not.
func (r *Row) contradicts(fields, with content.Patch) (problems []content.Problem) {
	for name, value := range with {
		if own := fields[name]; own != nil && own != value {
			problems = append(problems, rowProblem(r, content.Contradiction, name, fmt.Sprint(value)))
		}
		delete(fields, name)
	}
	return problems
}

// known returns the column that identifies the row's document.
func (r *Row) known() string {
	if r.ID != "" {
		return "id"
	}
	return "slug"
}

// apply applies a row to a document. Differences that a table can't represent, such as ends of
// lines, change nothing.
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

// inTable returns a string as a spreadsheet would return it.
func inTable(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

// stringOf returns a field of a document, for a text in a language.
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

// rowsDocument returns the id of a row's document; "" for a new one. If that must get the row's
// slug, renamed is true.
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

// resolveRow returns a row's fields with ids instead of references, without those to unknown
// documents.
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

// documentOf returns the document of an id or a slug.
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

// TableProblem returns a problem at a line and column of a table. Without a column it concerns
// the whole line.
func TableProblem(line int, column string, code content.ProblemCode, args ...any) content.Problem {
	return content.ProblemAt(TablePath(line, column), code, false, args...)
}

// TablePath returns the path of a problem at a line and column of a table.
func TablePath(line int, column string) []string {
	if column == "" {
		return []string{strconv.Itoa(line)}
	}
	return []string{strconv.Itoa(line), column}
}

// WithoutErased removes erased people from a table's rows: their own rows, and references to
// their ids. visit is called with the line and column of each; with "id" for a row of its own.
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

// leftOf returns a value without references to some documents: nil for such a reference, and
// for a structure with one. gone reports whether there was any.
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
