package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"lectern/content"
)

const (
	// DefaultMaxPast is the default of Options.MaxPast.
	DefaultMaxPast = 200_000

	pastPrefix     = "past-"
	maxPasts       = 2
	pastIdle       = 10 * time.Minute // after which an unused one is removed
	pastSweep      = pastIdle / 10
	pastBuildTime  = 5 * time.Minute
	pastCacheBytes = 8 << 20
)

// Past returns the store as it stood at a revision, for reading only: Write is CodeReadOnly.
// It is built by replaying the log into a separate directory, which takes time. A few are kept
// while they are in use; reads from one that was removed are CodeTimeout: call Past again.
// Content that was erased since is in no past.
//
// If ctx ends before the past is built, the error is CodeTimeout; building goes on for the
// next caller. A future revision is CodeBadInput, a log that is too long to replay is
// CodeTooLarge (Options.MaxPast).
func (s *Store) Past(ctx context.Context, at content.Revision) (content.Store, error) {
	if s.options.ReadOnly {
		return nil, content.Errorf(content.CodeReadOnly, "A store that is open read-only can't build former states.")
	}
	// Without ctx: an ended one still returns a finished past.
	head, err := s.head(context.WithoutCancel(ctx))
	if err != nil {
		return nil, err
	}
	if at > head {
		return nil, content.Errorf(content.CodeBadInput, "Revision %d does not exist yet; the newest is %d.", at, head)
	}
	for {
		kept, building, err := s.pasts.get(at)
		if kept != nil || err != nil {
			return kept, err
		}
		select {
		case <-building.done:
			if building.at == at {
				return building.result()
			}
		case <-ctx.Done():
			return nil, content.Errorf(content.CodeTimeout, "The state at revision %d is being built. Try again in a moment.", at)
		}
	}
}

// pasts are the past stores that a store keeps, and the one that it is building.
type pasts struct {
	of *Store

	mu       sync.Mutex
	kept     []*past // the last used one comes last
	leaving  []*past // removed, but perhaps not completely yet
	building *pastBuild
	tooLarge content.Revision // the first one that is known to be; 0 for none
	closed   bool
	sweeping chan struct{} // closed when the sweeper has ended; nil if it was not started
}

// past is a store at a revision. It implements content.Store.
type past struct {
	at    content.Revision
	store *Store
	pasts *pasts
	gone  chan struct{} // closed when its files are removed

	mu   sync.RWMutex
	away bool
	used time.Time // guarded by pasts.mu
}

// pastBuild is the build of a past store. It continues when its caller leaves.
type pastBuild struct {
	at     content.Revision
	cancel context.CancelFunc
	done   chan struct{}
	past   *past // after done
	err    error // after done
}

func (b *pastBuild) result() (content.Store, error) {
	if b.err != nil {
		return nil, b.err
	}
	return b.past, nil
}

// get returns the past store of a revision if it is kept. Otherwise it returns the current
// build, which may be of another revision: only one is built at a time.
func (p *pasts) get(at content.Revision) (content.Store, *pastBuild, error) {
	p.sweep()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, nil, errReadOnly()
	}
	if i := slices.IndexFunc(p.kept, func(k *past) bool { return k.at == at }); i >= 0 {
		k := p.kept[i]
		k.used = p.of.options.now()
		p.kept = append(slices.Delete(p.kept, i, i+1), k)
		return k, nil, nil
	}
	if p.building != nil {
		return nil, p.building, nil
	}
	if int(at) > p.of.options.MaxPast || p.tooLarge != 0 && at >= p.tooLarge {
		return nil, nil, errPastTooLarge(p.of.options.MaxPast)
	}
	ctx, cancel := context.WithTimeout(context.Background(), pastBuildTime)
	p.building = &pastBuild{at: at, cancel: cancel, done: make(chan struct{})}
	if p.sweeping == nil {
		p.sweeping = make(chan struct{})
		go p.sweeper()
	}
	for len(p.kept) >= maxPasts {
		p.putAway(p.kept[0])
	}
	go p.build(ctx, p.building)
	return nil, p.building, nil
}

func errPastTooLarge(most int) error {
	return content.Errorf(content.CodeTooLarge, "The state at this revision is too large to build: more than %d versions of documents.", most)
}

// build runs a build to its end.
func (p *pasts) build(ctx context.Context, b *pastBuild) {
	defer b.cancel()
	store, err := p.of.replayed(ctx, b.at)
	switch ctx.Err() { // regardless of other errors
	case context.DeadlineExceeded:
		err = content.Errorf(content.CodeTimeout, "The state at revision %d takes too long to build.", b.at)
	case context.Canceled:
		err = content.Errorf(content.CodeTimeout, "The state at revision %d could not be built. Try again.", b.at)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	defer close(b.done)
	p.building = nil
	if content.CodeOf(err) == content.CodeTooLarge && (p.tooLarge == 0 || b.at < p.tooLarge) {
		p.tooLarge = b.at
	}
	if b.err = err; store == nil {
		return
	}
	b.past = &past{at: b.at, store: store, pasts: p, gone: make(chan struct{}), used: p.of.options.now()}
	p.kept = append(p.kept, b.past)
	if err != nil {
		// It was cancelled, perhaps by an erasure, as it became ready.
		p.putAway(b.past)
	}
}

// replayed builds a store as it stood at a revision.
func (s *Store) replayed(ctx context.Context, at content.Revision) (_ *Store, err error) {
	dir, err := os.MkdirTemp(s.dir, fmt.Sprintf("%s%d-", pastPrefix, at))
	if err != nil {
		return nil, fmt.Errorf("store: building a past: %w", err)
	}
	built, err := Open(dir, Options{MaxSnapshotAge: s.options.MaxSnapshotAge, CacheBytes: pastCacheBytes, Log: s.options.Log, noSync: true})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	err = replay(ctx, s, built, at, func(_ content.Revision, versions int) error {
		if versions > s.options.MaxPast {
			return errPastTooLarge(s.options.MaxPast)
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, built.Close(), os.RemoveAll(dir))
	}
	return built, nil
}

// putAway removes a past store from those that are kept, and deletes it in the background,
// when its snapshots are closed. The caller must hold the lock.
func (p *pasts) putAway(k *past) {
	p.kept = slices.DeleteFunc(p.kept, func(other *past) bool { return other == k })
	p.leaving = append(p.leaving, k)
	go func() {
		if err := k.remove(); err != nil {
			p.of.options.Log.Warn("could not remove a past store", "revision", k.at, "cause", err)
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		p.leaving = slices.DeleteFunc(p.leaving, func(other *past) bool { return other == k })
		close(k.gone)
	}()
}

func (k *past) remove() error {
	k.mu.Lock()
	k.away = true
	k.mu.Unlock()
	k.store.quiesce()
	return errors.Join(k.store.Close(), os.RemoveAll(k.store.dir))
}

// sweep removes past stores that have not been used for some time.
func (p *pasts) sweep() {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.of.options.now()
	for _, k := range slices.Clone(p.kept) {
		if now.Sub(k.used) >= pastIdle {
			p.putAway(k)
		}
	}
}

func (p *pasts) sweeper() {
	defer close(p.sweeping)
	ticker := time.NewTicker(pastSweep)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			p.sweep()
		case <-p.of.closing:
			return
		}
	}
}

// drop removes all past stores, and cancels the current build, because an erasure must leave
// no copy. It returns when they are deleted.
func (p *pasts) drop() error {
	p.mu.Lock()
	if b := p.building; b != nil {
		b.cancel()
		p.mu.Unlock()
		<-b.done
		p.mu.Lock()
	}
	for len(p.kept) > 0 {
		p.putAway(p.kept[0])
	}
	leaving := slices.Clone(p.leaving)
	p.mu.Unlock()
	var errs error
	for _, k := range leaving {
		<-k.gone
		if _, err := os.Stat(k.store.dir); !errors.Is(err, os.ErrNotExist) {
			errs = errors.Join(errs, fmt.Errorf("store: the past store %s could not be removed", k.store.dir))
		}
	}
	return errs
}

func (p *pasts) close() error {
	p.mu.Lock()
	p.closed = true
	sweeping := p.sweeping
	p.mu.Unlock()
	if sweeping != nil {
		<-sweeping
	}
	return p.drop()
}

// Snapshot implements content.Store.
func (k *past) Snapshot(ctx context.Context) (content.Snapshot, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.away {
		return nil, content.Errorf(content.CodeTimeout, "The state at revision %d was discarded. Try again.", k.at)
	}
	k.pasts.mu.Lock()
	k.used = k.pasts.of.options.now()
	k.pasts.mu.Unlock()
	return k.store.Snapshot(ctx)
}

// Write implements content.Store: the past can't be changed.
func (k *past) Write(context.Context, func(content.Snapshot) (*content.Batch, error)) error {
	return content.Errorf(content.CodeReadOnly, "A former state can't be changed.")
}
