package auth

import (
	"net/http"
	"strings"
	"time"

	"lectern/content"
)

// maxCredential bounds a credential, in bytes. Providers put what they know of
// a person in a token; 16 KiB is four times what browsers send of cookies.
const maxCredential = 16 << 10

// Authenticator tells who makes a request.
type Authenticator struct {
	tokens *Tokens
	oidc   *OIDC // nil where no provider is trusted
}

// NewAuthenticator makes one of this service's tokens and of the provider that
// is trusted besides, which is nil where there is none.
func NewAuthenticator(tokens *Tokens, provider *OIDC) *Authenticator {
	return &Authenticator{tokens: tokens, oidc: provider}
}

// Authenticate gives the actor of a request: content.Anonymous where it has no
// header Authorization, else whom its bearer token names. It is UNAUTHENTICATED
// for a credential that is not valid, of another scheme, or one of several;
// FORBIDDEN for a valid one without a role here; TIMEOUT where the provider
// can't be asked; and CORRUPT or INTERNAL where the tokens can't be read.
func (a *Authenticator) Authenticate(r *http.Request) (content.Actor, error) {
	headers := r.Header.Values("Authorization")
	if len(headers) == 0 {
		return content.Anonymous, nil
	}
	credential, ok := bearer(headers)
	switch {
	case !ok:
		return content.Actor{}, errNotValid()
	case strings.HasPrefix(credential, prefix):
		return a.tokens.Authenticate(credential, time.Now())
	case a.oidc != nil && strings.Count(credential, ".") == 2:
		return a.oidc.Authenticate(r.Context(), credential)
	}
	return content.Actor{}, errNotValid()
}

// bearer is the credential in the one header that there may be: the scheme, at
// least one space, and what RFC 6750 lets a token be made of.
func bearer(headers []string) (string, bool) {
	if len(headers) != 1 || len(headers[0]) > maxCredential {
		return "", false
	}
	scheme, credential, _ := strings.Cut(headers[0], " ")
	credential = strings.Trim(credential, " ")
	if !strings.EqualFold(scheme, "Bearer") || credential == "" {
		return "", false
	}
	for _, c := range []byte(credential) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && !strings.ContainsRune("-._~+/=", rune(c)) {
			return "", false
		}
	}
	return credential, true
}
