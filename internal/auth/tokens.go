package auth

import (
	"crypto/subtle"
	"slices"
	"time"

	"lectern/content"
	"lectern/internal/sharedfile"
)

// Tokens are the tokens of one data directory. Several processes can read and
// write them at the same time; each sees what another did with the next call.
// Its methods can be called from several goroutines.
type Tokens struct{ file *sharedfile.File[tokenList] }

// OpenTokens gives the tokens of a data directory. It reads nothing yet: a
// directory or a file that is missing has no tokens, and a damaged file is the
// error of each call.
func OpenTokens(dir string) *Tokens { return &Tokens{tokensFile(dir)} }

// Exist tells whether there is a file of tokens, be it empty or damaged.
func (t *Tokens) Exist() (bool, error) { return t.file.Exists() }

// List gives all tokens, in the order they were made, those that have expired
// included. It is CORRUPT where the file is damaged.
func (t *Tokens) List() ([]Token, error) {
	l, err := t.file.Read()
	if err != nil {
		return nil, err
	}
	return slices.Clone(l.tokens), nil
}

// Create makes a token, which is valid when Create returns, until expires or,
// where that is zero, until it is revoked. The secret is not kept, and can't be
// had again. It is BAD_INPUT for a name, role or time that can't be, TOO_LARGE
// where there are too many tokens, and CORRUPT where the file is damaged.
func (t *Tokens) Create(name string, role content.Role, expires, now time.Time) (secret string, _ Token, err error) {
	made, err := newToken(name, role, expires, now)
	if err != nil {
		return "", Token{}, err
	}
	err = t.change(func(tokens []Token) ([]Token, error) {
		if len(tokens) >= maxTokens {
			return nil, content.Errorf(content.CodeTooLarge, "There are already %d tokens, the maximum. Revoke unused ones.", len(tokens))
		}
		for made.ID == "" || slices.ContainsFunc(tokens, func(t Token) bool { return t.ID == made.ID }) {
			made.ID = random(idBytes)
		}
		secret = newSecret(made.ID)
		made.hash = hash(secret)
		return append(tokens, made), nil
	})
	if err != nil {
		return "", Token{}, err
	}
	return secret, made, nil
}

// Revoke deletes a token, and gives what it was. It is refused from the next
// request on. It is NOT_FOUND where there is none of that id, and CORRUPT where
// the file is damaged.
func (t *Tokens) Revoke(id string) (revoked Token, err error) {
	err = t.change(func(tokens []Token) ([]Token, error) {
		i := slices.IndexFunc(tokens, func(t Token) bool { return t.ID == id })
		if i < 0 {
			// What was given can be a secret by mistake, and isn't repeated.
			return nil, content.Errorf(content.CodeNotFound, "There is no token with this id.")
		}
		revoked = tokens[i]
		return slices.Delete(tokens, i, i+1), nil
	})
	return revoked, err
}

// Authenticate gives the actor of a secret. It is UNAUTHENTICATED for a secret
// that is unknown, revoked or expired, CORRUPT where the file is damaged and
// INTERNAL where it can't be read.
func (t *Tokens) Authenticate(secret string, now time.Time) (content.Actor, error) {
	id, ok := idOf(secret)
	if !ok {
		return content.Actor{}, errNotValid()
	}
	l, err := t.file.Read()
	if err != nil {
		return content.Actor{}, err
	}
	// An unknown id is compared too, with a hash that no secret has, and so
	// takes as long as a known one.
	token, known := l.byID[id]
	got := hash(secret)
	if subtle.ConstantTimeCompare(got[:], token.hash[:]) != 1 || !known {
		return content.Actor{}, errNotValid()
	}
	if token.Expired(now) {
		return content.Actor{}, content.Errorf(content.CodeUnauthenticated, "The token has expired.")
	}
	return content.Actor{Name: token.Name, Role: token.Role}, nil
}

func errNotValid() error {
	return content.Errorf(content.CodeUnauthenticated, "The credential is not valid.")
}

// change has the tokens changed, while no other does so.
func (t *Tokens) change(edit func([]Token) ([]Token, error)) error {
	return t.file.Change(func(l tokenList) (tokenList, error) {
		tokens, err := edit(slices.Clone(l.tokens))
		return newTokenList(tokens), err
	})
}
