package locale

import (
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// URL is an absolute https or http URL. Stored documents may also have an absolute path,
// "/media/film.mp4", which the view resolves against the service's URL; and, in fields for
// uploaded files, an asset, "asset:" and the digits of its id, which the view replaces by the
// file's URL.
type URL string

// MaxURLLength is the maximum length of a URL, in bytes.
const MaxURLLength = 2048

// The forms of a reference to an uploaded file by the SHA-256 of its bytes, in 64 lower-case
// hexadecimal digits: in URL fields of a document, and as an id.
const (
	AssetScheme = "asset:"
	AssetPrefix = "asset_"
	// AssetDigits is the number of digits.
	AssetDigits = 64
)

// ValidAssetDigits reports whether a text is the digits of an uploaded file's SHA-256.
func ValidAssetDigits(s string) bool {
	sum, err := hex.DecodeString(s)
	return err == nil && len(sum) == 32 && strings.ToLower(s) == s
}

// AssetDigits returns the digits of the uploaded file that a stored URL refers to, if it does.
func (u URL) AssetDigits() (digits string, ok bool) {
	return strings.CutPrefix(string(u), AssetScheme)
}

// ParseURL checks a URL. An asset is accepted in both of its forms, "asset:9f86…" and
// "asset_9f86…".
func ParseURL(s string) (URL, error) {
	for _, prefix := range []string{AssetScheme, AssetPrefix} {
		if digits, ok := strings.CutPrefix(s, prefix); ok {
			if !ValidAssetDigits(digits) {
				return "", badFormat("This is not the id of an asset.")
			}
			return URL(AssetScheme + digits), nil
		}
	}
	bad := badFormat("This is not an https or http address such as https://example.org/page.")
	u, err := url.Parse(s)
	if err != nil || len(s) > MaxURLLength || u.User != nil || !utf8.ValidString(s) || strings.ContainsFunc(s, neverInURL) {
		return "", bad
	}
	absolute := (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != ""
	// Browsers read a path with two leading slashes as another host.
	underService := u.Scheme == "" && u.Host == "" && strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//")
	if !absolute && !underService {
		return "", bad
	}
	return URL(s), nil
}

// maxPort is the maximum port of TCP.
const maxPort = 1<<16 - 1

// ValidPort reports whether a port of a URL, in digits, is valid: url.Parse accepts any number.
func ValidPort(port string) bool {
	n, err := strconv.Atoi(port)
	return err == nil && n >= 0 && n <= maxPort
}

// HasValidPort reports whether a URL that ParseURL accepts has no port, or a valid one.
func (u URL) HasValidPort() bool {
	parsed, err := url.Parse(string(u))
	return err == nil && (parsed.Port() == "" || ValidPort(parsed.Port()))
}

// IsPlainURL recognises most URLs that ParseURL accepts unchanged, fast: those of a host and a
// path without special characters.
func IsPlainURL(s string) bool {
	rest, absolute := strings.CutPrefix(s, "https://")
	if !absolute {
		if !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") {
			return false
		}
	} else if rest == "" || rest[0] == '/' {
		return false
	}
	if len(s) > MaxURLLength {
		return false
	}
	for i := range len(rest) {
		if c := rest[i]; (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '.' && c != '_' && c != '/' {
			return false
		}
	}
	return true
}

func neverInURL(r rune) bool {
	return r <= ' ' || unicode.IsControl(r) || strings.ContainsRune("\"<>\\", r)
}

// UnmarshalText parses a URL; the empty text is none.
func (u *URL) UnmarshalText(b []byte) (err error) {
	*u = ""
	if len(b) > 0 {
		*u, err = ParseURL(string(b))
	}
	return err
}

// Under resolves a path against the service's URL.
func (u URL) Under(service URL) URL {
	if strings.HasPrefix(string(u), "/") {
		return URL(strings.TrimSuffix(string(service), "/")) + u
	}
	return u
}
