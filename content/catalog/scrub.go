package catalog

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"lectern/content"
	"lectern/content/locale"
)

// placeholders replace removed texts.
type placeholders struct {
	danish, english string
	address         string // in slugs and URLs
}

var (
	nameRemoved  = placeholders{"[navn slettet]", "[name removed]", "navn-slettet"}
	wordsRemoved = placeholders{"[slettet]", "[removed]", "slettet"}
)

// erasedActor replaces the name of an actor.
const erasedActor = "erased person"

// notText are string fields whose values have a fixed form and name no one.
var notText = map[string]bool{"timeZone": true, "mimeType": true}

// sought is what a scrubber searches for in texts: a person's name, or words.
type sought interface {
	// find returns the next place in a text, from an offset on; -1 for none.
	find(s string, from int) (start, end int)
	// inSlug reports whether a text in the form of a slug contains it in an unforeseen
	// spelling.
	inSlug(hyphenated string) bool
	// inAddresses returns what to search for in slugs and URLs, where case has no meaning: nil
	// for an ordinary word if the document does not refer to the person.
	inAddresses(refers bool) sought
	// isPart reports whether it is a part of a longer name, which is searched for later.
	isPart() bool
	// isName reports whether it equals a whole name.
	isName(name string) bool
}

// Types with special treatment in the walk through a document.
var (
	textType     = reflect.TypeFor[locale.Text]()
	richTextType = reflect.TypeFor[locale.RichText]()
	metaType     = reflect.TypeFor[content.Meta]()
	timeType     = reflect.TypeFor[time.Time]()
)

// scrubber removes a person, or words, from documents, states and changes.
type scrubber struct {
	id    content.ID // of the person; empty for words
	says  placeholders
	files map[content.AssetID]content.AssetID // files that are replaced by others
	names []sought                            // the longest first
	// parts are the single words of the person's names. They are treated as the person's only
	// in texts about the person, since elsewhere they may be anyone's.
	parts []sought
	// keepsName reports whether a speaker's name stays although it contains removed words; nil
	// means that none does.
	keepsName func(content.ID) bool
}

// newWordsScrubber returns a scrubber for words.
func newWordsScrubber(words *Words) *scrubber {
	return &scrubber{says: wordsRemoved, names: []sought{words}}
}

// newScrubber returns a scrubber for all names in all versions of a person.
func newScrubber(id content.ID, versions []*Speaker) *scrubber {
	x := &scrubber{id: id, says: nameRemoved}
	seen := map[string]bool{}
	var names []*writtenName
	for _, s := range versions {
		for _, name := range append(s.legalNames(), s.Name, s.SortName, s.Pseudonym) {
			if n := newWrittenName(name); n != nil && !seen[n.pattern.String()] {
				seen[n.pattern.String()] = true
				names = append(names, n)
			}
		}
	}
	slices.SortStableFunc(names, func(a, b *writtenName) int { return cmp.Compare(b.letters, a.letters) })
	for _, n := range names {
		x.names = append(x.names, n)
	}
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
	// An unforeseen spelling removes the whole line, or the whole text.
	if x.hides(out) {
		lines := strings.SplitAfter(out, "\n")
		for i, line := range lines {
			if x.hides(line) {
				lines[i] = placeholder + line[len(strings.TrimRight(line, "\r\n")):]
			}
		}
		if out = strings.Join(lines, ""); x.hides(out) {
			return placeholder
		}
	}
	return x.replace(out, placeholder, true)
}

// hides reports whether a text has a name in an unforeseen spelling.
func (x *scrubber) hides(s string) bool {
	words := locale.Hyphenated(locale.Unescaped(locale.Unescaped(s)))
	return slices.ContainsFunc(x.names, func(n sought) bool { return n.inSlug(words) })
}

// replace replaces names, or parts of names, by the placeholder.
func (x *scrubber) replace(s, placeholder string, parts bool) string {
	for _, n := range x.names {
		if n.isPart() != parts {
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
		if n := n.inAddresses(refers); n != nil {
			y.names = append(y.names, n)
		}
	}
	return y.text(s, placeholder)
}

// has reports whether a text has a name.
func (x *scrubber) has(s string) bool { return x.text(s, "") != s }

// isNamesake reports whether another person has one of the names; that name stays.
func (x *scrubber) isNamesake(d content.Document) bool {
	s, ok := d.(*Speaker)
	if x.id == "" {
		return ok && x.keepsName != nil && x.keepsName(s.ID) && (x.has(s.Name) || x.has(s.SortName) || x.has(s.Pseudonym))
	}
	return ok && slices.ContainsFunc([]string{s.Name, s.SortName, s.Pseudonym}, func(name string) bool {
		return name != "" && slices.ContainsFunc(x.names, func(n sought) bool { return n.isName(name) })
	})
}

// WithoutPerson returns a document without anything of a person, as an erasure leaves it, and
// the changed fields. The person is identified by the id, and by the names in own, the person's
// documents.
func WithoutPerson(d content.Document, id content.ID, own []*Speaker) (without content.Document, fields []string) {
	without, paths := newScrubber(id, own).document(d)
	return without, topFields(paths)
}

// topFields returns the sorted top-level fields of paths.
func topFields(paths []string) (fields []string) {
	for _, path := range paths {
		field, _, _ := strings.Cut(path, ".")
		fields = append(fields, field)
	}
	slices.Sort(fields)
	return slices.Compact(fields)
}

// document returns a version without the person or the words, and the changed paths, if any.
func (x *scrubber) document(d content.Document) (out content.Document, paths []string) {
	out = content.Clone(d)
	w := &scrubbing{scrubber: x, refers: x.id != "" && content.Refers(d, x.id), tail: idTail(d.Base().ID)}
	if w.refers {
		w.scrubber = x.near()
	}
	own := x.isNamesake(d)
	v := reflect.ValueOf(out).Elem()
	for i := range v.NumField() {
		sf := v.Type().Field(i)
		name := content.FieldName(sf)
		if sf.Type == metaType || name == "" || notText[name] || own && (name == "name" || name == "sortName" || name == "pseudonym") {
			continue
		}
		w.at(name, func() { w.value(v.Field(i), sf.Tag.Get("ref")) })
	}
	if !own {
		w.at("slug", func() { w.slugs(out.Base()) })
	}
	return out, w.changed
}

// idTail distinguishes the slugs of documents from which the same name was removed.
func idTail(id content.ID) string { return strings.ToLower(string(id[max(0, len(id)-8):])) }

// scrubbing is the scrubbing of one version.
type scrubbing struct {
	*scrubber
	refers  bool // the version refers to the person
	tail    string
	path    []string // of the current value
	changed []string // paths
}

// at runs do below a name or an index.
func (w *scrubbing) at(name string, do func()) {
	w.path = append(w.path, name)
	do()
	w.path = w.path[:len(w.path)-1]
}

func (w *scrubbing) change() { w.changed = append(w.changed, strings.Join(w.path, ".")) }

func (w *scrubbing) slugs(m *content.Meta) {
	slug := func(s string) string {
		out := w.address(s, w.says.address, w.refers)
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
	w.change()
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
			if name := content.FieldName(t.Field(i)); !notText[name] {
				w.at(name, func() { w.value(v.Field(i), t.Field(i).Tag.Get("ref")) })
			}
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
		w.at(strconv.Itoa(i), func() {
			item := v.Index(i)
			switch place, ok := item.Interface().(PhotoPerson); {
			case ok && (w.isPerson(place.SpeakerID) || w.has(place.Name)):
				item.SetZero()
				w.change()
			case w.isAbout(item, ref):
				w.change()
				return
			default:
				w.value(item, ref)
			}
			kept = reflect.Append(kept, item)
		})
	}
	if kept.Len() < v.Len() {
		v.Set(kept)
	}
}

func (w *scrubbing) isPerson(id content.ID) bool { return id != "" && id == w.id }

// isAbout reports whether an item of a list is the person's: the id, or a struct with it.
func (w *scrubbing) isAbout(item reflect.Value, ref string) bool {
	switch item.Kind() {
	case reflect.String:
		return ref != "" && w.isPerson(content.ID(item.String()))
	case reflect.Struct:
		for i := range item.NumField() {
			if f := item.Field(i); f.Kind() == reflect.String && item.Type().Field(i).Tag.Get("ref") != "" && w.isPerson(content.ID(f.String())) {
				return true
			}
		}
	}
	return false
}

func (w *scrubbing) texts(t locale.Text) locale.Text {
	for _, tr := range t {
		placeholder := w.says.english
		if tr.Language == "da" || strings.HasPrefix(string(tr.Language), "da-") {
			placeholder = w.says.danish
		}
		if out := w.text(tr.Text, placeholder); out != tr.Text {
			t = t.With(tr.Language, out)
			w.at(string(tr.Language), w.change)
		}
	}
	return t
}

func (w *scrubbing) string(v reflect.Value, ref string) {
	was := v.String()
	out := was
	switch v.Interface().(type) {
	case content.ID:
		if ref != "" && w.isPerson(content.ID(was)) {
			out = ""
		}
	case locale.URL:
		if file, uploaded := content.AssetIn(locale.URL(was)); uploaded {
			if other, replaced := w.files[file]; replaced {
				out = string(other.URL())
			}
			break // digits, even if they resemble a name
		}
		if out = w.address(was, w.says.address+"-"+w.tail, w.refers); out != was {
			if _, err := locale.ParseURL(out); err != nil {
				out = "/" + w.says.address + "-" + w.tail
			}
		}
	case string:
		if strings.ContainsFunc(was, unicode.IsSpace) {
			out = w.text(was, w.says.english)
		} else if out = w.address(was, w.says.address, w.refers); out == was {
			out = w.text(was, w.says.address)
		}
	}
	if out != was {
		v.SetString(out)
		w.change()
	}
}
