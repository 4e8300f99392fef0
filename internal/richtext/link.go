package richtext

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
	"golang.org/x/net/idna"
)

// linkRel keeps the page that a link opens from reaching back to ours, and from
// learning where the reader came from.
const linkRel = "noopener noreferrer"

// address is where a link leads, as an attribute may have it before it is escaped;
// false for what is not kept: other schemes than https, http, mailto and tel, what is no
// address, and what is relative where there is no website.
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

// isPlainAddress tells quickly of most addresses that they stay as they are.
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

// relative resolves an address against the website. A place in the same page stays as it
// is. "www.example.org" and "name@example.org" are no pages of the website: they lack
// their beginning.
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

// withASCIIHost is an address whose host, where it is international, is written in
// ASCII: programs know no other.
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

// withASCIIMailHost is withASCIIHost for an address of mail. What is none stays as it is.
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

// escapedURL is an address with what an address can't have as it is percent-encoded.
func escapedURL(s string) string { return string(util.URLEscape([]byte(s), false)) }

// neverInHost tells of ASCII what neither a name nor a number of a host has.
func neverInHost(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-._:[]", r)
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}
