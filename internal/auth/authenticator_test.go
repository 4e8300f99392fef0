package auth

import (
	"net/http/httptest"
	"strings"
	"testing"

	"lectern/content"
)

func TestAuthenticator(t *testing.T) {
	t.Parallel()
	p := startProvider(t)
	provider, _ := trusting(t, p.issuer)
	tokens := OpenTokens(t.TempDir())
	secret, token := create(t, tokens, "website", content.RolePreviewer)
	website := content.Actor{Name: "website", Role: content.RolePreviewer}
	jwt := p.token(t)
	p.set(func() {
		p.claims = map[string]any{"roles": []string{"writers"}, "name": "Ida", "more": strings.Repeat("x", maxCredential)}
	})
	long := p.token(t)
	requireActor(t, provider, long, ida)
	none := content.Actor{}
	tests := map[string]struct {
		headers []string
		want    content.Actor
		code    content.Code
	}{
		"none":                        {nil, content.Anonymous, ""},
		"a token":                     {[]string{"Bearer " + secret}, website, ""},
		"the scheme in another case":  {[]string{"bEARER " + secret}, website, ""},
		"several spaces":              {[]string{"Bearer   " + secret + " "}, website, ""},
		"a JWT":                       {[]string{"Bearer " + jwt}, ida, ""},
		"empty":                       {[]string{""}, none, content.CodeUnauthenticated},
		"the scheme only":             {[]string{"Bearer"}, none, content.CodeUnauthenticated},
		"the scheme and a space":      {[]string{"Bearer "}, none, content.CodeUnauthenticated},
		"no scheme":                   {[]string{secret}, none, content.CodeUnauthenticated},
		"another scheme":              {[]string{"Basic " + secret}, none, content.CodeUnauthenticated},
		"a tab":                       {[]string{"Bearer\t" + secret}, none, content.CodeUnauthenticated},
		"two credentials in one":      {[]string{"Bearer " + secret + " " + secret}, none, content.CodeUnauthenticated},
		"two credentials with comma":  {[]string{"Bearer " + secret + ", Bearer " + secret}, none, content.CodeUnauthenticated},
		"the same header twice":       {[]string{"Bearer " + secret, "Bearer " + secret}, none, content.CodeUnauthenticated},
		"a good one after a bad one":  {[]string{"Bearer x", "Bearer " + secret}, none, content.CodeUnauthenticated},
		"another token":               {[]string{"Bearer " + newSecret(token.ID)}, none, content.CodeUnauthenticated},
		"another JWT":                 {[]string{"Bearer " + jwt + "x"}, none, content.CodeUnauthenticated},
		"something else":              {[]string{"Bearer hunter2"}, none, content.CodeUnauthenticated},
		"too long":                    {[]string{"Bearer " + long}, none, content.CodeUnauthenticated},
		"letters that no token has":   {[]string{"Bearer a.b.ø"}, none, content.CodeUnauthenticated},
		"a token that is cut off":     {[]string{"Bearer " + secret[:20]}, none, content.CodeUnauthenticated},
		"a token with dots":           {[]string{"Bearer " + prefix + "a.b.c"}, none, content.CodeUnauthenticated},
		"a JWT of nobody we know":     {[]string{"Bearer e30.e30.e30"}, none, content.CodeUnauthenticated},
		"a JWT in the JSON form":      {[]string{`Bearer {"payload":"e30"}`}, none, content.CodeUnauthenticated},
		"an encrypted JWT":            {[]string{"Bearer e30.e30.e30.e30.e30"}, none, content.CodeUnauthenticated},
		"a token after a line's end":  {[]string{"Bearer\n" + secret}, none, content.CodeUnauthenticated},
		"a token of our form, too":    {[]string{"Bearer " + strings.ToUpper(secret)}, none, content.CodeUnauthenticated},
		"a token with another's name": {[]string{"Bearer ghp_" + secret[len(prefix):]}, none, content.CodeUnauthenticated},
	}
	a := NewAuthenticator(tokens, provider)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/graphql", nil)
			r.Header["Authorization"] = test.headers
			if test.headers == nil {
				r.Header.Del("Authorization")
			}
			got, err := a.Authenticate(r)
			if got != test.want || content.CodeOf(err) != test.code {
				t.Errorf("%+v, %v", got, err)
			}
			if err != nil && err.Error() != "UNAUTHENTICATED: The credential is not valid." {
				t.Errorf("the error says more than it should: %v", err)
			}
		})
	}
}

// Without a provider, a JWT is not a credential. A credential in the URL, which logs and
// histories store, is ignored.
func TestAuthenticatorWithoutAProvider(t *testing.T) {
	t.Parallel()
	tokens := OpenTokens(t.TempDir())
	secret, _ := create(t, tokens, "website", content.RolePreviewer)
	a := NewAuthenticator(tokens, nil)
	r := httptest.NewRequest("GET", "/graphql?access_token="+secret, nil)
	r.Header.Set("Cookie", "Authorization="+secret)
	if actor, err := a.Authenticate(r); err != nil || actor != content.Anonymous {
		t.Errorf("%+v, %v", actor, err)
	}
	r.Header.Set("Authorization", "Bearer e30.e30.e30")
	_, err := a.Authenticate(r)
	requireCode(t, err, content.CodeUnauthenticated)
}
