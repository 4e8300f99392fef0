package exec

import (
	"math"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
)

// Put takes the results of a scalar's Append function: the buffer, and whether there was a
// value.
func (r *Run) Put(b []byte, ok bool) Outcome {
	r.B = b
	if ok {
		return Value
	}
	return Null
}

// EmptyIsMissing reports whether an empty text in a non-null field of an object counts as
// missing.
func (r *Run) EmptyIsMissing() bool { return r.op.EmptyIsMissing }

// Marshal writes a value that has no Append function.
func (r *Run) Marshal(m graphql.Marshaler) Outcome {
	if m == nil || m == graphql.Null {
		return Null
	}
	m.MarshalGQL(writer{r})
	return Value
}

type writer struct{ r *Run }

func (w writer) Write(b []byte) (int, error) {
	w.r.B = append(w.r.B, b...)
	return len(b), nil
}

// AppendString appends a string as JSON. It escapes only quotes, backslashes and control
// characters.
func AppendString(b []byte, s string) []byte {
	b = append(b, '"')
	for {
		n := plain(s)
		b = append(b, s[:n]...)
		if n == len(s) {
			return append(b, '"')
		}
		b = appendEscaped(b, s[n])
		s = s[n+1:]
	}
}

// appendEscaped appends a character as an escape.
func appendEscaped(b []byte, c byte) []byte {
	const digits = "0123456789ABCDEF"
	switch c {
	case '\t':
		return append(b, `\t`...)
	case '\r':
		return append(b, `\r`...)
	case '\n':
		return append(b, `\n`...)
	case '"', '\\':
		return append(b, '\\', c)
	}
	return append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
}

// plain returns the number of bytes at the beginning of a string that need no escape. It
// checks eight bytes at once, because strings are most of a response.
func plain(s string) int {
	i := 0
	for ; i+8 <= len(s); i += 8 {
		if mayEscape(word(s[i : i+8])) {
			for j := i; j < i+8; j++ {
				if escapes(s[j]) {
					return j
				}
			}
		}
	}
	for ; i < len(s) && !escapes(s[i]); i++ {
	}
	return i
}

func escapes(c byte) bool { return c < ' ' || c == '"' || c == '\\' }

// word reads eight bytes as one number.
func word(s string) uint64 {
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// mayEscape returns true if a byte of the word needs an escape, and rarely otherwise: it
// subtracts in each byte, which sets the highest bit if the byte was smaller.
func mayEscape(w uint64) bool {
	const each, highest = 0x0101010101010101, 0x8080808080808080
	quote, backslash := w^('"'*each), w^('\\'*each)
	return ((w-' '*each)&^w|(quote-each)&^quote|(backslash-each)&^backslash)&highest != 0
}

// PutString writes a string.
func (r *Run) PutString(s string) Outcome {
	r.B = AppendString(r.B, s)
	return Value
}

// PutBoolean writes true or false.
func (r *Run) PutBoolean(v bool) Outcome {
	r.B = strconv.AppendBool(r.B, v)
	return Value
}

// PutInt writes an integer.
func (r *Run) PutInt(v int) Outcome {
	r.B = strconv.AppendInt(r.B, int64(v), 10)
	return Value
}

// PutFloat writes a number. It writes null for NaN and infinities, which JSON does not have.
func (r *Run) PutFloat(v float64) Outcome {
	if math.IsInf(v, 0) || math.IsNaN(v) {
		return Null
	}
	r.B = strconv.AppendFloat(r.B, v, 'g', -1, 64)
	return Value
}
