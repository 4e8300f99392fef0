package response

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"lectern/content/locale"
)

// maxLanguages is the maximum length of the header Accept-Language, in bytes. A longer one is
// ignored.
const maxLanguages = 256

// Languages parses Accept-Language (RFC 9110, section 12.5.4): the order of preferred
// languages for documents. A refused language is the last: a document that exists in no other
// is better than none.
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
	var refused []string
	for _, p := range wanted {
		if p.Weight > 0 {
			tags = append(tags, p.Name) // "*" is no tag: it means any language, which is the default
		} else {
			refused = append(refused, p.Name)
		}
	}
	order := locale.ReaderPreferences(tags...)
	for _, name := range refused {
		is := func(l locale.Language) bool { return strings.EqualFold(string(l), name) }
		if i := slices.IndexFunc(order, is); i >= 0 {
			l := order[i]
			order = append(slices.Delete(order, i, i+1), l)
		}
	}
	return order
}

// Language returns the language of a page for a request: one of those of the service's own
// texts.
func Language(r *http.Request) locale.Language {
	for _, l := range Languages(r.Header["Accept-Language"]) {
		if slices.Contains(locale.Languages(), l) {
			return l
		}
	}
	return locale.DefaultLanguage
}
