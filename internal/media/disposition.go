package media

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxTitle bounds a title in a file's name, in characters.
const maxTitle = 120

// Disposition says whether a browser shows a file of a type or saves it, and what
// it is called then (RFC 6266): after the document that has it, since what it was
// called when it was uploaded may be a name that readers must not see. Documents
// are saved: what they can do in a browser can't be known.
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

// fileTitle is a title without what no name of a file may have.
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

// asciiName is a name for clients that know ASCII only: Danish letters as they
// are written without them, others without their marks.
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

// percent encodes a value as RFC 8187 has it.
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
