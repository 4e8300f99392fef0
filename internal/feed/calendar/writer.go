package calendar

import (
	"bytes"
	"strings"
	"time"
	"unicode/utf8"

	"lectern/content/locale"
)

// maxLine is the maximum length of a line, in octets (RFC 5545, section 3.1).
const maxLine = 75

// writer writes content lines.
type writer struct {
	out  bytes.Buffer
	line []byte // the current line
}

// property writes a property with an unescaped value.
func (w *writer) property(name, value string) {
	w.line = append(append(append(w.line[:0], name...), ':'), value...)
	w.fold()
}

// text writes a property with a text value, unless it is empty.
func (w *writer) text(name, value string) {
	if value != "" {
		w.line = appendText(append(append(w.line[:0], name...), ':'), value)
		w.fold()
	}
}

// inLanguage writes a property with a text value and its language, unless it is empty.
func (w *writer) inLanguage(name string, l locale.Language, value string) {
	if value == "" {
		return
	}
	w.line = append(w.line[:0], name...)
	if l != "" {
		w.line = append(append(w.line, ";LANGUAGE="...), l...)
	}
	w.line = appendText(append(w.line, ':'), value)
	w.fold()
}

const utc = "20060102T150405Z"

// instant writes a property with a time in UTC.
func (w *writer) instant(name string, t time.Time) {
	w.line = append(append(w.line[:0], name...), ':')
	w.line = t.UTC().AppendFormat(w.line, utc)
	w.fold()
}

// fold writes the line in parts of at most maxLine octets. It never splits a character, since
// programs may unfold before or after decoding UTF-8.
func (w *writer) fold() {
	rest, room := w.line, maxLine
	for len(rest) > room {
		cut := room
		for cut > 0 && !utf8.RuneStart(rest[cut]) {
			cut--
		}
		w.out.Write(rest[:cut])
		w.out.WriteString("\r\n ")
		rest, room = rest[cut:], maxLine-1
	}
	w.out.Write(rest)
	w.out.WriteString("\r\n")
}

// appendText escapes a text (RFC 5545, section 3.3.11). It omits control characters except
// tabs.
func appendText(b []byte, s string) []byte {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\\' || c == ';' || c == ',':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c < ' ' && c != '\t' || c == 0x7f:
		default:
			b = append(b, c)
		}
	}
	return b
}
