package auth

import (
	"net/http"
	"strings"
	"time"

	"lectern/content"
)

// maxCredential is the maximum length of a credential, in bytes. Providers put data of the
// person in a token; 16 KiB is four times what browsers send in cookies.
const maxCredential = 16 << 10

// Authenticator identifies the actor of a request.
type Authenticator struct {
	tokens *Tokens
	oidc   *OIDC // nil without a provider
}

// NewAuthenticator accepts this service's tokens, and those of a provider unless it is nil.
func NewAuthenticator(tokens *Tokens, provider *OIDC) *Authenticator {
	return &Authenticator{tokens: tokens, oidc: provider}
}

// Authenticate returns the actor of a request: content.Anonymous without a header
// Authorization, otherwise the actor of its bearer token. It is UNAUTHENTICATED for an invalid
// credential, another scheme or several credentials; FORBIDDEN for a valid one without a role
// here; TIMEOUT if the provider can't be reached; and CORRUPT or INTERNAL if the tokens can't
// be read.
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

// bearer returns the credential of the only header: the scheme, at least one space, and the
// characters that RFC 6750 allows in a token.
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
