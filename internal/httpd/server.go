package httpd

import (
	"context"
	"fmt"
	"io/fs"
	"log"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"lectern/content"
)

// Config has the handlers that a server mounts, and its options.
type Config struct {
	// GraphQL serves /graphql. It limits the body that it reads.
	GraphQL http.Handler
	// Captions serves /captions/{document}/{language}/{file}; nil means no such path.
	Captions http.Handler
	// Files serves /media/{file} and Variants /media/{asset}/{variant}, to everybody: the
	// context has the actor, if there is one. Uploads serves /assets and
	// /assets/uploads/{upload}, to editors. A nil handler means no such path.
	Files, Variants, Uploads http.Handler
	// Feeds serves the paths below /feeds/, to pages of any origin; nil means no such paths.
	Feeds http.Handler
	// Pages are the paths of documents' pages, "/sessions/{slug}", which Feeds serves, too.
	Pages []string
	// Changes returns the effects of up to limit changes after a revision, in order, for
	// /changes; nil means no such path. If there is no change yet, it waits for one until the
	// context is done, and then returns none.
	Changes func(_ context.Context, after content.Revision, limit int) ([]content.Touched, error)
	// PurgeFeedRead is called with the instant of each request for /changes; it may be nil.
	PurgeFeedRead func(time.Time)
	// Playground has the files of the editors' page at /playground. Without them, a page
	// explains how to build them.
	Playground fs.FS
	// SignIn is the editors' sign-in provider for the playground; nil means none.
	SignIn *SignIn
	// SDL is the schema that /schema.graphqls shows.
	SDL string
	// SchemaPage returns the schema as HTML: the page of a type or directive, or the index for
	// "". It returns nil for an unknown name.
	SchemaPage func(name string) []byte
	// Revision returns the newest revision, read from the store. Its error makes the service
	// unready.
	Revision func(context.Context) (content.Revision, error)
	// PublicURL is the service's public URL, as the page at / shows it.
	PublicURL string
	// Version of the program, as the page at / shows it.
	Version string
	// AllowOrigins are the origins whose pages may read responses: exact origins, or only "*"
	// for any. An empty list disables CORS.
	AllowOrigins []string
	// AllowHeaders are request headers that pages of other origins may send, besides those of
	// clients for GraphQL, uploads and tracing.
	AllowHeaders []string
	// Authenticate identifies the actor; if it is nil, everybody is anonymous. WithActor adds
	// the actor to the context of the handlers; Authenticate requires it.
	Authenticate func(*http.Request) (content.Actor, error)
	WithActor    func(context.Context, content.Actor) context.Context
	Timeouts     Timeouts
	Log          *slog.Logger
}

// Timeouts limit the resources of a slow or silent client, and the duration of a stop.
type Timeouts struct {
	Header time.Duration // from the connection's beginning or the end of the last response to the end of the request's header
	Read   time.Duration // until the end of the request's body, including the header
	Write  time.Duration // from the end of the header to the end of the response
	Idle   time.Duration // of a connection between requests
	// Drain is how long the service still accepts requests after it was told to stop, while
	// /readyz reports the stop, so that a load balancer finds another.
	Drain time.Duration
	Stop  time.Duration // for requests in flight after Drain, before they are interrupted
}

// DefaultTimeouts suit a public service. Write is longer than Read and the slowest query
// together.
func DefaultTimeouts() Timeouts {
	return Timeouts{
		Header: 5 * time.Second,
		Read:   15 * time.Second,
		Write:  30 * time.Second,
		Idle:   2 * time.Minute,
		Stop:   10 * time.Second,
	}
}

// maxHeader is the maximum size of a request's line and header. It is above graph's limit for
// a query in the URL, so that graph refuses that with a clear message; net/http's refusal is a
// bare line.
const maxHeader = 80 << 10

// Server serves HTTP.
type Server struct {
	config  Config
	handler http.Handler
	closing atomic.Bool
}

// New returns a server with a configuration.
func New(c Config) (*Server, error) {
	s := &Server{config: c}
	routes, err := s.routes()
	if err != nil {
		return nil, err
	}
	s.handler = withRequestID(withLog(c.Log, withHeaders(withRecovery(c.Log, routes))))
	return s, nil
}

// Handler returns the handler of all routes, for tests and other listeners.
func (s *Server) Handler() http.Handler { return s.handler }

// Serve serves a listener until ctx is done, and then stops: /readyz reports it, new
// connections are refused, and requests in flight have Timeouts.Stop to finish. After that
// they are interrupted, and Serve returns an error.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	t := s.config.Timeouts
	server := &http.Server{
		Handler:           s.handler,
		ReadHeaderTimeout: t.Header,
		ReadTimeout:       t.Read,
		WriteTimeout:      t.Write,
		IdleTimeout:       t.Idle,
		MaxHeaderBytes:    maxHeader,
		// "OPTIONS *" goes to the handler, and so gets its headers and its log line.
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     log.New(faultLog{s.config.Log}, "", 0),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return fmt.Errorf("httpd: %w", err)
	case <-ctx.Done():
	}
	s.closing.Store(true)
	s.config.Log.Info("stopping", "drain", t.Drain, "stop", t.Stop)
	select {
	case err := <-ended:
		return fmt.Errorf("httpd: %w", err)
	case <-time.After(t.Drain):
	}
	// A new context: ctx is done, but requests in flight must finish.
	grace, cancel := context.WithTimeout(context.Background(), t.Stop)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		_ = server.Close() // the listener is already closed; only connections are left
		return fmt.Errorf("httpd: requests still ran %s after the stop and were aborted: %w", t.Stop, err)
	}
	return nil
}
