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

// The placeholders for an erased person's name.
const (
	nameRemovedDanish  = "[navn slettet]"
	nameRemoved        = "[name removed]"
	nameRemovedAddress = "navn-slettet" // in slugs and URLs
	erasedActor        = "erased person"
)

// Types with special treatment in the walk through a document.
var (
	textType     = reflect.TypeFor[locale.Text]()
	richTextType = reflect.TypeFor[locale.RichText]()
	metaType     = reflect.TypeFor[content.Meta]()
	timeType     = reflect.TypeFor[time.Time]()
)

// scrubber removes a person from documents, states and changes.
type scrubber struct {
	id    content.ID
	names []*writtenName // the longest first
	// parts are the single words of the person's names. They are treated as the person's only
	// in texts about the person, since elsewhere they may be anyone's.
	parts []*writtenName
}

// newScrubber returns a scrubber for all names in all versions of a person.
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

// near returns the scrubber for texts about the person: in these a first name alone is the
// person's.
func (x *scrubber) near() *scrubber {
	y := *x
	y.names = append(slices.Clone(x.names), x.parts...)
	return &y
}

// text replaces each name in a text by a placeholder.
func (x *scrubber) text(s, placeholder string) string {
	out := x.replace(s, placeholder, false)
	// An unforeseen spelling removes the whole text.
	words := "-" + locale.Hyphenated(locale.Unescaped(locale.Unescaped(out))) + "-"
	for _, n := range x.names {
		if n.slug != "" && !n.short() && !n.part && strings.Contains(words, "-"+n.slug+"-") {
			return placeholder
		}
	}
	return x.replace(out, placeholder, true)
}

// replace replaces names, or parts of names, by the placeholder.
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

// address replaces each name in a slug, a URL or another text without spaces by a placeholder.
// Case has no meaning there, so names like ordinary words are searched only in documents that
// refer to the person.
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

// has reports whether a text has a name.
func (x *scrubber) has(s string) bool { return x.text(s, "") != s }

// isNamesake reports whether another person has one of the names; that name stays.
func (x *scrubber) isNamesake(d content.Document) bool {
	s, ok := d.(*Speaker)
	return ok && slices.ContainsFunc([]string{s.Name, s.SortName, s.Pseudonym}, func(name string) bool {
		return name != "" && slices.ContainsFunc(x.names, func(n *writtenName) bool { return n.slug != "" && n.slug == locale.Hyphenated(name) })
	})
}

// WithoutPerson returns a document without anything of a person, as an erasure leaves it, and
// the changed fields. The person is identified by the id, and by the names in own, the person's
// documents.
func WithoutPerson(d content.Document, id content.ID, own []*Speaker) (without content.Document, fields []string) {
	return newScrubber(id, own).document(d)
}

// document returns a version without the person, and the changed fields, if any.
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

// idTail distinguishes the slugs of documents from which the same name was removed.
func idTail(id content.ID) string { return strings.ToLower(string(id[max(0, len(id)-8):])) }

// scrubbing is the scrubbing of one version.
type scrubbing struct {
	*scrubber
	refers  bool // the version refers to the person
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

// value removes the person from a field and the fields below it.
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

// list removes the items about the person. A place in a photo stays without a name, so that the
// others do not move.
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

// isAbout reports whether an item of a list is the person's: the id, or a struct with it.
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
			break // digits, even if they resemble a name
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
