package auth

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lectern/content"
)

// maxName is the maximum length of an actor's name, in characters: it is in the history of each
// change of the actor.
const maxName = 100

// Token is the data of a token, without its secret, of which only a hash is stored.
type Token struct {
	ID      string       // 8 letters and digits; a part of the secret, but not secret
	Name    string       // the actor's, as the history shows it
	Role    content.Role // the actor's
	Created time.Time    // in UTC, to the second
	Expires time.Time    // in UTC, to the second; zero for never

	hash [sha256.Size]byte // of the secret
}

// Expired reports whether the token has expired. A token without an expiry never does.
func (t Token) Expired(now time.Time) bool { return !t.Expires.IsZero() && !now.Before(t.Expires) }

// newToken checks the fields of a token. Its error is BAD_INPUT.
func newToken(name string, role content.Role, expires, now time.Time) (Token, error) {
	name = strings.TrimSpace(name)
	if err := checkName(name); err != nil {
		return Token{}, err
	}
	if _, err := content.ParseRole(string(role)); err != nil {
		return Token{}, err
	}
	t := Token{Name: name, Role: role, Created: now.UTC().Truncate(time.Second)}
	if !expires.IsZero() {
		t.Expires = expires.UTC().Truncate(time.Second)
	}
	if t.Expired(now) {
		return Token{}, content.Errorf(content.CodeBadInput, "The token would expire before it is made, at %s.", t.Expires.Format(time.RFC3339)).At("expires")
	}
	return t, nil
}

func checkName(name string) error {
	switch {
	case name == "":
		return content.Errorf(content.CodeBadInput, "A token needs a name for the history.").At("name")
	case utf8.RuneCountInString(name) > maxName:
		return content.Errorf(content.CodeBadInput, "A token's name may have at most %d characters.", maxName).At("name")
	case name != printable(name):
		return content.Errorf(content.CodeBadInput, "A token's name must not have unprintable characters.").At("name")
	}
	return nil
}

// printable returns a text without invisible characters: control characters, and those that
// change the direction of the text.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
}

// record is a token in the file.
type record struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Role    string    `json:"role"`
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires,omitzero"`
	Hash    string    `json:"sha256"`
}

func (t Token) record() record {
	return record{t.ID, t.Name, string(t.Role), t.Created, t.Expires, hex.EncodeToString(t.hash[:])}
}

// token returns the token of a record. Its error names the wrong field.
func (r record) token() (t Token, err error) {
	if !isID(r.ID) {
		return t, fmt.Errorf("%q is no id", r.ID)
	}
	role, err := content.ParseRole(r.Role)
	if err != nil {
		return t, fmt.Errorf("token %s: %q is no role", r.ID, r.Role)
	}
	if err := checkName(r.Name); err != nil {
		return t, fmt.Errorf("token %s: %w", r.ID, err)
	}
	t = Token{ID: r.ID, Name: r.Name, Role: role, Created: r.Created, Expires: r.Expires}
	sum, err := hex.DecodeString(r.Hash)
	if err != nil || copy(t.hash[:], sum) != len(t.hash) || len(sum) != len(t.hash) {
		return t, fmt.Errorf("token %s: the hash is none", r.ID)
	}
	return t, nil
}
