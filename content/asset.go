package content

import (
	"encoding/hex"
	"io"
	"strings"
	"time"

	"lectern/content/locale"
)

// AssetID identifies an uploaded file by its content: "asset_" and the SHA-256 of its bytes,
// as 64 hexadecimal digits. The same bytes always have the same id.
type AssetID string

// NewAssetID returns the id of a file with a SHA-256.
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

// AssetOfDigits returns the id with those digits, as URLs have them.
func AssetOfDigits(digits string) (AssetID, error) { return ParseAssetID(locale.AssetPrefix + digits) }

// Digits returns the SHA-256 in the id, in hexadecimal.
func (id AssetID) Digits() string { return strings.TrimPrefix(string(id), locale.AssetPrefix) }

// URL returns the form in which documents store an asset in a URL field: "asset:" and the
// digits. Views replace it by the file's URL at the service.
func (id AssetID) URL() locale.URL { return locale.URL(locale.AssetScheme + id.Digits()) }

// AssetIn returns the asset of a stored URL, if it is one.
func AssetIn(u locale.URL) (id AssetID, ok bool) {
	digits, ok := u.AssetDigits()
	if !ok {
		return "", false
	}
	return AssetID(locale.AssetPrefix + digits), true
}

// AssetKind is the sort of file that an asset is. It follows from the bytes.
type AssetKind string

// The kinds of assets.
const (
	AssetImage    AssetKind = "IMAGE"
	AssetAudio    AssetKind = "AUDIO"
	AssetVideo    AssetKind = "VIDEO"
	AssetCaptions AssetKind = "CAPTIONS" // WebVTT
	AssetDocument AssetKind = "DOCUMENT" // PDF and the like
)

// Valid reports whether the kind is one of those above.
func (k AssetKind) Valid() bool {
	switch k {
	case AssetImage, AssetAudio, AssetVideo, AssetCaptions, AssetDocument:
		return true
	}
	return false
}

// Asset is the metadata of an uploaded file. Except for the name and the time, it follows from
// the bytes, and it never changes, except for the name when something is removed from it.
type Asset struct {
	ID AssetID `json:"id"`
	// Name is the original name of the file. It is for editors only, since it may identify a
	// person.
	Name      string    `json:"name,omitempty"`
	CreatedAt time.Time `json:"createdAt"`
	Kind      AssetKind `json:"kind"`
	MIMEType  string    `json:"mimeType"` // "image/jpeg"
	Bytes     int64     `json:"bytes"`    // its size
	// Width and Height are the displayed size of images and videos, in pixels.
	Width  int `json:"width,omitempty"`
	Height int `json:"height,omitempty"`
	// Duration is the duration of audio and video; 0 if unknown.
	Duration locale.Duration `json:"duration,omitempty"`
	// Colour is the dominant colour of an image: "#2f6f8f".
	Colour string `json:"colour,omitempty"`
	// Placeholder is a BlurHash: a preview of an image in some 30 characters, shown until it
	// is loaded.
	Placeholder string `json:"placeholder,omitempty"`
}

// NodeID returns the file's id.
func (a *Asset) NodeID() NodeID { return NodeID(a.ID) }

// Assets are the uploaded files. It is safe for concurrent use.
type Assets interface {
	// Asset returns the metadata of a file, or CodeNotFound. It is shared and must not be
	// changed.
	Asset(id AssetID) (*Asset, error)
	// Captions returns the text of a captions file (WebVTT), or CodeNotFound.
	Captions(id AssetID) (string, error)
}

// AssetLibrary stores files.
type AssetLibrary interface {
	Assets
	// Add reads a file to its end, checks, cleans and stores it. It returns when the file is
	// synced to disk. An existing file stays unchanged. Invalid and too large files are
	// CodeBadInput with a message for the uploader.
	Add(u AssetUpload, file io.Reader) (*Asset, error)
	// Rename changes the name of a file, when something must be removed from it. CodeNotFound
	// if there is no such file.
	Rename(id AssetID, name string) error
	// List returns up to limit assets, the newest first, starting behind after; from the
	// newest if after is empty.
	List(after AssetID, limit int) ([]*Asset, error)
}

// AssetUpload describes an upload.
type AssetUpload struct {
	Name string // "gruppebillede.jpg"
	// Kind is the expected kind of the file; any if it is empty.
	Kind AssetKind
}
