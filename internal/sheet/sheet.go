package sheet

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
)

// The bounds of a table.
const (
	MaxBytes   = 1 << 20
	MaxRows    = 1000
	MaxColumns = 100
	// MaxProblems is the maximum number of reported problems: no one reads more.
	MaxProblems = 500
)

// ByteOrderMark at the beginning of a file marks it as UTF-8 for spreadsheet programs. Write
// omits it, since texts in the API have none.
const ByteOrderMark = "\ufeff"

// Write returns a table of documents of a kind, one per line. name returns the name for
// references to a document: its slug, or else its id.
func Write(kind *content.Kind, documents []content.Document, name func(content.ID) string) (string, error) {
	return WriteSeparated(',', kind, documents, name)
}

// WriteSeparated is Write with another separator than the comma: Excel expects a semicolon
// where the comma is the decimal sign, as in Danish.
func WriteSeparated(separator rune, kind *content.Kind, documents []content.Document, name func(content.ID) string) (string, error) {
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
	w.Comma = separator
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

// Spreadsheet programs run cells with these first characters as formulas, also if they are from
// the title of a document.
const formulas = "=+-@\t\r"

// guarded puts an apostrophe before a text that a spreadsheet program would run.
func guarded(s string) string {
	if s != "" && (strings.ContainsRune(formulas, rune(s[0])) || s[0] == '\'') {
		return "'" + s
	}
	return s
}

// unguarded returns the text of a cell that guarded wrote.
func unguarded(s string) string {
	if len(s) > 1 && s[0] == '\'' && (strings.ContainsRune(formulas, rune(s[1])) || s[1] == '\'') {
		return s[1:]
	}
	return s
}

// Read parses a table of documents of a kind; times without an offset are in the zone. It
// returns the rows or all problems, with the line and the column as path.
func Read(kind *content.Kind, text string, zone *time.Location) ([]catalog.Row, []content.Problem) {
	if len(text) > MaxBytes {
		return nil, []content.Problem{catalog.TableProblem(1, "", content.TooLong, MaxBytes)}
	}
	text = strings.TrimPrefix(text, ByteOrderMark)
	if line := notUTF8(text); line > 0 {
		return nil, []content.Problem{catalog.TableProblem(line, "", content.BadFormat, "CSV UTF-8")}
	}
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
	for len(t.problems) < MaxProblems {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, append(t.problems, malformed(err))
		}
		line, _ := r.FieldPos(0)
		if len(t.rows) == MaxRows {
			return nil, append(t.problems, catalog.TableProblem(line, "", content.TooManyItems, MaxRows))
		}
		t.readRow(line, cells)
	}
	if len(t.problems) > 0 {
		return nil, t.problems
	}
	return t.rows, nil
}

// notUTF8 returns the first line with invalid UTF-8, which spreadsheet programs write in the
// computer's own character set; 0 for none.
func notUTF8(text string) int {
	line := 1
	for part := range strings.Lines(text) {
		if !utf8.ValidString(part) {
			return line
		}
		line++
	}
	return 0
}

func malformed(err error) content.Problem {
	line, example := 1, "RFC 4180"
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		line, example = parse.Line, fmt.Sprintf(`"a ""b""" (RFC 4180), %d:%d`, parse.Line, parse.Column)
	}
	return catalog.TableProblem(line, "", content.BadFormat, example)
}

// delimiter returns the most frequent separator of the header: where the comma is the decimal
// sign, spreadsheet programs write semicolons.
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

// table is a table that is being read.
type table struct {
	kind     *content.Kind
	zone     *time.Location
	cells    []cell
	rows     []catalog.Row
	problems []content.Problem
}

// cell is the meaning of a column of the table.
type cell struct {
	name string // in the header
	column
	language locale.Language
}

func (t *table) readHeader(header []string) {
	if len(header) > MaxColumns {
		t.report(1, "", content.TooManyItems, MaxColumns)
		return
	}
	type place struct {
		field    string
		language locale.Language
	}
	seen := map[place]bool{}
	for _, name := range header {
		c, ok := t.heading(strings.TrimSpace(name))
		at := place{c.column.name, c.language}
		switch {
		case !ok:
			t.report(1, c.name, content.BadFormat, t.known())
		case seen[at]:
			t.report(1, c.name, content.Duplicate)
		}
		seen[at] = ok
		t.cells = append(t.cells, c)
	}
}

// heading returns the column of a name in the header.
func (t *table) heading(name string) (c cell, ok bool) {
	c.name = name
	if name == "id" || name == "slug" {
		c.column.name = name
		return c, true
	}
	field, tag, inLanguage := strings.Cut(name, "[")
	if inLanguage {
		tag, ok = strings.CutSuffix(tag, "]")
		l, err := locale.ParseLanguage(strings.TrimSpace(tag))
		if !ok || err != nil {
			return c, false
		}
		c.language = l
	}
	for _, candidate := range columns(t.kind) {
		if candidate.isText() == inLanguage && candidate.isCalled(strings.TrimSpace(field)) {
			c.column = candidate
			return c, true
		}
	}
	return c, false
}

// known returns the names of the possible columns.
func (t *table) known() string {
	names := []string{"id", "slug"}
	for _, c := range columns(t.kind) {
		if c.isText() {
			c.name += "[" + string(locale.DefaultLanguage) + "]"
		}
		names = append(names, c.name)
	}
	return strings.Join(names, ", ")
}

func (t *table) report(line int, column string, code content.ProblemCode, args ...any) {
	if len(t.problems) < MaxProblems {
		t.problems = append(t.problems, catalog.TableProblem(line, column, code, args...))
	}
}

func (t *table) readRow(line int, cells []string) {
	row := catalog.Row{Line: line, Fields: content.Patch{}, Texts: map[locale.Language]content.Patch{}}
	if slices.IndexFunc(cells, func(s string) bool { return strings.TrimSpace(s) != "" }) < 0 {
		return
	}
	for i, text := range cells {
		text = unguarded(text)
		if i >= len(t.cells) || !t.cells[i].isText() || strings.TrimSpace(text) == "" {
			text = strings.TrimSpace(text) // in a text, a line break at its end stays
		}
		switch {
		case i < len(t.cells):
			t.readCell(&row, t.cells[i], text)
		case text != "":
			t.report(line, "", content.TooManyItems, len(t.cells))
		}
	}
	t.rows = append(t.rows, row)
}

func (t *table) readCell(row *catalog.Row, c cell, text string) {
	switch {
	case c.name == "id":
		row.ID = content.NodeID(text).Document()
	case c.name == "slug":
		if text != "" && !locale.ValidSlug(text) {
			t.report(row.Line, c.name, content.BadFormat, "a–z, 0–9, -")
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
			t.report(row.Line, c.name, content.BadFormat, example)
		}
		row.Fields[c.column.name] = value
	}
}
