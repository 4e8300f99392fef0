package media

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxTitle is the maximum length of a title in a file name, in characters.
const maxTitle = 120

// Disposition returns the header Content-Disposition (RFC 6266): whether a browser shows a
// file of a type or saves it, and the file name. The name comes from the document's title,
// since the original name may contain a name that readers must not see. Documents such as PDFs
// are saved, because they may contain active content.
func Disposition(mimeType, title string) string {
	kind := "inline"
	if strings.HasPrefix(mimeType, "application/") {
		kind = "attachment"
	}
	name := fileTitle(title)
	if name == "" {
		return kind
	}
	name += extension(mimeType)
	plain := asciiName(name)
	if plain == name {
		return kind + `; filename="` + plain + `"`
	}
	return kind + `; filename="` + plain + `"; filename*=UTF-8''` + percent(name)
}

// fileTitle removes characters from a title that a file name must not have.
func fileTitle(title string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`/\:*?"<>|`, r):
			return '-'
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(title, "")))
	if runes := []rune(name); len(runes) > maxTitle {
		name = string(runes[:maxTitle])
	}
	return strings.Trim(name, " .-")
}

// asciiName returns a name in ASCII for old clients: Danish letters are transcribed, others
// lose their diacritics.
func asciiName(name string) string {
	name = strings.NewReplacer("æ", "ae", "ø", "oe", "å", "aa", "Æ", "Ae", "Ø", "Oe", "Å", "Aa", "–", "-", "—", "-", "%", "-").Replace(name)
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r < ' ' || r > '~':
			return '_'
		}
		return r
	}, norm.NFD.String(name))
}

// percent encodes a value as in RFC 8187.
func percent(s string) string {
	const plain = "!#$&+-.^_`|~"
	const hexadecimal = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte(plain, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hexadecimal[c>>4])
		b.WriteByte(hexadecimal[c&0xf])
	}
	return b.String()
}
