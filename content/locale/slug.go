package locale

import (
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// MaxSlugLength is the maximum length of a slug, in bytes, all of which are ASCII.
const MaxSlugLength = 80

var danishLetters = strings.NewReplacer(
	"å", "aa", "Å", "aa", "æ", "ae", "Æ", "ae", "ø", "oe", "Ø", "oe", "&", " og ", "ß", "ss", "ö", "oe", "Ö", "oe", "ä", "ae", "Ä", "ae",
	// Letters of neighbouring languages without a separable accent.
	"ð", "d", "Ð", "d", "þ", "th", "Þ", "th", "ł", "l", "Ł", "l", "đ", "d", "Đ", "d",
)

// Slugify returns a slug of a title by Danish rules: å→aa, æ→ae, ø→oe, &→og; other accents are
// removed, ligatures are spelled out, everything else becomes a hyphen. It is empty if nothing
// of the title remains.
func Slugify(title string) string {
	out := Hyphenated(title)
	if len(out) > MaxSlugLength {
		out = out[:MaxSlugLength]
		if cut := strings.LastIndexByte(out, '-'); cut > MaxSlugLength/2 {
			out = out[:cut]
		}
	}
	return strings.TrimRight(out, "-")
}

// Spelled returns a text in the spelling of slugs: in lower case, with å as aa, æ as ae and ø
// as oe, and without other accents, ligatures and characters without width.
func Spelled(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) { // accents, and what has no width
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(danishLetters.Replace(norm.NFC.String(text))))
}

// Hyphenated returns a slug of any length.
func Hyphenated(title string) string {
	var b strings.Builder
	pending := false
	for _, r := range Spelled(title) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if pending && b.Len() > 0 {
				b.WriteByte('-')
			}
			pending = false
			b.WriteRune(r)
		case r == '\'' || r == '’':
		default:
			pending = true
		}
	}
	return b.String()
}

// ValidSlug reports whether s has the form of Slugify's results: words of a–z and 0–9 with
// single hyphens between.
func ValidSlug(s string) bool {
	if s == "" || len(s) > MaxSlugLength || s[0] == '-' || s[len(s)-1] == '-' || strings.Contains(s, "--") {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if c != '-' && (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// Unescaped decodes percent-encoded characters; an invalid text stays as it is.
func Unescaped(address string) string {
	if s, err := url.PathUnescape(address); err == nil {
		return s
	}
	return address
}
