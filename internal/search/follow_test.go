package search

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"github.com/blevesearch/bleve/v2"
	index "github.com/blevesearch/bleve_index_api"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// TestManyReferrers: a change that affects more documents than are read under one snapshot is
// followed in several steps, and counts as followed only with the last one.
func TestManyReferrers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	about := topic("Forebyggelse")
	documents := []content.Document{contenttest.Conference("Fagdag"), about}
	const many = sliceDocuments + 50
	for n := range many {
		s := contenttest.Session("Samtale "+strconv.Itoa(n), "Fagdag", 1)
		s.TopicIDs = []content.ID{about.ID}
		documents = append(documents, s)
	}
	w.publish(documents...)
	count := func(q string) int {
		t.Helper()
		return w.find(content.Anonymous, catalog.SearchQuery{Text: q, First: 1}).TotalCount()
	}
	if n := count("forebyggelse"); n != many+1 {
		t.Errorf("%d documents refer to the topic, want %d", n, many+1)
	}
	about.Name = locale.NewText("da", "Behandling")
	w.publish(about)
	if before, now := count("forebyggelse"), count("behandling"); before != 0 || now != many+1 {
		t.Errorf("%d have the name from before and %d that of now, want 0 and %d", before, now, many+1)
	}
}

// broken is an index with a failing disk.
type broken struct{ wholeIndex }

// wholeIndex is an alias, since an index has a method Index.
type wholeIndex = bleve.Index

var errBroken = errors.New("input/output error")

// Batch implements bleve.Index.
func (broken) Batch(*bleve.Batch) error { return errBroken }

// Advanced implements bleve.Index.
func (broken) Advanced() (index.Index, error) { return nil, errBroken }

// TestBeginningAgain: an unreadable index is an error of searches, and an unwritable one is
// rebuilt, so that nothing is missing.
func TestBeginningAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(topic("Forebyggelse"))
	w.halt()
	damaged := w.index.serving
	for s, whole := range damaged.indexes {
		damaged.indexes[s] = broken{whole}
	}
	view := contenttest.View(t, w.store, content.Anonymous)
	if _, err := w.index.Search(t.Context(), view, catalog.SearchQuery{Text: "forebyggelse", First: 1}); !errors.Is(err, errBroken) {
		t.Errorf("search: %v", err)
	}
	if _, err := w.index.Suggest(t.Context(), view, "fore", 1); !errors.Is(err, errBroken) {
		t.Errorf("suggestions: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	w.index.stop = stop
	w.index.stopped.Go(func() { w.index.follow(ctx) })
	w.publish(topic("Behandling")) // it wakes the follower, also from the pause after an error
	w.index.mu.RLock()
	same := w.index.serving == damaged
	w.index.mu.RUnlock()
	if same {
		t.Error("the index was not rebuilt")
	}
	w.finds("forebyggelse", "forebyggelse")
	w.finds("behandling", "behandling")
}

// TestRebuild: an index that was rebuilt while it was not followed has every document, and
// following continues from there.
func TestRebuild(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(topic("Forebyggelse"), topic("Behandling"))
	w.close()
	n, err := Rebuild(t.Context(), w.dir, Options{}, w.store)
	if err != nil || n != 2 {
		t.Fatalf("%d documents, %v", n, err)
	}
	w.open()
	dir := w.index.serving.dir
	w.publish(topic("Indsats"))
	if w.index.serving.dir != dir {
		t.Error("what was rebuilt is not used")
	}
	w.finds("behandling", "behandling")
	w.finds("indsats", "indsats")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w.close()
	if _, err := Rebuild(ctx, w.dir, Options{}, w.store); err == nil {
		t.Error("an abandoned rebuild continues")
	}
	w.open()
}
