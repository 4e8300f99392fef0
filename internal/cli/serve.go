package cli

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/internal/app"
	"lectern/internal/auth"
	"lectern/internal/httpd"
)

type serveCommand struct {
	Listen      string            `help:"Address to answer on, host:port." default:"127.0.0.1:8080" group:"serving"`
	Seed        bool              `help:"Fill an empty store with the seed content. --seed=false starts empty." default:"true" negatable:"" group:"serving"`
	PublicURL   string            `help:"The service's own address, as the outside sees it. By default localhost and the port of --listen: http://localhost:8080." placeholder:"URL" group:"serving"`
	Website     string            `help:"Address of a document on the website, with {kind} (sessions) and {slug}, and {language} where each language has pages of its own. By default a small page of the service's own: /{kind}/{slug} below the public URL." placeholder:"TEMPLATE" group:"serving"`
	Page        map[string]string `help:"Address of the documents of one kind, where it is another: --page session=https://example.org/programme/{slug}. Can be given more than once." placeholder:"KIND=TEMPLATE" group:"serving"`
	AllowOrigin []string          `help:"Origin whose pages may read the answers in a browser (CORS), https://example.org, or * for all. Can be given more than once. By default there is none." placeholder:"ORIGIN" group:"serving"`
	WordList    string            `help:"File of Danish words, one a line, by which search splits compounds, such as /usr/share/dict/danish. By default only the service's own list and the words of the content." placeholder:"FILE" type:"path" group:"serving"`

	PublicOperations string        `help:"What those below editors may run: any operation (open), or those that lectern operations registered (trusted)." enum:"open,trusted" default:"open" group:"serving"`
	SyncHorizon      time.Duration `help:"How long an app may be away and still catch up: what is gone for longer is forgotten at the start. 0 for ever." default:"${syncHorizon}" group:"serving"`

	OIDCIssuer    string            `name:"oidc-issuer" help:"OpenID Connect provider whose tokens are accepted besides those of lectern token, as its tokens spell it. By default there is none." placeholder:"URL" group:"signing-in"`
	OIDCAudience  string            `name:"oidc-audience" help:"This service's name at the provider: what a token's claim aud must have." placeholder:"NAME" group:"signing-in"`
	OIDCRoleClaim string            `name:"oidc-role-claim" help:"Claim with the value or values that --oidc-role maps. Dots lead into claims in claims: realm_access.roles." default:"roles" group:"signing-in"`
	OIDCRole      map[string]string `name:"oidc-role" help:"Role of those whose claim has a value: --oidc-role writers=editor. Roles are reader, previewer, editor, publisher and admin; the highest counts. Can be given more than once." placeholder:"VALUE=ROLE" group:"signing-in"`
	OIDCClient    string            `name:"oidc-client" help:"What this service is called as a client of the provider, where editors sign in there from /playground: one without a secret, whose redirect URI is /playground below --public-url." placeholder:"ID" group:"signing-in"`
	OIDCNameClaim string            `name:"oidc-name-claim" help:"Claim with the name that the history shows. Where a token has none, it is preferred_username, and then sub." default:"name" group:"signing-in"`

	limitFlags
	cachingFlags
	mediaFlags

	HeaderTimeout time.Duration `help:"For a request's header to come in." default:"${headerTimeout}" group:"timeouts"`
	ReadTimeout   time.Duration `help:"For a request to come in, body and all." default:"${readTimeout}" group:"timeouts"`
	WriteTimeout  time.Duration `help:"From the end of a request's header until the answer is out." default:"${writeTimeout}" group:"timeouts"`
	IdleTimeout   time.Duration `help:"For the next request on a connection." default:"${idleTimeout}" group:"timeouts"`
	DrainTime     time.Duration `help:"Between being told to stop and refusing connections: /readyz says 503 meanwhile, for load balancers." default:"0s" group:"timeouts"`
	StopTimeout   time.Duration `help:"For requests in flight to finish at a stop, before they are cut off." default:"${stopTimeout}" group:"timeouts"`
}

// Help is shown by "lectern serve --help".
func (serveCommand) Help() string {
	return `Answers GraphQL on /graphql, and lists on / what else there is. It stops on SIGTERM and SIGINT, after what is in flight has finished; a second signal stops it at once. Only one process at a time can have a store open.`
}

func groups() []kong.Group {
	return []kong.Group{
		{Key: "serving", Title: "Serving:"},
		{Key: "signing-in", Title: "Signing in:", Description: "Tokens of lectern token are always accepted."},
		{Key: "timeouts", Title: "Time limits of HTTP:"},
		{Key: "caching", Title: "Caching of answers:"},
		{Key: "media", Title: "Uploaded files:"},
		{Key: "service", Title: "Limits of the service:"},
		{Key: "public", Title: "Limits of one operation of a reader:", Description: "What exceeds one is refused with a code of its own. 0 lets nothing through."},
		{Key: "editor", Title: "Limits of one operation of an editor:"},
	}
}

// Validate checks the flags; kong calls it.
func (c *serveCommand) Validate() error {
	_, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return fmt.Errorf("--listen: %q is not host:port, as in 127.0.0.1:8080 or :80", c.Listen)
	}
	if c.PublicURL != "" {
		u, err := url.Parse(c.PublicURL)
		if err != nil || !isHTTP(u) || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
			return fmt.Errorf("--public-url: %q is not an address without a path, as in https://api.example.org", c.PublicURL)
		}
	}
	if err := checkTemplate(c.Website); c.Website != "" && err != nil {
		return fmt.Errorf("--website: %w", err)
	}
	for kind, template := range c.Page {
		if content.KindNamed(kind) == nil {
			return fmt.Errorf("--page: there is no kind %q; there are %s", kind, kindNames())
		}
		if err := checkTemplate(template); err != nil {
			return fmt.Errorf("--page %s: %w", kind, err)
		}
	}
	_, err = c.oidc()
	return errors.Join(c.checkOrigins(), c.checkTimes(), c.limitFlags.check(), c.cachingFlags.check(), c.mediaFlags.Validate(), err)
}

// oidc is the provider of the flags, nil where there is none.
func (c *serveCommand) oidc() (*auth.OIDC, error) {
	if c.OIDCIssuer == "" {
		if c.OIDCAudience != "" || len(c.OIDCRole) > 0 || c.OIDCClient != "" {
			return nil, errors.New("--oidc-issuer: it is missing, and other flags for OpenID Connect are there")
		}
		return nil, nil
	}
	roles := make(map[string]content.Role, len(c.OIDCRole))
	for value, name := range c.OIDCRole {
		role, err := content.ParseRole(name)
		if err != nil {
			return nil, fmt.Errorf("--oidc-role %s=%s: %s", value, name, explain(err))
		}
		roles[value] = role
	}
	o, err := auth.NewOIDC(auth.OIDCConfig{
		Issuer: c.OIDCIssuer, Audience: c.OIDCAudience,
		RoleClaim: c.OIDCRoleClaim, Roles: roles, NameClaim: c.OIDCNameClaim,
	})
	if err != nil {
		return nil, fmt.Errorf("--oidc-issuer, --oidc-audience, --oidc-role: %s", explain(err))
	}
	return o, nil
}

func isHTTP(u *url.URL) bool {
	return (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil
}

func checkTemplate(template string) error {
	example := strings.NewReplacer("{kind}", "kind", "{slug}", "slug", "{language}", "da").Replace(template)
	u, err := url.Parse(example)
	if err != nil || !isHTTP(u) || strings.ContainsAny(example, "{}") || !strings.Contains(template, "{slug}") {
		return fmt.Errorf("%q is not an address with {slug}, as in https://example.org/{kind}/{slug}", template)
	}
	return nil
}

func kindNames() string {
	names := make([]string, 0, len(catalog.Kinds()))
	for _, k := range catalog.Kinds() {
		names = append(names, k.Name)
	}
	return strings.Join(names, ", ")
}

// checkOrigins lets through exact origins, and * alone. Patterns such as
// https://*.example.org are refused: they let in more than they seem to.
func (c *serveCommand) checkOrigins() error {
	for _, origin := range c.AllowOrigin {
		if origin == "*" && len(c.AllowOrigin) == 1 {
			continue
		}
		u, err := url.Parse(origin)
		if err != nil || !isHTTP(u) || u.Scheme+"://"+u.Host != origin || strings.Contains(origin, "*") {
			return fmt.Errorf("--allow-origin: %q is not an origin, as in https://example.org, nor * alone", origin)
		}
	}
	return nil
}

func (c *serveCommand) checkTimes() error {
	for name, d := range map[string]time.Duration{
		"--header-timeout": c.HeaderTimeout, "--read-timeout": c.ReadTimeout, "--write-timeout": c.WriteTimeout,
		"--idle-timeout": c.IdleTimeout, "--stop-timeout": c.StopTimeout,
	} {
		if d <= 0 {
			return fmt.Errorf("%s: %s is no time to wait", name, d)
		}
	}
	if c.SyncHorizon < 0 {
		return fmt.Errorf("--sync-horizon: %s is no time to be away", c.SyncHorizon)
	}
	if c.DrainTime < 0 {
		return fmt.Errorf("--drain-time: %s is no time to wait", c.DrainTime)
	}
	if c.WriteTimeout <= c.QueryTimeout {
		return fmt.Errorf("--write-timeout: %s leaves no time to answer after a query of --query-timeout %s", c.WriteTimeout, c.QueryTimeout)
	}
	return nil
}

// Run serves until the program is told to stop.
func (c *serveCommand) Run(p *program) (err error) {
	config := c.config(p)
	if config.OIDC, err = c.oidc(); err != nil {
		return err
	}
	if config.Media, err = c.media(); err != nil {
		return err
	}
	a, err := app.Open(p.ctx, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return a.Run(p.ctx)
}

func (c *serveCommand) config(p *program) app.Config {
	return app.Config{
		Data:         p.data,
		Seed:         c.Seed,
		Listen:       c.Listen,
		PublicURL:    c.PublicURL,
		Website:      c.Website,
		Pages:        c.Page,
		AllowOrigins: c.AllowOrigin,
		OIDCClient:   c.OIDCClient,
		WordList:     c.WordList,
		FirstToken:   func(secret string) { showFirstToken(p.out, secret) },
		SyncHorizon:  c.SyncHorizon,
		Limits:       c.limits(),
		Caching:      c.caching(),
		Timeouts: httpd.Timeouts{
			Header: c.HeaderTimeout, Read: c.ReadTimeout, Write: c.WriteTimeout, Idle: c.IdleTimeout,
			Drain: c.DrainTime, Stop: c.StopTimeout,
		},
		Version: version(),
		Log:     p.log,

		PublicOperations: app.PublicOperations(c.PublicOperations),
	}
}

// showFirstToken shows the token of the first start or import, which nobody can
// show again. An error of the output is the token's loss, and "lectern token create"
// makes another.
func showFirstToken(w io.Writer, secret string) {
	fmt.Fprintf(w, "Nobody can sign in to this store yet. Sign in with this token, of role admin, which is shown this once (lectern token makes others and revokes it):\n%s\n", secret)
}
