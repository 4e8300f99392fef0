package auth

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"lectern/content"
	"lectern/content/locale"
)

const (
	// keysFor is how long a provider's keys are used before they are read again, even if no
	// token needs others: a key that the provider has withdrawn ends then.
	keysFor = time.Hour
	// keysLonger is how much longer they are used if the provider can't be reached.
	keysLonger = time.Minute
)

// algorithms are the accepted signatures: those with a public key. With a shared secret, or
// without a signature, anyone who knows the public key could make tokens.
func algorithms() []string {
	return []string{
		oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512,
		oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA,
	}
}

// OIDCConfig is the trusted provider, and the meaning of its tokens here.
type OIDCConfig struct {
	// Issuer is the URL of the provider, as in the claim iss of its tokens. Discovery starts
	// below it. It must be https, or http on this machine.
	Issuer string
	// Audience is this service's name at the provider: a token is accepted if its claim aud has
	// it.
	Audience string
	// RoleClaim is the claim with a value, or a list of values, that Roles maps; dots lead into
	// nested claims. Default: "roles".
	RoleClaim string
	// Roles maps values of the claim. The highest role of a token counts.
	Roles map[string]content.Role
	// NameClaim is the claim with the actor's name. Default: "name". If a token lacks it,
	// preferred_username is used, and then sub.
	NameClaim string
}

// OIDC accepts the signed tokens (JWT) of one OpenID Connect provider. It reads the provider's
// keys when the first token comes, and again for a token with an unknown key, at most once a
// second. It is safe for concurrent use.
type OIDC struct {
	config OIDCConfig
	client *http.Client
	now    func() time.Time
	last   atomic.Pointer[published]
}

// published is the provider's configuration and keys, until they must be read again.
type published struct {
	keys     *oidc.RemoteKeySet
	endpoint oauth2.Endpoint
	due      time.Time
}

// NewOIDC checks a configuration. It does not contact the provider, which may be unavailable
// when the service starts. Its error, BAD_INPUT, names the wrong part.
func NewOIDC(c OIDCConfig) (*OIDC, error) {
	if c.RoleClaim == "" {
		c.RoleClaim = "roles"
	}
	if c.NameClaim == "" {
		c.NameClaim = "name"
	}
	issuer, err := url.Parse(c.Issuer)
	if err != nil || !trusted(issuer) || issuer.RawQuery != "" || issuer.Fragment != "" {
		return nil, content.Errorf(content.CodeBadInput, "The issuer %q must be an https URL such as https://login.example.org/realms/lectern (http only on this machine).", c.Issuer).At("issuer")
	}
	if c.Audience == "" {
		return nil, content.Errorf(content.CodeBadInput, "The audience is required. Without it, tokens for any other service of the provider would be accepted.").At("audience")
	}
	if len(c.Roles) == 0 {
		return nil, content.Errorf(content.CodeBadInput, "No value of the claim %s has a role, so no one could sign in.", c.RoleClaim).At("roles")
	}
	for value, role := range c.Roles {
		if _, err := content.ParseRole(string(role)); err != nil || value == "" {
			return nil, content.Errorf(content.CodeBadInput, "%q=%q is not a claim's value and a role.", value, role).At("roles")
		}
	}
	o := &OIDC{config: c, now: time.Now}
	o.client = &http.Client{Transport: newFetcher(func() time.Time { return o.now() })}
	return o, nil
}

// trusted reports whether responses from a URL are authentic: it uses TLS, or is on this
// machine.
func trusted(u *url.URL) bool {
	if u.Hostname() == "" || u.User != nil || u.Port() != "" && !locale.ValidPort(u.Port()) {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	local := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	return u.Scheme == "https" || u.Scheme == "http" && local
}

// Authenticate returns the actor of a JWT. It is UNAUTHENTICATED for an invalid one, FORBIDDEN
// for a valid one without a role here, and TIMEOUT if the keys can't be read from the provider.
// Errors contain nothing of the token.
func (o *OIDC) Authenticate(ctx context.Context, jwt string) (content.Actor, error) {
	known, err := o.known(ctx)
	if err != nil {
		return content.Actor{}, errAway(err)
	}
	checked := &checkedKeys{set: known.keys}
	verifier := oidc.NewVerifier(o.config.Issuer, checked, &oidc.Config{
		ClientID: o.config.Audience, SupportedSigningAlgs: algorithms(), Now: o.now,
	})
	token, err := verifier.Verify(ctx, jwt)
	var expired *oidc.TokenExpiredError
	switch {
	case checked.away != nil:
		return content.Actor{}, errAway(checked.away)
	case errors.As(err, &expired):
		return content.Actor{}, content.Errorf(content.CodeUnauthenticated, "The token has expired.")
	case err != nil:
		// The error may quote the token, so it is dropped.
		return content.Actor{}, errNotValid()
	}
	var claims map[string]any
	if err := token.Claims(&claims); err != nil {
		return content.Actor{}, errNotValid()
	}
	return o.config.actor(claims)
}

func errAway(cause error) error {
	return content.Wrap(content.CodeTimeout, cause, "The sign-in provider's keys can't be fetched.")
}

// known returns the provider's configuration. If it must be read again and the provider can't
// be reached, the known one is used for a while longer.
func (o *OIDC) known(ctx context.Context) (*published, error) {
	known := o.last.Load()
	if known != nil && o.now().Before(known.due) {
		return known, nil
	}
	found, err := o.discover(ctx)
	if err != nil && known == nil {
		return nil, err
	}
	if err != nil {
		found = &published{known.keys, known.endpoint, o.now().Add(keysLonger)}
	}
	o.last.Store(found)
	return found, nil
}

func (o *OIDC) discover(ctx context.Context) (*published, error) {
	ctx = oidc.ClientContext(ctx, o.client)
	provider, err := oidc.NewProvider(ctx, o.config.Issuer)
	if err != nil {
		return nil, fmt.Errorf("auth: fetching the configuration of %s: %w", o.config.Issuer, err)
	}
	var document struct {
		Keys string `json:"jwks_uri"`
	}
	if err := provider.Claims(&document); err != nil {
		return nil, fmt.Errorf("auth: the configuration of %s: %w", o.config.Issuer, err)
	}
	keys := oidc.NewRemoteKeySet(ctx, document.Keys)
	return &published{keys, provider.Endpoint(), o.now().Add(keysFor)}, nil
}

// checkedKeys checks one signature, and distinguishes two errors that go-oidc's verifier joins
// in one text: a wrong signature, and an unreachable provider.
type checkedKeys struct {
	set  *oidc.RemoteKeySet
	away error
}

// VerifySignature implements oidc.KeySet.
func (c *checkedKeys) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	payload, err := c.set.VerifySignature(ctx, jwt)
	var failed *url.Error // the error type of http.Client
	if errors.As(err, &failed) || err != nil && ctx.Err() != nil {
		c.away = err
	}
	return payload, err
}
