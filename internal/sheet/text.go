package sheet

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decoded returns the text of a file as UTF-8: it is in UTF-8 with or without a byte order
// mark, in UTF-16 with one, or else in Windows-1252, the encoding of a Danish Excel's plain
// "CSV". guessed reports the last, for which the file has no evidence.
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

// delimited returns the delimiter of a table, and the text without the first line "sep=;",
// which names it for Excel. The line is left empty, so that the others keep their numbers.
// Without it the delimiter is the most frequent one in the header: where the comma is the
// decimal sign, spreadsheet programs write semicolons.
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
