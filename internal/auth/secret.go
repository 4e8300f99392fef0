package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"hash/crc32"
	"strings"
)

// A secret is prefix, id, "_", key and checksum. It consists of letters, digits and
// underscores, so that a double click selects all of it, and a scanner for leaked secrets finds
// it by
//
//	lectern_[0-9a-hjkmnp-tv-z]{8}_[0-9a-hjkmnp-tv-z]{63}
//
// and can verify it by the checksum.
const (
	prefix = "lectern_"

	idBytes  = 5
	keyBytes = 35 // 280 random bits; a multiple of 5 leaves no half-used letter

	idLength       = idBytes * 8 / 5
	keyLength      = keyBytes * 8 / 5
	checksumLength = 7
	secretLength   = len(prefix) + idLength + 1 + keyLength + checksumLength
)

// alphabet is Crockford's: lower case, without i, l, o and u, so that no letter looks like a
// digit.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

func encode(b []byte) string {
	return base32.NewEncoding(alphabet).WithPadding(base32.NoPadding).EncodeToString(b)
}

// random returns n random bytes of the system, encoded.
func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // it ends the program if the system has no randomness
	return encode(b)
}

// checksum detects typos and truncation. It has no role in security.
func checksum(s string) string {
	sum := crc32.Checksum([]byte(s), crc32.MakeTable(crc32.Castagnoli))
	return encode([]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
}

// newSecret returns a secret for a token's id.
func newSecret(id string) string {
	s := prefix + id + "_" + random(keyBytes)
	return s + checksum(s)
}

// idOf returns the id in a secret; ok is false if the text can't be a secret.
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

// isID reports whether s has the form of a token's id.
func isID(s string) bool {
	return len(s) == idLength && strings.Trim(s, alphabet) == ""
}

// hash returns the hash that is stored of a secret. A slow hash would gain nothing: no one can
// guess 280 bits.
func hash(secret string) [sha256.Size]byte { return sha256.Sum256([]byte(secret)) }
