package transfer

import (
	"encoding"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// encoder writes one document. The same document always gives the same bytes, also with another
// version of the YAML library: this package writes YAML itself.
type encoder struct {
	format *format
	buf    []byte
	own    content.ID
	// comment describes a reference; no comment is written if it is empty.
	comment func(content.ID) string
}

// encode writes a document in the form of a file, without the fields in except; stands are the
// lines for the state of the document.
func (f *format) encode(d content.Document, stands []string, comment func(content.ID) string, except ...string) []byte {
	e := &encoder{format: f, comment: comment, own: d.Base().ID, buf: make([]byte, 0, 2048)}
	v := valueOf(d)
	s := f.document(d)
	wroteState := len(stands) == 0
	for i := range s.fields {
		field := &s.fields[i]
		if !wroteState && !slices.Contains([]string{"id", "slug", "formerSlugs"}, field.name) {
			for _, line := range stands {
				e.line(0, line)
			}
			wroteState = true
		}
		if !slices.Contains(except, field.name) {
			e.field(field, v.FieldByIndex(field.index), 0)
		}
	}
	return e.buf
}

// canonical returns the text by which two documents are compared: everything that an editor
// writes.
func (f *format) canonical(d content.Document) string {
	return string(f.encode(d, nil, nil, "id", "formerSlugs", "createdAt", "updatedAt", "publishedAt", "timeMoves", "placeMoves", "statusMoves"))
}

func (e *encoder) line(indent int, s string) {
	e.indent(indent)
	e.buf = append(append(e.buf, s...), '\n')
}

func (e *encoder) indent(n int) {
	for range n {
		e.buf = append(e.buf, ' ')
	}
}

// field writes a key and its value, unless JSON omits it.
func (e *encoder) field(f *field, v reflect.Value, indent int) {
	if f.omits(v) {
		return
	}
	e.indent(indent)
	e.buf = append(append(e.buf, f.name...), ':')
	e.value(f.shape, v, indent)
}

func (f *field) omits(v reflect.Value) bool {
	switch {
	case f.shape.form == formText || f.shape.form == formRichText:
		return len(written(v)) == 0
	case f.shape.form == formPointer && f.shape.elem.form == formRichText:
		return v.IsNil() || len(written(v.Elem())) == 0
	case f.shape.form == formList:
		return v.Len() == 0
	case f.shape.form == formObject:
		return false
	case f.required:
		return false
	}
	return v.IsZero() || (f.zeroable && v.Interface().(interface{ IsZero() bool }).IsZero())
}

// written returns the translations of a text that a file has.
func written(v reflect.Value) locale.Text {
	text, ok := v.Interface().(locale.Text)
	if !ok {
		text = v.Interface().(locale.RichText).Text
	}
	if !slices.ContainsFunc(text, isBlank) {
		return text
	}
	return slices.DeleteFunc(slices.Clone(text), isBlank)
}

func isBlank(tr locale.Translation) bool { return blank(tr.Text) }

// value writes what follows a key's colon, with the end of the line.
func (e *encoder) value(s *shape, v reflect.Value, indent int) {
	switch s.form {
	case formPointer:
		e.value(s.elem, v.Elem(), indent)
	case formText, formRichText:
		e.text(written(v), indent+2)
	case formList:
		e.buf = append(e.buf, '\n')
		for i := range v.Len() {
			e.indent(indent + 2)
			e.buf = append(e.buf, '-')
			e.item(s.elem, v.Index(i), indent+4)
		}
	case formObject:
		e.buf = append(e.buf, '\n')
		if !e.object(s, v, indent+2) {
			e.buf = append(e.buf[:len(e.buf)-1], " {}\n"...)
		}
	default:
		e.buf = append(e.buf, ' ')
		e.scalar(s, v, indent+2)
	}
}

// item writes an item of a list behind its dash: a mapping begins on the same line.
func (e *encoder) item(s *shape, v reflect.Value, indent int) {
	start := len(e.buf)
	switch s.form {
	case formObject:
		e.object(s, v, indent)
	case formText:
		if text := written(v); len(text) > 0 {
			e.translations(text, indent)
		}
	default:
		e.value(s, v, indent-2)
		return
	}
	if len(e.buf) == start {
		e.buf = append(e.buf, " {}\n"...)
		return
	}
	// The first line is indented like the others; the dash replaces the indent.
	e.buf = slices.Delete(e.buf, start, start+indent-1)
}

// object writes the fields of a struct, and reports whether there were any.
func (e *encoder) object(s *shape, v reflect.Value, indent int) bool {
	start := len(e.buf)
	for i := range s.fields {
		f := &s.fields[i]
		e.field(f, v.FieldByIndex(f.index), indent)
	}
	return len(e.buf) > start
}

func (e *encoder) text(text locale.Text, indent int) {
	if len(text) == 0 {
		e.buf = append(e.buf, " {}\n"...)
		return
	}
	e.buf = append(e.buf, '\n')
	e.translations(text, indent)
}

func (e *encoder) translations(text locale.Text, indent int) {
	for _, tr := range text {
		e.indent(indent)
		e.inline(string(tr.Language))
		e.buf = append(e.buf, ": "...)
		e.string(tr.Text, indent+2)
	}
}

func (e *encoder) scalar(s *shape, v reflect.Value, indent int) {
	switch s.form {
	case formID:
		e.inline(v.String())
		if id := content.ID(v.String()); e.comment != nil && id != e.own {
			if c := e.comment(id); c != "" {
				e.buf = append(append(e.buf, " # "...), c...)
			}
		}
	case formBool:
		e.buf = strconv.AppendBool(e.buf, v.Bool())
	case formInt:
		e.buf = strconv.AppendInt(e.buf, v.Int(), 10)
	case formFloat:
		e.buf = strconv.AppendFloat(e.buf, v.Float(), 'g', -1, 64)
	case formTime:
		e.buf = v.Interface().(time.Time).AppendFormat(e.buf, time.RFC3339Nano)
	case formMarshaled:
		e.marshaled(v)
	default:
		e.string(v.String(), indent)
		return
	}
	e.buf = append(e.buf, '\n')
}

// marshaled writes a value that marshals itself. Dates and durations need no quotes, and look
// better without.
func (e *encoder) marshaled(v reflect.Value) {
	text := v.String()
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		b, err := m.MarshalText()
		if err != nil {
			panic("transfer: " + err.Error()) // content's types can't fail
		}
		text = string(b)
	}
	if _, err := locale.ParseDate(text); err == nil {
		e.buf = append(e.buf, text...)
		return
	}
	e.inline(text)
}

// inline writes a text without the end of the line.
func (e *encoder) inline(s string) {
	if plainly(s) {
		e.buf = append(e.buf, s...)
		return
	}
	e.buf = quoted(e.buf, s)
}

const (
	widest  = 100 // the maximum length of a text in one line
	wrapped = 96  // the width of wrapped texts
)

// string writes a text and the end of the line: in one line if it is short and simple, as a
// block if it is long or has several lines.
func (e *encoder) string(s string, indent int) {
	switch {
	case len(s) <= widest && !strings.Contains(s, "\n"):
		e.inline(s)
		e.buf = append(e.buf, '\n')
	case !printable(s) || s[0] == ' ' || s[0] == '\n' || s[0] == '\t' || strings.HasSuffix(s, "\n\n"):
		e.buf = append(quoted(e.buf, s), '\n')
	case foldable(s):
		e.buf = append(e.buf, ">-\n"...)
		e.fold(s, indent)
	case literal(s):
		e.buf = append(e.buf, "|-\n"...)
		if strings.HasSuffix(s, "\n") {
			e.buf = append(e.buf[:len(e.buf)-2], '\n')
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(s, "\n"), "\n") {
			if line != "" {
				e.indent(indent)
			}
			e.buf = append(append(e.buf, line...), '\n')
		}
	default:
		e.buf = append(quoted(e.buf, s), '\n')
	}
}

// fold wraps a text of one line between its words.
func (e *encoder) fold(s string, indent int) {
	width := 0
	for word := range strings.SplitSeq(s, " ") {
		n := len([]rune(word))
		switch {
		case width == 0:
			e.indent(indent)
		case indent+width+1+n > wrapped:
			e.buf = append(e.buf, '\n')
			e.indent(indent)
			width = 0
		default:
			e.buf = append(e.buf, ' ')
			width++
		}
		e.buf = append(e.buf, word...)
		width += n
	}
	e.buf = append(e.buf, '\n')
}
