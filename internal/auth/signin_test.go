package auth

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lectern/content"
)

const (
	comeBack = "https://api.example.org/playground"
	secret   = "a-verifier-of-at-least-forty-three-characters"
)

// startSignIn starts a provider with the service as a client, and returns the sign-in.
func startSignIn(t *testing.T) (*provider, *SignIn) {
	t.Helper()
	p := startProvider(t)
	o, err := NewOIDC(OIDCConfig{Issuer: p.issuer, Audience: "lectern", Roles: map[string]content.Role{"writers": content.RoleEditor}})
	requireNoError(t, err)
	return p, NewSignIn(o, "lectern", comeBack)
}

// visit does what a person and a browser do at the provider, and returns the URL to which they
// return.
func (p *provider) visit(t *testing.T, address string) *url.URL {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	follow := func(address string) *url.URL {
		response, err := client.Get(address)
		requireNoError(t, err)
		defer response.Body.Close()
		next, err := response.Location()
		if err != nil {
			t.Fatalf("the provider answers %s at %s", response.Status, address)
		}
		return next
	}
	request := follow(address).Query().Get("authRequestID")
	requireNoError(t, p.CheckUsernamePassword("test-user@localhost", "verysecure", request))
	return follow(p.issuer + "/authorize/callback?id=" + url.QueryEscape(request))
}

func challenge() string {
	sum := sha256.Sum256([]byte(secret))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	p, s := startSignIn(t)
	if got := "http://" + s.Provider(); got != p.issuer {
		t.Errorf("the provider is called %s, it is %s", got, p.issuer)
	}
	address, err := s.Address(t.Context(), "the-state", challenge())
	requireNoError(t, err)
	back := p.visit(t, address)
	if !strings.HasPrefix(back.String(), comeBack+"?") || back.Query().Get("state") != "the-state" {
		t.Fatalf("the browser comes back to %s", back)
	}
	token, err := s.Token(t.Context(), back.Query().Get("code"), secret)
	requireNoError(t, err)
	actor, err := s.provider.Authenticate(t.Context(), token)
	if err != nil || actor.Role != content.RoleEditor || actor.Name != "Ida" {
		t.Errorf("the token is of %+v (%v)", actor, err)
	}
	// A code is valid once, so anyone who finds it later can't use it.
	if _, err := s.Token(t.Context(), back.Query().Get("code"), secret); content.CodeOf(err) != content.CodeUnauthenticated {
		t.Errorf("the code again: %v", err)
	}
}

func TestSignInRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change   func(*provider)
		verifier string
		want     content.Code
	}{
		"another verifier": {func(*provider) {}, secret + "-not", content.CodeUnauthenticated},
		"nobody here":      {func(p *provider) { p.claims = map[string]any{"roles": "readers"} }, secret, content.CodeForbidden},
		"away":             {func(p *provider) { p.away = true }, secret, content.CodeTimeout},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p, s := startSignIn(t)
			address, err := s.Address(t.Context(), "the-state", challenge())
			requireNoError(t, err)
			code := p.visit(t, address).Query().Get("code")
			p.set(func() { test.change(p) })
			token, err := s.Token(t.Context(), code, test.verifier)
			if content.CodeOf(err) != test.want || token != "" {
				t.Errorf("%v, want %s", err, test.want)
			}
			if err != nil && strings.Contains(err.Error(), code) {
				t.Errorf("the error quotes the code: %v", err)
			}
		})
	}
}

// A sign-in at an unavailable provider reports that.
func TestSignInAway(t *testing.T) {
	t.Parallel()
	p, s := startSignIn(t)
	p.set(func() { p.away = true })
	if address, err := s.Address(t.Context(), "the-state", challenge()); content.CodeOf(err) != content.CodeTimeout {
		t.Errorf("%q, %v", address, err)
	}
}
