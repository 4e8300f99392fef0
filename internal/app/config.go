package app

import (
	"io"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/locale"
	"lectern/internal/auth"
	"lectern/internal/httpd"
)

// The store closes snapshots that live longer than any operation may, since an open one makes
// the file grow. They live for at least minSnapshotAge, so the default is a round second.
const (
	minSnapshotAge = time.Second
	snapshotMargin = 100 * time.Millisecond
)

// Config is the configuration of a service.
type Config struct {
	// Data is the directory of the store.
	Data string
	// Seed fills an empty store with the seed content.
	Seed bool
	// Listen is the address to listen on, "127.0.0.1:8080"; port 0 is any free one. If it is
	// empty, the service has a Handler and no address.
	Listen string
	// PublicURL is the URL of the service, without a trailing slash. Default: localhost with
	// the port of Listen.
	PublicURL string
	// Website is the URL template of documents' pages, with {kind} and {slug}. Default: pages
	// below PublicURL. Pages has the templates of kinds that differ, by kind name.
	Website string
	Pages   map[string]string
	// AllowOrigins may read the responses from a browser; see httpd.Config.
	AllowOrigins []string
	// AllowHeaders are request headers that pages may send; see httpd.Config.
	AllowHeaders []string
	// WordList is an optional file of Danish words, one per line, by which search splits
	// compounds.
	WordList string
	// OIDC is a provider whose tokens are accepted besides those of the data directory; nil for
	// none.
	OIDC *auth.OIDC
	// OIDCClient is the service's client id at that provider. With it editors can sign in from
	// the playground; "" disables that.
	OIDCClient string
	// FirstToken receives the secret of an admin token, once, at the first start on an empty
	// store without a file of tokens. If it is nil, no token is created.
	FirstToken func(secret string)
	// SyncHorizon is how long an app may pause and still continue its sync. Older removals are
	// forgotten at a start. 0 means no limit.
	SyncHorizon time.Duration

	Limits   Limits
	Caching  Caching
	Media    Media
	Timeouts httpd.Timeouts
	Clock    Clock // of the schedule; the machine's clock if nil
	Version  string
	Log      *slog.Logger

	// PublicOperations restricts the operations of actors below editors.
	PublicOperations PublicOperations
}

// PublicOperations is which operations actors below editors may run.
type PublicOperations string

// Any operation (the default), or only registered ones.
const (
	OpenOperations    PublicOperations = "open"
	TrustedOperations PublicOperations = "trusted"
)

// DefaultSyncHorizon is half a year: from a conference to the next season.
const DefaultSyncHorizon = 180 * 24 * time.Hour

// Default returns the configuration of a service on this machine, with its store in a
// directory.
func Default(data string) Config {
	return Config{
		Data:        data,
		Seed:        true,
		Listen:      "127.0.0.1:8080",
		SyncHorizon: DefaultSyncHorizon,
		Limits:      DefaultLimits(),
		Caching:     DefaultCaching(),
		Media:       DefaultMedia(),
		Timeouts:    httpd.DefaultTimeouts(),
		Version:     "(devel)",
		Log:         slog.New(slog.DiscardHandler),
	}
}

// NewLog returns a logger with a format, "text" or "json". Its lines have the id of the
// request.
func NewLog(w io.Writer, format string, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	var handler slog.Handler = slog.NewTextHandler(w, options)
	if format == "json" {
		handler = slog.NewJSONHandler(w, options)
	}
	return slog.New(httpd.LogHandler(handler))
}

// publicURL returns the URL of the service: the configured one, or localhost with the port that
// it listens on.
func (c *Config) publicURL(listening net.Addr) string {
	if c.PublicURL != "" {
		return strings.TrimRight(c.PublicURL, "/")
	}
	tcp, ok := listening.(*net.TCPAddr)
	if !ok {
		return "http://localhost"
	}
	host := "localhost"
	if !tcp.IP.IsLoopback() && !tcp.IP.IsUnspecified() {
		host = tcp.IP.String()
	}
	return "http://" + net.JoinHostPort(host, strconv.Itoa(tcp.Port))
}

func (c *Config) site(publicURL string) *content.Site {
	website := c.Website
	if website == "" {
		website = publicURL + "/{kind}/{slug}"
	}
	return &content.Site{Service: locale.URL(publicURL), Website: website, Pages: c.Pages}
}
