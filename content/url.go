package content

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// URL is an absolute https or http address. Stored documents may also hold
// an absolute path, "/media/film.mp4": an address under this service, which
// the view makes absolute.
type URL string

const maxURLLength = 2048

// ParseURL checks an address.
func ParseURL(s string) (URL, error) {
	bad := Errorf(CodeBadInput, "This is not an https or http address such as https://example.org/page.")
	u, err := url.Parse(s)
	if err != nil || len(s) > maxURLLength || u.User != nil || !utf8.ValidString(s) || strings.ContainsFunc(s, neverInURL) {
		return "", bad
	}
	absolute := (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != ""
	// Browsers take what two slashes begin for another host.
	underService := u.Scheme == "" && u.Host == "" && strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//")
	if !absolute && !underService {
		return "", bad
	}
	return URL(s), nil
}

func neverInURL(r rune) bool {
	return r <= ' ' || unicode.IsControl(r) || strings.ContainsRune("\"<>\\", r)
}

// UnmarshalText reads an address; the empty text is none.
func (u *URL) UnmarshalText(b []byte) (err error) {
	*u = ""
	if len(b) > 0 {
		*u, err = ParseURL(string(b))
	}
	return err
}

// under makes an address under the service absolute.
func (u URL) under(service URL) URL {
	if strings.HasPrefix(string(u), "/") {
		return URL(strings.TrimSuffix(string(service), "/")) + u
	}
	return u
}
