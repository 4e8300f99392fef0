package sheet

import (
	"encoding/csv"
	"reflect"
	"strings"

	"lectern/content"
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
