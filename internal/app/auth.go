package app

import (
	"context"
	"fmt"
	"time"

	"lectern/content"
	"lectern/internal/auth"
	"lectern/internal/httpd"
)

// firstToken creates a token for the operator who starts the service for the first time. It
// comes before the seed: after an interruption in between, the next start finds the file of
// tokens, and creates no second token.
func (a *App) firstToken(ctx context.Context) error {
	if a.config.FirstToken == nil {
		return nil
	}
	if empty, err := isEmpty(ctx, a.store); err != nil || !empty {
		return err
	}
	tokens := auth.OpenTokens(a.config.Data)
	if exist, err := tokens.Exist(); err != nil || exist {
		return err
	}
	secret, _, err := tokens.Create("first start", content.RoleAdmin, time.Time{}, time.Now())
	if err != nil {
		return fmt.Errorf("app: the first token: %w", err)
	}
	a.config.FirstToken(secret)
	return nil
}

// signIn returns the sign-in of editors at the provider, which leads back to the playground;
// nil without one.
func (c Config) signIn(publicURL string) *httpd.SignIn {
	if c.OIDC == nil || c.OIDCClient == "" {
		return nil
	}
	s := auth.NewSignIn(c.OIDC, c.OIDCClient, publicURL+"/playground")
	return &httpd.SignIn{Provider: s.Provider(), Address: s.Address, Token: s.Token}
}
