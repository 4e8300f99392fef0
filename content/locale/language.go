package locale

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Language is a BCP 47 language tag in canonical form: "da", "en", "nb-NO".
type Language string

// The languages of the service. Documents may be in others too.
const (
	// DefaultLanguage is what a reader gets who asks for nothing, and what a
	// document falls back to.
	DefaultLanguage Language = "da"
	// English is what is tried after it.
	English Language = "en"
)

// Languages are those that the service is made for, in the order in which they
// are tried: names are put in order as each of them does, and what it lacks in
// them is to be translated. Any other language may be added to any document.
func Languages() []Language { return []Language{DefaultLanguage, English} }

// maxPreferences bounds how many languages of an Accept-Language header are
// looked at.
const maxPreferences = 8

// matcher finds the language of the service that is closest to another, by
// CLDR's distances.
var matcher = language.NewMatcher([]language.Tag{language.Danish, language.English})

// understand are languages whose readers understand one of the service's, where
// CLDR's distances as x/text has them say nothing.
var understand = map[string]Language{"nn": DefaultLanguage, "sv": DefaultLanguage, "kl": DefaultLanguage}

// ParseLanguage gives the canonical form of a BCP 47 tag.
func ParseLanguage(s string) (Language, error) {
	tag, err := language.Parse(s)
	if err != nil || tag == language.Und {
		return "", badFormat("This is not a language tag such as da, en or nb-NO (BCP 47).")
	}
	return Language(tag.String()), nil
}

// UnmarshalText reads a BCP 47 tag.
func (l *Language) UnmarshalText(b []byte) error {
	parsed, err := ParseLanguage(string(b))
	if err != nil {
		return err
	}
	*l = parsed
	return nil
}

// Preferences is the order in which a document's languages are tried: each
// asked one and then its parents (nb-NO, nb), then what readers of these
// understand, before any other language of the service: Danish before English
// for nb, nn and sv, even where English is asked for as well. It ends with the
// rest of the service's languages, so that readers who would get the same have
// the same order.
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
		if same { // what was asked for before comes before it
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

// closest is the language of the service that readers of a language understand,
// empty where there is none, and whether it is that same language.
func closest(tag language.Tag) (near Language, same bool) {
	base, _ := tag.Base()
	_, i, confidence := matcher.Match(tag)
	if confidence < language.High {
		return understand[base.String()], false
	}
	near = Languages()[i]
	return near, base.String() == string(near)
}

// ReaderPreferences are the Preferences of somebody whose browser is set up for
// some languages, the dearest first. What is no BCP 47 tag counts as not asked for.
// The region is left aside: it is where the browser was set up, not what is read.
func ReaderPreferences(tags ...string) []Language {
	asked := make([]Language, 0, len(tags))
	for _, tag := range tags {
		if t, err := language.Parse(tag); err == nil && t != language.Und {
			asked = append(asked, withoutRegion(t))
		}
	}
	return Preferences(slices.Compact(asked)...)
}

// withoutRegion is a tag's language, with its script where that is not the usual
// one: zh-Hant for zh-TW.
func withoutRegion(t language.Tag) Language {
	base, _ := t.Base()
	script, _ := t.Script()
	short := language.Make(base.String())
	if usual, _ := short.Script(); usual == script {
		return Language(short.String())
	}
	return Language(base.String() + "-" + script.String())
}

// Written is the language under which a text is stored: da for da-DK and en for en-GB. What the
// service is made for needs no texts of its own for regions; other languages keep theirs.
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

// Best is the first preference that is among the languages a document has, or
// that one of these is a variant of, else the first that it has, else the
// default.
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

// isVariantOf tells whether a language is another one of a region or script:
// en-US of en, zh-TW of zh-Hant.
func (l Language) isVariantOf(other Language) bool {
	if !strings.Contains(string(l), "-") {
		return false // quick: this is asked for each document
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
