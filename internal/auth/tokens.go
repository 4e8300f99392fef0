package auth

import (
	"crypto/subtle"
	"slices"
	"time"

	"lectern/content"
	"lectern/internal/sharedfile"
)

// Tokens are the tokens of one data directory. Several processes can read and write them at the
// same time; each sees the changes of another with its next call. It is safe for concurrent
// use.
type Tokens struct{ file *sharedfile.File[tokenList] }

// OpenTokens returns the tokens of a data directory. It reads nothing yet: a missing directory
// or file has no tokens, and a damaged file is an error of each call.
func OpenTokens(dir string) *Tokens { return &Tokens{tokensFile(dir)} }

// Exist reports whether there is a file of tokens, even if it is empty or damaged.
func (t *Tokens) Exist() (bool, error) { return t.file.Exists() }

// List returns all tokens in order of creation, expired ones included. It is CORRUPT if the
// file is damaged.
func (t *Tokens) List() ([]Token, error) {
	l, err := t.file.Read()
	if err != nil {
		return nil, err
	}
	return slices.Clone(l.tokens), nil
}

// Create creates a token. It is valid when Create returns, until expires or, if that is zero,
// until it is revoked. The secret is not stored, and can't be read again. It is BAD_INPUT for
// an invalid name, role or time, TOO_LARGE if there are too many tokens, and CORRUPT if the
// file is damaged.
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

// Revoke deletes a token, and returns it. It is refused from the next request on. It is
// NOT_FOUND for an unknown id, and CORRUPT if the file is damaged.
func (t *Tokens) Revoke(id string) (revoked Token, err error) {
	err = t.change(func(tokens []Token) ([]Token, error) {
		i := slices.IndexFunc(tokens, func(t Token) bool { return t.ID == id })
		if i < 0 {
			// The id may be a secret by mistake, so it isn't repeated.
			return nil, content.Errorf(content.CodeNotFound, "There is no token with this id.")
		}
		revoked = tokens[i]
		return slices.Delete(tokens, i, i+1), nil
	})
	return revoked, err
}

// Authenticate returns the actor of a secret. It is UNAUTHENTICATED for an unknown, revoked or
// expired secret, CORRUPT if the file is damaged and INTERNAL if it can't be read.
func (t *Tokens) Authenticate(secret string, now time.Time) (content.Actor, error) {
	id, ok := idOf(secret)
	if !ok {
		return content.Actor{}, errNotValid()
	}
	l, err := t.file.Read()
	if err != nil {
		return content.Actor{}, err
	}
	// An unknown id is also compared, with a hash that no secret has, so that it takes as long
	// as a known one.
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

// change edits the tokens under the lock of the file.
func (t *Tokens) change(edit func([]Token) ([]Token, error)) error {
	return t.file.Change(func(l tokenList) (tokenList, error) {
		tokens, err := edit(slices.Clone(l.tokens))
		return newTokenList(tokens), err
	})
}
