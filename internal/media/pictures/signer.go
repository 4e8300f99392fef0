package pictures

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"lectern/content"
	"lectern/content/locale"
)

const (
	keyBytes       = 32
	signatureBytes = 16 // of HMAC-SHA-256's 32
)

// Signer signs the URLs of variants. Only signed URLs are served, so that no one can request
// endless sizes.
type Signer struct{ key []byte }

// NewSigner takes a secret key of 32 bytes or more.
func NewSigner(key []byte) (*Signer, error) {
	if len(key) < keyBytes {
		return nil, errors.New("pictures: the key that signs URLs is too short")
	}
	return &Signer{key: key}, nil
}

// Path returns the path of a variant on this service: /media/<64 hexadecimal
// digits>/<signature>-800x600-cover-50-50.webp. The spec must have passed its Check.
func (s *Signer) Path(id content.AssetID, spec Spec) string {
	digits, name := id.Digits(), spec.String()
	return content.MediaPath + digits + "/" + hex.EncodeToString(s.sign(digits, name)) + "-" + name
}

// Parse parses a path of Path with this key. It checks the signature before anything else.
func (s *Signer) Parse(path string) (id content.AssetID, spec Spec, ok bool) {
	rest, found := strings.CutPrefix(path, content.MediaPath)
	digits, rest, cut := strings.Cut(rest, "/")
	signature, name, signed := strings.Cut(rest, "-")
	if !found || !cut || !signed || len(digits) != locale.AssetDigits || len(signature) != 2*signatureBytes {
		return "", Spec{}, false
	}
	given, err := hex.DecodeString(signature)
	if err != nil || strings.ToLower(signature) != signature || !hmac.Equal(given, s.sign(digits, name)) {
		return "", Spec{}, false
	}
	id, err = content.AssetOfDigits(digits)
	spec, ok = ParseSpec(name)
	return id, spec, ok && err == nil
}

func (s *Signer) sign(digits, name string) []byte {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte("lectern variant 1\n" + digits + "/" + name))
	return mac.Sum(nil)[:signatureBytes]
}
