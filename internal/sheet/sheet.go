package sheet

import (
	"encoding/csv"
	"reflect"
	"strings"

	"lectern/content"
)

// The bounds of a table that is read.
const (
	MaxBytes   = 1 << 20
	MaxRows    = 1000
	MaxColumns = 100
	// MaxProblems bounds how many are told: who has more will not read them.
	MaxProblems = 500
)

// ByteOrderMark at the beginning of a file tells spreadsheets that it is UTF-8.
// Write leaves it away: an API's text has none.
const ByteOrderMark = "\ufeff"

// Write is the table of some documents of a kind, one to a line. name is what a
// document is called where another refers to it: its slug, else its id.
func Write(kind *content.Kind, documents []content.Document, name func(content.ID) string) (string, error) {
	return WriteSeparated(',', kind, documents, name)
}

// WriteSeparated is Write with another separator than the comma: Excel takes a
// semicolon where the comma is the decimal sign, as in Danish.
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
