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

// Limits are the bounds of one operation; PublicLimits and EditorLimits are sensible ones.
type Limits = limit.Limits

// What does for the handler what is in no document.
type (
	// Searcher finds documents by their texts.
	Searcher = resolve.Searcher
	// Sheets reads and writes documents as spreadsheets have them.
	Sheets = resolve.Sheets
)

// PublicLimits are the bounds for readers that nobody vouches for.
func PublicLimits() Limits { return limit.Public() }

// EditorLimits are the bounds for people who have signed in to edit.
func EditorLimits() Limits { return limit.Editor() }

// What a Config stands for that says nothing.
const (
	DefaultTimeout            = 900 * time.Millisecond
	DefaultMaxConcurrent      = 64
	DefaultMaxWait            = 200 * time.Millisecond
	DefaultMaxPublicBody      = 64 << 10
	DefaultMaxEditorBody      = 2 << 20 // resolve.MaxUpload in base64, and some
	DefaultDocumentCacheBytes = 16 << 20
)

// Config is what a Handler needs to know. Only Store is required; zeros stand for defaults.
type Config struct {
	Store content.Store
	Site  *content.Site
	Log   *slog.Logger // of faults; there is none by default

	// Public are the limits for readers and previewers, Editor those for editors and above;
	// by default PublicLimits and EditorLimits.
	Public, Editor Limits
	// MaxPublicBody and MaxEditorBody bound the body of a request, or the query in its
	// address, in bytes.
	MaxPublicBody, MaxEditorBody int64
	// Timeout is how long an operation may run. Stores close snapshots that are older than a
	// second, so that it is to be less.
	Timeout time.Duration
	// MaxConcurrent is how many operations run at once, MaxWait how long another one waits
	// for its turn until it is refused.
	MaxConcurrent int
	MaxWait       time.Duration
	// Clock tells the time; time.Now by default.
	Clock func() time.Time
	// Past is the store as it stood at an instant, for editors who ask for it; nil where
	// nobody can.
	Past func(ctx context.Context, at time.Time) (content.Store, error)
	// Sheets reads and writes spreadsheets; nobody can where it is nil.
	Sheets Sheets
	// Library takes files in and lists them; nobody does where it is nil. Site has
	// the same ones for documents.
	Library content.AssetLibrary
	// Operations are those that are registered; none where it is nil.
	Operations Operations
	// Trusted lets all but editors run registered operations only.
	Trusted bool
	// Search finds documents by their texts; nobody can where it is nil.
	Search Searcher
	// Pages tell programs of documents; nobody can ask where it is nil.
	Pages content.Pages
	// DocumentCacheBytes bounds the parsed documents that are kept, automatic persisted queries
	// among them.
	DocumentCacheBytes uint64
}

// Handler answers GraphQL requests over HTTP.
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
	presenter      func(context.Context, *exec.Failure) *gqlerror.Error // h.present, which allocates where it is written
	// leavesNothingOut has a preview fail where an unfinished draft is met: for tests that
	// compare with an executor that can't leave it out.
	leavesNothingOut bool
}

// class is a set of limits that some actors have in common.
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
		services:  resolve.Services{Sheets: cfg.Sheets, Search: cfg.Search, Library: cfg.Library, Pages: cfg.Pages},
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

// ServeHTTP answers one request.
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

// slots bounds how many operations run at once.
type slots struct {
	taken chan struct{}
	wait  time.Duration
}

func newSlots(n int, wait time.Duration) slots {
	return slots{make(chan struct{}, n), wait}
}

// acquire waits for a slot, but not for long: an answer that comes late is of no use to who
// asked, and those who wait hold memory.
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
