package auth

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"lectern/content"
)

var ida = content.Actor{Name: "Ida", Role: content.RoleEditor}

// clock is a clock that a test sets.
type clock struct {
	start time.Time
	ahead atomic.Int64
}

func (c *clock) now() time.Time        { return c.start.Add(time.Duration(c.ahead.Load())) }
func (c *clock) turn(by time.Duration) { c.ahead.Add(int64(by)) }

func configOf(issuer string) *OIDCConfig {
	return &OIDCConfig{Issuer: issuer, Audience: "lectern", Roles: map[string]content.Role{"writers": content.RoleEditor}}
}

// trusting returns an OIDC that trusts an issuer.
func trusting(t *testing.T, issuer string) (*OIDC, *clock) {
	t.Helper()
	o, err := NewOIDC(*configOf(issuer))
	requireNoError(t, err)
	c := &clock{start: time.Now()}
	o.now = c.now
	return o, c
}

func requireActor(t *testing.T, o *OIDC, jwt string, want content.Actor) {
	t.Helper()
	if got, err := o.Authenticate(t.Context(), jwt); err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
}

// requireRefused also requires that the error doesn't repeat the credential.
func requireRefused(t *testing.T, o *OIDC, jwt string, want content.Code) {
	t.Helper()
	got, err := o.Authenticate(t.Context(), jwt)
	if content.CodeOf(err) != want || got != (content.Actor{}) {
		t.Errorf("%+v, %v; want %s", got, err, want)
	}
	for part := range strings.SplitSeq(jwt, ".") {
		if err != nil && len(part) > 8 && strings.Contains(err.Error(), part) {
			t.Errorf("the error repeats the credential: %v", err)
		}
	}
}

func TestProvidersTokenIsAccepted(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	o, _ := trusting(t, p.issuer)
	token := p.token(t)
	for range 3 {
		requireActor(t, o, token, ida)
	}
	if n := p.requests("/keys"); n != 1 {
		t.Errorf("the keys were read %d times, want once", n)
	}
}

func TestKeysAreTurned(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	o, clock := trusting(t, p.issuer)
	before := p.token(t)
	requireActor(t, o, before, ida)
	p.set(func() { p.keys = append(p.keys, ecKey(t, "two")) })
	clock.turn(fetchEvery)
	after := p.token(t)
	// go-oidc returns keys to waiting requests a moment before it caches them, and reads no
	// others until then.
	for begin := time.Now(); time.Since(begin) < 5*time.Second; time.Sleep(time.Millisecond) {
		if _, err := o.Authenticate(t.Context(), after); err == nil {
			break
		}
	}
	requireActor(t, o, after, ida)
	requireActor(t, o, before, ida)
	p.set(func() { p.keys = p.keys[1:] })
	clock.turn(keysFor / 2)
	requireActor(t, o, before, ida) // the known keys are still valid
	requireActor(t, o, after, ida)
}

// A key that the provider has withdrawn ends within keysFor, even if no token needs another.
func TestWithdrawnKeyEnds(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	p.set(func() { p.lifetime = 3 * keysFor })
	o, clock := trusting(t, p.issuer)
	token := p.token(t)
	requireActor(t, o, token, ida)
	p.set(func() { p.keys = []*signingKey{rsaKey(t, "two")} })
	clock.turn(keysFor)
	requireRefused(t, o, token, content.CodeUnauthenticated)
}

// While the provider is unavailable, known keys stay valid, also when they must be read again.
func TestProviderThatGoesAway(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	p.set(func() { p.lifetime = 3 * keysFor })
	o, clock := trusting(t, p.issuer)
	token := p.token(t)
	requireActor(t, o, token, ida)
	p.set(func() { p.keys = append(p.keys, rsaKey(t, "two")) })
	unknown := p.token(t)
	p.set(func() { p.away = true })
	clock.turn(keysFor)
	requireActor(t, o, token, ida)
	requireRefused(t, o, unknown, content.CodeTimeout)
	p.set(func() { p.away = false })
	clock.turn(keysLonger)
	requireActor(t, o, unknown, ida)
}

// The service starts without its provider, and uses it without a restart once it is available.
func TestProviderThatComesLater(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	token := p.token(t)
	p.set(func() { p.away = true })
	o, clock := trusting(t, p.issuer)
	for range 5 {
		requireRefused(t, o, token, content.CodeTimeout)
	}
	if n := p.requests("/.well-known/openid-configuration"); n != 1 {
		t.Errorf("it had %d requests within a second, want one", n)
	}
	p.set(func() { p.away = false })
	clock.turn(fetchEvery)
	requireActor(t, o, token, ida)
}

// A provider that accepts the connection but does not respond causes a timeout.
func TestProviderHasItsTime(t *testing.T) {
	t.Parallel()
	o, _ := trusting(t, "https://login.example.org")
	seen := make(chan time.Duration, 1)
	o.client.Transport.(*fetcher).next = roundTripper(func(r *http.Request) (*http.Response, error) {
		deadline, _ := r.Context().Deadline()
		seen <- time.Until(deadline)
		return nil, context.DeadlineExceeded
	})
	_, err := o.Authenticate(t.Context(), "a.b.c")
	requireCode(t, err, content.CodeTimeout)
	if limit := <-seen; limit > fetchTimeout || limit < 0 {
		t.Errorf("the network has %s", limit)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// sign returns a token with claims and a key that are not the provider's, or are stolen from
// it.
func sign(t *testing.T, key jose.SigningKey, id string, claims map[string]any) string {
	t.Helper()
	signer, err := jose.NewSigner(key, (&jose.SignerOptions{}).WithHeader("kid", id))
	requireNoError(t, err)
	payload, err := json.Marshal(claims)
	requireNoError(t, err)
	signed, err := signer.Sign(payload)
	requireNoError(t, err)
	token, err := signed.CompactSerialize()
	requireNoError(t, err)
	return token
}

func TestTokensThatAreRefused(t *testing.T) {
	t.Parallel()
	p, other := startProvider(t), startProvider(t)
	o, _ := trusting(t, p.issuer)
	good := p.token(t)
	requireActor(t, o, good, ida)

	part := strings.Split(good, ".")
	claims := map[string]any{}
	payload, err := base64.RawURLEncoding.DecodeString(part[1])
	requireNoError(t, err)
	requireNoError(t, json.Unmarshal(payload, &claims))
	with := func(name string, value any) map[string]any {
		c := maps.Clone(claims)
		c[name] = value
		return c
	}
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`))
	chief := base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(payload), "Ida", "Eve", 1)))
	ours := jose.SigningKey{Algorithm: jose.RS256, Key: p.keys[0].key}
	theirs := jose.SigningKey{Algorithm: jose.RS256, Key: other.keys[0].key}
	der, err := x509.MarshalPKIXPublicKey(p.keys[0].key.Public())
	requireNoError(t, err)
	shared := jose.SigningKey{Algorithm: jose.HS256, Key: pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})}

	requireActor(t, o, sign(t, ours, "one", claims), ida) // valid tokens from sign are accepted

	tests := map[string]string{
		"of another issuer":                  other.token(t),
		"with our issuer, of another's key":  sign(t, theirs, "one", claims),
		"with our issuer, of an unknown key": sign(t, theirs, "three", claims),
		"of our key, with another issuer":    sign(t, ours, "one", with("iss", other.issuer)),
		"for another audience":               sign(t, ours, "one", with("aud", []string{"account"})),
		"for no audience":                    sign(t, ours, "one", with("aud", nil)),
		"expired":                            sign(t, ours, "one", with("exp", time.Now().Add(-time.Minute).Unix())),
		"without an end":                     sign(t, ours, "one", with("exp", nil)),
		"not valid yet":                      sign(t, ours, "one", with("nbf", time.Now().Add(time.Hour).Unix())),
		"alg none":                           none + "." + part[1] + ".",
		"alg none with a signature":          none + "." + part[1] + "." + part[2],
		"signed with the public key as word": sign(t, shared, "one", claims),
		"with other claims":                  part[0] + "." + chief + "." + part[2],
		"without its signature":              part[0] + "." + part[1] + ".",
		"cut off":                            good[:len(good)-4],
		"garbage":                            "a.b.c",
		"empty parts":                        "..",
		"several signatures, as JSON":        `{"payload":"e30","signatures":[]}`,
		"claims that are a list":             sign(t, ours, "one", nil),
	}
	for name, token := range tests {
		t.Run(name, func(t *testing.T) { requireRefused(t, o, token, content.CodeUnauthenticated) })
	}
}

// Without this list, only go-jose's choice of keys would prevent that a public key is used as a
// shared secret.
func TestSignaturesHaveAPublicKey(t *testing.T) {
	t.Parallel()
	for _, algorithm := range algorithms() {
		switch algorithm[:2] {
		case "RS", "PS", "ES", "Ed":
		default:
			t.Errorf("%s is accepted", algorithm)
		}
	}
}

// Tokens of the provider for other services, and expired ones.
func TestProvidersTokensThatAreRefused(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	o, clock := trusting(t, p.issuer)
	p.set(func() { p.audience = []string{"another"} })
	requireRefused(t, o, p.token(t), content.CodeUnauthenticated)
	p.set(func() { p.audience = []string{"lectern"} })
	token := p.token(t)
	requireActor(t, o, token, ida)
	clock.turn(time.Hour + time.Minute)
	requireRefused(t, o, token, content.CodeUnauthenticated)
}

func TestRolesOfTheProvider(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	config := configOf(p.issuer)
	config.RoleClaim = "realm_access.roles"
	config.Roles["chiefs"] = content.RolePublisher
	o, err := NewOIDC(*config)
	requireNoError(t, err)
	tests := []struct {
		claims map[string]any
		want   content.Actor
		code   content.Code
	}{
		{map[string]any{"realm_access": map[string]any{"roles": []string{"writers", "chiefs"}}, "preferred_username": "ida"}, content.Actor{Name: "ida", Role: content.RolePublisher}, ""},
		{map[string]any{"realm_access": map[string]any{"roles": []string{"writers"}}}, content.Actor{Name: "sid1", Role: content.RoleEditor}, ""},
		{map[string]any{"realm_access": map[string]any{"roles": []string{"admin"}}}, content.Actor{}, content.CodeForbidden},
		{map[string]any{"roles": []string{"writers"}}, content.Actor{}, content.CodeForbidden},
		{nil, content.Actor{}, content.CodeForbidden},
	}
	for _, test := range tests {
		p.set(func() { p.claims = test.claims })
		got, err := o.Authenticate(t.Context(), p.token(t))
		if got != test.want || content.CodeOf(err) != test.code {
			t.Errorf("%v: %+v, %v", test.claims, got, err)
		}
	}
}

// Made-up tokens do not cause a request to the provider each time.
func TestMadeUpTokensDontBotherTheProvider(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	o, _ := trusting(t, p.issuer)
	requireActor(t, o, p.token(t), ida)
	for range 20 {
		requireRefused(t, o, sign(t, jose.SigningKey{Algorithm: jose.ES256, Key: ecKey(t, "x").key}, "x", map[string]any{"iss": p.issuer}), content.CodeUnauthenticated)
	}
	if n := p.requests("/keys"); n != 1 {
		t.Errorf("the keys were read %d times within a second, want once", n)
	}
}

func TestWhatAProviderMayPublish(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	tests := map[string]string{
		"another issuer":     `{"issuer":"https://example.org","jwks_uri":"` + p.issuer + `/keys"}`,
		"keys without https": `{"issuer":"` + p.issuer + `","jwks_uri":"http://192.0.2.1/keys"}`,
		"no address of keys": `{"issuer":"` + p.issuer + `"}`,
		"no JSON":            `<html>`,
		"too much":           `{"issuer":"` + p.issuer + `","x":"` + strings.Repeat("x", maxFetched) + `"}`,
	}
	token := p.token(t)
	for name, document := range tests {
		o, _ := trusting(t, p.issuer)
		o.client.Transport.(*fetcher).next = roundTripper(func(r *http.Request) (*http.Response, error) {
			if "http://"+r.URL.Host != p.issuer {
				t.Errorf("%s: %s was asked", name, r.URL.Host)
			}
			response, err := http.DefaultTransport.RoundTrip(r)
			if err == nil && strings.HasSuffix(r.URL.Path, "openid-configuration") {
				response.Body.Close()
				response.Body = readCloser{strings.NewReader(document)}
			}
			return response, err
		})
		if got, err := o.Authenticate(t.Context(), token); content.CodeOf(err) != content.CodeTimeout {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

func TestOIDCConfiguration(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*OIDCConfig){
		"no issuer":           func(c *OIDCConfig) { c.Issuer = "" },
		"no address":          func(c *OIDCConfig) { c.Issuer = "login.example.org" },
		"without TLS":         func(c *OIDCConfig) { c.Issuer = "http://login.example.org" },
		"a name like ours":    func(c *OIDCConfig) { c.Issuer = "http://localhost.example.org" },
		"with a user":         func(c *OIDCConfig) { c.Issuer = "https://a:b@example.org" },
		"with a query":        func(c *OIDCConfig) { c.Issuer = "https://example.org/?a=b" },
		"another scheme":      func(c *OIDCConfig) { c.Issuer = "file:///etc" },
		"no audience":         func(c *OIDCConfig) { c.Audience = "" },
		"no roles":            func(c *OIDCConfig) { c.Roles = nil },
		"a role that is none": func(c *OIDCConfig) { c.Roles["x"] = "owner" },
		"an empty value":      func(c *OIDCConfig) { c.Roles[""] = content.RoleAdmin },
	}
	for name, change := range tests {
		c := configOf("https://login.example.org/realms/lectern")
		change(c)
		if o, err := NewOIDC(*c); o != nil || content.CodeOf(err) != content.CodeBadInput {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, issuer := range []string{"https://login.example.org/realms/lectern", "https://example.org/", "http://localhost:8180", "http://127.0.0.1:1", "http://[::1]:1"} {
		if _, err := NewOIDC(*configOf(issuer)); err != nil {
			t.Errorf("%s: %v", issuer, err)
		}
	}
}
