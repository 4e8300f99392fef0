package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxWord bounds a word in bytes: what is longer is cut, in texts and in queries
// alike.
const maxWord = 64

// word is one of a text, in lower case, with its place in it.
type word struct {
	text       string
	start, end int
}

// normal is a text in the form that words are taken from (NFC).
func normal(text string) string { return norm.NFC.String(text) }

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// words are those of a text in normal form. It calls yield with each until that
// is false.
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
				if !isWordRune(r) {
					break
				}
				end += size
			}
			if !yield(word{cut(strings.ToLower(text[at:end])), at, end}) {
				return
			}
			at = end
		}
	}
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

// folder writes letters that a keyboard may lack as Danes write them then.
var folder = strings.NewReplacer("æ", "ae", "ä", "ae", "ø", "oe", "ö", "oe", "å", "aa", "ü", "ue", "ß", "ss")

// looser leaves out the second letter, as those do who don't know better.
var looser = strings.NewReplacer("aa", "a", "ae", "a", "oe", "o")

// fold is a word of small letters without æ, ø, å and accents.
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

// loose is a folded word as it looks when æ, ø, å are typed as one letter.
func loose(folded string) string { return looser.Replace(folded) }

func isASCII(w string) bool {
	for i := range len(w) {
		if w[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
