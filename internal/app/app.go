package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"lectern/content"
	"lectern/graph"
	"lectern/internal/auth"
	"lectern/internal/httpd"
	"lectern/internal/httpd/cache"
	"lectern/internal/media"
	"lectern/internal/media/captions"
	"lectern/internal/media/pictures/variants"
	"lectern/internal/operations"
	"lectern/internal/schemapage"
	"lectern/internal/search"
	"lectern/internal/store"
	"lectern/playground"
)

// App is a running service, or one that is about to run.
type App struct {
	config   Config
	store    *store.Store
	site     *content.Site
	after    *committed
	search   *search.Index
	server   *httpd.Server
	listener net.Listener // nil if Config.Listen is empty
	failed   chan error   // receives the failure of the store

	operations *operations.Registry // nil until it is read
	library    *media.Library       // nil until it is open
	uploads    *media.Uploads
	variants   *variants.Handler
}

// Open opens the store, listens on the address, creates the first token, seeds an empty store
// and creates the handlers. Connections wait until Run serves them. The App must be closed.
func Open(ctx context.Context, c Config) (_ *App, err error) {
	a := &App{config: c, failed: make(chan error, 1)}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	if err := a.openOperations(); err != nil {
		return nil, err
	}
	a.search, err = search.New(filepath.Join(c.Data, search.FolderName), search.Options{Log: c.Log, WordList: c.WordList})
	if err != nil {
		return nil, err
	}
	if a.library, err = OpenLibrary(ctx, c.Data, c.Media, c.Log); err != nil {
		return nil, err
	}
	a.after = newCommitted(c, a.operations, a.search)
	a.after.remove = a.removeFile
	a.store, err = store.Open(c.Data, store.Options{
		MaxSnapshotAge: max(minSnapshotAge, c.Limits.Timeout+snapshotMargin),
		SyncHorizon:    c.SyncHorizon,
		Log:            c.Log,
		Committed:      a.after.follow,
		Failed:         func(err error) { a.failed <- err },
	})
	if err != nil {
		return nil, err
	}
	a.after.open(a.store)
	if c.Listen != "" {
		if a.listener, err = listen(ctx, c.Listen); err != nil {
			return nil, err
		}
	}
	if err := eraseAgain(ctx, a.store, a.library, c.Log); err != nil {
		return nil, err
	}
	if err := a.firstToken(ctx); err != nil {
		return nil, err
	}
	if c.Seed {
		if err := seed(ctx, a.store, a.library, c.Log); err != nil {
			return nil, err
		}
	}
	publicURL := c.publicURL(a.Addr())
	a.site = c.site(publicURL)
	a.site.Assets = a.library
	if err := a.openVariants(); err != nil {
		return nil, err
	}
	a.runSchedule(ctx) // what became due while the service was down, before the first request
	if err := a.search.Follow(ctx, a.store, a.site); err != nil {
		return nil, fmt.Errorf("app: search: %w", err)
	}
	if err := a.mount(publicURL); err != nil {
		return nil, err
	}
	return a, nil
}

// mount creates the handlers.
func (a *App) mount(publicURL string) error {
	c := a.config
	graphQL, err := newGraphQL(c, a.store, a.operations, a.search, a.library, a.site, a.after.purgeFeedRead)
	if err != nil {
		return fmt.Errorf("app: GraphQL: %w", err)
	}
	if err := a.openUploads(publicURL); err != nil {
		return err
	}
	a.server, err = httpd.New(httpd.Config{
		GraphQL:       cache.Serve(a.after.cache, graphQL.Prepare),
		Changes:       a.after.changes,
		PurgeFeedRead: func(at time.Time) { a.after.read.Store(at.UnixNano()) },
		Captions:      captions.Handler(a.store, c.Log),
		Files:         a.files(),
		Variants:      a.variants,
		Uploads:       a.uploads,
		Feeds:         newFeeds(c, a.store, a.site).handler(a.after.cache),
		Pages:         paths(c.pages()),
		Playground:    playground.Files(),
		SignIn:        c.signIn(publicURL),
		SDL:           graph.SDL(),
		SchemaPage:    schemapage.New(graph.Schema().AST).Page,
		Revision:      a.revision,
		PublicURL:     publicURL,
		Version:       c.Version,
		AllowOrigins:  c.AllowOrigins,
		AllowHeaders:  c.AllowHeaders,
		Authenticate:  auth.NewAuthenticator(auth.OpenTokens(c.Data), c.OIDC).Authenticate,
		WithActor:     graph.WithActor,
		Timeouts:      c.Timeouts,
		Log:           c.Log,
	})
	return err
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("can't listen on %s; give another address with --listen or LECTERN_LISTEN: %w", address, err)
	}
	return l, nil
}

// Store returns the store, for other writers and readers in the process.
func (a *App) Store() content.Store { return a.store }

// Searchable returns the newest change that search has indexed.
func (a *App) Searchable() content.Revision { return a.search.Revision() }

// Handler returns the HTTP handler of the service.
func (a *App) Handler() http.Handler { return a.server.Handler() }

// Addr returns the address that the service listens on, or nil if Config.Listen was empty.
func (a *App) Addr() net.Addr {
	if a.listener == nil {
		return nil
	}
	return a.listener.Addr()
}

// Run serves requests until ctx is done and those in flight have finished, or until the store
// fails: from then on no response could be relied on.
func (a *App) Run(ctx context.Context) error {
	if a.listener == nil {
		return errors.New("app: there is no address to listen on")
	}
	revision, err := a.revision(context.WithoutCancel(ctx)) // an immediate stop is like any other
	if err != nil {
		return err
	}
	calm := tuneGC()
	ctx, stop := context.WithCancelCause(ctx)
	served := make(chan error, 1)
	l := a.listener
	var beside sync.WaitGroup
	beside.Go(func() { a.followSchedule(ctx) })
	beside.Go(func() { a.whenSearchable(ctx, revision, calm) })
	beside.Go(func() { a.countUses(ctx, usesWritten) })
	beside.Go(func() { a.uploads.KeepExpiring(ctx, time.Now) })
	defer beside.Wait()
	defer stop(nil)
	go func() { served <- a.server.Serve(ctx, l) }()
	a.config.Log.Info("Lectern answers", "address", "http://"+l.Addr().String(), "revision", uint64(revision), "version", a.config.Version)
	select {
	case err = <-a.failed:
		a.config.Log.Error("the store failed; stopping", "error", err)
		stop(err)
		<-served
	case err = <-served:
	}
	if err == nil {
		a.config.Log.LogAttrs(context.Background(), slog.LevelInfo, "stopped")
	}
	return err
}

// Close stops listening, saves the counts of operations, and closes the store.
func (a *App) Close() error {
	var errs []error
	if a.listener != nil {
		if err := a.listener.Close(); !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	if a.operations != nil {
		errs = append(errs, a.operations.Flush())
	}
	if a.search != nil { // it reads the store
		errs = append(errs, a.search.Close())
	}
	if a.store != nil {
		errs = append(errs, a.store.Close())
	}
	if a.library != nil {
		errs = append(errs, a.library.Close())
	}
	return errors.Join(errs...)
}

// revision reads the newest change. It fails if the store can't be read.
func (a *App) revision(ctx context.Context) (content.Revision, error) {
	s, err := a.store.Snapshot(ctx)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	newest := s.Revision()
	if newest == 0 {
		return 0, nil
	}
	changes, err := s.Changes(newest-1, 1)
	if err == nil && (len(changes) != 1 || changes[0].Revision != newest) {
		err = content.Errorf(content.CodeCorrupt, "The store's newest change is missing.")
	}
	return newest, err
}
