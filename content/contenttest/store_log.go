package contenttest

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/schedule"
)

func testLog(t *testing.T, open opener) {
	store := open(t)
	if changes, err := snapshot(t, store).Log(0, 10); len(changes) != 0 || err != nil {
		t.Errorf("the log of an empty store: %v, %v", changes, err)
	}
	var want []content.Change // the newest first
	for i := range 7 {
		want = slices.Insert(want, 0, *Publish(t, store, Speaker(fmt.Sprint("nr ", i)), Speaker("always")))
	}
	snap := snapshot(t, store)
	Publish(t, store, Speaker("later")) // after that snapshot
	for before := content.Revision(0); before <= 9; before++ {
		for _, limit := range []int{0, 1, 3, 100} {
			from := 0
			if before > 0 {
				from = max(0, len(want)-int(before)+1)
			}
			page := want[from:min(len(want), from+limit)]
			got, err := snap.Log(before, limit)
			if err != nil || len(got) != len(page) || len(page) > 0 && !reflect.DeepEqual(got, page) {
				t.Errorf("%d before %d: %v, %v; want %v", limit, before, got, err, page)
			}
		}
	}
}

func testHistory(t *testing.T, open opener) {
	store := open(t)
	anna, bo := ID("speaker", "anna"), ID("speaker", "bo")
	want := map[content.ID][]content.Revision{}
	for i := range content.Revision(12) {
		switch {
		case i%3 == 0:
			Publish(t, store, Speaker("anna"), Speaker("bo"))
			want[anna], want[bo] = append(want[anna], i+1), append(want[bo], i+1)
		case i%3 == 1:
			Save(t, store, Speaker("bo"))
			want[bo] = append(want[bo], i+1)
		default:
			Publish(t, store, Conference("fagdag"))
		}
	}
	snap := snapshot(t, store)
	Publish(t, store, Speaker("anna"))
	for id, revisions := range want {
		slices.Reverse(revisions)
		for before := content.Revision(0); before <= 14; before++ {
			earlier := slices.DeleteFunc(slices.Clone(revisions), func(r content.Revision) bool { return before != 0 && r >= before })
			for _, limit := range []int{0, 1, 2, 100} {
				got, err := snap.History(id, before, limit)
				if err != nil || !slices.Equal(got, earlier[:min(limit, len(earlier))]) {
					t.Errorf("%d of %s before %d: %v, %v; want %v", limit, id, before, got, err, earlier)
				}
			}
		}
		// All ids have the same length; yet a store distinguishes ids that are prefixes of
		// others.
		for _, near := range []content.ID{id[:len(id)-1], id + "0", id + "\x00", id[:len(id)-1] + "\x00", ""} {
			if got, err := snap.History(near, 0, 10); len(got) != 0 || err != nil {
				t.Errorf("history of %q, which is none: %v, %v", near, got, err)
			}
		}
	}
}

func testSchedules(t *testing.T, open opener) {
	store := open(t)
	Save(t, store, Conference("fagdag"), Conference("anden"), Conference("tredje"))
	plan := func(name string, days int) {
		t.Helper()
		Edit(t, store, func(tx *content.Transaction) error {
			return schedule.Publish(tx, ID("conference", name), Epoch.AddDate(0, 0, days))
		})
	}
	scheduled := func(want ...string) {
		t.Helper()
		keys, err := snapshot(t, store).Scan(nil, content.Schedules, "", "", false, 100)
		var got []content.ID
		for _, key := range keys {
			got = append(got, content.KeyID(key))
		}
		var ids []content.ID
		for _, name := range want {
			ids = append(ids, ID("conference", name))
		}
		if err != nil || !slices.Equal(got, ids) {
			t.Errorf("due, in order: %q, %v; want %q", got, err, ids)
		}
	}
	scheduled()
	plan("fagdag", 3)
	plan("anden", 2)
	scheduled("anden", "fagdag")
	plan("tredje", 1)
	plan("anden", 4) // moved
	scheduled("tredje", "fagdag", "anden")
	Edit(t, store, func(tx *content.Transaction) error { return schedule.Cancel(tx, ID("conference", "fagdag")) })
	scheduled("tredje", "anden")
	if n, err := snapshot(t, store).Count(content.Schedules, ""); n != 0 || err != nil {
		t.Errorf("what is due is counted: %d, %v", n, err)
	}
}

// testStates checks that states survive the cache and a replay.
func testStates(t *testing.T, open opener) {
	store, other := open(t), open(t)
	Publish(t, store, Conference("fagdag"), Speaker("anna"))
	id := ID("speaker", "anna")
	steps := []content.Step{{At: Epoch.UTC().Add(time.Hour), Action: content.Unpublish, Actor: Publisher, Reason: "Says so.", Missed: true}}
	hidden := []content.Hiding{{For: id, Why: content.HiddenByEditor}}
	Touch(t, store, id, func(s *content.State) {
		s.Steps, s.Hidden, s.Refused = steps, hidden, []content.ConsentTo{content.ConsentToPhoto}
	})
	want := content.State{Created: 1, Published: 2, Seen: 2, Turned: 2, Steps: steps, Hidden: hidden, Refused: []content.ConsentTo{content.ConsentToPhoto}}
	for range 2 {
		if state, err := snapshot(t, store).State(id); err != nil || !reflect.DeepEqual(state, want) {
			t.Errorf("the state: %+v, %v; want %+v", state, err, want)
		}
	}
	if _, err := View(t, store, content.Anonymous).Get(id); !content.IsNotFound(err) {
		t.Errorf("what is hidden, for readers: %v", err)
	}
	Touch(t, store, id, func(s *content.State) { s.Hidden, s.Steps = nil, nil })
	if _, err := View(t, store, content.Anonymous).Get(id); err != nil {
		t.Errorf("what is shown again: %v", err)
	}
	copyLog(t, store, other)
}

// copyLog replays the log of a store in another one, and compares the two.
func copyLog(t *testing.T, store, other content.Store) {
	t.Helper()
	sets, err := snapshot(t, store).Changes(0, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range sets {
		write(t, other, func(base content.Snapshot) (*content.Batch, error) { return content.Replay(base, set) })
	}
	if !reflect.DeepEqual(dump(t, store), dump(t, other)) {
		t.Error("the replayed store differs")
	}
}
