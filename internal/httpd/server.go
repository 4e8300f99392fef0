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

// Config is what a server mounts, and how it behaves.
type Config struct {
	// GraphQL answers /graphql. It bounds the body that it reads.
	GraphQL http.Handler
	// Captions answers /captions/{document}/{language}/{file}; nothing does where it
	// is nil.
	Captions http.Handler
	// Files answers /media/{file} and Variants /media/{asset}/{variant}, to
	// everybody: the actor is in the context, where there is one. Uploads answers
	// /assets and /assets/uploads/{upload}, to editors. Nothing does where one is
	// nil.
	Files, Variants, Uploads http.Handler
	// Feeds answers what is below /feeds/, to pages of any origin; nothing does
	// where it is nil.
	Feeds http.Handler
	// Pages are the paths of documents' pages, "/sessions/{slug}", which Feeds
	// answers, too.
	Pages []string
	// Changes gives what up to limit changes after a revision touched, in order,
	// for /changes, which there isn't where it is nil. Where there is none yet it
	// waits for one until the context is done, and then gives none.
	Changes func(_ context.Context, after content.Revision, limit int) ([]content.Touched, error)
	// Playground has the files of the editors' page, which /playground answers
	// with; a page that says how to get them where there are none.
	Playground fs.FS
	// SignIn is the provider that editors can sign in at from there; nil for none.
	SignIn *SignIn
	// SDL is the schema that /schema.graphqls shows.
	SDL string
	// SchemaPage is the same schema as HTML: the page of a type or directive, or,
	// for "", the one that lists them. It gives nil for what there is not.
	SchemaPage func(name string) []byte
	// Revision is the newest one, read from the store: its error makes the
	// service unready.
	Revision func(context.Context) (content.Revision, error)
	// PublicURL is the service's own address, as the page at / shows it.
	PublicURL string
	// Version of the program, as the page at / shows it.
	Version string
	// AllowOrigins may read the answers from a browser: exact origins, or "*"
	// alone for any. None closes CORS.
	AllowOrigins []string
	// AllowHeaders are names of request headers that pages of other origins may
	// send, besides those that clients of GraphQL, of uploads and of tracing send.
	AllowHeaders []string
	// Authenticate tells who asks where that matters; everybody is anonymous where
	// it is nil. WithActor hands the actor on to the handlers; it is needed with
	// Authenticate.
	Authenticate func(*http.Request) (content.Actor, error)
	WithActor    func(context.Context, content.Actor) context.Context
	Timeouts     Timeouts
	Log          *slog.Logger
}

// Timeouts bound what a slow or silent client can hold, and how long a stop
// takes.
type Timeouts struct {
	Header time.Duration // from the connection's or the last answer's end to the end of the request's header
	Read   time.Duration // until the request's body is in, the header included
	Write  time.Duration // from the end of the header to the end of the answer
	Idle   time.Duration // of a connection between requests
	// Drain is how long the service still accepts requests after it was told to
	// stop, and says on /readyz that it is closing, so that a load balancer
	// finds another.
	Drain time.Duration
	Stop  time.Duration // that requests in flight have after Drain, before they are cut off
}

// DefaultTimeouts are what a service on the open network needs. Write is
// longer than Read and the slowest query together.
func DefaultTimeouts() Timeouts {
	return Timeouts{
		Header: 5 * time.Second,
		Read:   15 * time.Second,
		Write:  30 * time.Second,
		Idle:   2 * time.Minute,
		Stop:   10 * time.Second,
	}
}

// maxHeader bounds a request's line and header. It is above what graph allows
// for a query in the address, so that graph is the one to refuse that, in words;
// net/http's refusal is a bare line.
const maxHeader = 80 << 10

// Server answers HTTP.
type Server struct {
	config  Config
	handler http.Handler
	closing atomic.Bool
}

// New makes a server of a configuration.
func New(c Config) (*Server, error) {
	s := &Server{config: c}
	routes, err := s.routes()
	if err != nil {
		return nil, err
	}
	s.handler = withRequestID(withLog(c.Log, withHeaders(withRecovery(c.Log, routes))))
	return s, nil
}

// Handler answers all routes; for tests, and for those who bring a listener of
// another kind.
func (s *Server) Handler() http.Handler { return s.handler }

// Serve answers on a listener until ctx is done, and then stops: /readyz says
// so, new connections are refused, and requests in flight have the time of
// Timeouts.Stop to finish. Where that is not enough they are cut off, and Serve
// returns an error.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	t := s.config.Timeouts
	server := &http.Server{
		Handler:           s.handler,
		ReadHeaderTimeout: t.Header,
		ReadTimeout:       t.Read,
		WriteTimeout:      t.Write,
		IdleTimeout:       t.Idle,
		MaxHeaderBytes:    maxHeader,
		// "OPTIONS *" goes to the handler, and so gets its headers and its line.
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
	// A context of its own: ctx is done, and requests in flight have to finish.
	grace, cancel := context.WithTimeout(context.Background(), t.Stop)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		_ = server.Close() // the listener is closed already; what is left are connections
		return fmt.Errorf("httpd: requests still ran %s after the stop and were aborted: %w", t.Stop, err)
	}
	return nil
}
