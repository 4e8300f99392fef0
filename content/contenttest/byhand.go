package contenttest

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"lectern/content"
)

// Rewrite writes a version of a document with a replaced text, bypassing the rules: for
// documents that are older than a rule.
func Rewrite(t testing.TB, store content.Store, id content.ID, text, by string) {
	t.Helper()
	rewrite(t, store, map[content.ID]func(*content.State){id: func(*content.State) {}}, func(version []byte) []byte {
		written, err := json.Marshal(by)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.ReplaceAll(version, []byte(`"`+text+`"`), written)
	})
}

// Touch writes a change that alters the state of a document, and its current version again,
// bypassing the rules: for states that no edit causes, or only on another day.
func Touch(t testing.TB, store content.Store, id content.ID, alter func(*content.State)) {
	t.Helper()
	TouchAll(t, store, map[content.ID]func(*content.State){id: alter})
}

// TouchAll is Touch for several documents in one change.
func TouchAll(t testing.TB, store content.Store, all map[content.ID]func(*content.State)) {
	t.Helper()
	rewrite(t, store, all, func(version []byte) []byte { return version })
}

func rewrite(t testing.TB, store content.Store, all map[content.ID]func(*content.State), alter func([]byte) []byte) {
	t.Helper()
	write(t, store, func(base content.Snapshot) (*content.Batch, error) {
		set := nextAfter(base)
		set.Documents = map[content.ID][]byte{}
		for _, id := range slices.Sorted(maps.Keys(all)) {
			state, err := base.State(id)
			if err != nil {
				return nil, err
			}
			former, err := base.Changes(state.Working()-1, 1)
			if err != nil {
				return nil, err
			}
			if state.Draft != 0 {
				state.Draft = set.Revision
			} else {
				state.Published = set.Revision
			}
			all[id](&state)
			set.Entries = append(set.Entries, content.Entry{ID: id, Actions: []content.Action{content.Update}, State: state})
			set.Documents[id] = alter(former[0].Documents[id])
		}
		return content.Replay(base, set)
	})
}

// Erase erases a document, bypassing the rules: it is removed from the log, and a text in other
// versions and in the reasons of changes is replaced by x's. That text must not be indexed.
func Erase(t testing.TB, store content.Store, id content.ID, text string) {
	t.Helper()
	write(t, store, func(base content.Snapshot) (*content.Batch, error) { return Erasing(base, id, text) })
}

// Erasing returns the batch of Erase.
func Erasing(base content.Snapshot, id content.ID, text string) (*content.Batch, error) {
	sets, err := base.Changes(0, 1<<30)
	if err != nil {
		return nil, err
	}
	state, err := base.State(id)
	if err != nil {
		return nil, err
	}
	instead := strings.Repeat("x", len(text))
	erasure := &content.Erasure{Versions: map[content.ID]map[content.Revision][]byte{}}
	version := func(id content.ID, r content.Revision, b []byte) {
		if erasure.Versions[id] == nil {
			erasure.Versions[id] = map[content.Revision][]byte{}
		}
		erasure.Versions[id][r] = b
	}
	left := content.State{Created: state.Created, Erased: true}
	for _, set := range sets {
		change := set.Change
		change.Reason = strings.ReplaceAll(change.Reason, text, instead)
		changed := change.Reason != set.Reason
		change.Entries = nil
		for _, e := range set.Entries {
			b := set.Documents[e.ID]
			switch {
			case e.ID == id:
				e.State = left
				changed = true
				version(id, set.Revision, nil)
			case bytes.Contains(b, []byte(text)):
				version(e.ID, set.Revision, bytes.ReplaceAll(b, []byte(text), []byte(instead)))
			}
			change.Entries = append(change.Entries, e)
		}
		if changed {
			erasure.Changes = append(erasure.Changes, change)
		}
	}
	set := nextAfter(base)
	set.Entries = []content.Entry{{ID: id, Actions: []content.Action{content.Erase}, State: left}}
	batch, err := content.Replay(base, set)
	if err != nil {
		return nil, err
	}
	batch.Erasure = erasure
	return batch, nil
}

func nextAfter(base content.Snapshot) content.ChangeSet {
	r := base.Revision()
	return content.ChangeSet{Change: content.Change{Revision: r + 1, Previous: r, Time: Epoch.UTC(), Actor: Publisher}}
}

func write(t testing.TB, store content.Store, prepare func(content.Snapshot) (*content.Batch, error)) {
	t.Helper()
	if err := store.Write(context.Background(), prepare); err != nil {
		t.Fatalf("write: %v", err)
	}
}

// Dump returns the whole content of a store, for comparing. It keeps no snapshot open.
func Dump(t *testing.T, store content.Store) (all []any) {
	t.Helper()
	t.Run("dump", func(t *testing.T) { all = dump(t, store) })
	return all
}
