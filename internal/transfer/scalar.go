package transfer

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// plainly reports whether a text needs no quotes: no YAML version or program reads it as
// anything else.
func plainly(s string) bool {
	if s == "" || strings.TrimSpace(s) != s || strings.ContainsAny(s, "\t\n") || !printable(s) {
		return false
	}
	if strings.ContainsRune("-?:,[]{}#&*!|>'\"%@`.=<~+", rune(s[0])) || strings.Contains(s, ": ") || strings.HasSuffix(s, ":") || strings.Contains(s, " #") {
		return false
	}
	if slices.Contains([]string{"null", "true", "false", "yes", "no", "on", "off", "y", "n"}, strings.ToLower(s)) {
		return false
	}
	return !looksLikeNumber(s)
}

// looksLikeNumber matches numbers, dates and times, and some similar texts.
func looksLikeNumber(s string) bool {
	return s[0] >= '0' && s[0] <= '9' && strings.Trim(s, "0123456789abcdefABCDEFxXoO._:+-tTzZ ") == ""
}

// printable reports whether YAML allows all characters of a text, and no program reads one of
// them as the end of a line.
func printable(s string) bool {
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t' || (r >= ' ' && r < 0x7f):
		case r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r >= 0xfff0 && r <= 0xffff:
			return false
		}
	}
	return utf8.ValidString(s)
}

// foldable reports whether a text of one line can be wrapped between words, and read back
// unchanged.
func foldable(s string) bool {
	return !strings.ContainsAny(s, "\n\t") && !strings.Contains(s, "  ") && !strings.HasSuffix(s, " ")
}

// literal reports whether a text can be written line by line. Lines with only blanks would be
// invisible.
func literal(s string) bool {
	for line := range strings.SplitSeq(s, "\n") {
		if line != "" && strings.Trim(line, " \t") == "" {
			return false
		}
	}
	return true
}

// quoted appends a text in double quotes, in one line.
func quoted(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\t':
			b = append(b, `\t`...)
		case printable(string(r)):
			b = utf8.AppendRune(b, r)
		case r < 0x100:
			b = fmt.Appendf(b, `\x%02X`, r)
		case r < 0x10000:
			b = fmt.Appendf(b, `\u%04X`, r)
		default:
			b = fmt.Appendf(b, `\U%08X`, r)
		}
	}
	return append(b, '"')
}
