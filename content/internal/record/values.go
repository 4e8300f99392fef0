package record

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"lectern/content/locale"
)

// takes counts the memory of a list or a struct, which narrowed copies need again.
func (r *Reader) takes(bytes int) {
	bytes = Rounded(bytes)
	r.Size, r.Parts = r.Size+bytes, r.Parts+bytes
}

// Rounded returns approximately what Go allocates for a value of a size.
func Rounded(bytes int) int { return (bytes + bytes/16 + 15) &^ 15 }

// ID reads an id. The ids of a document share a copy.
func ID[T ~string](r *Reader) T {
	const some = 160 // bytes, of four ids
	s := r.Str()
	if r.ids.Cap()-r.ids.Len() < len(s) {
		r.ids.Reset()
		r.ids.Grow(max(some, len(s)))
		r.Size += Rounded(r.ids.Cap())
	}
	r.Size += SizeOf[string]() // in Stored.refs
	r.ids.WriteString(s)
	return T(r.ids.String()[r.ids.Len()-len(s):])
}

// Name reads a string that is compared, such as a name or a room, in its one form. Versions
// from before strings were put into it may have others.
func (r *Reader) Name() string { return r.formed(locale.Name) }

// Prose reads a string of several lines in its one form.
func (r *Reader) Prose() string { return r.formed(locale.Prose) }

// formed reads a string and puts it into a form.
func (r *Reader) formed(form func(string) string) string {
	written := r.Str()
	s := form(written)
	if s != written {
		r.Size += Rounded(len(s))
	}
	return s
}

// Word reads a string of a string type, such as an enum.
func Word[T ~string](r *Reader) T { return T(r.Str()) }

// Time reads a time of RFC 3339.
func (r *Reader) Time() (t time.Time) {
	if r.space(); r.null() {
		return t
	}
	if err := t.UnmarshalText([]byte(r.Str())); err != nil {
		r.fail("a time is none of RFC 3339")
	}
	return t
}

// Second reads a time, truncated to the second.
func (r *Reader) Second() time.Time { return r.Time().Truncate(time.Second) }

// Language reads a tag. Those of the service are in each text.
func (r *Reader) Language() locale.Language { return r.languageOf(r.Str()) }

func (r *Reader) languageOf(tag string) locale.Language {
	switch l := locale.Language(tag); l {
	case locale.DefaultLanguage, locale.English: // fast: they are in canonical form
		return l
	}
	l, err := locale.ParseLanguage(tag)
	if err != nil {
		r.fail("a language has no tag of BCP 47")
	}
	return l
}

// URL reads a URL.
func (r *Reader) URL() locale.URL {
	s := r.Str()
	if s == "" || locale.IsPlainURL(s) {
		return locale.URL(s)
	}
	u, err := locale.ParseURL(s)
	if err != nil {
		r.fail("an address is none of http or https")
	}
	return u
}

// Date reads a day of ISO 8601.
func (r *Reader) Date() (d locale.Date) {
	if err := d.UnmarshalText([]byte(r.Str())); err != nil {
		r.fail("a date is none of ISO 8601")
	}
	return d
}

// Duration reads a duration of ISO 8601.
func (r *Reader) Duration() locale.Duration {
	if r.space(); r.null() {
		return 0
	}
	d, err := locale.ParseDuration(r.Str())
	if err != nil {
		r.fail("a duration is none of ISO 8601")
	}
	return d
}

// Text reads a short text: an object with a member for each language.
func (r *Reader) Text() locale.Text { return r.text(locale.OneLine) }

// ProseText reads a text of several lines.
func (r *Reader) ProseText() locale.Text { return r.text(locale.Prose) }

func (r *Reader) text(form func(string) string) locale.Text {
	if r.space(); r.null() {
		return nil
	}
	t := locale.Text{}
	for more := r.open('{'); more; more = r.another('}') {
		if cap(t) == 0 {
			t = make(locale.Text, 0, len(locale.Languages()))
		}
		l := r.languageOf(r.Str())
		if r.space(); !r.skipByte(':') {
			r.fail("a language lacks its text")
		}
		text := r.formed(form)
		if i := slices.IndexFunc(t, func(tr locale.Translation) bool { return tr.Language == l }); i >= 0 {
			t = slices.Delete(t, i, i+1)
		}
		if strings.TrimSpace(text) != "" {
			t = append(t, locale.Translation{Language: l, Text: text})
		}
	}
	slices.SortFunc(t, func(a, b locale.Translation) int { return strings.Compare(string(a.Language), string(b.Language)) })
	r.Size += Rounded(cap(t) * SizeOf[locale.Translation]())
	return t
}

// RichText reads a rich text, also without translations.
func (r *Reader) RichText() *locale.RichText {
	if r.space(); r.null() {
		return nil
	}
	r.takes(SizeOf[locale.RichText]())
	return &locale.RichText{Text: r.ProseText()}
}

// TextTimes reads an object with a member for each language.
func (r *Reader) TextTimes() locale.TextTimes {
	if r.space(); r.null() {
		return nil
	}
	times := locale.TextTimes{}
	for more := r.open('{'); more; more = r.another('}') {
		l := r.languageOf(r.Str())
		if r.space(); !r.skipByte(':') {
			r.fail("a language lacks its time")
		}
		at := r.Time()
		if n := len(times); n > 0 && times[n-1].Language >= l { // only if the text is not in normal order
			times = times.With(l, at)
		} else {
			if n == 0 {
				times = make(locale.TextTimes, 0, len(locale.Languages()))
			}
			times = append(times, locale.TextTime{Language: l, At: at})
		}
	}
	r.Size += Rounded(cap(times) * SizeOf[locale.TextTime]())
	return times
}

// Values reads a list of values that are not structs.
func Values[T any](r *Reader, one func(*Reader) T) (items []T) {
	return listed(r, func(item *T) { *item = one(r) })
}

// List reads a list of structs.
func List[T any, P interface {
	*T
	Part
}](r *Reader) []T {
	return listed(r, func(item *T) { r.Object(P(item)) })
}

func listed[T any](r *Reader, read func(*T)) []T {
	if r.space(); r.null() {
		return nil
	}
	items := []T{}
	for more := r.open('['); more; more = r.another(']') {
		items = append(items, *new(T))
		read(&items[len(items)-1])
	}
	r.takes(cap(items) * SizeOf[T]())
	return items
}

// ValueAt reads an optional value.
func ValueAt[T any](r *Reader, one func(*Reader) T) *T {
	if r.space(); r.null() {
		return nil
	}
	r.takes(SizeOf[T]())
	v := one(r)
	return &v
}

// PartAt reads an optional struct.
func PartAt[T any, P interface {
	*T
	Part
}](r *Reader) *T {
	if r.space(); r.null() {
		return nil
	}
	r.takes(SizeOf[T]())
	v := new(T)
	r.Object(P(v))
	return v
}

// SizeOf returns the size of a type's values, in bytes.
func SizeOf[T any]() int { return int(reflect.TypeFor[T]().Size()) }
