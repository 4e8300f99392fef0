package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"hash/crc32"
	"strings"
)

// A secret is prefix, id, "_", key and checksum. It is made of letters, digits
// and underscores, so that a double click selects all of it, and a scanner for
// leaked secrets finds it by
//
//	lectern_[0-9a-hjkmnp-tv-z]{8}_[0-9a-hjkmnp-tv-z]{63}
//
// and can tell by the checksum that it is one.
const (
	prefix = "lectern_"

	idBytes  = 5
	keyBytes = 35 // 280 random bits; a multiple of 5 leaves no half-used letter

	idLength       = idBytes * 8 / 5
	keyLength      = keyBytes * 8 / 5
	checksumLength = 7
	secretLength   = len(prefix) + idLength + 1 + keyLength + checksumLength
)

// alphabet is Crockford's: lower case, without i, l, o and u, so that no letter
// is taken for a digit.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

func encode(b []byte) string {
	return base32.NewEncoding(alphabet).WithPadding(base32.NoPadding).EncodeToString(b)
}

// random gives n bytes from the system, encoded.
func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // it ends the program where the system has no randomness
	return encode(b)
}

// checksum finds typos and cut-off ends. It keeps nobody out.
func checksum(s string) string {
	sum := crc32.Checksum([]byte(s), crc32.MakeTable(crc32.Castagnoli))
	return encode([]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
}

// newSecret makes the secret of a token's id.
func newSecret(id string) string {
	s := prefix + id + "_" + random(keyBytes)
	return s + checksum(s)
}

// idOf is the id in a secret; ok is false for what can't be one.
func idOf(secret string) (id string, ok bool) {
	if len(secret) != secretLength || !strings.HasPrefix(secret, prefix) || secret[len(prefix)+idLength] != '_' {
		return "", false
	}
	end := len(secret) - checksumLength
	if checksum(secret[:end]) != secret[end:] {
		return "", false
	}
	return secret[len(prefix) : len(prefix)+idLength], true
}

// isID tells whether s has the form of a token's id.
func isID(s string) bool {
	return len(s) == idLength && strings.Trim(s, alphabet) == ""
}

// hash is what is stored of a secret. A slow hash would gain nothing: nobody
// guesses 280 bits.
func hash(secret string) [sha256.Size]byte { return sha256.Sum256([]byte(secret)) }
