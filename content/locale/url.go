package locale

import (
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// URL is an absolute https or http address. Stored documents may also hold
// an absolute path, "/media/film.mp4": an address under this service, which
// the view makes absolute; and, in fields that take uploaded files, an asset:
// "asset:" and the digits of its id, in whose place the view puts the file's
// address.
type URL string

// MaxURLLength bounds an address, in bytes.
const MaxURLLength = 2048

// How an uploaded file is named by the SHA-256 of its bytes, in 64 lower-case
// hexadecimal digits: in an address that a document holds, and as an id.
const (
	AssetScheme = "asset:"
	AssetPrefix = "asset_"
	// AssetDigits is how many digits there are.
	AssetDigits = 64
)

// ValidAssetDigits tells whether a text is the digits of an uploaded file's
// SHA-256.
func ValidAssetDigits(s string) bool {
	sum, err := hex.DecodeString(s)
	return err == nil && len(sum) == 32 && strings.ToLower(s) == s
}

// AssetDigits are the digits of the uploaded file that a stored address names, if
// it names one.
func (u URL) AssetDigits() (digits string, ok bool) {
	return strings.CutPrefix(string(u), AssetScheme)
}

// ParseURL checks an address. An asset is read in both of its forms,
// "asset:9f86…" and "asset_9f86…".
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
	// Browsers take what two slashes begin for another host.
	underService := u.Scheme == "" && u.Host == "" && strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//")
	if !absolute && !underService {
		return "", bad
	}
	return URL(s), nil
}

// maxPort is the greatest port of TCP.
const maxPort = 1<<16 - 1

// ValidPort tells whether a port of an address, in digits, is one: url.Parse takes
// any number.
func ValidPort(port string) bool {
	n, err := strconv.Atoi(port)
	return err == nil && n >= 0 && n <= maxPort
}

// HasValidPort tells whether an address that ParseURL takes has no port, or one that
// there is.
func (u URL) HasValidPort() bool {
	parsed, err := url.Parse(string(u))
	return err == nil && (parsed.Port() == "" || ValidPort(parsed.Port()))
}

// IsPlainURL tells quickly of most addresses that ParseURL takes them as they are:
// of a host and a path without anything that url.Parse looks twice at.
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

// UnmarshalText reads an address; the empty text is none.
func (u *URL) UnmarshalText(b []byte) (err error) {
	*u = ""
	if len(b) > 0 {
		*u, err = ParseURL(string(b))
	}
	return err
}

// Under makes an address under the service absolute.
func (u URL) Under(service URL) URL {
	if strings.HasPrefix(string(u), "/") {
		return URL(strings.TrimSuffix(string(service), "/")) + u
	}
	return u
}
