package sheet

import (
	"encoding/csv"
	"errors"
	"io"
	"reflect"
	"strings"
	"time"

	"lectern/content"
)

// The bounds of a table that is read.
const (
	MaxBytes = 1 << 20
	MaxRows  = 1000
)

const byteOrderMark = "\ufeff"

// Write is the table of some documents of a kind, one to a line. name is what a
// document is called where another refers to it: its slug, else its id.
func Write(kind *content.Kind, documents []content.Document, name func(content.ID) string) (string, error) {
	all := columns(kind)
	in := languages(documents, all)
	header := []string{"id", "slug"}
	for _, c := range all {
		if !c.isText() {
			header = append(header, c.name)
			continue
		}
		for _, l := range in {
			header = append(header, c.name+"["+string(l)+"]")
		}
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	lines := [][]string{header}
	for _, d := range documents {
		line := []string{string(d.Base().ID), d.Base().Slug}
		for _, c := range all {
			v := reflect.ValueOf(d).Elem().Field(c.index)
			if !c.isText() {
				line = append(line, guarded(c.cell(v, name)))
				continue
			}
			for _, l := range in {
				line = append(line, guarded(texts(v).In(l)))
			}
		}
		lines = append(lines, line)
	}
	if err := w.WriteAll(lines); err != nil {
		return "", err
	}
	return b.String(), nil
}

// A spreadsheet takes a cell that begins with one of these for a formula, and
// would carry out what somebody wrote into a title.
const formulas = "=+-@\t\r"

// guarded has an apostrophe before what a spreadsheet would carry out.
func guarded(s string) string {
	if s != "" && (strings.ContainsRune(formulas, rune(s[0])) || s[0] == '\'') {
		return "'" + s
	}
	return s
}

// unguarded is the cell that guarded wrote.
func unguarded(s string) string {
	if len(s) > 1 && s[0] == '\'' && (strings.ContainsRune(formulas, rune(s[1])) || s[1] == '\'') {
		return s[1:]
	}
	return s
}

// Read reads a table of documents of a kind, with times in a zone where they
// have no offset. All problems come at once, with the line and the column as
// path; there are no rows then.
func Read(kind *content.Kind, text string, zone *time.Location) ([]content.Row, []content.Problem) {
	if len(text) > MaxBytes {
		return nil, []content.Problem{content.TableProblem(1, "", content.TooLong, MaxBytes)}
	}
	text = strings.TrimPrefix(text, byteOrderMark)
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = delimiter(text)
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		return nil, []content.Problem{malformed(err)}
	}
	t := &table{kind: kind, zone: zone}
	t.readHeader(header)
	if len(t.problems) > 0 {
		return nil, t.problems
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, append(t.problems, malformed(err))
		}
		line, _ := r.FieldPos(0)
		if len(t.rows) == MaxRows {
			return nil, append(t.problems, content.TableProblem(line, "", content.TooManyItems, MaxRows))
		}
		t.readRow(line, cells)
	}
	if len(t.problems) > 0 {
		return nil, t.problems
	}
	return t.rows, nil
}

func malformed(err error) content.Problem {
	line := 1
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		line = parse.Line
	}
	return content.TableProblem(line, "", content.BadFormat, "RFC 4180")
}

// delimiter is the one that the header has most of: where the comma is the
// decimal sign, spreadsheets write semicolons.
func delimiter(text string) rune {
	header, _, _ := strings.Cut(text, "\n")
	best := ','
	for _, d := range []rune{';', '\t'} {
		if strings.Count(header, string(d)) > strings.Count(header, string(best)) {
			best = d
		}
	}
	return best
}

// table is one that is read.
type table struct {
	kind     *content.Kind
	zone     *time.Location
	cells    []cell
	rows     []content.Row
	problems []content.Problem
}

// cell is what a column of the table is.
type cell struct {
	name string // in the header
	column
	language content.Language
}

func (t *table) readHeader(header []string) {
	all := columns(t.kind)
	var known []string
	for _, c := range all {
		known = append(known, c.name)
	}
	seen := map[string]bool{}
	for _, name := range header {
		name = strings.TrimSpace(name)
		if seen[name] {
			t.problems = append(t.problems, content.TableProblem(1, name, content.Duplicate))
		}
		seen[name] = true
		if name == "id" || name == "slug" {
			t.cells = append(t.cells, cell{name: name})
			continue
		}
		field, rest, inLanguage := strings.Cut(name, "[")
		c := cell{name: name}
		found := false
		for _, candidate := range all {
			if candidate.name == field && candidate.isText() == inLanguage {
				c.column, found = candidate, true
			}
		}
		if inLanguage {
			l, err := content.ParseLanguage(strings.TrimSuffix(rest, "]"))
			c.language, found = l, found && err == nil
		}
		if !found {
			t.problems = append(t.problems, content.TableProblem(1, name, content.BadFormat, "id, slug, "+strings.Join(known, ", ")+"; title[da]"))
		}
		t.cells = append(t.cells, c)
	}
}

func (t *table) readRow(line int, cells []string) {
	row := content.Row{Line: line, Fields: content.Patch{}, Texts: map[content.Language]content.Patch{}}
	empty := true
	for i, text := range cells {
		text = unguarded(text)
		if i >= len(t.cells) || !t.cells[i].isText() || strings.TrimSpace(text) == "" {
			text = strings.TrimSpace(text) // of a text, a line break at its end stays
		}
		empty = empty && text == ""
		if i >= len(t.cells) {
			if text != "" {
				t.problems = append(t.problems, content.TableProblem(line, "", content.TooManyItems, len(t.cells)))
			}
			continue
		}
		t.readCell(&row, t.cells[i], text)
	}
	if !empty {
		t.rows = append(t.rows, row)
	}
}

func (t *table) readCell(row *content.Row, c cell, text string) {
	switch {
	case c.name == "id":
		row.ID = content.ID(text)
	case c.name == "slug":
		if text != "" && !content.ValidSlug(text) {
			t.problems = append(t.problems, content.TableProblem(row.Line, c.name, content.BadFormat, "a–z, 0–9, -"))
		}
		row.Slug = text
	case c.isText():
		if row.Texts[c.language] == nil {
			row.Texts[c.language] = content.Patch{}
		}
		row.Texts[c.language][c.column.name] = text
	default:
		value, ok, example := c.parse(text, t.zone)
		if !ok {
			t.problems = append(t.problems, content.TableProblem(row.Line, c.name, content.BadFormat, example))
		}
		row.Fields[c.column.name] = value
	}
}
