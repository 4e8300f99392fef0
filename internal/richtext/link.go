package richtext

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
	"golang.org/x/net/idna"
)

// linkRel hides the referrer from the linked page, and denies it access to ours.
const linkRel = "noopener noreferrer"

// address returns the URL of a link for an attribute, before escaping; false for rejected ones:
// schemes other than https, http, mailto and tel, invalid URLs, and relative ones without a
// website.
func (o *Options) address(destination string) (string, bool) {
	if isPlainAddress(destination) {
		return destination, true
	}
	u, err := url.Parse(destination)
	if err != nil || destination == "" {
		return "", false
	}
	switch u.Scheme {
	case "https", "http":
		if u.Hostname() == "" {
			return "", false
		}
		return withASCIIHost(u, destination)
	case "mailto", "tel":
		return withASCIIMailHost(u, destination), true
	case "":
		return o.relative(u, destination)
	}
	return "", false
}

// isPlainAddress recognises most URLs that need no change, fast.
func isPlainAddress(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok || rest == "" || rest[0] == '/' {
		return false
	}
	for i := range len(rest) {
		if c := rest[i]; (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune("-._/?=&", rune(c)) {
			return false
		}
	}
	return true
}

// relative resolves a URL against the website. A fragment in the same page stays as it is.
// "www.example.org" and "name@example.org" are not pages of the website: they lack their
// scheme.
func (o *Options) relative(u *url.URL, destination string) (string, bool) {
	if strings.HasPrefix(destination, "#") {
		return escapedURL(destination), true
	}
	first, _, _ := strings.Cut(u.Path, "/")
	if u.Host == "" && (strings.HasPrefix(first, "www.") || strings.Contains(first, "@")) {
		return "", false
	}
	website, err := url.Parse(o.Website)
	if err != nil || website.Host == "" {
		return "", false
	}
	resolved := website.ResolveReference(u)
	return withASCIIHost(resolved, resolved.String())
}

// withASCIIHost returns a URL with an international host in ASCII, since programs support no
// other form.
func withASCIIHost(u *url.URL, written string) (string, bool) {
	if isASCII(u.Host) {
		return escapedURL(written), !strings.ContainsFunc(u.Host, neverInHost)
	}
	host, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil {
		return "", false
	}
	if port := u.Port(); port != "" {
		host += ":" + port
	}
	u.Host = host
	return escapedURL(u.String()), true
}

// withASCIIMailHost is withASCIIHost for a mail address. Anything else stays as it is.
func withASCIIMailHost(u *url.URL, written string) string {
	name, host, ok := strings.Cut(u.Opaque, "@")
	if !ok {
		return escapedURL(written)
	}
	if unescaped, err := url.PathUnescape(host); err == nil {
		host = unescaped
	}
	if isASCII(host) {
		return escapedURL(written)
	}
	ascii, err := idna.Lookup.ToASCII(host)
	if err != nil {
		return escapedURL(written)
	}
	u.Opaque = name + "@" + ascii
	return escapedURL(u.String())
}

// escapedURL percent-encodes the characters that a URL can't have.
func escapedURL(s string) string { return string(util.URLEscape([]byte(s), false)) }

// neverInHost reports whether an ASCII character occurs neither in names nor in addresses of
// hosts.
func neverInHost(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-._:[]", r)
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}
