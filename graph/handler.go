package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/content"
	"lectern/graph/internal/exec"
	"lectern/graph/internal/limit"
	"lectern/graph/internal/resolve"
)

// Limits are the limits of one operation. See PublicLimits and EditorLimits.
type Limits = limit.Limits

// The services that the handler uses besides the store.
type (
	// Searcher finds documents by their texts.
	Searcher = resolve.Searcher
	// Caches describes caches in front of the service.
	Caches = resolve.Caches
	// Sheets reads and writes documents as spreadsheets.
	Sheets = resolve.Sheets
)

// PublicLimits returns the limits for anonymous readers.
func PublicLimits() Limits { return limit.Public() }

// EditorLimits returns the limits for signed-in editors.
func EditorLimits() Limits { return limit.Editor() }

// Defaults for zero fields of a Config.
const (
	DefaultTimeout            = 900 * time.Millisecond
	DefaultMaxConcurrent      = 64
	DefaultMaxWait            = 200 * time.Millisecond
	DefaultMaxPublicBody      = 64 << 10
	DefaultMaxEditorBody      = 2 << 20 // resolve.MaxUpload in base64, and a margin
	DefaultDocumentCacheBytes = 16 << 20
)

// Config configures a Handler. Only Store is required; zero fields have defaults.
type Config struct {
	Store content.Store
	Site  *content.Site
	Log   *slog.Logger // for internal errors; nil means no log

	// Public are the limits for readers and previewers, Editor those for editors and above.
	// The defaults are PublicLimits and EditorLimits.
	Public, Editor Limits
	// MaxPublicBody and MaxEditorBody are the maximum sizes of a request's body, or of the
	// query in its URL, in bytes.
	MaxPublicBody, MaxEditorBody int64
	// Timeout is the maximum duration of an operation. It must be shorter than a second, after
	// which stores close snapshots.
	Timeout time.Duration
	// MaxConcurrent is the maximum number of concurrent operations. Another one waits up to
	// MaxWait and is then refused.
	MaxConcurrent int
	MaxWait       time.Duration
	// Clock returns the current time; nil means time.Now.
	Clock func() time.Time
	// Past returns the store as it stood at an instant, for editors; nil disables that.
	Past func(ctx context.Context, at time.Time) (content.Store, error)
	// Sheets reads and writes spreadsheets; nil disables that.
	Sheets Sheets
	// Library stores and lists files; nil disables that. Site must have the same one for
	// documents.
	Library content.AssetLibrary
	// Operations are the registered operations; nil means none.
	Operations Operations
	// Trusted restricts everybody below editors to registered operations.
	Trusted bool
	// Search finds documents by their texts; nil disables search.
	Search Searcher
	// Pages describes documents to programs; nil disables that.
	Pages content.Pages
	// Caches describes caches in front of the service, for the payloads of mutations that hide
	// something.
	Caches Caches
	// DocumentCacheBytes is the maximum size of the cached parsed documents in bytes,
	// including automatic persisted queries.
	DocumentCacheBytes uint64
}

// Handler handles GraphQL requests over HTTP.
type Handler struct {
	executor *exec.Schema
	schema   *ast.Schema // the executor's
	store    content.Store
	site     *content.Site
	log      *slog.Logger
	clock    func() time.Time
	past     func(context.Context, time.Time) (content.Store, error)
	services resolve.Services

	operations Operations
	trusted    bool

	public, editor *class
	timeout        time.Duration
	slots          slots
	documents      *documentCache
	languages      *languageCache
	buffers        sync.Pool
	presenter      func(context.Context, *exec.Failure) *gqlerror.Error // h.present, allocated once
	// leavesNothingOut makes a preview fail on an incomplete draft: for tests that compare
	// with an executor that can't leave it out.
	leavesNothingOut bool
}

// class is a set of limits that some actors share.
type class struct {
	limits  Limits
	maxBody int64
}

// NewHandler returns a Handler for a schema. It fails if operations may use a directive that
// no code implements.
func NewHandler(executor *exec.Schema, cfg Config) (*Handler, error) {
	if cfg.Store == nil {
		return nil, errors.New("graph: no store is configured")
	}
	if err := checkDirectives(executor.AST); err != nil {
		return nil, err
	}
	documents, err := newDocumentCache(cmp.Or(cfg.DocumentCacheBytes, DefaultDocumentCacheBytes))
	if err != nil {
		return nil, fmt.Errorf("graph: document cache: %w", err)
	}
	languages, err := newLanguageCache()
	if err != nil {
		return nil, fmt.Errorf("graph: language cache: %w", err)
	}
	h := &Handler{
		executor:  executor,
		schema:    executor.AST,
		store:     cfg.Store,
		site:      cfg.Site,
		log:       cmp.Or(cfg.Log, slog.New(slog.DiscardHandler)),
		clock:     cfg.Clock,
		past:      cfg.Past,
		services:  resolve.Services{Sheets: cfg.Sheets, Search: cfg.Search, Library: cfg.Library, Pages: cfg.Pages, Caches: cfg.Caches},
		public:    &class{cmp.Or(cfg.Public, limit.Public()), cmp.Or(cfg.MaxPublicBody, DefaultMaxPublicBody)},
		editor:    &class{cmp.Or(cfg.Editor, limit.Editor()), cmp.Or(cfg.MaxEditorBody, DefaultMaxEditorBody)},
		timeout:   cmp.Or(cfg.Timeout, DefaultTimeout),
		slots:     newSlots(cmp.Or(cfg.MaxConcurrent, DefaultMaxConcurrent), cmp.Or(cfg.MaxWait, DefaultMaxWait)),
		documents: documents,
		languages: languages,
	}
	if h.clock == nil {
		h.clock = time.Now
	}
	h.operations, h.trusted = cfg.Operations, cfg.Trusted
	if h.operations == nil {
		h.operations = noOperations{}
	}
	h.presenter = h.present
	return h, nil
}

// ServeHTTP handles one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.Prepare(w, r).Run().Send(w)
}

// classOf is the one place that decides which limits hold for an actor.
func (h *Handler) classOf(actor content.Actor) *class {
	if actor.May(content.RoleEditor) {
		return h.editor
	}
	return h.public
}

// slots limits the number of concurrent operations.
type slots struct {
	taken chan struct{}
	wait  time.Duration
}

func newSlots(n int, wait time.Duration) slots {
	return slots{make(chan struct{}, n), wait}
}

// acquire waits for a slot, but not for long: a late response is useless to the client, and
// waiting requests hold memory.
func (s slots) acquire(ctx context.Context) bool {
	select {
	case s.taken <- struct{}{}:
		return true
	default:
	}
	timer := time.NewTimer(s.wait)
	defer timer.Stop()
	select {
	case s.taken <- struct{}{}:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}

func (s slots) release() { <-s.taken }

// checkDirectives fails if operations may use a directive that no code implements.
func checkDirectives(schema *ast.Schema) error {
	known := []string{"skip", "include", contextDirective, dryRunDirective}
	for _, name := range slices.Sorted(maps.Keys(schema.Directives)) {
		if isExecutable(schema.Directives[name]) && !slices.Contains(known, name) {
			return fmt.Errorf("graph: the schema has the directive @%s, but nothing implements it", name)
		}
	}
	return nil
}

func isExecutable(d *ast.DirectiveDefinition) bool {
	return slices.ContainsFunc(d.Locations, func(l ast.DirectiveLocation) bool {
		switch l {
		case ast.LocationQuery, ast.LocationMutation, ast.LocationSubscription, ast.LocationField,
			ast.LocationFragmentDefinition, ast.LocationFragmentSpread, ast.LocationInlineFragment:
			return true
		}
		return false
	})
}
