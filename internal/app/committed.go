package app

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"lectern/content"
	"lectern/graph"
	"lectern/internal/httpd/cache"
	"lectern/internal/operations"
	"lectern/internal/search"
	"lectern/internal/store"
)

// committed does what must follow each change before it is acknowledged.
type committed struct {
	cache  *cache.Cache
	search *search.Index
	store  *store.Store          // nil until it is open
	remove func(content.AssetID) // deletes a file; nil until there are files
	read   atomic.Int64          // when the purge feed was last read, in Unix nanoseconds; 0 for never
	due    atomic.Int64          // the time of the next planned step, in Unix nanoseconds; 0 for none

	mu    sync.Mutex
	bell  chan struct{} // closed by the next change
	fault func(error)   // receives unexpected errors
}

func newCommitted(c Config, registry *operations.Registry, x *search.Index) *committed {
	f := &committed{search: x, bell: make(chan struct{})}
	f.cache = cache.New(cache.Config{
		Bytes:        c.Caching.Bytes,
		SharedMaxAge: c.Caching.SharedMaxAge,
		TagHeader:    c.Caching.TagHeader,
		ServerTiming: c.Caching.ServerTiming,
		IsReader:     func(r *http.Request) bool { return !graph.ActorFrom(r.Context()).May(content.RolePreviewer) },
		Used:         registry.Used,
		Due:          f.nextDue,
		Clock:        c.clock().Now,
	})
	f.fault = func(err error) {
		c.Log.Error("the schedule can't be read; responses are not cacheable until it can", "error", err)
	}
	return f
}

// open is called when the store is open, before the first write.
func (f *committed) open(s *store.Store) {
	f.store = s
	f.readDue()
}

// follow follows one change.
func (f *committed) follow(b *content.Batch) {
	if len(b.Put[content.Schedules])+len(b.Delete[content.Schedules]) > 0 {
		f.readDue()
	}
	if b.Erasure != nil && f.remove != nil {
		for _, id := range b.Erasure.Files {
			f.remove(id)
		}
	}
	f.search.Committed(b)
	f.cache.Committed(&b.Touched)
	f.mu.Lock()
	defer f.mu.Unlock()
	close(f.bell)
	f.bell = make(chan struct{})
}

// readDue reads the time of the next planned step. If that fails, a step may be due at any
// time.
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

// purgeFeedRead returns when the purge feed was last read, or zero.
func (f *committed) purgeFeedRead() time.Time {
	if at := f.read.Load(); at != 0 {
		return time.Unix(0, at)
	}
	return time.Time{}
}

// next returns a channel that the next change closes.
func (f *committed) next() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.bell
}

// changes implements httpd.Config.Changes.
func (f *committed) changes(ctx context.Context, after content.Revision, limit int) ([]content.Touched, error) {
	for {
		next := f.next() // before the read, so that no change is missed in between
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
