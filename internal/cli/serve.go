package cli

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/internal/app"
	"lectern/internal/auth"
	"lectern/internal/httpd"
)

type serveCommand struct {
	Listen      string            `help:"Address to listen on, host:port." default:"127.0.0.1:8080" group:"serving"`
	Seed        bool              `help:"Load the seed content into an empty store." default:"true" negatable:"" group:"serving"`
	PublicURL   string            `help:"Public URL of the service. Default: localhost with the port of --listen, http://localhost:8080." placeholder:"URL" group:"serving"`
	Website     string            `help:"URL of a document on the website, with {kind} (sessions) and {slug}, and with {language} if each language has its own pages. Default: a small page of the service at /{kind}/{slug} below the public URL." placeholder:"TEMPLATE" group:"serving"`
	Page        map[string]string `help:"URL of the documents of one kind, if it differs: --page session=https://example.org/programme/{slug}. Repeatable." placeholder:"KIND=TEMPLATE" group:"serving"`
	AllowOrigin []string          `help:"Origin whose pages may read responses in a browser (CORS), https://example.org, or * for all. Repeatable. Default: none." placeholder:"ORIGIN" group:"serving"`
	AllowHeader []string          `help:"Request header that pages of other origins may send (CORS), besides those of GraphQL clients, uploads and tracing. Repeatable." placeholder:"NAME" group:"serving"`
	WordList    string            `help:"File of Danish words, one per line, for splitting compounds in search: /usr/share/dict/danish. Default: the built-in list and the words of the content." placeholder:"FILE" type:"path" group:"serving"`

	PublicOperations string        `help:"Operations that readers and previewers may run: any (open), or only registered ones (trusted; see lectern operations)." enum:"open,trusted" default:"open" group:"serving"`
	SyncHorizon      time.Duration `help:"How long an app may be offline and still sync from its cursor. At its start the service forgets what was removed before that. 0 forgets nothing." default:"${syncHorizon}" group:"serving"`

	OIDCIssuer    string            `name:"oidc-issuer" help:"Issuer URL of an OpenID Connect provider whose tokens are accepted, exactly as in its tokens. Default: none." placeholder:"URL" group:"signing-in"`
	OIDCAudience  string            `name:"oidc-audience" help:"Required audience (claim aud) of the provider's tokens." placeholder:"NAME" group:"signing-in"`
	OIDCRoleClaim string            `name:"oidc-role-claim" help:"Claim with the values that --oidc-role maps. Dots select nested claims: realm_access.roles." default:"roles" group:"signing-in"`
	OIDCRole      map[string]string `name:"oidc-role" help:"Role for a value of the claim: --oidc-role writers=editor. Roles are reader, previewer, editor, publisher and admin; the highest applies. Repeatable." placeholder:"VALUE=ROLE" group:"signing-in"`
	OIDCClient    string            `name:"oidc-client" help:"Client id at the provider, to let editors sign in from /playground: a public client whose redirect URI is /playground below --public-url. Default: no sign-in at the provider." placeholder:"ID" group:"signing-in"`
	OIDCNameClaim string            `name:"oidc-name-claim" help:"Claim with the name for the history. If a token lacks it, preferred_username or sub is used." default:"name" group:"signing-in"`

	limitFlags
	cachingFlags
	mediaFlags

	HeaderTimeout time.Duration `help:"Time to receive a request's header." default:"${headerTimeout}" group:"timeouts"`
	ReadTimeout   time.Duration `help:"Time to receive a request with its body." default:"${readTimeout}" group:"timeouts"`
	WriteTimeout  time.Duration `help:"Time from the end of a request's header to the end of the response." default:"${writeTimeout}" group:"timeouts"`
	IdleTimeout   time.Duration `help:"Time a connection may be idle between requests." default:"${idleTimeout}" group:"timeouts"`
	DrainTime     time.Duration `help:"Time between a stop signal and refusing connections. Meanwhile /readyz responds with 503, for load balancers." default:"0s" group:"timeouts"`
	StopTimeout   time.Duration `help:"Time for running requests to finish after a stop signal, before they are aborted." default:"${stopTimeout}" group:"timeouts"`
}

// Help is shown by "lectern serve --help".
func (serveCommand) Help() string {
	return `Serves GraphQL at /graphql; / lists the other paths. SIGTERM and SIGINT stop the service after running requests have finished; a second signal stops it at once. Only one process can have a store open at a time.

Durations are like 900ms, 30s, 5m or 4320h. Sizes are in bytes.

Example:

  lectern serve --listen=:8080 --public-url=https://api.example.org --data=/srv/lectern --seed=false`
}

func groups() []kong.Group {
	return []kong.Group{
		{Key: "serving", Title: "Serving:"},
		{Key: "signing-in", Title: "Signing in:", Description: "Tokens from lectern token create are always accepted."},
		{Key: "timeouts", Title: "HTTP timeouts:"},
		{Key: "caching", Title: "Response cache:"},
		{Key: "media", Title: "Uploaded files:"},
		{Key: "service", Title: "Service limits:"},
		{Key: "public", Title: "Limits per operation for readers:", Description: "An operation that exceeds a limit is refused with an error code. 0 refuses everything."},
		{Key: "editor", Title: "Limits per operation for editors:"},
	}
}

// Validate checks the flags; kong calls it.
func (c *serveCommand) Validate() error {
	if err := checkListen(c.Listen); err != nil {
		return err
	}
	if c.PublicURL != "" {
		u, err := url.Parse(c.PublicURL)
		if err != nil || !isHTTP(u) || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
			return fmt.Errorf("--public-url: %q must be a URL without a path, such as https://api.example.org", c.PublicURL)
		}
	}
	if err := checkTemplate(c.Website); c.Website != "" && err != nil {
		return fmt.Errorf("--website: %w", err)
	}
	for kind, template := range c.Page {
		if content.KindNamed(kind) == nil {
			return fmt.Errorf("--page: unknown kind %q; the kinds are %s", kind, kindNames())
		}
		if err := checkTemplate(template); err != nil {
			return fmt.Errorf("--page %s: %w", kind, err)
		}
	}
	_, err := c.oidc()
	return errors.Join(c.checkOrigins(), c.checkHeaders(), c.checkTimes(), c.limitFlags.check(), c.cachingFlags.check(), c.mediaFlags.Validate(), err)
}

// oidc returns the provider that the flags describe, or nil without one.
func (c *serveCommand) oidc() (*auth.OIDC, error) {
	if c.OIDCIssuer == "" {
		if c.OIDCAudience != "" || len(c.OIDCRole) > 0 || c.OIDCClient != "" {
			return nil, errors.New("--oidc-issuer is required with the other --oidc flags")
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
	return (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil && (u.Port() == "" || locale.ValidPort(u.Port()))
}

// checkListen refuses an invalid address to listen on.
func checkListen(address string) error {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("--listen: %q must be host:port, such as 127.0.0.1:8080 or :80", address)
	}
	if !locale.ValidPort(port) {
		return fmt.Errorf("--listen: the port %q must be a number from 0 to 65535, where 0 is any free port", port)
	}
	return nil
}

func checkTemplate(template string) error {
	example := strings.NewReplacer("{kind}", "kind", "{slug}", "slug", "{language}", "da").Replace(template)
	u, err := url.Parse(example)
	if err != nil || !isHTTP(u) || strings.ContainsAny(example, "{}") || !strings.Contains(template, "{slug}") {
		return fmt.Errorf("%q must be a URL with {slug}, such as https://example.org/{kind}/{slug}", template)
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

// checkOrigins accepts exact origins, and * alone. Patterns such as
// https://*.example.org are refused, since they admit more than they seem to.
func (c *serveCommand) checkOrigins() error {
	for _, origin := range c.AllowOrigin {
		if origin == "*" && len(c.AllowOrigin) == 1 {
			continue
		}
		u, err := url.Parse(origin)
		if err != nil || !isHTTP(u) || u.Scheme+"://"+u.Host != origin || strings.Contains(origin, "*") {
			return fmt.Errorf("--allow-origin: %q is not an origin such as https://example.org; * must be the only value", origin)
		}
	}
	return nil
}

var headerName = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// checkHeaders accepts exact names of headers. Patterns are refused: * would allow headers that
// nobody considered.
func (c *serveCommand) checkHeaders() error {
	for _, name := range c.AllowHeader {
		if !headerName.MatchString(name) {
			return fmt.Errorf("--allow-header: %q must be the name of a header, such as X-Request-Source", name)
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
			return fmt.Errorf("%s: %s must be more than 0", name, d)
		}
	}
	if c.SyncHorizon < 0 {
		return fmt.Errorf("--sync-horizon: %s must not be negative", c.SyncHorizon)
	}
	if c.DrainTime < 0 {
		return fmt.Errorf("--drain-time: %s must not be negative", c.DrainTime)
	}
	if c.WriteTimeout <= c.QueryTimeout {
		return fmt.Errorf("--write-timeout: %s must be longer than --query-timeout, which is %s", c.WriteTimeout, c.QueryTimeout)
	}
	return nil
}

// Run serves until the context ends.
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
		AllowHeaders: c.AllowHeader,
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

// showFirstToken prints the token of the first start or import, which can't be shown again. If
// the output fails the token is lost; "lectern token create" makes another.
func showFirstToken(w io.Writer, secret string) {
	fmt.Fprintf(w, "This store has no tokens yet. Sign in with this token of role admin, which is shown only once (lectern token create and lectern token revoke manage tokens):\n%s\n", secret)
}
