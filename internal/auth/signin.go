package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"lectern/content"
)

// SignIn gets a provider's token for people in a browser: the authorization code flow with PKCE
// (RFC 7636), as a client without a secret. The browser goes to the provider and returns with a
// code. The service exchanges it for the token, so that its page contacts no other origin, and
// stores neither.
type SignIn struct {
	provider *OIDC
	client   string
	redirect string
	http     *http.Client
}

// NewSignIn returns the sign-in at a provider, where the service is registered as a client
// together with the URL to which people return.
func NewSignIn(o *OIDC, client, redirect string) *SignIn {
	return &SignIn{o, client, redirect, &http.Client{
		Timeout:       fetchTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Provider returns the provider's name for people: its host.
func (s *SignIn) Provider() string {
	issuer, err := url.Parse(s.provider.config.Issuer)
	if err != nil {
		return "" // NewOIDC has parsed it
	}
	return issuer.Host
}

// Address returns the URL to which the browser goes. The provider sends it back with state, and
// exchanges the code only for the verifier whose hash is challenge.
func (s *SignIn) Address(ctx context.Context, state, challenge string) (string, error) {
	config, err := s.config(ctx)
	if err != nil {
		return "", err
	}
	return config.AuthCodeURL(state, oauth2.SetAuthURLParam("code_challenge", challenge), oauth2.SetAuthURLParam("code_challenge_method", "S256")), nil
}

// Token exchanges a code for an access token. It is UNAUTHENTICATED if the provider rejects the
// code, FORBIDDEN if its token has no role here, and TIMEOUT if the provider can't be reached.
func (s *SignIn) Token(ctx context.Context, code, verifier string) (string, error) {
	config, err := s.config(ctx)
	if err != nil {
		return "", err
	}
	token, err := config.Exchange(oidc.ClientContext(ctx, s.http), code, oauth2.VerifierOption(verifier))
	var refused *oauth2.RetrieveError
	switch {
	case errors.As(err, &refused) && refused.Response.StatusCode < http.StatusInternalServerError:
		// The error may quote the code, so it is dropped.
		return "", content.Errorf(content.CodeUnauthenticated, "The sign-in provider rejected the code.")
	case err != nil:
		return "", content.Errorf(content.CodeTimeout, "The sign-in provider can't be reached for a token.")
	}
	// A token that is not valid here is refused now, not at the first query.
	if _, err := s.provider.Authenticate(ctx, token.AccessToken); err != nil {
		return "", err
	}
	return token.AccessToken, nil
}

func (s *SignIn) config(ctx context.Context) (*oauth2.Config, error) {
	known, err := s.provider.known(ctx)
	if err != nil {
		return nil, errAway(err)
	}
	endpoint := known.endpoint
	for _, address := range []string{endpoint.AuthURL, endpoint.TokenURL} {
		if u, err := url.Parse(address); err != nil || !trusted(u) {
			return nil, errAway(fmt.Errorf("auth: %s has a URL without https", s.provider.config.Issuer))
		}
	}
	endpoint.AuthStyle = oauth2.AuthStyleInParams // there is no secret for a header
	return &oauth2.Config{ClientID: s.client, Endpoint: endpoint, RedirectURL: s.redirect, Scopes: []string{oidc.ScopeOpenID, "profile"}}, nil
}
