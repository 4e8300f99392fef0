package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"lectern/content"
	"lectern/content/contenttest"
)

func contextForParts() context.Context { return context.Background() }

func putFormat(format uint64) func(*bbolt.Tx) error {
	return func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketMeta).Put(keyFormat, seal(keyFormat, number(format)))
	}
}

func copyTo(t *testing.T, s *Store, path string) {
	t.Helper()
	if err := s.db.View(func(tx *bbolt.Tx) error { return tx.CopyFile(path, 0o600) }); err != nil {
		t.Fatal(err)
	}
}

// commits returns the number of transactions that were committed so far.
func commits(t *testing.T, s *Store) (n int) {
	t.Helper()
	if err := s.db.View(func(tx *bbolt.Tx) error { n = tx.ID(); return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestGroupCommit holds the writer in one write while others wait: these share one commit, each
// with its own revision, and one that fails among them leaves no trace.
func TestGroupCommit(t *testing.T) {
	t.Parallel()
	s := open(t)
	contenttest.Publish(t, s, contenttest.Conference("fagdag"))
	before := commits(t, s)
	started, hold := make(chan struct{}), make(chan struct{})
	var writers sync.WaitGroup
	writers.Go(func() {
		err := s.Write(t.Context(), func(content.Snapshot) (*content.Batch, error) {
			close(started)
			<-hold
			return nil, nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-started
	const n = 20
	boom := errors.New("boom")
	revisions := make([]content.Revision, n)
	for i := range n {
		writers.Go(func() {
			change, err := content.Edit(t.Context(), s, contenttest.Options(), func(tx *content.Transaction) error {
				if i == 7 {
					return boom
				}
				return tx.Save(contenttest.Speaker(fmt.Sprint("nr ", i)))
			})
			switch {
			case i == 7 && !errors.Is(err, boom), i != 7 && err != nil:
				t.Errorf("writer %d: %v", i, err)
			case i != 7:
				revisions[i] = change.Revision
			}
		})
	}
	for len(s.writes) < n {
		time.Sleep(time.Millisecond) // until all of them wait
	}
	close(hold)
	writers.Wait()
	if made := commits(t, s) - before; made != 1 {
		t.Errorf("%d writes took %d commits", n, made)
	}
	seen := map[content.Revision]bool{}
	for i, r := range revisions {
		if i != 7 && (r < 2 || r > n || seen[r]) {
			t.Errorf("writer %d has revision %d", i, r)
		}
		seen[r] = true
	}
}

func TestExpiredSnapshot(t *testing.T) {
	t.Parallel()
	s := openDir(t, t.TempDir(), Options{MaxSnapshotAge: 5 * time.Millisecond, Log: slog.New(slog.DiscardHandler)})
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		time.Sleep(time.Millisecond)
		_, err = snap.Scan(nil, content.PublicIndex, "", "", false, 1)
	}
	if content.CodeOf(err) != content.CodeTimeout {
		t.Errorf("after its time: %v", err)
	}
	if err := snap.Close(); err != nil {
		t.Error(err)
	}
}

func TestClosed(t *testing.T) {
	t.Parallel()
	s := open(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Write(t.Context(), func(content.Snapshot) (*content.Batch, error) { return nil, nil }); content.CodeOf(err) != content.CodeReadOnly {
		t.Errorf("a write to a closed store: %v", err)
	}
	if _, err := s.Snapshot(t.Context()); err == nil {
		t.Error("a closed store gives a snapshot")
	}
}

// TestReadOnly: verify runs on a store without a writer, and changes nothing.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	contenttest.Publish(t, s, contenttest.Conference("fagdag"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before := fileBytes(t, dir)
	if summary := verified(t, dir); summary.Revision != 1 || summary.Documents != 1 || summary.Keys == 0 {
		t.Errorf("verify: %+v", summary)
	}
	if string(before) != string(fileBytes(t, dir)) {
		t.Error("verify changed the file")
	}
	if _, err := Verify(t.Context(), t.TempDir(), func(Finding) {}); content.CodeOf(err) != content.CodeNotFound {
		t.Errorf("verify of nothing: %v", err)
	}
}

func TestRebuild(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 45 {
		contenttest.Publish(t, s, contenttest.Speaker(fmt.Sprint("nr ", i%9)))
	}
	// Derived records are lost or wrong; their sources are intact.
	err = s.db.Update(func(tx *bbolt.Tx) error {
		stray := []byte("stray\x00\x01" + contenttest.ID("speaker", "nr 1"))
		return errors.Join(
			tx.DeleteBucket(bucketSpaces[content.PublicIndex]), tx.Bucket(bucketSpaces[content.DraftIndex]).Put(stray, seal(stray, nil)),
			tx.Bucket(bucketCounts).Delete(firstKey(tx.Bucket(bucketCounts))),
		)
	})
	if err == nil {
		err = s.db.Update(func(tx *bbolt.Tx) error {
			_, err := tx.CreateBucket(bucketSpaces[content.PublicIndex])
			return err
		})
	}
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	findings := map[string]bool{}
	if _, err := Verify(t.Context(), dir, func(f Finding) { findings[f.Where[:6]] = true }); err != nil {
		t.Fatal(err)
	}
	for _, where := range []string{"public", "draft_", "counts"} {
		if !findings[where] {
			t.Errorf("verify did not find what is wrong in %s: %v", where, findings)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, rebuildPrefix+"cut-off"), 0o700); err != nil {
		t.Fatal(err)
	}
	var done content.Revision
	if err := Rebuild(t.Context(), dir, func(at, _ content.Revision) { done = at }); err != nil {
		t.Fatal(err)
	}
	if summary := verified(t, dir); summary.Revision != 45 || done != 45 || summary.Documents != 9 {
		t.Errorf("rebuilt %d: %+v", done, summary)
	}
	if left, err := filepath.Glob(filepath.Join(dir, rebuildPrefix+"*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, err := os.Stat(filepath.Join(dir, FileName)); err != nil {
		t.Error(err)
	}
}

func firstKey(b *bbolt.Bucket) []byte {
	key, _ := b.Cursor().First()
	return key
}
