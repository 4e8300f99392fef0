package catalog

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"

	"lectern/content"
	"lectern/content/locale"
)

// What stands in the place of an erased person's name.
const (
	nameRemovedDanish  = "[navn slettet]"
	nameRemoved        = "[name removed]"
	nameRemovedAddress = "navn-slettet" // in slugs and addresses
	erasedActor        = "erased person"
)

// The types that a document is walked by.
var (
	textType     = reflect.TypeFor[locale.Text]()
	richTextType = reflect.TypeFor[locale.RichText]()
	metaType     = reflect.TypeFor[content.Meta]()
	timeType     = reflect.TypeFor[time.Time]()
)

// scrubber takes a person out of documents, states and changes.
type scrubber struct {
	id    content.ID
	names []*writtenName // the longest first
	// parts are the single words of the person's own names. They are the
	// person's where the person is spoken of, and may be anybody's elsewhere.
	parts []*writtenName
}

// newScrubber takes a person by all names of all versions.
func newScrubber(id content.ID, versions []*Speaker) *scrubber {
	x := &scrubber{id: id}
	seen := map[string]bool{}
	for _, s := range versions {
		for _, name := range append(s.legalNames(), s.Name, s.SortName, s.Pseudonym) {
			if n := newWrittenName(name); n != nil && !seen[n.pattern.String()] {
				seen[n.pattern.String()] = true
				x.names = append(x.names, n)
			}
		}
	}
	slices.SortStableFunc(x.names, func(a, b *writtenName) int { return cmp.Compare(b.letters, a.letters) })
	for _, s := range versions {
		for _, word := range strings.FieldsFunc(s.Name+" "+s.SortName, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
			if n := newWrittenName(word); n != nil && !n.lower && n.letters >= 3 && !seen[n.pattern.String()] {
				seen[n.pattern.String()] = true
				n.part = true
				x.parts = append(x.parts, n)
			}
		}
	}
	return x
}

// near is the scrubber for what is about the person: there a first name alone
// is the person's.
func (x *scrubber) near() *scrubber {
	y := *x
	y.names = append(slices.Clone(x.names), x.parts...)
	return &y
}

// text puts a placeholder in the place of each name in a text.
func (x *scrubber) text(s, placeholder string) string {
	out := x.replace(s, placeholder, false)
	// What is written as nobody thought of goes as a whole.
	words := "-" + locale.Hyphenated(locale.Unescaped(locale.Unescaped(out))) + "-"
	for _, n := range x.names {
		if n.slug != "" && !n.short() && !n.part && strings.Contains(words, "-"+n.slug+"-") {
			return placeholder
		}
	}
	return x.replace(out, placeholder, true)
}

// replace puts the placeholder in the place of names, or of parts of names.
func (x *scrubber) replace(s, placeholder string, parts bool) string {
	for _, n := range x.names {
		if n.part != parts {
			continue
		}
		for from := 0; ; {
			start, end := n.find(s, from)
			if start < 0 {
				break
			}
			s = s[:start] + placeholder + s[end:]
			from = start + len(placeholder)
		}
	}
	return s
}

// address puts a placeholder in the place of each name in a slug, a URL or
// something else without spaces. Case tells nothing there, so that a name like
// an ordinary word is only looked for where the person is referred to.
func (x *scrubber) address(s, placeholder string, refers bool) string {
	y := *x
	y.names = nil
	for _, n := range x.names {
		any := *n
		any.lower = true
		if refers || !n.short() {
			y.names = append(y.names, &any)
		}
	}
	return y.text(s, placeholder)
}

// has tells whether a name is in a text.
func (x *scrubber) has(s string) bool { return x.text(s, "") != s }

// isNamesake tells whether a name that somebody goes by is one of the person's
// too: it stays theirs.
func (x *scrubber) isNamesake(d content.Document) bool {
	s, ok := d.(*Speaker)
	return ok && slices.ContainsFunc([]string{s.Name, s.SortName, s.Pseudonym}, func(name string) bool {
		return name != "" && slices.ContainsFunc(x.names, func(n *writtenName) bool { return n.slug != "" && n.slug == locale.Hyphenated(name) })
	})
}

// WithoutPerson is a document with nothing of a person in it, as an erasure
// leaves it, and the fields that had to change. The person is known by the id,
// and by the names in the documents that there are of the person.
func WithoutPerson(d content.Document, id content.ID, own []*Speaker) (without content.Document, fields []string) {
	return newScrubber(id, own).document(d)
}

// document is a version without the person, and the fields that had to change:
// none where it stays as it is.
func (x *scrubber) document(d content.Document) (out content.Document, fields []string) {
	out = content.Clone(d)
	w := &scrubbing{scrubber: x, refers: content.Refers(d, x.id), tail: idTail(d.Base().ID)}
	if w.refers {
		w.scrubber = x.near()
	}
	own := x.isNamesake(d)
	v := reflect.ValueOf(out).Elem()
	for i := range v.NumField() {
		sf := v.Type().Field(i)
		name := content.FieldName(sf)
		if sf.Type == metaType || name == "" || own && (name == "name" || name == "sortName" || name == "pseudonym") {
			continue
		}
		w.changed = false
		w.value(v.Field(i), sf.Tag.Get("ref"))
		if w.changed {
			fields = append(fields, name)
		}
	}
	if w.changed = false; !own {
		w.slugs(out.Base())
	}
	if w.changed {
		fields = append(fields, "slug")
	}
	return out, fields
}

// idTail tells documents apart whose slugs have lost what did.
func idTail(id content.ID) string { return strings.ToLower(string(id[max(0, len(id)-8):])) }

// scrubbing is that of one version.
type scrubbing struct {
	*scrubber
	refers  bool // to the person
	tail    string
	changed bool
}

func (w *scrubbing) slugs(m *content.Meta) {
	slug := func(s string) string {
		out := w.address(s, nameRemovedAddress, w.refers)
		if out == s {
			return s
		}
		out = locale.Hyphenated(out)
		out = strings.Trim(out[:min(len(out), locale.MaxSlugLength-len(w.tail)-1)], "-")
		return out + "-" + w.tail
	}
	was, former := m.Slug, m.FormerSlugs
	m.Slug, m.FormerSlugs = slug(m.Slug), nil
	for _, f := range former {
		if out := slug(f); out == f || out != m.Slug && !slices.Contains(m.FormerSlugs, out) {
			m.FormerSlugs = append(m.FormerSlugs, out)
		}
	}
	if was == m.Slug && slices.Equal(former, m.FormerSlugs) {
		m.FormerSlugs = former
		return
	}
	w.changed = true
}

// value takes the person out of a field and what is below it.
func (w *scrubbing) value(v reflect.Value, ref string) {
	switch t := v.Type(); {
	case t == textType:
		v.Set(reflect.ValueOf(w.texts(v.Interface().(locale.Text))))
	case t == richTextType:
		v.Set(reflect.ValueOf(locale.RichText{Text: w.texts(v.Interface().(locale.RichText).Text)}))
	case t == timeType:
	case t.Kind() == reflect.Pointer:
		if !v.IsNil() {
			w.value(v.Elem(), ref)
		}
	case t.Kind() == reflect.Slice:
		w.list(v, ref)
	case t.Kind() == reflect.Struct:
		for i := range v.NumField() {
			w.value(v.Field(i), t.Field(i).Tag.Get("ref"))
		}
	case t.Kind() == reflect.String:
		w.string(v, ref)
	}
}

// list takes out the items that are about the person. A place in a photo stays
// without a name, so that nobody moves into it.
func (w *scrubbing) list(v reflect.Value, ref string) {
	kept := reflect.MakeSlice(v.Type(), 0, v.Len())
	for i := range v.Len() {
		item := v.Index(i)
		switch place, ok := item.Interface().(PhotoPerson); {
		case ok && (place.SpeakerID == w.id || w.has(place.Name)):
			item.SetZero()
			w.changed = true
		case w.isAbout(item, ref):
			w.changed = true
			continue
		default:
			w.value(item, ref)
		}
		kept = reflect.Append(kept, item)
	}
	if kept.Len() < v.Len() {
		v.Set(kept)
	}
}

// isAbout tells whether an item of a list is the person's: its id, or a
// structure with it.
func (w *scrubbing) isAbout(item reflect.Value, ref string) bool {
	switch item.Kind() {
	case reflect.String:
		return ref != "" && content.ID(item.String()) == w.id
	case reflect.Struct:
		for i := range item.NumField() {
			if f := item.Field(i); f.Kind() == reflect.String && item.Type().Field(i).Tag.Get("ref") != "" && content.ID(f.String()) == w.id {
				return true
			}
		}
	}
	return false
}

func (w *scrubbing) texts(t locale.Text) locale.Text {
	for _, tr := range t {
		placeholder := nameRemoved
		if tr.Language == "da" || strings.HasPrefix(string(tr.Language), "da-") {
			placeholder = nameRemovedDanish
		}
		if out := w.text(tr.Text, placeholder); out != tr.Text {
			t, w.changed = t.With(tr.Language, out), true
		}
	}
	return t
}

func (w *scrubbing) string(v reflect.Value, ref string) {
	was := v.String()
	out := was
	switch v.Interface().(type) {
	case content.ID:
		if ref != "" && content.ID(was) == w.id {
			out = ""
		}
	case locale.URL:
		if _, uploaded := content.AssetIn(locale.URL(was)); uploaded {
			break // digits, whatever they spell
		}
		if out = w.address(was, nameRemovedAddress+"-"+w.tail, w.refers); out != was {
			if _, err := locale.ParseURL(out); err != nil {
				out = "/" + nameRemovedAddress + "-" + w.tail
			}
		}
	case string:
		if strings.ContainsFunc(was, unicode.IsSpace) {
			out = w.text(was, nameRemoved)
		} else if out = w.address(was, nameRemovedAddress, w.refers); out == was {
			out = w.text(was, nameRemovedAddress)
		}
	}
	if out != was {
		v.SetString(out)
		w.changed = true
	}
}
