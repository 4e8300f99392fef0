package catalog_test

import (
	"reflect"
	"testing"

	"lectern/content"
	"lectern/content/contenttest"
)

func sameAnswers(t *testing.T, got, want map[string]any) {
	t.Helper()
	for name, w := range want {
		if g, ok := got[name]; !ok || !reflect.DeepEqual(g, w) {
			t.Fatalf("%s: got\n%v\nwant\n%v", name, g, w)
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d answers, want %d", len(got), len(want))
	}
}

// TestOverlayIsTheCommit: an overlay of a batch equals the store after the commit, and so do
// several overlays on top of each other.
func TestOverlayIsTheCommit(t *testing.T) {
	t.Parallel()
	const edits, over = 120, 10
	for seed := range uint64(3) {
		store, e := contenttest.NewMemory(), newEditor(seed)
		made := 0
		var tower content.Snapshot
		for range edits {
			batch := e.next(t, store)
			if batch == nil {
				continue
			}
			if made%over == 0 {
				tower = snapshotOf(t, store)
			}
			one, err := content.Overlay(snapshotOf(t, store), batch)
			if err != nil {
				t.Fatal(err)
			}
			if tower, err = content.Overlay(tower, batch); err != nil {
				t.Fatal(err)
			}
			commitBatch(t, store, batch)
			made++
			want := answersOf(t, snapshotOf(t, store), true)
			sameAnswers(t, answersOf(t, one, true), want)
			if made%over == 0 {
				sameAnswers(t, answersOf(t, tower, true), want)
			}
		}
		if made < edits/6 {
			t.Errorf("only %d of %d edits were made", made, edits)
		}
	}
}

// TestOverlayTakesTheNextChangeOnly: any other is refused.
func TestOverlayTakesTheNextChangeOnly(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, contenttest.Conference("fagdag"))
	o := contenttest.Options()
	o.DryRun = true
	batch, err := content.Edit(t.Context(), store, o, func(tx *content.Transaction) error { return tx.Unpublish(contenttest.ID("conference", "fagdag")) })
	if err != nil {
		t.Fatal(err)
	}
	contenttest.Publish(t, store, contenttest.Conference("anden"))
	if _, err := content.Overlay(snapshotOf(t, store), batch); content.CodeOf(err) != content.CodeBadInput {
		t.Errorf("a change that is not the next: %v", err)
	}
}

// TestOverlayOfAnErasure: the overlay has an erasure's replacements of versions and changes, at
// every revision.
func TestOverlayOfAnErasure(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	id := contenttest.ID("conference", "fagdag")
	contenttest.Publish(t, store, contenttest.Conference("fagdag"))
	contenttest.Publish(t, store, contenttest.Conference("fagdag"))
	base := snapshotOf(t, store)
	sets, err := base.Changes(0, 10)
	if err != nil {
		t.Fatal(err)
	}
	erased := sets[1].Change
	erased.Reason = "(erased)"
	set := content.ChangeSet{Change: content.Change{Revision: 3, Previous: 2}}
	over, err := content.Overlay(base, &content.Batch{ChangeSet: set, Erasure: &content.Erasure{
		Versions: map[content.ID]map[content.Revision][]byte{id: {1: nil, 2: sets[0].Documents[id]}},
		Changes:  []content.Change{erased},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := over.Version(id, 1); !content.IsNotFound(err) {
		t.Errorf("a version that was taken away: %v", err)
	}
	if _, err := over.Version(id, 2); err != nil {
		t.Errorf("a version that was replaced: %v", err)
	}
	if h, err := over.History(id, 0, 10); err != nil || !reflect.DeepEqual(h, []content.Revision{2}) {
		t.Errorf("history: %v, %v", h, err)
	}
	log, err := over.Log(3, 1)
	if err != nil || len(log) != 1 || log[0].Reason != "(erased)" {
		t.Errorf("log: %v, %v", log, err)
	}
	got, err := over.Changes(0, 2)
	if err != nil || len(got[0].Documents) != 0 || string(got[1].Documents[id]) != string(sets[0].Documents[id]) || got[1].Reason != "(erased)" {
		t.Errorf("changes: %v, %v", got, err)
	}
	if again, err := base.Changes(0, 2); err != nil || !reflect.DeepEqual(again, sets[:2]) {
		t.Errorf("the base has changed: %v, %v", again, err)
	}
}
