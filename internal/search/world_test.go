package search

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// world is a store with an index that follows it.
type world struct {
	*testing.T
	store content.Store
	index *Index
	dir   string
}

// told is a store that notifies an index of its changes, as the real one does.
type told struct {
	content.Store
	index func() *Index
}

// Write implements content.Store.
func (s told) Write(ctx context.Context, prepare func(content.Snapshot) (*content.Batch, error)) error {
	var batch *content.Batch
	err := s.Store.Write(ctx, func(base content.Snapshot) (_ *content.Batch, err error) {
		batch, err = prepare(base)
		return batch, err
	})
	if err == nil && batch != nil {
		s.index().Committed(batch)
	}
	return err
}

func newWorld(t *testing.T) *world {
	w := &world{T: t, dir: t.TempDir()}
	w.store = told{contenttest.NewMemory(), func() *Index { return w.index }}
	w.open()
	t.Cleanup(func() { w.close() })
	return w
}

func (w *world) open() {
	w.Helper()
	x, err := New(w.dir, Options{})
	if err != nil {
		w.Fatal(err)
	}
	w.index = x
	if err := x.Follow(w.Context(), w.store, nil); err != nil {
		w.Fatal(err)
	}
}

func (w *world) close() {
	w.Helper()
	if err := w.index.Close(); err != nil {
		w.Error(err)
	}
}

// publish publishes documents and waits until search has indexed them.
func (w *world) publish(documents ...content.Document) {
	w.Helper()
	contenttest.Publish(w, w.store, documents...)
	w.wait()
}

// wait waits until the index has caught up, and no other is being built.
func (w *world) wait() {
	w.Helper()
	snapshot, err := w.store.Snapshot(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	defer snapshot.Close()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(time.Millisecond) {
		w.index.mu.RLock()
		g := w.index.serving
		done := g != nil && g.place() == snapshot.Revision() && !g.state.Scrub
		w.index.mu.RUnlock()
		if done && len(w.index.generations()) == 1 {
			return
		}
		if time.Now().After(deadline) {
			w.Fatalf("the index is at %d, the store at %d", w.index.Revision(), snapshot.Revision())
		}
	}
}

// search finds documents for a reader, and returns their slugs in order.
func (w *world) search(q string, languages ...locale.Language) []string {
	w.Helper()
	return slugs(w.find(content.Anonymous, catalog.SearchQuery{Text: q, First: 50}, languages...))
}

func slugs(c *catalog.SearchConnection) []string {
	found := []string{}
	for _, n := range c.Nodes() {
		found = append(found, n.Base().Slug)
	}
	return found
}

func (w *world) find(actor content.Actor, q catalog.SearchQuery, languages ...locale.Language) *catalog.SearchConnection {
	w.Helper()
	found, err := w.index.Search(w.Context(), contenttest.View(w, w.store, actor, languages...), q)
	if err != nil {
		w.Fatalf("search for %q: %v", q.Text, err)
	}
	return found
}

// finds expects documents, in any order.
func (w *world) finds(q string, want ...string) {
	w.Helper()
	got := w.search(q)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		w.Errorf("%q finds %q, want %q", q, got, want)
	}
}

// ranks expects documents, the best first.
func (w *world) ranks(q string, want ...string) {
	w.Helper()
	if got := w.search(q); !slices.Equal(got, want) {
		w.Errorf("%q finds %q, want %q", q, got, want)
	}
}

// topic returns a topic with a name in Danish.
func topic(name string, more ...string) *catalog.Topic {
	return &catalog.Topic{Meta: contenttest.Meta("topic", name), Name: locale.NewText("da", name), Description: locale.NewText("da", strings.Join(more, " "))}
}
