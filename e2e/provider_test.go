//go:build browser

package e2e_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// provider is an OpenID provider with the example storage of zitadel/oidc, where the user is
// already signed in. Its people are writers.
type provider struct{ *storage.Storage }

// jwtClient is the example's client, with JWTs as tokens.
type jwtClient struct{ op.Client }

func (jwtClient) AccessTokenType() op.AccessTokenType { return op.AccessTokenTypeJWT }

func (p provider) GetClientByClientID(ctx context.Context, id string) (op.Client, error) {
	client, err := p.Storage.GetClientByClientID(ctx, id)
	return jwtClient{client}, err
}

func (p provider) GetPrivateClaimsFromScopes(context.Context, string, string, []string) (map[string]any, error) {
	return map[string]any{"roles": "writers", "name": "Ida"}, nil
}

// startProvider starts a provider and returns its URL.
func startProvider(t *testing.T) string {
	t.Helper()
	p := provider{storage.NewStorage(storage.NewUserStore("http://localhost"))}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	handler, err := op.NewProvider(&op.Config{CryptoKey: [32]byte{1}, CodeMethodS256: true}, p, op.StaticIssuer(server.URL), op.WithAllowInsecure())
	if err != nil {
		t.Fatal(err)
	}
	mux.Handle("/", handler)
	mux.HandleFunc("/login/username", func(w http.ResponseWriter, r *http.Request) {
		request := r.URL.Query().Get("authRequestID")
		if err := p.CheckUsernamePassword("test-user@localhost", "verysecure", request); err != nil {
			t.Error(err)
		}
		http.Redirect(w, r, server.URL+"/authorize/callback?id="+url.QueryEscape(request), http.StatusFound)
	})
	return server.URL
}

// TestSignInAtAProvider goes to a provider and returns signed in. The browser goes there; the
// page itself does not contact it.
func TestSignInAtAProvider(t *testing.T) {
	t.Parallel()
	issuer := startProvider(t)
	p := start(t, "--oidc-issuer="+issuer, "--oidc-audience=lectern", "--oidc-role=writers=editor", "--oidc-client=lectern")
	_, port, err := net.SplitHostPort(p.address)
	if err != nil {
		t.Fatal(err)
	}
	address := "http://localhost:" + port + "/playground"
	storage.RegisterClients(storage.NativeClient("lectern", address))
	d := &workplace{office: &office{t: t}}
	d.page, d.seen = browse(t, address)
	d.ready()
	d.press("Dansk")
	d.press("Log ind")
	d.sees("Log ind hos")
	d.look("provider")
	d.press("Log ind hos " + strings.TrimPrefix(issuer, "http://"))
	d.wait("Ida is signed in", `document.querySelector(".account")?.innerText === "Ida · Redaktør"`)
	if at := evaluate[string](d, `location.href`); at != address {
		t.Errorf("the address is %s afterwards", at)
	}
	if stored := evaluate[string](d, `JSON.stringify(localStorage)`); strings.Contains(stored, "eyJ") {
		t.Errorf("a token is stored for good: %s", stored)
	}
	d.seen.quiet(t)
	for _, stranger := range d.seen.strangers(t, address) {
		if !strings.HasPrefix(stranger, issuer+"/authorize") && !strings.HasPrefix(stranger, issuer+"/login/") {
			t.Errorf("asked of another origin: %s", stranger)
		}
	}
	d.press("Ida")
	d.signOut()
	// A sign-in that someone else began is not completed.
	d.do(chromedp.Navigate(address + "?state=stolen&code=stolen"))
	d.sees("Det lykkedes ikke at logge ind.")
}
