package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxWord is the maximum length of a word in bytes. Longer words are cut, in texts and in
// queries.
const maxWord = 64

// word is a word of a text, in lower case, with its position.
type word struct {
	text       string
	start, end int
}

// normal returns a text in the form that words are taken from (NFC).
func normal(text string) string { return norm.NFC.String(text) }

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// isIgnored reports whether a character has no width and is no letter, such as a soft hyphen:
// it does not end a word, and is no part of its spelling.
func isIgnored(r rune) bool { return r >= softHyphen && unicode.Is(unicode.Cf, r) }

const softHyphen = '\u00ad'

// words calls yield with the words of a text in normal form until it returns false.
func words(text string) func(yield func(word) bool) {
	return func(yield func(word) bool) {
		for at := 0; at < len(text); {
			r, size := utf8.DecodeRuneInString(text[at:])
			if !isWordRune(r) {
				at += size
				continue
			}
			end := at + size
			for end < len(text) {
				r, size := utf8.DecodeRuneInString(text[end:])
				if !isWordRune(r) && !isIgnored(r) {
					break
				}
				end += size
			}
			if !yield(word{cut(spelling(text[at:end])), at, end}) {
				return
			}
			at = end
		}
	}
}

// spelling returns a word or a text in lower case, with the letters of ligatures and without
// characters that are ignored.
func spelling(w string) string {
	if !isSpelledOut(w) {
		w = norm.NFKC.String(strings.Map(func(r rune) rune {
			if isIgnored(r) {
				return -1
			}
			return r
		}, w))
	}
	return strings.ToLower(w)
}

// isSpelledOut tells quickly of a text of ASCII and of À to ÿ, which have none of either.
func isSpelledOut(w string) bool {
	const before, after = 0xc2, 0xc4 // the first bytes of the characters around them
	for i := range len(w) {
		if w[i] == before || w[i] >= after {
			return false
		}
	}
	return true
}

func cut(w string) string {
	if len(w) <= maxWord {
		return w
	}
	at := maxWord
	for !utf8.RuneStart(w[at]) {
		at--
	}
	return w[:at]
}

// folder writes letters that a keyboard may lack as Danes then write them.
var folder = strings.NewReplacer("æ", "ae", "ä", "ae", "ø", "oe", "ö", "oe", "å", "aa", "ü", "ue", "ß", "ss")

// looser omits the second letter, as people do who don't know that spelling.
var looser = strings.NewReplacer("aa", "a", "ae", "a", "oe", "o")

// fold returns a lower-case word without æ, ø, å and accents.
func fold(w string) string {
	if isASCII(w) {
		return w
	}
	w = folder.Replace(w)
	if isASCII(w) {
		return w
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(w) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// loose returns a folded word as it looks when æ, ø, å are typed as one letter.
func loose(folded string) string { return looser.Replace(folded) }

func isASCII(w string) bool {
	for i := range len(w) {
		if w[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
