package richtext

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// unescaped returns the text that Markdown means: "\*" is a star, "&amp;" an ampersand.
func unescaped(piece []byte) []byte {
	if bytes.IndexByte(piece, '\\') < 0 && bytes.IndexByte(piece, '&') < 0 {
		return piece
	}
	out := make([]byte, 0, len(piece))
	for i := 0; i < len(piece); {
		switch c := piece[i]; {
		case c == '\\' && i+1 < len(piece) && util.IsPunct(piece[i+1]):
			out = append(out, piece[i+1])
			i += 2
		case c == '&':
			text, length := reference(piece[i:])
			out = append(out, text...)
			i += length
		default:
			out = append(out, c)
			i++
		}
	}
	return out
}

// reference returns the text and the length of the character reference at the beginning of s.
// Any other ampersand is itself.
func reference(s []byte) (text []byte, length int) {
	const longest = 40
	end := bytes.IndexByte(s[:min(len(s), longest)], ';')
	if end < 2 {
		return s[:1], 1
	}
	name := string(s[1:end])
	if name[0] != '#' {
		entity, ok := util.LookUpHTML5EntityByName(name)
		if !ok {
			return s[:1], 1
		}
		return entity.Characters, end + 1
	}
	digits, base, most := name[1:], 10, 7
	if digits != "" && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base, most = digits[1:], 16, 6
	}
	code, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > most {
		return s[:1], 1
	}
	return utf8.AppendRune(nil, util.ToValidRune(rune(code))), end + 1
}

// writeEscaped writes text escaped for HTML, for an element or an attribute in double quotes.
func writeEscaped(b *bytes.Buffer, s []byte) {
	from := 0
	for i, c := range s {
		var entity string
		switch c {
		case '&':
			entity = "&amp;"
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		case '"':
			entity = "&quot;"
		default:
			continue
		}
		b.Write(s[from:i])
		b.WriteString(entity)
		from = i + 1
	}
	b.Write(s[from:])
}
