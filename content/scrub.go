package content

import (
	"cmp"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What stands in the place of an erased person's name.
const (
	nameRemovedDanish  = "[navn slettet]"
	nameRemoved        = "[name removed]"
	nameRemovedAddress = "navn-slettet" // in slugs and addresses
	erasedActor        = "erased person"
)

// scrubber takes a person out of documents, states and changes.
type scrubber struct {
	id    ID
	names []*writtenName // the longest first
}

// writtenName is a way in which a name is written, and how to find it in
// whatever case, with whatever between its words, with ae for æ or escaped as
// addresses are.
type writtenName struct {
	pattern *regexp.Regexp
	slug    string // hyphenated
	letters int
	words   int
	lower   bool // written without capitals
}

// newScrubber takes a person by all names of all versions.
func newScrubber(id ID, versions []*Speaker) *scrubber {
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
	return x
}

func newWrittenName(name string) *writtenName {
	words := strings.FieldsFunc(norm.NFC.String(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	if len(words) == 0 {
		return nil
	}
	all := strings.Join(words, "")
	n := &writtenName{slug: hyphenated(name), letters: utf8.RuneCountInString(all), words: len(words), lower: all == strings.ToLower(all)}
	between := `(?:%20|%C2%A0|[\s\p{Z}\p{P}\p{S}\p{Cf}]){1,8}`
	if n.long() {
		between = strings.Replace(between, "{1,", "{0,", 1) // KarenHviid.jpg
	}
	patterns := make([]string, len(words))
	for i, w := range words {
		patterns[i] = wordPattern(w)
	}
	n.pattern = regexp.MustCompile("(?i)" + strings.Join(patterns, between))
	return n
}

// long tells whether the name is found within a longer word too: nothing else
// has so many letters of two words in a row.
func (n *writtenName) long() bool { return n.words > 1 && n.letters >= 8 }

// short tells whether the name may well be an ordinary word: "Bo", "Ea".
func (n *writtenName) short() bool { return n.words == 1 && n.letters < 4 }

// spellings are the other ways to write some letters.
var spellings = map[string][]string{
	"æ": {"æ", "ae", "ä"}, "ø": {"ø", "oe", "ö", "o"}, "å": {"å", "aa", "a"},
	"ae": {"ae", "æ", "ä"}, "oe": {"oe", "ø", "ö"}, "aa": {"aa", "å"}, "ö": {"ö", "oe", "ø", "o"}, "ä": {"ä", "ae", "æ", "a"},
	"ü": {"ü", "ue", "u"}, "ß": {"ß", "ss"},
}

// wordPattern finds a word in each of its spellings.
func wordPattern(word string) string {
	var b strings.Builder
	letters := []rune(strings.ToLower(word))
	for i := 0; i < len(letters); i++ {
		letter := string(letters[i])
		if i+1 < len(letters) && spellings[string(letters[i:i+2])] != nil {
			letter = string(letters[i : i+2])
			i++
		}
		ways := spellings[letter]
		if ways == nil {
			ways = []string{letter}
			if base := norm.NFD.String(letter); base != letter {
				first, _ := utf8.DecodeRuneInString(base)
				ways = append(ways, string(first))
			}
		}
		var patterns []string
		for _, w := range ways {
			for _, form := range []string{w, norm.NFD.String(w), url.PathEscape(w), url.PathEscape(strings.ToUpper(w)), url.PathEscape(norm.NFD.String(w))} {
				if p := regexp.QuoteMeta(form); !slices.Contains(patterns, p) {
					patterns = append(patterns, p)
				}
			}
		}
		b.WriteString("(?:" + strings.Join(patterns, "|") + ")")
	}
	return b.String()
}

// find is the next place of the name in a text, from an offset on; -1 for none.
func (n *writtenName) find(s string, from int) (start, end int) {
	for from <= len(s) {
		at := n.pattern.FindStringIndex(s[from:])
		if at == nil {
			break
		}
		start, end = from+at[0], from+at[1]
		if n.fits(s, start, end) {
			return start, end
		}
		_, size := utf8.DecodeRuneInString(s[start:])
		from = start + max(size, 1)
	}
	return -1, -1
}

// fits tells whether what was found is the name and no part of other words.
func (n *writtenName) fits(s string, start, end int) bool {
	if n.long() {
		return true
	}
	if found := s[start:end]; n.short() && !n.lower && found == strings.ToLower(found) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	rest := s[end:]
	if r, size := utf8.DecodeRuneInString(rest); r == 's' || r == 'S' {
		if next, _ := utf8.DecodeRuneInString(rest[size:]); !partOfWord(next) {
			return !partOfWord(before) // "Karens"
		}
	}
	after, _ := utf8.DecodeRuneInString(rest)
	return !partOfWord(before) && !partOfWord(after)
}

func partOfWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r))
}

// text puts a placeholder in the place of each name in a text.
func (x *scrubber) text(s, placeholder string) string {
	out := s
	for _, n := range x.names {
		for from := 0; ; {
			start, end := n.find(out, from)
			if start < 0 {
				break
			}
			out = out[:start] + placeholder + out[end:]
			from = start + len(placeholder)
		}
	}
	// What is written as nobody thought of goes as a whole.
	words := "-" + hyphenated(unescaped(unescaped(out))) + "-"
	for _, n := range x.names {
		if n.slug != "" && !n.short() && strings.Contains(words, "-"+n.slug+"-") {
			return placeholder
		}
	}
	return out
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
func (x *scrubber) isNamesake(d Document) bool {
	s, ok := d.(*Speaker)
	return ok && slices.ContainsFunc([]string{s.Name, s.SortName, s.Pseudonym}, func(name string) bool {
		return name != "" && slices.ContainsFunc(x.names, func(n *writtenName) bool { return n.slug != "" && n.slug == hyphenated(name) })
	})
}

// document is a version without the person, and the fields that had to change:
// none where it stays as it is.
func (x *scrubber) document(d Document) (out Document, fields []string) {
	out = Clone(d)
	w := &scrubbing{scrubber: x, refers: Refers(d, x.id), tail: idTail(d.Base().ID)}
	own := x.isNamesake(d)
	v := reflect.ValueOf(out).Elem()
	for i := range v.NumField() {
		sf := v.Type().Field(i)
		name := FieldName(sf)
		if sf.Type == typeMeta || name == "" || own && (name == "name" || name == "sortName" || name == "pseudonym") {
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
func idTail(id ID) string { return strings.ToLower(string(id[max(0, len(id)-8):])) }

// scrubbing is that of one version.
type scrubbing struct {
	*scrubber
	refers  bool // to the person
	tail    string
	changed bool
}

func (w *scrubbing) slugs(m *Meta) {
	slug := func(s string) string {
		out := w.address(s, nameRemovedAddress, w.refers)
		if out == s {
			return s
		}
		out = hyphenated(out)
		out = strings.Trim(out[:min(len(out), maxSlugLength-len(w.tail)-1)], "-")
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
	case t == typeText:
		v.Set(reflect.ValueOf(w.texts(v.Interface().(Text))))
	case t == typeRichText:
		v.Set(reflect.ValueOf(RichText{w.texts(v.Interface().(RichText).Text)}))
	case t == typeTime:
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
		return ref != "" && ID(item.String()) == w.id
	case reflect.Struct:
		for i := range item.NumField() {
			if f := item.Field(i); f.Kind() == reflect.String && item.Type().Field(i).Tag.Get("ref") != "" && ID(f.String()) == w.id {
				return true
			}
		}
	}
	return false
}

func (w *scrubbing) texts(t Text) Text {
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
	case ID:
		if ref != "" && ID(was) == w.id {
			out = ""
		}
	case URL:
		if out = w.address(was, nameRemovedAddress+"-"+w.tail, w.refers); out != was {
			if _, err := ParseURL(out); err != nil {
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
