package app

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"lectern/content"
	"lectern/graph"
	"lectern/internal/httpd/answers"
	"lectern/internal/operations"
	"lectern/internal/search"
	"lectern/internal/store"
)

// Caching says how answers are kept, here and elsewhere.
type Caching struct {
	// Bytes bounds the answers that are kept here; none are, where it is 0.
	Bytes int
	// SharedMaxAge is how long caches may keep public answers that are told of
	// changes, by /changes; 0 leaves it at what clients may.
	SharedMaxAge time.Duration
	// TagHeader is the header that such caches read tags from; none, where it is
	// empty.
	TagHeader string
}

// DefaultCaching is for a service without a cache in front of it.
func DefaultCaching() Caching { return Caching{Bytes: 64 << 20} }

// committed is what follows each change before its writer is told.
type committed struct {
	answers *answers.Cache
	search  *search.Index
	store   *store.Store // nil until it is open
	due     atomic.Int64 // when something is planned next, in Unix nanoseconds; 0 for never

	mu    sync.Mutex
	bell  chan struct{} // closed by the next change
	fault func(error)   // gets what should not go wrong
}

func newCommitted(c Config, registry *operations.Registry, x *search.Index) *committed {
	f := &committed{search: x, bell: make(chan struct{})}
	f.answers = answers.New(answers.Config{
		Bytes:        c.Caching.Bytes,
		SharedMaxAge: c.Caching.SharedMaxAge,
		TagHeader:    c.Caching.TagHeader,
		IsReader:     func(r *http.Request) bool { return !graph.ActorFrom(r.Context()).May(content.RolePreviewer) },
		Used:         registry.Used,
		Due:          f.nextDue,
		Clock:        c.clock().Now,
	})
	f.fault = func(err error) { c.Log.Error("the schedule can't be read; nobody may keep answers", "error", err) }
	return f
}

// open is called when the store is open, before anything is written to it.
func (f *committed) open(s *store.Store) {
	f.store = s
	f.readDue()
}

// follow follows one change.
func (f *committed) follow(b *content.Batch) {
	if len(b.Put[content.Schedules])+len(b.Delete[content.Schedules]) > 0 {
		f.readDue()
	}
	f.search.Committed(b)
	f.answers.Committed(&b.Touched)
	f.mu.Lock()
	defer f.mu.Unlock()
	close(f.bell)
	f.bell = make(chan struct{})
}

// readDue looks up what is planned next. Where that can't be read, something may
// happen at any time.
func (f *committed) readDue() {
	due, err := func() (time.Time, error) {
		snapshot, err := f.store.Snapshot(context.Background())
		if err != nil {
			return time.Time{}, err
		}
		defer snapshot.Close()
		return content.NextDue(snapshot)
	}()
	switch {
	case err != nil:
		f.fault(err)
		f.due.Store(1)
	case due.IsZero():
		f.due.Store(0)
	default:
		f.due.Store(due.UnixNano())
	}
}

func (f *committed) nextDue() time.Time {
	if at := f.due.Load(); at != 0 {
		return time.Unix(0, at)
	}
	return time.Time{}
}

// next is closed by the next change.
func (f *committed) next() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.bell
}

// changes is what httpd.Config.Changes says.
func (f *committed) changes(ctx context.Context, after content.Revision, limit int) ([]content.Touched, error) {
	for {
		next := f.next() // before the look, so that no change falls in between
		touched, err := f.touched(after, limit)
		if err != nil || len(touched) > 0 {
			return touched, err
		}
		select {
		case <-next:
		case <-ctx.Done():
			return nil, nil
		}
	}
}

func (f *committed) touched(after content.Revision, limit int) ([]content.Touched, error) {
	snapshot, err := f.store.Snapshot(context.Background())
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	return content.TouchedSince(snapshot, after, limit)
}

// prepare is graph for package answers.
type prepare struct{ handler *graph.Handler }

func (p prepare) Prepare(w http.ResponseWriter, r *http.Request) answers.Prepared {
	return prepared{p.handler.Prepare(w, r)}
}

type prepared struct{ *graph.Prepared }

func (p prepared) Run() *answers.Response {
	r := p.Prepared.Run()
	response := &answers.Response{Status: r.Status, Header: r.Header, Body: r.Body}
	if k := r.Kept; k != nil {
		response.Kept = &answers.Kept{Revision: k.Revision, Reads: k.Reads, MaxAge: k.MaxAge}
	}
	return response
}
