package content

import (
	"reflect"
	"slices"
	"strings"
	"time"
)

// takes counts what a list or a struct takes, which narrowed copies have of
// their own.
func (r *reader) takes(bytes int) {
	bytes = rounded(bytes)
	r.size, r.parts = r.size+bytes, r.parts+bytes
}

// rounded is about what Go takes for a value of a size.
func rounded(bytes int) int { return (bytes + bytes/16 + 15) &^ 15 }

// readID reads an id. Those of a document share a copy.
func readID[T ~string](r *reader) T {
	const some = 160 // bytes, of four ids
	s := r.str()
	if r.ids.Cap()-r.ids.Len() < len(s) {
		r.ids.Reset()
		r.ids.Grow(max(some, len(s)))
		r.size += rounded(r.ids.Cap())
	}
	r.size += sizeOf[string]() // in what Stored.refs keeps
	r.ids.WriteString(s)
	return T(r.ids.String()[r.ids.Len()-len(s):])
}

// word reads a string of a type that takes any, such as an enum.
func word[T ~string](r *reader) T { return T(r.str()) }

func (r *reader) time() (t time.Time) {
	if r.space(); r.null() {
		return t
	}
	if err := t.UnmarshalText([]byte(r.str())); err != nil {
		r.fail("a time is none of RFC 3339")
	}
	return t
}

// language reads a tag. Those of the service are met in each text.
func (r *reader) language() Language { return r.languageOf(r.str()) }

func (r *reader) languageOf(tag string) Language {
	switch l := Language(tag); l {
	case DefaultLanguage, English: // quick: they are in canonical form
		return l
	}
	l, err := ParseLanguage(tag)
	if err != nil {
		r.fail("a language has no tag of BCP 47")
	}
	return l
}

func (r *reader) url() URL {
	s := r.str()
	if s == "" || isPlainURL(s) {
		return URL(s)
	}
	u, err := ParseURL(s)
	if err != nil {
		r.fail("an address is none of http or https")
	}
	return u
}

func (r *reader) date() (d Date) {
	if err := d.UnmarshalText([]byte(r.str())); err != nil {
		r.fail("a date is none of ISO 8601")
	}
	return d
}

func (r *reader) duration() Duration {
	if r.space(); r.null() {
		return 0
	}
	d, err := ParseDuration(r.str())
	if err != nil {
		r.fail("a duration is none of ISO 8601")
	}
	return d
}

// translations reads a text: an object with a member for each language.
func (r *reader) translations() Text {
	if r.space(); r.null() {
		return nil
	}
	t := Text{}
	for more := r.open('{'); more; more = r.another('}') {
		if cap(t) == 0 {
			t = make(Text, 0, len(Languages()))
		}
		l := r.languageOf(r.str())
		if r.space(); !r.skipByte(':') {
			r.fail("a language lacks its text")
		}
		text := r.str()
		if i := slices.IndexFunc(t, func(tr Translation) bool { return tr.Language == l }); i >= 0 {
			t = slices.Delete(t, i, i+1)
		}
		if strings.TrimSpace(text) != "" {
			t = append(t, Translation{l, text})
		}
	}
	slices.SortFunc(t, func(a, b Translation) int { return strings.Compare(string(a.Language), string(b.Language)) })
	r.size += rounded(cap(t) * sizeOf[Translation]())
	return t
}

// rich reads a rich text, which is there where it has no translation, too.
func (r *reader) rich() *RichText {
	if r.space(); r.null() {
		return nil
	}
	r.takes(sizeOf[RichText]())
	return &RichText{r.translations()}
}

// textTimes reads an object with a member for each language.
func (r *reader) textTimes() TextTimes {
	if r.space(); r.null() {
		return nil
	}
	times := TextTimes{}
	for more := r.open('{'); more; more = r.another('}') {
		l := r.languageOf(r.str())
		if r.space(); !r.skipByte(':') {
			r.fail("a language lacks its time")
		}
		at := r.time()
		if n := len(times); n > 0 && times[n-1].Language >= l { // not as it is written
			times = times.with(l, at)
		} else {
			if n == 0 {
				times = make(TextTimes, 0, len(Languages()))
			}
			times = append(times, TextTime{l, at})
		}
	}
	r.size += rounded(cap(times) * sizeOf[TextTime]())
	return times
}

// values reads a list of values that are no structs.
func values[T any](r *reader, one func(*reader) T) (items []T) {
	return listed(r, func(item *T) { *item = one(r) })
}

// parts reads a list of structs.
func parts[T any, P interface {
	*T
	part
}](r *reader) []T {
	return listed(r, func(item *T) { r.object(P(item)) })
}

func listed[T any](r *reader, read func(*T)) []T {
	if r.space(); r.null() {
		return nil
	}
	items := []T{}
	for more := r.open('['); more; more = r.another(']') {
		items = append(items, *new(T))
		read(&items[len(items)-1])
	}
	r.takes(cap(items) * sizeOf[T]())
	return items
}

// valueAt reads a value that may be missing.
func valueAt[T any](r *reader, one func(*reader) T) *T {
	if r.space(); r.null() {
		return nil
	}
	r.takes(sizeOf[T]())
	v := one(r)
	return &v
}

// partAt reads a struct that may be missing.
func partAt[T any, P interface {
	*T
	part
}](r *reader) *T {
	if r.space(); r.null() {
		return nil
	}
	r.takes(sizeOf[T]())
	v := new(T)
	r.object(P(v))
	return v
}

func sizeOf[T any]() int { return int(reflect.TypeFor[T]().Size()) }
