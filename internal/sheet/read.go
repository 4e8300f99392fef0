package sheet

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
)

// Read reads a table of documents of a kind, in any of the encodings of decoded. Times without
// an offset are in the zone. The problems are those of all lines, with the line and the column
// as path; a line with problems is returned without these cells. There are no rows if the
// header has problems.
func Read(kind *content.Kind, text string, zone *time.Location) catalog.Table {
	t := &table{kind: kind, zone: zone}
	if len(text) > MaxBytes {
		t.report(1, "", content.TooLong, len(text), MaxBytes)
		return t.Table
	}
	text, guessed := decoded(text)
	if guessed {
		t.warn(1, "", catalog.EncodingGuessed)
	}
	text, delimiter := delimited(text)
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = delimiter
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		t.malformed(err)
		return t.Table
	}
	if t.readHeader(header); len(t.Problems) > 0 {
		return t.Table
	}
	for len(t.Problems) < MaxProblems {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.malformed(err)
			break
		}
		line, _ := r.FieldPos(0)
		if len(t.Rows) == MaxRows {
			t.report(line, "", content.TooManyItems, MaxRows)
			break
		}
		t.readRow(line, cells)
	}
	return t.Table
}

// malformed reports that the rest of the text is not a table.
func (t *table) malformed(err error) {
	line, example := 1, "RFC 4180"
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		line, example = parse.Line, fmt.Sprintf(`"a ""b""" (RFC 4180), %d:%d`, parse.Line, parse.Column)
	}
	t.report(line, "", content.BadFormat, example)
}

// table is a table that is being read.
type table struct {
	kind  *content.Kind
	zone  *time.Location
	cells []cell
	catalog.Table
}

// cell is the meaning of a column of the table.
type cell struct {
	name string // in the header
	column
	language locale.Language
}

// readHeader reads the names of the columns. A column without a name has no values, as at the
// end of a table from Excel.
func (t *table) readHeader(header []string) {
	header = withoutEmpty(header)
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
		case c.name == "":
		case !ok:
			t.report(1, c.name, content.BadFormat, t.known())
		case seen[at]:
			t.report(1, c.name, content.Duplicate)
		}
		seen[at] = ok && c.name != ""
		t.cells = append(t.cells, c)
	}
}

// withoutEmpty omits the empty cells at the end of a line.
func withoutEmpty(cells []string) []string {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
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
		c.language = l.Written()
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
	if len(t.Problems) < MaxProblems {
		t.Problems = append(t.Problems, catalog.TableProblem(line, column, code, args...))
	}
}

func (t *table) warn(line int, column string, code content.ProblemCode) {
	if len(t.Warnings) < MaxProblems {
		t.Warnings = append(t.Warnings, content.ProblemAt(catalog.TablePath(line, column), code, true))
	}
}

func (t *table) readRow(line int, cells []string) {
	row := catalog.Row{Line: line, Fields: content.Patch{}, Texts: map[locale.Language]content.Patch{}}
	if cells = withoutEmpty(cells); len(cells) == 0 {
		return
	}
	for i, text := range cells {
		text = unguarded(text)
		if i >= len(t.cells) || !t.cells[i].isText() || strings.TrimSpace(text) == "" {
			text = strings.TrimSpace(text) // in a text, a line break at its end stays
		}
		switch {
		case i < len(t.cells) && t.cells[i].name != "":
			t.readCell(&row, t.cells[i], text)
		case text != "":
			t.report(line, "", content.TooManyItems, t.named())
		}
	}
	t.Rows = append(t.Rows, row)
}

// named counts the columns that have a name.
func (t *table) named() (n int) {
	for _, c := range t.cells {
		if c.name != "" {
			n++
		}
	}
	return n
}

func (t *table) readCell(row *catalog.Row, c cell, text string) {
	switch {
	case c.name == "id":
		row.ID = content.NodeID(text).Document()
	case c.name == "slug":
		switch {
		case len(text) > locale.MaxSlugLength:
			t.report(row.Line, c.name, content.TooLong, utf8.RuneCountInString(text), locale.MaxSlugLength)
		case text != "" && !locale.ValidSlug(text):
			t.report(row.Line, c.name, content.BadFormat, "a–z, 0–9, -")
		default:
			row.Slug = text
		}
	case c.isText():
		if row.Texts[c.language] == nil {
			row.Texts[c.language] = content.Patch{}
		}
		row.Texts[c.language][c.column.name] = text
	default:
		value, f := c.parse(text, t.zone)
		switch {
		case f.code == "":
		case f.warning:
			t.warn(row.Line, c.name, f.code)
		default:
			t.report(row.Line, c.name, f.code, f.args...)
			return // the rest of the line is examined without it
		}
		row.Fields[c.column.name] = value
	}
}
