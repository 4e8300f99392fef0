package locale

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Language is a BCP 47 language tag in canonical form: "da", "en", "nb-NO".
type Language string

// The languages of the service. Documents may have others too.
const (
	// DefaultLanguage is the language for readers without a preference, and the fallback of
	// documents.
	DefaultLanguage Language = "da"
	// English is the second fallback.
	English Language = "en"
)

// Languages returns the languages of the service, in the order of fallback: names are sorted by
// the rules of each, and documents must be translated to them. Any document may have other
// languages, too.
func Languages() []Language { return []Language{DefaultLanguage, English} }

// maxPreferences is the number of languages of an Accept-Language header that are used.
const maxPreferences = 8

// matcher finds the service's language that is closest to another, by CLDR's distances.
var matcher = language.NewMatcher([]language.Tag{language.Danish, language.English})

// understand are languages whose readers understand one of the service's, for which CLDR's
// distances in x/text have no entry.
var understand = map[string]Language{"nn": DefaultLanguage, "sv": DefaultLanguage, "kl": DefaultLanguage}

// ParseLanguage returns the canonical form of a BCP 47 tag.
func ParseLanguage(s string) (Language, error) {
	tag, err := language.Parse(s)
	if err != nil || tag == language.Und {
		return "", badFormat("This is not a language tag such as da, en or nb-NO (BCP 47).")
	}
	return Language(tag.String()), nil
}

// UnmarshalText parses a BCP 47 tag.
func (l *Language) UnmarshalText(b []byte) error {
	parsed, err := ParseLanguage(string(b))
	if err != nil {
		return err
	}
	*l = parsed
	return nil
}

// Preferences returns the order in which a document's languages are tried: each requested one
// and its parents (nb-NO, nb), then the one that readers of these understand, before any other
// language of the service: Danish before English for nb, nn and sv, even if English is also
// requested. It ends with the rest of the service's languages, so that readers with the same
// responses have the same order.
func Preferences(asked ...Language) []Language {
	if len(asked) > maxPreferences {
		asked = asked[:maxPreferences]
	}
	var order, close []Language
	add := func(languages ...Language) {
		for _, l := range languages {
			if !slices.Contains(order, l) {
				order = append(order, l)
			}
		}
	}
	for _, a := range asked {
		tag, err := language.Parse(string(a))
		if err != nil {
			continue
		}
		near, same := closest(tag)
		if same { // those for earlier requests come first
			add(close...)
		}
		for t := tag; t != language.Und; t = t.Parent() {
			add(Language(t.String()))
		}
		if near != "" {
			close = append(close, near)
		}
	}
	add(close...)
	add(Languages()...)
	return order
}

// closest returns the language of the service that readers of a language understand, or "", and
// whether it is the same language.
func closest(tag language.Tag) (near Language, same bool) {
	base, _ := tag.Base()
	_, i, confidence := matcher.Match(tag)
	if confidence < language.High {
		return understand[base.String()], false
	}
	near = Languages()[i]
	return near, base.String() == string(near)
}

// ReaderPreferences returns the Preferences for the languages of a browser, the most preferred
// first. Invalid BCP 47 tags are ignored. So are regions, which are often those of the
// browser's setup, not of the reader's language.
func ReaderPreferences(tags ...string) []Language {
	asked := make([]Language, 0, len(tags))
	for _, tag := range tags {
		if t, err := language.Parse(tag); err == nil && t != language.Und {
			asked = append(asked, withoutRegion(t))
		}
	}
	return Preferences(slices.Compact(asked)...)
}

// withoutRegion returns a tag's language, with its script unless that is the usual one: zh-Hant
// for zh-TW.
func withoutRegion(t language.Tag) Language {
	base, _ := t.Base()
	script, _ := t.Script()
	short := language.Make(base.String())
	if usual, _ := short.Script(); usual == script {
		return Language(short.String())
	}
	return Language(base.String() + "-" + script.String())
}

// Written returns the language under which a text is stored: da for da-DK and en for en-GB. The
// service's languages need no separate texts for regions; other languages keep theirs.
func (l Language) Written() Language {
	if slices.Contains(Languages(), l) {
		return l
	}
	if tag, err := language.Parse(string(l)); err == nil {
		if short := withoutRegion(tag); slices.Contains(Languages(), short) {
			return short
		}
	}
	return l
}

// Best returns the first preference that is among the languages of a document, or that has a
// variant among them; otherwise the first of its languages, otherwise the default.
func Best(preferences, has []Language) Language {
	for _, p := range preferences {
		if slices.Contains(has, p) {
			return p
		}
		for _, l := range has {
			if l.isVariantOf(p) {
				return l
			}
		}
	}
	if len(has) > 0 {
		return has[0]
	}
	return DefaultLanguage
}

// isVariantOf reports whether a language is a variant of another by region or script: en-US of
// en, zh-TW of zh-Hant.
func (l Language) isVariantOf(other Language) bool {
	if !strings.Contains(string(l), "-") {
		return false // fast: it is called for each document
	}
	tag, err := language.Parse(string(l))
	if err != nil {
		return false
	}
	for t := tag.Parent(); t != language.Und; t = t.Parent() {
		if Language(t.String()) == other {
			return true
		}
	}
	return false
}
