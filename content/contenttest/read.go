package contenttest

import (
	"bytes"
	"testing"

	"lectern/content"
	"lectern/content/listing"
)

func sessionsOf(conference string) listing.Query {
	n := 10
	return listing.Query{
		Kind: content.KindNamed("session"), Order: "startsAt", First: &n,
		Where: []listing.Condition{{Attribute: "conference", In: []content.Key{content.StringKey(ID("conference", conference))}}},
	}
}

func list[D content.Document](t *testing.T, v *content.View, q listing.Query) *listing.Connection[D] {
	t.Helper()
	page, err := listing.Read[D](v, q)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func snapshot(t *testing.T, store content.Store) content.Snapshot {
	t.Helper()
	snap, err := store.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = snap.Close() })
	return snap
}

// dump returns the whole content of a store.
func dump(t *testing.T, store content.Store) (all []any) {
	t.Helper()
	snap := snapshot(t, store)
	all = append(all, snap.Revision())
	for space := range content.Spaces {
		keys, err := snap.Scan(nil, space, "", "", false, 1_000_000)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, keys)
	}
	sets, err := snap.Changes(0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range sets {
		for _, e := range set.Entries {
			state, err := snap.State(e.ID)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, e, state, string(bytes.TrimSpace(set.Documents[e.ID])))
		}
	}
	return all
}
