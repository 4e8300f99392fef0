package content

import (
	"slices"

	"golang.org/x/text/language"
)

// Language is a BCP 47 language tag in canonical form: "da", "en", "nb-NO".
type Language string

// DefaultLanguage is what a reader gets who asks for nothing, and what a
// document falls back to.
const DefaultLanguage Language = "da"

// maxPreferences bounds how many languages of an Accept-Language header are
// looked at.
const maxPreferences = 8

// ParseLanguage gives the canonical form of a BCP 47 tag.
func ParseLanguage(s string) (Language, error) {
	tag, err := language.Parse(s)
	if err != nil || tag == language.Und {
		return "", Errorf(CodeBadInput, "This is not a language tag such as da, en or nb-NO (BCP 47).")
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
// asked one and then its parents (nb-NO, nb, no), and the default at the end.
func Preferences(asked ...Language) []Language {
	if len(asked) > maxPreferences {
		asked = asked[:maxPreferences]
	}
	var order []Language
	add := func(l Language) {
		if !slices.Contains(order, l) {
			order = append(order, l)
		}
	}
	for _, a := range asked {
		tag, err := language.Parse(string(a))
		for err == nil && tag != language.Und {
			add(Language(tag.String()))
			tag = tag.Parent()
		}
	}
	add(DefaultLanguage)
	return order
}

// AcceptLanguage reads the HTTP header of that name (RFC 9110, section
// 12.5.4) into preferences. What it can't read counts as not asked for.
func AcceptLanguage(header string) []Language {
	if len(header) > 256 {
		return Preferences()
	}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return Preferences()
	}
	asked := make([]Language, 0, len(tags))
	for _, t := range tags {
		// "*" is read as mul, many languages: any will do, as the default does.
		if t != language.Und && t.String() != "mul" {
			asked = append(asked, Language(t.String()))
		}
	}
	return Preferences(asked...)
}

// best is the first preference that is among the languages a document has,
// else its first language, else the default.
func best(preferences, has []Language) Language {
	for _, p := range preferences {
		if slices.Contains(has, p) {
			return p
		}
	}
	if len(has) > 0 {
		return has[0]
	}
	return DefaultLanguage
}
