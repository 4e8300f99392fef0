package store

import (
	"bytes"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"testing"

	"go.etcd.io/bbolt"

	"lectern/content"
	"lectern/content/contenttest"
)

// TestIndexesOfAnotherProgram: if the digest differs, the indexes, their counts and the
// schedule are rebuilt at open, once, whatever they were. A file that is opened read-only stays
// unchanged.
func TestIndexesOfAnotherProgram(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	quiet := Options{Log: slog.New(slog.DiscardHandler)}
	s, err := Open(dir, quiet)
	if err != nil {
		t.Fatal(err)
	}
	example(t, s)
	want := indexesOf(t, s)
	if len(want[string(bucketCounts)]) == 0 || len(want["public_index"]) == 0 || len(want["draft_index"]) == 0 || len(want["schedule"]) == 0 {
		t.Fatal("the example has no indexes")
	}
	err = s.db.Update(func(tx *bbolt.Tx) error {
		var first []byte
		for _, name := range []string{"public_index", "draft_index", "schedule", "counts"} {
			b := tx.Bucket([]byte(name))
			key, value := b.Cursor().First()
			first = bytes.Clone(key)
			other := append(bytes.Clone(key), "other"...)
			err = errors.Join(err, b.Put(other, seal(other, bytes.Clone(value)[4:])), b.Delete(first))
		}
		return errors.Join(err, tx.Bucket(bucketMeta).Put(keyIndexes, seal(keyIndexes, []byte("another"))))
	})
	if err != nil {
		t.Fatal(err)
	}
	changed := indexesOf(t, s)
	if err := s.Close(); err != nil || maps.EqualFunc(changed, want, slices.Equal) {
		t.Fatalf("nothing has changed (%v)", err)
	}
	before := fileBytes(t, dir)
	verified(t, dir)
	reader, err := Open(dir, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := reader.Close(); err != nil || !bytes.Equal(before, fileBytes(t, dir)) {
		t.Errorf("reading changed the file (%v)", err)
	}
	for range 2 {
		s = openDir(t, dir, quiet)
		if got := indexesOf(t, s); !maps.EqualFunc(got, want, slices.Equal) {
			t.Errorf("made anew they are\n%q\nwant\n%q", got, want)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if before != nil && bytes.Equal(before, fileBytes(t, dir)) {
			t.Error("the file is as it was")
		}
		before = nil
		verified(t, dir)
	}
	again := fileBytes(t, dir)
	s = openDir(t, dir, quiet)
	if err := s.Close(); err != nil || !bytes.Equal(again, fileBytes(t, dir)) {
		t.Errorf("the next open rebuilds them again (%v)", err)
	}
}

// TestReindexIsAllOrNothing: a failed rebuild of the indexes leaves the former ones, and their
// digest.
func TestReindexIsAllOrNothing(t *testing.T) {
	t.Parallel()
	s := open(t)
	example(t, s)
	id := contenttest.ID("session", "panel")
	err := s.db.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketMeta).Put(keyIndexes, seal(keyIndexes, []byte("another")))
	})
	if err != nil {
		t.Fatal(err)
	}
	before := indexesOf(t, s)
	var kept []byte
	spoil := func(value []byte) {
		t.Helper()
		err := s.db.Update(func(tx *bbolt.Tx) error {
			if value == nil {
				kept = bytes.Clone(tx.Bucket(bucketCurrent).Get([]byte(id)))
				value = append(bytes.Clone(kept[:len(kept)-1]), '!')
			}
			return tx.Bucket(bucketCurrent).Put([]byte(id), value)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	spoil(nil)
	if err := s.reindex(); content.CodeOf(err) != content.CodeCorrupt {
		t.Errorf("with a damaged state: %v", err)
	}
	if got := indexesOf(t, s); !maps.EqualFunc(got, before, slices.Equal) {
		t.Error("it left half of it")
	}
	spoil(kept)
	if err := s.reindex(); err != nil {
		t.Error(err)
	}
	err = s.db.View(func(tx *bbolt.Tx) error {
		have, err := haveDigest(tx)
		if !have {
			t.Error("the digest is unchanged")
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// indexesOf returns the records of the indexes and their counts.
func indexesOf(t *testing.T, s *Store) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	err := s.db.View(func(tx *bbolt.Tx) error {
		for _, name := range [][]byte{bucketSpaces[content.PublicIndex], bucketSpaces[content.DraftIndex], bucketSpaces[content.Schedules], bucketCounts} {
			err := tx.Bucket(name).ForEach(func(key, value []byte) error {
				all[string(name)] = append(all[string(name)], string(key)+"="+string(value))
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
