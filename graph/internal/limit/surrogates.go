package limit

import (
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// halfCharacter returns the position of an unpaired surrogate escape such as \uD800 in a
// string of a document, or nil. gqlparser reads it as U+FFFD, but the specification refuses
// it. The document must have been parsed, so that each string has an end.
func halfCharacter(query string) *ast.Position {
	if !strings.Contains(query, `\u`) {
		return nil
	}
	for i := 0; i < len(query); {
		switch {
		case query[i] == '#':
			i += lineLength(query[i:])
		case strings.HasPrefix(query[i:], `"""`):
			i += blockLength(query[i:])
		case query[i] == '"':
			length, half := stringLength(query[i:])
			if half >= 0 {
				return positionOf(query, i+half)
			}
			i += length
		default:
			i++
		}
	}
	return nil
}

// lineLength returns the length of a line without its end.
func lineLength(text string) int {
	if end := strings.IndexAny(text, "\r\n"); end >= 0 {
		return end
	}
	return len(text)
}

// blockLength returns the length of a block string, whose only escape is that of its
// delimiter. If it ends in more than three quotes, the last three are the delimiter.
func blockLength(text string) int {
	const quotes = `"""`
	for i := len(quotes); i < len(text); {
		switch {
		case strings.HasPrefix(text[i:], `\`+quotes):
			i += len(`\` + quotes)
		case strings.HasPrefix(text[i:], quotes):
			return i + len(text[i:]) - len(strings.TrimLeft(text[i:], `"`))
		default:
			i++
		}
	}
	return len(text)
}

// stringLength returns the length of a string, and the offset in it of an unpaired surrogate
// escape, or -1.
func stringLength(text string) (length, half int) {
	for i := 1; i < len(text); {
		switch text[i] {
		case '"':
			return i + 1, -1
		case '\\':
			unit := surrogate(text[i:])
			switch {
			case unit == 0:
				i += len(`\n`) // or the beginning of another escape, whose digits are read as characters
			case unit < trailing && surrogate(text[i+escapeLength:]) >= trailing:
				i += 2 * escapeLength
			default:
				return 0, i
			}
		default:
			i++
		}
	}
	return len(text), -1
}

const (
	leading, trailing, afterTrailing = 0xD800, 0xDC00, 0xE000
	escapeLength                     = len(`\uD800`)
)

// surrogate returns the surrogate that a text begins with as an escape, or 0.
func surrogate(text string) uint64 {
	if len(text) < escapeLength || text[:2] != `\u` {
		return 0
	}
	unit, err := strconv.ParseUint(text[2:escapeLength], 16, 16)
	if err != nil || unit < leading || unit >= afterTrailing {
		return 0
	}
	return unit
}

// positionOf returns the line and column of an offset, as gqlparser counts them.
func positionOf(query string, offset int) *ast.Position {
	before := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(query[:offset])
	line := strings.Count(before, "\n")
	return &ast.Position{Line: line + 1, Column: len([]rune(before[strings.LastIndex(before, "\n")+1:])) + 1}
}
