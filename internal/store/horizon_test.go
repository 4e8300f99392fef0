package store

import (
	"encoding/json"
	"errors"
	"log/slog"
	"reflect"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"lectern/content"
	"lectern/content/contenttest"
	"lectern/content/listing"
)

// TestSyncHorizon: what has been gone for longer than the horizon is forgotten at open, the
// store reports the horizon, and a rebuild does not bring it back.
func TestSyncHorizon(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	quiet := Options{Log: slog.New(slog.DiscardHandler)}
	s, err := Open(dir, quiet)
	if err != nil {
		t.Fatal(err)
	}
	at := func(days int, fn func(*content.Transaction) error) {
		t.Helper()
		o := contenttest.Options()
		o.Now = contenttest.Epoch.AddDate(0, 0, days)
		if _, err := content.Edit(t.Context(), s, o, fn); err != nil {
			t.Fatal(err)
		}
	}
	contenttest.Publish(t, s, contenttest.Speaker("anna"), contenttest.Speaker("bo"), contenttest.Speaker("carl"), contenttest.Speaker("dorte"))
	unpublish := func(name string) func(*content.Transaction) error {
		return func(tx *content.Transaction) error { return tx.Unpublish(contenttest.ID("speaker", name)) }
	}
	at(1, unpublish("anna"))
	at(2, unpublish("bo"))
	at(30, unpublish("carl"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	look := func(when string, o Options, entries int, horizon content.Revision) {
		t.Helper()
		o.Log = quiet.Log
		s, err := Open(dir, o)
		if err != nil {
			t.Fatal(err)
		}
		snap, err := s.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		keys, err := snap.Scan(nil, content.Sync, "", "", false, 100)
		if err != nil || len(keys) != entries || snap.Origin().Horizon != horizon || snap.Origin().Store == "" {
			t.Errorf("%s: %d entries, %+v, %v; want %d, %d", when, len(keys), snap.Origin(), err, entries, horizon)
		}
		if err := snap.Close(); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		verified(t, dir)
	}
	now := func() time.Time { return contenttest.Epoch.AddDate(0, 0, 31) }
	look("without a horizon", Options{}, 4, 0)
	look("with a long one", Options{SyncHorizon: 40 * 24 * time.Hour, now: now}, 4, 0)
	look("with a short one", Options{SyncHorizon: 10 * 24 * time.Hour, now: now}, 2, 3)
	look("again", Options{SyncHorizon: 10 * 24 * time.Hour, now: now}, 2, 3)
	look("with a longer one", Options{SyncHorizon: 40 * 24 * time.Hour, now: now}, 2, 3)
	if err := Rebuild(t.Context(), dir, func(content.Revision, content.Revision) {}); err != nil {
		t.Fatal(err)
	}
	look("rebuilt", Options{}, 2, 3)
	// A person who comes back is in the sync again.
	s = openDir(t, dir, quiet)
	contenttest.Publish(t, s, contenttest.Speaker("anna"))
	page, err := listing.ReadSync(contenttest.View(t, s, content.Anonymous), listing.SyncQuery{First: 10})
	if err != nil || len(page.Entries) != 2 || page.Entries[1].Document == nil || page.Entries[1].Document.Base().ID != contenttest.ID("speaker", "anna") {
		t.Errorf("%+v, %v", page, err)
	}
}

// TestMigrationDecidesAsTheChangesDo: a migrated file of format 2 equals one that was always of
// this format.
func TestMigrationDecidesAsTheChangesDo(t *testing.T) {
	t.Parallel()
	o := Options{Log: slog.New(slog.DiscardHandler)}
	dir, s := withoutErasure(t, o)
	want := everyRecord(t, s)
	err := s.db.Update(func(tx *bbolt.Tx) error {
		if err := errors.Join(tx.DeleteBucket(bucketSpaces[content.Sync]), tx.DeleteBucket(bucketSpaces[content.Outcomes])); err != nil {
			return err
		}
		forget := func(state *content.State) { state.Seen, state.Turned = 0, 0 }
		states := map[string]content.State{}
		if err := tx.Bucket(bucketCurrent).ForEach(func(key, sealed []byte) error {
			var state content.State
			err := decodeJSON("current", key, sealed, &state)
			forget(&state)
			states[string(key)] = state
			return err
		}); err != nil {
			return err
		}
		for id, state := range states {
			if err := putJSON(tx, bucketCurrent, []byte(id), state); err != nil {
				return err
			}
		}
		changes := map[string]content.Change{}
		if err := tx.Bucket(bucketChanges).ForEach(func(key, sealed []byte) error {
			var change content.Change
			err := decodeJSON("changes", key, sealed, &change)
			for i := range change.Entries {
				forget(&change.Entries[i].State)
			}
			changes[string(key)] = change
			return err
		}); err != nil {
			return err
		}
		for key, change := range changes {
			if err := putJSON(tx, bucketChanges, []byte(key), change); err != nil {
				return err
			}
		}
		if err := tx.Bucket(bucketMeta).Delete(keyIndexes); err != nil { // that format had other indexes
			return err
		}
		return tx.Bucket(bucketMeta).Put(keyFormat, seal(keyFormat, number(2)))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	verified(t, dir)
	migrated := everyRecord(t, openDir(t, dir, o))
	if !reflect.DeepEqual(migrated, want) {
		t.Error("the migrated file differs")
	}
}

// withoutErasure returns a store after some hundred random edits without erasures: a file of
// format 2 does not have whether erased people were public.
func withoutErasure(t *testing.T, o Options) (dir string, s *Store) {
	t.Helper()
	for seed := range uint64(100) {
		dir = t.TempDir()
		s, err := Open(dir, o)
		if err != nil {
			t.Fatal(err)
		}
		world := contenttest.NewWorld(seed)
		for range 200 {
			if err := world.Edit(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}
		erased := false
		err = s.db.View(func(tx *bbolt.Tx) error {
			return tx.Bucket(bucketCurrent).ForEach(func(id, sealed []byte) error {
				state, err := stateOf(id, sealed)
				erased = erased || state.Erased
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if !erased {
			return dir, s
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("each world has an erasure")
	return "", nil
}

// everyRecord returns all records of a file, by bucket and key.
func everyRecord(t *testing.T, s *Store) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := s.db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(key, value []byte) error {
				k, err := json.Marshal([]string{string(name), string(key)})
				all[string(k)] = string(value)
				return err
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
