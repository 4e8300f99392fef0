package response

import (
	"cmp"
	"net/http"
	"slices"

	"lectern/content/locale"
)

// maxLanguages bounds the header Accept-Language, in bytes: above that it counts
// as not sent.
const maxLanguages = 256

// Languages reads Accept-Language (RFC 9110, section 12.5.4): the order in which
// the languages of documents are tried.
func Languages(lines []string) []locale.Language {
	length := 0
	for _, line := range lines {
		length += len(line)
	}
	if length > maxLanguages {
		return locale.ReaderPreferences()
	}
	wanted := slices.Collect(Preferences(lines))
	slices.SortStableFunc(wanted, func(a, b Preference) int { return cmp.Compare(b.Weight, a.Weight) })
	tags := make([]string, 0, len(wanted))
	for _, p := range wanted {
		if p.Weight > 0 {
			tags = append(tags, p.Name) // "*" is no tag: any will do, as the default does
		}
	}
	return locale.ReaderPreferences(tags...)
}

// Language is the one of the service's languages in which a page speaks to
// whoever makes a request.
func Language(r *http.Request) locale.Language {
	for _, l := range Languages(r.Header["Accept-Language"]) {
		if slices.Contains(locale.Languages(), l) {
			return l
		}
	}
	return locale.DefaultLanguage
}
