package exec

import (
	"math"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
)

// Put takes what a scalar's Append function gives: the buffer, and whether there was a value.
func (r *Run) Put(b []byte, ok bool) Outcome {
	r.B = b
	if ok {
		return Value
	}
	return Null
}

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

// AppendString appends a string as JSON. Everything but quotes, backslashes and control
// characters stands as it is.
func AppendString(b []byte, s string) []byte {
	const digits = "0123456789ABCDEF"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[start:i]...)
		start = i + 1
		switch c {
		case '\t':
			b = append(b, `\t`...)
		case '\r':
			b = append(b, `\r`...)
		case '\n':
			b = append(b, `\n`...)
		case '"', '\\':
			b = append(b, '\\', c)
		default:
			b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		}
	}
	return append(append(b, s[start:]...), '"')
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

// PutInt writes a whole number.
func (r *Run) PutInt(v int) Outcome {
	r.B = strconv.AppendInt(r.B, int64(v), 10)
	return Value
}

// PutFloat writes a number; null for one that JSON does not have.
func (r *Run) PutFloat(v float64) Outcome {
	if math.IsInf(v, 0) || math.IsNaN(v) {
		return Null
	}
	r.B = strconv.AppendFloat(r.B, v, 'g', -1, 64)
	return Value
}
