package auth

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// provider is the OpenID provider of zitadel/oidc, with its example storage. A test sets the
// claims of its tokens and rotates its keys.
type provider struct {
	*storage.Storage
	server *httptest.Server
	issuer string

	mu       sync.Mutex
	keys     []*signingKey // published ones; the last one signs
	audience []string
	claims   map[string]any
	lifetime time.Duration
	away     bool
	asked    map[string]int // requests, by path
}

// signingKey implements op.SigningKey, and by publicKey op.Key.
type signingKey struct {
	id        string
	algorithm jose.SignatureAlgorithm
	key       crypto.Signer
}

func (k *signingKey) ID() string                                  { return k.id }
func (k *signingKey) SignatureAlgorithm() jose.SignatureAlgorithm { return k.algorithm }
func (k *signingKey) Key() any                                    { return k.key }

type publicKey struct{ *signingKey }

func (k publicKey) Algorithm() jose.SignatureAlgorithm { return k.algorithm }
func (k publicKey) Use() string                        { return "sig" }
func (k publicKey) Key() any                           { return k.key.Public() }

func rsaKey(t *testing.T, id string) *signingKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	requireNoError(t, err)
	return &signingKey{id, jose.RS256, key}
}

func ecKey(t *testing.T, id string) *signingKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	requireNoError(t, err)
	return &signingKey{id, jose.ES256, key}
}

// startProvider starts a provider. Its tokens are for "lectern", with the role "writers" for
// Ida, and valid for an hour.
func startProvider(t *testing.T) *provider {
	t.Helper()
	p := &provider{
		Storage:  storage.NewStorageWithClients(storage.NewUserStore("http://localhost"), map[string]*storage.Client{"lectern": storage.NativeClient("lectern", comeBack)}),
		keys:     []*signingKey{rsaKey(t, "one")},
		audience: []string{"lectern", "account"},
		claims:   map[string]any{"roles": []string{"writers", "offline_access"}, "name": "Ida"},
		lifetime: time.Hour,
		asked:    map[string]int{},
	}
	var handler http.Handler
	p.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.asked[r.URL.Path]++
		away := p.away
		p.mu.Unlock()
		if away {
			http.Error(w, "away", http.StatusBadGateway)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(p.server.Close)
	p.issuer = p.server.URL
	var err error
	handler, err = op.NewProvider(&op.Config{CryptoKey: [32]byte{1}, CodeMethodS256: true}, p, op.StaticIssuer(p.issuer), op.WithAllowInsecure())
	requireNoError(t, err)
	return p
}

// set changes the provider while it runs.
func (p *provider) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
}

func (p *provider) requests(path string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked[path]
}

// token gets a token from the provider, by client credentials.
func (p *provider) token(t *testing.T) string {
	t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {"openid"}}
	r, err := http.NewRequest(http.MethodPost, p.issuer+"/oauth/token", strings.NewReader(form.Encode()))
	requireNoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth("sid1", "verysecret") // the example storage's service user
	response, err := http.DefaultClient.Do(r)
	requireNoError(t, err)
	defer response.Body.Close()
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || strings.Count(answer.Token, ".") != 2 {
		t.Fatalf("the provider answers %s, %q (%v)", response.Status, answer.Token, err)
	}
	return answer.Token
}

// jwtClient is the example's client, with JWTs as tokens.
type jwtClient struct{ op.Client }

func (jwtClient) AccessTokenType() op.AccessTokenType { return op.AccessTokenTypeJWT }

func (p *provider) GetClientByClientID(ctx context.Context, id string) (op.Client, error) {
	client, err := p.Storage.GetClientByClientID(ctx, id)
	return jwtClient{client}, err
}

func (p *provider) ClientCredentials(ctx context.Context, id, secret string) (op.Client, error) {
	client, err := p.Storage.ClientCredentials(ctx, id, secret)
	return jwtClient{client}, err
}

func (p *provider) ClientCredentialsTokenRequest(_ context.Context, id string, scopes []string) (op.TokenRequest, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return &oidc.JWTTokenRequest{Subject: id, Audience: p.audience, Scopes: scopes}, nil
}

func (p *provider) CreateAccessToken(context.Context, op.TokenRequest) (string, time.Time, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return "some-id", time.Now().Add(p.lifetime), nil
}

func (p *provider) GetPrivateClaimsFromScopes(context.Context, string, string, []string) (map[string]any, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.claims, nil
}

func (p *provider) SigningKey(context.Context) (op.SigningKey, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.keys[len(p.keys)-1], nil
}

func (p *provider) KeySet(context.Context) ([]op.Key, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	keys := make([]op.Key, len(p.keys))
	for i, k := range p.keys {
		keys[i] = publicKey{k}
	}
	return keys, nil
}
