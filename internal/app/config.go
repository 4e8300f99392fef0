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

// The store takes a snapshot back that is older than an operation may become:
// an open one makes the file grow. It is at least this old then, so that the
// default is a round second.
const (
	minSnapshotAge = time.Second
	snapshotMargin = 100 * time.Millisecond
)

// Config is all that can be said about a service.
type Config struct {
	// Data is the directory of the store.
	Data string
	// Seed fills an empty store with the seed content.
	Seed bool
	// Listen is the address to answer on, "127.0.0.1:8080"; port 0 takes any
	// that is free. Where it is empty the service has a Handler and no address.
	Listen string
	// PublicURL is the service's own address, without a slash at its end;
	// localhost and the port of Listen where it is empty.
	PublicURL string
	// Website is the template of a document's address, with {kind} and {slug};
	// below PublicURL where it is empty. Pages are those of the kinds that
	// differ, by kind name.
	Website string
	Pages   map[string]string
	// AllowOrigins may read the responses from a browser, as httpd.Config says.
	AllowOrigins []string
	// AllowHeaders are request headers that pages may send, as httpd.Config says.
	AllowHeaders []string
	// WordList is a file of Danish words, one a line, by which search splits
	// compounds; there need be none.
	WordList string
	// OIDC is the provider whose tokens are accepted besides those of the data
	// directory; nil for none.
	OIDC *auth.OIDC
	// OIDCClient is what the service is called as a client of that provider, where
	// editors sign in there from the playground; empty for not at all.
	OIDCClient string
	// FirstToken gets the secret of an admin's token, once, at the first start
	// on an empty store without a file of tokens: somebody has to be able to
	// begin. No such token is made where it is nil.
	FirstToken func(secret string)
	// SyncHorizon is for how long an app may be away and still go on with a sync;
	// what is gone for longer is forgotten at a start. For ever, where it is 0.
	SyncHorizon time.Duration

	Limits   Limits
	Caching  Caching
	Media    Media
	Timeouts httpd.Timeouts
	Clock    Clock // of what is scheduled; this machine's where it is nil
	Version  string
	Log      *slog.Logger

	// PublicOperations says what those below editors may run.
	PublicOperations PublicOperations
}

// PublicOperations says which operations are answered to those below editors.
type PublicOperations string

// Any operation, which is the default, or those that are registered.
const (
	OpenOperations    PublicOperations = "open"
	TrustedOperations PublicOperations = "trusted"
)

// DefaultSyncHorizon is half a year: from one conference to the next season.
const DefaultSyncHorizon = 180 * 24 * time.Hour

// Default is the configuration of a service on this machine, with its store in
// a directory.
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

// NewLog makes a log of a format, "text" or "json", whose lines say which
// request they belong to.
func NewLog(w io.Writer, format string, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	var handler slog.Handler = slog.NewTextHandler(w, options)
	if format == "json" {
		handler = slog.NewJSONHandler(w, options)
	}
	return slog.New(httpd.LogHandler(handler))
}

// publicURL is where the service is reached: what the configuration says, or
// this machine's own name for the address that it listens on.
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
