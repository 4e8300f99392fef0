package sheet

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decoded returns the text of a file as UTF-8: it is in UTF-8 with or without a byte order mark,
// in UTF-16 with one, or else in Windows-1252, which plain "CSV" of a Danish Excel is in. guessed
// reports the last, of which nothing in the file tells.
func decoded(file string) (text string, guessed bool) {
	for _, mark := range []string{"\xff\xfe", "\xfe\xff"} {
		if strings.HasPrefix(file, mark) {
			text, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().String(file)
			return text, false // it replaces what it can't read
		}
	}
	if text = strings.TrimPrefix(file, ByteOrderMark); utf8.ValidString(text) {
		return text, false
	}
	text, _ = charmap.Windows1252.NewDecoder().String(text) // each byte has a character
	return text, true
}

// delimited returns the delimiter of a table, and the text without the first line "sep=;", by
// which Excel is told it. The line is left empty, so that the others keep their numbers. Without
// it the delimiter is the one that the header has most of: where the comma is the decimal sign,
// spreadsheets write semicolons.
func delimited(text string) (rest string, delimiter rune) {
	header, after, _ := strings.Cut(text, "\n")
	if said, ok := strings.CutPrefix(strings.ToLower(strings.Trim(header, "\" \r")), "sep="); ok && len(said) == 1 && strings.Contains(",;\t|", said) {
		return "\n" + after, rune(said[0])
	}
	best := ','
	for _, d := range []rune{';', '\t'} {
		if strings.Count(header, string(d)) > strings.Count(header, string(best)) {
			best = d
		}
	}
	return text, best
}
