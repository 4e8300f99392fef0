package search

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"sync"
	"time"

	"lectern/content"
)

const (
	// FolderName is the folder of the index, in the directory of the store.
	FolderName = "search"
	// rest is the pause after an error.
	rest = 5 * time.Second
	// maxPending is the maximum number of documents that queries exclude because the index
	// does not have their current form. Beyond it, queries find nothing: privacy takes
	// precedence over availability.
	maxPending = 5000
	// maxBehind is the maximum number of changes that an index catches up with; beyond it, it
	// is rebuilt.
	maxBehind = 20_000
)

// Options configure an index.
type Options struct {
	Log *slog.Logger // nil means no log
	// WordList is a file of Danish words, one per line, for splitting compounds.
	WordList string
}

// Index is a full text index of a store.
type Index struct {
	dir        string
	log        *slog.Logger
	vocabulary *vocabulary
	store      content.Store
	site       *content.Site
	wake       chan struct{}

	building *generation // of the follower: replaces serving when it is complete

	mu        sync.RWMutex
	serving   *generation
	pending   map[content.ID]content.Revision // documents that are not in it in their current form
	thesaurus *thesaurus
	stop      context.CancelFunc
	stopped   sync.WaitGroup
}

// New returns an index in a directory. It does nothing there before Follow, so that the holder
// of the store's lock also has the index.
func New(dir string, o Options) (*Index, error) {
	list, err := wordList(o.WordList)
	if err != nil {
		return nil, err
	}
	return &Index{
		dir: dir, log: cmp.Or(o.Log, slog.New(slog.DiscardHandler)), vocabulary: newVocabulary(list),
		wake: make(chan struct{}, 1), pending: map[content.ID]content.Revision{}, thesaurus: &thesaurus{},
	}, nil
}

func wordList(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("search: the word list: %w", err)
	}
	return string(b), nil
}

// Committed must be called with each change before it is acknowledged (store.Options): from
// then on, the documents of the change are not found until the index has them.
func (x *Index) Committed(b *content.Batch) {
	x.mu.Lock()
	for _, e := range b.Entries {
		x.pending[e.ID] = b.Revision
	}
	x.mu.Unlock()
	select {
	case x.wake <- struct{}{}:
	default:
	}
}

// Follow opens the index, or begins one, and follows a store until Close. A damaged index is
// rebuilt. Documents that changed while nothing followed the log are excluded from results at
// once, and indexed in the background. The site is that of the searched views, so that both
// share prepared documents; it may be nil.
func (x *Index) Follow(ctx context.Context, store content.Store, site *content.Site) error {
	x.store, x.site = store, site
	if err := os.MkdirAll(x.dir, 0o700); err != nil {
		return fmt.Errorf("search: %w", err)
	}
	x.openNewest()
	if err := x.begunBehind(ctx); err != nil {
		return err
	}
	if x.serving == nil {
		g, err := x.begin()
		if err != nil {
			return err
		}
		x.mu.Lock()
		x.serving = g
		x.mu.Unlock()
	}
	ctx, x.stop = context.WithCancel(context.WithoutCancel(ctx))
	x.stopped.Go(func() { x.follow(ctx) })
	return nil
}

// begunBehind records which documents the index does not have in their current form.
func (x *Index) begunBehind(ctx context.Context) error {
	snapshot, err := x.store.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	at := time.Time{}
	if x.serving != nil {
		if at, err = timeOf(snapshot, x.serving.state.Place); err != nil {
			return err
		}
	}
	if g := x.serving; g != nil && (!at.Equal(g.state.At) || snapshot.Revision()-g.state.Place > maxBehind) {
		x.log.Info("rebuilding the search index", "reason", "it belongs to another store, or is far behind")
		x.serving = nil
		if err := g.remove(); err != nil {
			return err
		}
	}
	if x.serving == nil {
		return nil // nothing can be found that is not current
	}
	for place := x.serving.state.Place; ; {
		changes, err := snapshot.Changes(place, changesAtOnce)
		if err != nil || len(changes) == 0 {
			return err
		}
		for i := range changes {
			place = changes[i].Revision
			for _, e := range changes[i].Entries {
				x.pending[e.ID] = place
			}
		}
	}
}

// resume loads the in-memory data from an opened index and the topics.
func (x *Index) resume(ctx context.Context) error {
	v, err := x.openViews(ctx)
	if err != nil {
		return err
	}
	defer v.close()
	if err := errors.Join(x.loadThesaurus(v), x.readVocabulary()); err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.serving.unread = false
	return nil
}

// readVocabulary reads the words of the corpus from the index.
func (x *Index) readVocabulary() (err error) {
	for _, index := range x.serving.indexes {
		for _, field := range textFields() {
			dict, err := index.FieldDict(field)
			if err != nil {
				return err
			}
			var some []string
			for {
				entry, err := dict.Next()
				if err != nil {
					return errors.Join(err, dict.Close())
				}
				if entry == nil {
					break
				}
				some = append(some, entry.Term)
			}
			x.vocabulary.entries(some, nil)
			if err := dict.Close(); err != nil {
				return err
			}
		}
	}
	x.vocabulary.compose(nil, true)
	return nil
}

// follow keeps the index up to date until ctx is done.
func (x *Index) follow(ctx context.Context) {
	for ctx.Err() == nil {
		begin := time.Now()
		idle, err := x.round(ctx)
		more := x.giveWay(ctx, time.Since(begin))
		var pause <-chan time.Time
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			x.log.Error("the search index can't be updated; retrying", "error", err)
			pause = time.After(rest)
			x.restart(err)
		case !idle || more:
			continue
		}
		select {
		case <-ctx.Done():
		case <-pause:
		case <-x.wake:
			x.gatherMore(ctx)
		}
	}
}

const (
	// gathering is how long changes are collected before they are indexed together: each time
	// syncs to the disk that the store writes to. It is a part of the second within which
	// published content can be found.
	gathering = 250 * time.Millisecond
	// gatheringMany is the additional time for more than fewChanges.
	gatheringMany = 300 * time.Millisecond
	fewChanges    = 20
)

func (x *Index) gatherMore(ctx context.Context) {
	sleep(ctx, gathering)
	x.mu.RLock()
	many := len(x.pending) > fewChanges
	x.mu.RUnlock()
	if many {
		sleep(ctx, gatheringMany)
	}
}

const (
	// longRound is the duration of a round with many documents.
	longRound = 100 * time.Millisecond
	// longestRest is the maximum pause after one.
	longestRest = time.Second
)

// giveWay pauses after a long round, for longer than it took, if there were changes meanwhile,
// and reports whether there were: reads and writes take precedence over indexing bulk changes.
func (x *Index) giveWay(ctx context.Context, took time.Duration) (more bool) {
	if took < longRound {
		return false
	}
	select {
	case <-x.wake:
	default:
		return false
	}
	const longer = 2
	sleep(ctx, min(longer*took, longestRest))
	return true
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// round does a step of the serving generation, and of the one that is being built.
func (x *Index) round(ctx context.Context) (idle bool, err error) {
	if x.serving.unread {
		return false, x.resume(ctx)
	}
	if idle, err = x.step(ctx, x.serving); err != nil {
		return false, err
	}
	if idle && !x.serving.counted {
		if err := x.count(ctx, x.serving); err != nil {
			return false, err
		}
	}
	if idle {
		for s := range spaces {
			if err := x.serving.target(s).fill(); err != nil {
				return false, err
			}
		}
	}
	if x.serving.walk == nil && x.serving.state.Scrub && idle && x.building == nil {
		if x.building, err = x.begin(); err != nil {
			return false, err
		}
	}
	if x.building == nil {
		return idle, nil
	}
	if _, err = x.step(ctx, x.building); err != nil {
		return false, err
	}
	switch {
	case x.building.state.Scrub: // somebody was erased meanwhile: once more
		x.discard(x.building)
		x.building = nil
	case x.building.walk == nil && x.building.state.Place >= x.serving.state.Place:
		x.replace()
	}
	return false, err
}

// setState publishes the progress of a generation, once it is on disk.
func (x *Index) setState(g *generation, s state) {
	x.mu.Lock()
	defer x.mu.Unlock()
	g.state = s
	if g == x.serving {
		maps.DeleteFunc(x.pending, func(_ content.ID, r content.Revision) bool { return r <= s.Place })
	}
}

// Revision returns the change up to which everything can be found.
func (x *Index) Revision() content.Revision {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.serving == nil {
		return 0
	}
	return x.serving.place()
}

// Close stops following and closes the files.
func (x *Index) Close() (err error) {
	if x.stop != nil {
		x.stop()
		x.stopped.Wait()
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, g := range []*generation{x.serving, x.building} {
		if g != nil {
			err = errors.Join(err, g.close())
		}
	}
	x.serving, x.building = nil, nil
	return err
}
