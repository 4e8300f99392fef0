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

// SignIn is the way of people in a browser to a token of the provider: the
// authorization code flow with PKCE (RFC 7636), as a client without a secret.
// The browser goes to the provider and comes back with a code. The service
// exchanges that for the token, so that its page asks no other origin, and
// keeps neither.
type SignIn struct {
	provider *OIDC
	client   string
	redirect string
	http     *http.Client
}

// NewSignIn lets people sign in at a provider, where the service is registered
// as a client, and come back to an address, which is registered there too.
func NewSignIn(o *OIDC, client, redirect string) *SignIn {
	return &SignIn{o, client, redirect, &http.Client{
		Timeout:       fetchTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Provider is the provider's name for people: its host.
func (s *SignIn) Provider() string {
	issuer, err := url.Parse(s.provider.config.Issuer)
	if err != nil {
		return "" // NewOIDC has parsed it
	}
	return issuer.Host
}

// Address is where the browser goes to. The provider sends it back with state,
// and gives out a token for the code to who knows what challenge is the hash of.
func (s *SignIn) Address(ctx context.Context, state, challenge string) (string, error) {
	config, err := s.config(ctx)
	if err != nil {
		return "", err
	}
	return config.AuthCodeURL(state, oauth2.SetAuthURLParam("code_challenge", challenge), oauth2.SetAuthURLParam("code_challenge_method", "S256")), nil
}

// Token exchanges a code for an access token. It is UNAUTHENTICATED where the
// provider does not take the code, FORBIDDEN where its token has no role here,
// and TIMEOUT where it can't be asked.
func (s *SignIn) Token(ctx context.Context, code, verifier string) (string, error) {
	config, err := s.config(ctx)
	if err != nil {
		return "", err
	}
	token, err := config.Exchange(oidc.ClientContext(ctx, s.http), code, oauth2.VerifierOption(verifier))
	var refused *oauth2.RetrieveError
	switch {
	case errors.As(err, &refused) && refused.Response.StatusCode < http.StatusInternalServerError:
		// Its words can quote the code, so they aren't kept.
		return "", content.Errorf(content.CodeUnauthenticated, "The sign-in provider rejected the code.")
	case err != nil:
		return "", content.Errorf(content.CodeTimeout, "The sign-in provider can't be reached for a token.")
	}
	// What doesn't count here is told now, not at the first query.
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
