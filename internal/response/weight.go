package response

import (
	"iter"
	"strings"
)

// FullWeight is the weight of an element without one.
const FullWeight = 1000

// Preference is an element of Accept, Accept-Encoding or Accept-Language.
type Preference struct {
	Name       string // "text/html", "gzip", "da", or with a wildcard; as it was sent
	Parameters string // after the first semicolon, including the weight; see Parameters
	Weight     int    // in thousandths; 0 means refused
}

// Preferences parses a header that lists what a client accepts, with weights (RFC 9110,
// section 12.4.2), element by element. It skips elements that are empty or have an invalid
// weight, as if the client had not sent them.
func Preferences(lines []string) iter.Seq[Preference] {
	return func(yield func(Preference) bool) {
		for _, line := range lines {
			for line != "" {
				var element string
				element, line = cut(line, ',')
				name, parameters := cut(element, ';')
				if name = strings.TrimSpace(name); name == "" {
					continue
				}
				weight, ok := weightIn(parameters)
				if ok && !yield(Preference{name, parameters, weight}) {
					return
				}
			}
		}
	}
}

// Parameters parses the parameters of an element: "charset=utf-8; q=0.5".
func Parameters(text string) iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		for text != "" {
			var one string
			one, text = cut(text, ';')
			name, value, _ := strings.Cut(one, "=")
			if !yield(strings.TrimSpace(name), strings.TrimSpace(value)) {
				return
			}
		}
	}
}

// weightIn returns the parameter q, wherever it is, or FullWeight.
func weightIn(parameters string) (weight int, ok bool) {
	for name, value := range Parameters(parameters) {
		if strings.EqualFold(name, "q") {
			return parseWeight(value)
		}
	}
	return FullWeight, true
}

// parseWeight parses a weight into thousandths: 1, 0.5, 0.125. It may begin with the point,
// against the RFC: Java's HttpURLConnection sends "*/*; q=.2".
func parseWeight(s string) (weight int, ok bool) {
	whole, fraction, point := strings.Cut(s, ".")
	if whole != "0" && whole != "1" && !(whole == "" && fraction != "") || point && len(fraction) > 3 {
		return 0, false
	}
	for i := range 3 {
		digit := byte('0')
		if i < len(fraction) {
			digit = fraction[i]
		}
		if digit < '0' || digit > '9' {
			return 0, false
		}
		weight = weight*10 + int(digit-'0')
	}
	if whole == "1" {
		return FullWeight, weight == 0
	}
	return weight, true
}

// MediaWeight returns the weight of a media type in UTF-8 in the header Accept, in thousandths
// (RFC 9110, section 12.5.1): the weight of the most specific range that matches it, the
// highest of several. named reports whether a range names it in full.
func MediaWeight(accept []string, mediaType string) (weight int, named bool) {
	const byAnything, bySubtypes, byName = 1, 2, 3
	family, _, _ := strings.Cut(mediaType, "/")
	exactness := 0
	for p := range Preferences(accept) {
		found := 0
		if kind, subtype, _ := strings.Cut(p.Name, "/"); p.Name == "*/*" {
			found = byAnything
		} else if strings.EqualFold(p.Name, mediaType) {
			found = byName
		} else if subtype == "*" && strings.EqualFold(kind, family) {
			found = bySubtypes
		}
		if found == 0 || found < exactness || !wantsUTF8(p.Parameters) {
			continue
		}
		if found > exactness {
			weight = 0
		}
		exactness, weight = found, max(weight, p.Weight)
	}
	return weight, exactness == byName
}

// wantsUTF8 reports whether an element of Accept wants UTF-8, or no particular encoding.
func wantsUTF8(parameters string) bool {
	for name, value := range Parameters(parameters) {
		if strings.EqualFold(name, "charset") && !IsUTF8(value) {
			return false
		}
	}
	return true
}

// IsUTF8 reports whether the parameter charset is UTF-8.
func IsUTF8(charset string) bool { return strings.EqualFold(strings.Trim(charset, `"`), "utf-8") }

// cut is strings.Cut for the value of a header: it ignores separators in quoted strings.
func cut(s string, separator byte) (before, after string) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '\\' && quoted:
			i++
		case s[i] == separator && !quoted:
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}
