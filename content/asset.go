package content

import (
	"encoding/hex"
	"io"
	"strings"
	"time"

	"lectern/content/locale"
)

// AssetID names an uploaded file by what is in it: "asset_" and the SHA-256 of
// its bytes, as 64 hexadecimal digits. The same bytes have the same id for ever.
type AssetID string

// NewAssetID is the id of a file whose bytes have a SHA-256.
func NewAssetID(sum [32]byte) AssetID {
	return AssetID(locale.AssetPrefix + hex.EncodeToString(sum[:]))
}

// ParseAssetID checks an id.
func ParseAssetID(s string) (AssetID, error) {
	if digits, ok := strings.CutPrefix(s, locale.AssetPrefix); !ok || !locale.ValidAssetDigits(digits) {
		return "", Errorf(CodeBadInput, "This is not the id of an asset.")
	}
	return AssetID(s), nil
}

// AssetOfDigits is the id with those digits, as addresses have them.
func AssetOfDigits(digits string) (AssetID, error) { return ParseAssetID(locale.AssetPrefix + digits) }

// Digits are the SHA-256 in the id, in hexadecimal.
func (id AssetID) Digits() string { return strings.TrimPrefix(string(id), locale.AssetPrefix) }

// URL is how documents hold an asset where they may hold an address: "asset:"
// and the digits. Views give readers the address that the file has here in its
// place.
func (id AssetID) URL() locale.URL { return locale.URL(locale.AssetScheme + id.Digits()) }

// AssetIn is the asset that a stored address names, if it names one.
func AssetIn(u locale.URL) (id AssetID, ok bool) {
	digits, ok := u.AssetDigits()
	if !ok {
		return "", false
	}
	return AssetID(locale.AssetPrefix + digits), true
}

// AssetKind says what sort of file an asset is. It follows from the bytes.
type AssetKind string

// The kinds of assets.
const (
	AssetImage    AssetKind = "IMAGE"
	AssetAudio    AssetKind = "AUDIO"
	AssetVideo    AssetKind = "VIDEO"
	AssetCaptions AssetKind = "CAPTIONS" // WebVTT
	AssetDocument AssetKind = "DOCUMENT" // PDF and the like
)

// Valid tells whether the kind is one of those above.
func (k AssetKind) Valid() bool {
	switch k {
	case AssetImage, AssetAudio, AssetVideo, AssetCaptions, AssetDocument:
		return true
	}
	return false
}

// Asset is what is known of an uploaded file. All but the first two fields below
// ID follow from its bytes, and none of it ever changes.
type Asset struct {
	ID AssetID `json:"id"`
	// Name is what the file was called where it came from. It is for editors
	// only: it may say who somebody is.
	Name      string    `json:"name,omitempty"`
	CreatedAt time.Time `json:"createdAt"`
	Kind      AssetKind `json:"kind"`
	MIMEType  string    `json:"mimeType"` // "image/jpeg"
	Bytes     int64     `json:"bytes"`    // its length
	// Width and Height are in pixels, of images and videos, as they are to be seen.
	Width  int `json:"width,omitempty"`
	Height int `json:"height,omitempty"`
	// Duration is how long audio and video play; 0 where it is not known.
	Duration locale.Duration `json:"duration,omitempty"`
	// Colour is the one that an image is mostly of: "#2f6f8f".
	Colour string `json:"colour,omitempty"`
	// Placeholder is a BlurHash: what an image is like, in some 30 characters,
	// until it is there.
	Placeholder string `json:"placeholder,omitempty"`
}

// Assets are the files that were uploaded to the service. It is safe for use by
// several goroutines.
type Assets interface {
	// Asset is what is known of a file: CodeNotFound where there is none. It is
	// shared and must not be changed.
	Asset(id AssetID) (*Asset, error)
	// Captions is what a file of captions says (WebVTT): CodeNotFound where there
	// is none.
	Captions(id AssetID) (string, error)
}

// AssetLibrary takes files in.
type AssetLibrary interface {
	Assets
	// Add reads a file to its end, checks, cleans and keeps it. It returns when
	// the file is synced to disk. A file that is there already stays as it is.
	// Bad files and those that are too large are CodeBadInput with words for
	// whoever uploads.
	Add(u AssetUpload, file io.Reader) (*Asset, error)
	// List gives up to limit assets, the newest first, those after one of them;
	// from the newest where after is empty.
	List(after AssetID, limit int) ([]*Asset, error)
}

// AssetUpload is what is said of a file that is uploaded.
type AssetUpload struct {
	Name string // "gruppebillede.jpg"
	// Kind is what the file is meant to be; whatever it is where it is empty.
	Kind AssetKind
}
