package catalog_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
)

// watched is a store that records what the last write touched.
type watched struct {
	content.Store
	batch *content.Batch
}

func (w *watched) Write(ctx context.Context, prepare func(content.Snapshot) (*content.Batch, error)) error {
	return w.Store.Write(ctx, func(s content.Snapshot) (*content.Batch, error) {
		batch, err := prepare(s)
		if batch != nil {
			w.batch = batch
		}
		return batch, err
	})
}

// TestSyncPlaces: after random edits each document that was ever public has one place, the keys
// that a change touched are those that were added and removed, and the log gives the same keys
// and places afterwards.
func TestSyncPlaces(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			store, world := &watched{Store: contenttest.NewMemory()}, contenttest.NewWorld(seed)
			places := func(s content.Snapshot) []string {
				keys, err := s.Scan(nil, content.Sync, "", "", false, 1<<20)
				if err != nil {
					t.Fatal(err)
				}
				return keys
			}
			was, moves := []string{}, 0
			for range 500 {
				before := snapshotOf(t, store).Revision()
				if err := world.Edit(t.Context(), store); err != nil {
					t.Fatal(err)
				}
				s := snapshotOf(t, store)
				is := places(s)
				if s.Revision() != before+1 || store.batch.Touched.Everything {
					was = is
					continue
				}
				touched := slices.Sorted(slices.Values(store.batch.Touched.Keys[content.Sync]))
				if want := symmetric(was, is); !slices.Equal(touched, want) {
					t.Fatalf("change %d touched %q, and %q came or went", s.Revision(), touched, want)
				}
				again, err := content.TouchedSince(s, before, 1)
				if err != nil || !slices.Equal(slices.Sorted(slices.Values(again[0].Keys[content.Sync])), touched) {
					t.Fatalf("change %d: the log says %v, %v; it touched %q", s.Revision(), again, err, touched)
				}
				moves += len(touched) - len(store.batch.Touched.Documents)
				was = is
			}
			s := snapshotOf(t, store)
			seen := map[content.ID]bool{}
			for _, key := range places(s) {
				id := content.KeyID(key)
				if state, err := s.State(id); err != nil || state.Seen == 0 || seen[id] {
					t.Errorf("%q: %+v, %v", key, state, err)
				}
				seen[id] = true
			}
			sets, err := s.Changes(0, 1<<20)
			if err != nil {
				t.Fatal(err)
			}
			replayed := contenttest.NewMemory()
			replayAll(t, replayed, sets)
			if got := places(snapshotOf(t, replayed)); !reflect.DeepEqual(got, places(s)) {
				t.Error("the log leads to other places")
			}
			if len(seen) < 20 || moves < 50 {
				t.Errorf("only %d documents, %d moves of referrers: the test looks at nothing", len(seen), moves)
			}
		})
	}
}

// symmetric returns the keys that are in only one list.
func symmetric(a, b []string) (keys []string) {
	for _, lists := range [][2][]string{{a, b}, {b, a}} {
		for _, key := range lists[0] {
			if !slices.Contains(lists[1], key) {
				keys = append(keys, key)
			}
		}
	}
	slices.Sort(keys)
	return keys
}

// TestErasedAndNeverPublic: a person who was never public leaves no tombstone.
func TestErasedAndNeverPublic(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	contenttest.Save(t, store, contenttest.Speaker("anna"))
	contenttest.Publish(t, store, contenttest.Speaker("bo"))
	before, err := listing.ReadSync(contenttest.View(t, store, content.Anonymous), listing.SyncQuery{First: 10})
	if err != nil || len(before.Entries) != 1 {
		t.Fatalf("%+v, %v", before, err)
	}
	for _, name := range []string{"anna", "bo"} {
		if _, err := catalog.ErasePerson(t.Context(), store, eraserOptions(), contenttest.ID("speaker", name)); err != nil {
			t.Fatal(err)
		}
	}
	page, err := listing.ReadSync(contenttest.View(t, store, content.Anonymous), listing.SyncQuery{First: 10, After: &before.Cursor})
	if err != nil || len(page.Entries) != 1 || page.Entries[0].Tombstone == nil || page.Entries[0].Tombstone.DocumentID != contenttest.ID("speaker", "bo") {
		t.Errorf("%+v, %v", page, err)
	}
}

// TestSyncReadsNoMoreThanItsPage: the cost of a page is proportional to its content, wherever
// it is.
func TestSyncReadsNoMoreThanItsPage(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	var documents []content.Document
	for i := range 400 {
		documents = append(documents, contenttest.Speaker(fmt.Sprint("sp", i)))
	}
	contenttest.Publish(t, store, documents...)
	var after *string
	for n := 0; ; n++ {
		view := contenttest.View(t, store, content.Anonymous)
		page, err := listing.ReadSync(view, listing.SyncQuery{First: 50, After: after})
		if err != nil {
			t.Fatal(err)
		}
		entries := 51
		if after == nil {
			entries++ // the start of the sync
		}
		if reads := view.Reads(); len(reads.Documents) > 50 || reads.Entries > entries {
			t.Errorf("page %d read %d documents and %d entries", n, len(reads.Documents), reads.Entries)
		}
		if page.Complete {
			if n != 7 {
				t.Errorf("%d pages of 50", n+1)
			}
			return
		}
		after = &page.Cursor
	}
}

// TestSyncAnswersDependOnWhatTheyRead: while changes touch nothing in the read set of a page,
// the page is the same; edits of drafts touch no page.
func TestSyncAnswersDependOnWhatTheyRead(t *testing.T) {
	t.Parallel()
	store, world := &watched{Store: contenttest.NewMemory()}, contenttest.NewWorld(5)
	for range 100 {
		if err := world.Edit(t.Context(), store); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(after *string) (string, content.Reads, string) {
		view := contenttest.View(t, store, content.Anonymous)
		page, err := listing.ReadSync(view, listing.SyncQuery{First: 8, After: after})
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprint(page.Complete, page.Cursor)
		for _, e := range page.Entries {
			text += fmt.Sprintf("\n%d %+v %+v", e.Revision, e.Document, e.Tombstone)
		}
		return text, view.Reads(), page.Cursor
	}
	kept, dropped, changed := 0, 0, 0
	var after *string
	for range 450 {
		was, reads, cursor := ask(after)
		before := snapshotOf(t, store).Revision()
		store.batch = nil
		if err := world.Edit(t.Context(), store); err != nil {
			t.Fatal(err)
		}
		is, _, _ := ask(after)
		if head := snapshotOf(t, store).Revision(); head > before+1 || store.batch == nil || store.batch.Touched.Everything {
			after = nil
			continue
		}
		touched := false
		for _, span := range reads.Spans {
			touched = touched || slices.ContainsFunc(store.batch.Touched.Keys[span.Space], span.Has)
		}
		for _, id := range store.batch.Touched.Documents {
			touched = touched || slices.Contains(reads.Documents, id)
		}
		switch {
		case !touched && was != is:
			t.Fatalf("change %d touched nothing of the page, which was\n%s\nand is\n%s", store.batch.Revision, was, is)
		case !touched:
			kept++
		case was == is:
			dropped++
		default:
			changed++
		}
		after = &cursor
		if world.IntN(6) == 0 {
			after = nil
		}
	}
	t.Logf("a change left %d pages, changed %d, and touched %d that stayed the same", kept, changed, dropped)
	if kept < 30 || changed < 20 || dropped > changed {
		t.Error("the test has not looked at enough, or too much is touched")
	}
}
