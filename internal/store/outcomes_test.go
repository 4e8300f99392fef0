package store

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"lectern/content"
	"lectern/content/contenttest"
)

// editOnce saves a speaker under a key.
func editOnce(ctx context.Context, s *Store, key, name string) (*content.Once, error) {
	o := contenttest.Options()
	o.Once = content.NewOnce(o.Actor, key, []byte(name))
	o.Once.Encode = func() ([]byte, error) { return []byte(name), nil }
	_, err := content.Edit(ctx, s, o, func(tx *content.Transaction) error { return tx.Save(contenttest.Speaker(name)) })
	return o.Once, err
}

// TestKeysAreKeptWithTheirChanges: keys survive closing and rebuilding, and are checked.
func TestKeysAreKeptWithTheirChanges(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	const n = 30
	var writers sync.WaitGroup
	for i := range n {
		for range 2 { // the second one waits for the first, also where they share a commit
			writers.Go(func() {
				if _, err := editOnce(t.Context(), s, fmt.Sprint("key ", i), fmt.Sprint("nr ", i)); err != nil {
					t.Error(err)
				}
			})
		}
	}
	writers.Wait()
	before := everyRecord(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if summary := verified(t, dir); summary.Revision != n {
		t.Errorf("%d changes were made", summary.Revision)
	}
	if err := Rebuild(t.Context(), dir, func(_, _ content.Revision) {}); err != nil {
		t.Fatal(err)
	}
	verified(t, dir)
	s = openDir(t, dir, Options{})
	if !reflect.DeepEqual(everyRecord(t, s), before) {
		t.Error("the rebuilt file differs")
	}
	for i := range n {
		once, err := editOnce(t.Context(), s, fmt.Sprint("key ", i), fmt.Sprint("nr ", i))
		if err != nil || once.Found == nil || string(once.Found.Data) != fmt.Sprint("nr ", i) {
			t.Errorf("key %d: %+v, %v", i, once.Found, err)
		}
		if _, err := editOnce(t.Context(), s, fmt.Sprint("key ", i), "another"); content.CodeOf(err) != content.CodeKeyReused {
			t.Errorf("key %d with another request: %v", i, err)
		}
	}
}

// TestVerifyFindsStrayOutcomes: an entry that belongs to no record, and a record whose part is
// missing.
func TestVerifyFindsStrayOutcomes(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(*bbolt.Bucket) error{
		"missing": func(b *bbolt.Bucket) error { return b.Delete(firstKey(b)) },
		"stray": func(b *bbolt.Bucket) error {
			stray := append(bytes.Clone(firstKey(b)), 0)
			stray[1]++
			return b.Put(stray, seal(stray, nil))
		},
	} {
		dir := t.TempDir()
		s, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := editOnce(t.Context(), s, "key", "anna"); err != nil {
			t.Fatal(err)
		}
		if err := s.db.Update(func(tx *bbolt.Tx) error { return damage(tx.Bucket(bucketSpaces[content.Outcomes])) }); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		found := 0
		if _, err := Verify(t.Context(), dir, func(f Finding) {
			if f.Where == "outcomes" {
				found++
			}
		}); err != nil || found != 1 {
			t.Errorf("%s: %d findings, %v", name, found, err)
		}
	}
}

// TestKeysHoldNoText: neither the actor's name nor the key nor the request is in the entries.
func TestKeysHoldNoText(t *testing.T) {
	t.Parallel()
	s := open(t)
	o := contenttest.Options()
	o.Actor.Name, o.Now = "Xenografia", time.Now()
	o.Once = content.NewOnce(o.Actor, "xenokey", []byte("xenorequest"))
	o.Once.Encode = func() ([]byte, error) { return []byte("[]"), nil }
	if _, err := content.Edit(t.Context(), s, o, func(tx *content.Transaction) error { return tx.Save(contenttest.Speaker("anna")) }); err != nil {
		t.Fatal(err)
	}
	entries := 0
	err := s.db.View(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketSpaces[content.Outcomes]).ForEach(func(key, _ []byte) error {
			entries++
			if bytes.Contains(bytes.ToLower(key), []byte("xeno")) {
				t.Errorf("%q", key)
			}
			return nil
		})
	})
	if err != nil || entries != 2 {
		t.Errorf("%d entries in %s, %v", entries, filepath.Base(s.dir), err)
	}
}
