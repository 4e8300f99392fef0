package record

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Reader reads a stored version or state, which is JSON (RFC 8259), into structs. It reads the
// same values as encoding/json, except for names in another case, and without reflection: each
// struct has a method that sets a member (parts_gen.go). The zero value of a field stands for
// null.
//
// Strings without escapes are substrings of Source and keep all of it in memory. Ids, which go
// into caches and read sets, are therefore substrings of a copy.
//
// After an error nothing more is read.
type Reader struct {
	Source string
	at     int
	err    error
	// Size is the memory of the values, in bytes, beyond Source and the struct that is read
	// into. Parts is the share of it that a narrowed copy needs again.
	Size, Parts int

	ids strings.Builder // the memory of ids
}

// Part is a struct that is read member by member.
type Part interface{ ReadMember(name string, r *Reader) }

// Read reads a complete text into a struct.
func (r *Reader) Read(p Part) error {
	r.Object(p)
	if r.space(); r.err == nil && r.at < len(r.Source) {
		r.fail("there is more than one value")
	}
	return r.err
}

// Object reads an object into a struct, member by member.
func (r *Reader) Object(p Part) {
	for more := r.open('{'); more; more = r.another('}') {
		name := r.Str()
		if r.space(); !r.skipByte(':') {
			r.fail("a member lacks its value")
			return
		}
		p.ReadMember(name, r)
	}
}

// fail records the first error.
func (r *Reader) fail(what string) {
	if r.err == nil {
		r.err = fmt.Errorf("at byte %d, %s", r.at, what)
	}
	r.Source = r.Source[:min(r.at, len(r.Source))] // so that reading ends here
}

func (r *Reader) space() {
	if r.at < len(r.Source) && r.Source[r.at] <= ' ' { // never in JSON that this program wrote
		r.skipSpace()
	}
}

func (r *Reader) skipSpace() {
	for r.at < len(r.Source) && strings.IndexByte(" \n\r\t", r.Source[r.at]) >= 0 {
		r.at++
	}
}

func (r *Reader) skipByte(c byte) bool {
	if r.at < len(r.Source) && r.Source[r.at] == c {
		r.at++
		return true
	}
	return false
}

// open reads the start of an object or a list, and reports whether it is not empty.
func (r *Reader) open(bracket byte) bool {
	if r.space(); !r.skipByte(bracket) {
		if !r.null() {
			r.fail("an object or a list was expected")
		}
		return false
	}
	r.space()
	return !r.skipByte(bracket + 2) // the closing bracket in ASCII
}

// another reports whether a value follows before the closing bracket.
func (r *Reader) another(bracket byte) bool {
	r.space()
	if r.skipByte(',') {
		r.space()
		return true
	}
	if !r.skipByte(bracket) {
		r.fail("a comma or a bracket was expected")
	}
	return false
}

func (r *Reader) literal(word string) bool {
	r.space()
	if strings.HasPrefix(r.Source[r.at:], word) {
		r.at += len(word)
		return true
	}
	return false
}

func (r *Reader) null() bool { return r.literal("null") }

// Bool reads true or false.
func (r *Reader) Bool() bool {
	if r.literal("true") {
		return true
	}
	if !r.literal("false") && !r.null() {
		r.fail("true or false was expected")
	}
	return false
}

// scalar returns the text of a number.
func (r *Reader) scalar() string {
	r.space()
	start := r.at
	for r.at < len(r.Source) && strings.IndexByte(",]}: \n\r\t", r.Source[r.at]) < 0 {
		r.at++
	}
	return r.Source[start:r.at]
}

// Int reads a number without a fraction.
func (r *Reader) Int() int {
	s := r.scalar()
	n, err := strconv.Atoi(s)
	if s != "null" && (err != nil || !isJSONNumber(s)) {
		r.fail("a whole number was expected")
	}
	return n
}

// Uint reads a number that is not negative.
func Uint[T ~uint64](r *Reader) T {
	s := r.scalar()
	n, err := strconv.ParseUint(s, 10, 64)
	if s != "null" && (err != nil || !isJSONNumber(s)) {
		r.fail("a whole number from 0 was expected")
	}
	return T(n)
}

// Float reads a number.
func (r *Reader) Float() float64 {
	s := r.scalar()
	n, err := strconv.ParseFloat(s, 64)
	if s != "null" && (err != nil || !isJSONNumber(s)) {
		r.fail("a number was expected")
	}
	return n
}

// isJSONNumber reports whether a number that strconv accepts is one in JSON, which has no 01,
// +1, 1_000 or 0x10.
func isJSONNumber(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	return digits == "0" || digits != "" && digits[0] >= '1' && digits[0] <= '9' && !strings.ContainsRune(digits, '_') || strings.ContainsAny(digits, ".eE") && json.Valid([]byte(s))
}

// Str reads a string. It does not check UTF-8: writing did, and the store's checksums have
// protected it since. Control characters are accepted.
func (r *Reader) Str() string {
	if r.space(); !r.skipByte('"') {
		if !r.null() {
			r.fail("a string was expected")
		}
		return ""
	}
	rest := r.Source[r.at:]
	const short = 16 // up to this length a loop is faster than two searches
	for i := range min(len(rest), short) {
		switch rest[i] {
		case '"':
			r.at += i + 1
			return rest[:i]
		case '\\':
			return r.escaped()
		}
	}
	end := strings.IndexByte(rest, '"')
	if end < 0 {
		r.fail("a string has no end")
		return ""
	}
	s := rest[:end]
	if strings.IndexByte(s, '\\') >= 0 {
		return r.escaped()
	}
	r.at += end + 1
	return s
}

// escaped reads a string with escapes, from behind its first quote.
func (r *Reader) escaped() string {
	for i := r.at; i < len(r.Source); i++ {
		switch r.Source[i] {
		case '\\':
			i++
		case '"':
			s := r.Source[r.at:i]
			r.at = i + 1
			return r.unescaped(s)
		}
	}
	r.fail("a string has no end")
	return ""
}

// unescaped resolves the escapes of a string.
func (r *Reader) unescaped(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for {
		i := strings.IndexByte(s, '\\')
		if i < 0 || i+1 == len(s) {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:i])
		escape := s[i+1]
		s = s[i+2:]
		if escape == 'u' {
			var c rune
			c, s = r.unicode(s)
			b.WriteRune(c)
		} else if j := strings.IndexByte(`"\/bfnrt`, escape); j >= 0 {
			b.WriteByte("\"\\/\b\f\n\r\t"[j])
		} else {
			r.fail("an escape is none of JSON's")
		}
	}
	r.Size += b.Cap()
	return b.String()
}

// unicode reads what follows \u: four digits, or twice four for a surrogate pair. A lone
// surrogate becomes U+FFFD.
func (r *Reader) unicode(s string) (c rune, rest string) {
	first, ok := hexRune(s)
	if !ok {
		r.fail("an escape lacks its digits")
		return utf8.RuneError, ""
	}
	rest = s[4:]
	if first < 0xd800 || first >= 0xe000 {
		return first, rest
	}
	if next, ok := strings.CutPrefix(rest, `\u`); ok && first < 0xdc00 {
		if second, ok := hexRune(next); ok && second >= 0xdc00 && second < 0xe000 {
			return 0x10000 + (first-0xd800)<<10 + second - 0xdc00, next[4:]
		}
	}
	return utf8.RuneError, rest
}

func hexRune(s string) (rune, bool) {
	if len(s) < 4 || s[0] == '+' || s[0] == '-' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[:4], 16, 32)
	return rune(n), err == nil
}

// Skip skips a value of a member that this program does not know.
func (r *Reader) Skip() {
	r.space()
	start, depth := r.at, 0
	for r.at < len(r.Source) && r.err == nil {
		switch c := r.Source[r.at]; c {
		case '"':
			r.Str()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if depth < 0 || depth == 0 && r.Source[r.at] == ',' {
			break
		}
		r.at++
	}
	if r.err == nil && !json.Valid([]byte(r.Source[start:r.at])) {
		r.fail("a value is not JSON")
	}
}
