package locale

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// OneLine normalises a short text: composed (NFC), without white space at its ends, and with
// one space for any white space inside, such as no-break spaces and line breaks. Characters of
// no width that Word and web pages leave behind are removed: U+200B, U+2060 and U+FEFF. A text
// with a control character is returned unchanged: see ControlCharacter.
func OneLine(s string) string {
	if isPlainLine(s) {
		return s
	}
	if line, _, _ := ControlCharacter(s, true); line > 0 {
		return s
	}
	return norm.NFC.String(strings.Join(strings.Fields(noWidth.Replace(s)), " "))
}

// Name is OneLine for texts that are compared, such as a name or a room: it also removes soft
// hyphens, which are invisible.
func Name(s string) string { return OneLine(strings.ReplaceAll(s, softHyphen, "")) }

// Prose normalises a text of several lines: composed (NFC), with its white space unchanged.
func Prose(s string) string {
	if isPlainlyComposed(s) {
		return s
	}
	return norm.NFC.String(s)
}

// ControlCharacter returns the first control character of a text, and its place: line and
// character, both from 1, or 0 if there is none. Any white space is allowed; in a text of
// several lines, only tabs and the ends of lines.
func ControlCharacter(s string, oneLine bool) (line, character int, bad rune) {
	line = 1
	for _, r := range s {
		character++
		switch {
		case r == '\n':
			line, character = line+1, 0
		case r == '\t' || r == '\r' || !unicode.IsControl(r) || oneLine && unicode.IsSpace(r):
		default:
			return line, character, r
		}
	}
	return 0, 0, 0
}

const softHyphen = "\u00ad"

// noWidth removes invisible characters. U+200C and U+200D are kept: they join and separate
// letters.
var noWidth = strings.NewReplacer("\u200b", "", "\u2060", "", "\ufeff", "")

// isPlainLine recognises most texts that OneLine does not change, fast: most stored texts
// consist of ASCII, Danish letters, dashes and quotation marks.
func isPlainLine(s string) bool {
	if s == "" {
		return true
	}
	const last = 0xa0 // the second byte of the last control character and of the no-break space
	former := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c == 0x7f || c == ' ' && former == ' ' || c <= last && former == 0xc2 {
			return false
		}
		former = c
	}
	return former != ' ' && isPlainlyComposed(s)
}

// isPlainlyComposed recognises most composed texts, fast. All characters before U+0300 are
// composed, and the punctuation from U+2010 on: they combine with none before them.
func isPlainlyComposed(s string) bool {
	const above, punctuation = 0xcc, "\xe2\x80"
	for i := 0; i < len(s); i++ {
		if s[i] < above {
			continue
		}
		if !strings.HasPrefix(s[i:], punctuation) || i+2 >= len(s) || s[i+2] < 0x90 || s[i+2] > 0xa7 {
			return false
		}
		i += 2
	}
	return true
}
