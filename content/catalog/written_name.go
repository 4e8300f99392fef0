package catalog

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"lectern/content/locale"
)

// writtenName finds one form of a name in texts: in any case, with any characters between its
// words, with ae for æ, and percent-encoded.
type writtenName struct {
	pattern *regexp.Regexp
	slug    string // hyphenated
	letters int
	words   int
	lower   bool // written without capitals
	part    bool // a word of a longer name: matched only in this spelling
}

func newWrittenName(name string) *writtenName {
	words := strings.FieldsFunc(norm.NFC.String(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	if len(words) == 0 {
		return nil
	}
	all := strings.Join(words, "")
	n := &writtenName{slug: locale.Hyphenated(name), letters: utf8.RuneCountInString(all), words: len(words), lower: all == strings.ToLower(all)}
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

// long reports whether the name is also searched within longer words: with so many letters in
// two words a match is no coincidence.
func (n *writtenName) long() bool { return n.words > 1 && n.letters >= 8 }

// short reports whether the name may be an ordinary word: "Bo", "Ea".
func (n *writtenName) short() bool { return n.words == 1 && n.letters < 4 }

// spellings are alternative spellings of some letters.
var spellings = map[string][]string{
	"æ": {"æ", "ae", "ä"}, "ø": {"ø", "oe", "ö", "o"}, "å": {"å", "aa", "a"},
	"ae": {"ae", "æ", "ä"}, "oe": {"oe", "ø", "ö"}, "aa": {"aa", "å"}, "ö": {"ö", "oe", "ø", "o"}, "ä": {"ä", "ae", "æ", "a"},
	"ü": {"ü", "ue", "u"}, "ß": {"ß", "ss"},
}

// wordPattern returns a pattern for a word in each of its spellings.
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

// find returns the next occurrence of the name in a text, from an offset on; -1 for none.
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

// fits reports whether a match is the name, and not a part of other words.
func (n *writtenName) fits(s string, start, end int) bool {
	if n.long() {
		return true
	}
	if found := s[start:end]; (n.short() || n.part) && !n.lower && found == strings.ToLower(found) {
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

// inSlug reports whether a slug contains the name as separate words.
func (n *writtenName) inSlug(hyphenated string) bool {
	return n.slug != "" && !n.short() && !n.part && strings.Contains("-"+hyphenated+"-", "-"+n.slug+"-")
}

func (n *writtenName) inAddresses(refers bool) sought {
	if n.short() && !refers {
		return nil
	}
	any := *n
	any.lower = true
	return &any
}

func (n *writtenName) isPart() bool { return n.part }

func (n *writtenName) isName(name string) bool {
	return n.slug != "" && n.slug == locale.Hyphenated(name)
}

func partOfWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r))
}
