package store

import (
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"

	"lectern/content"
)

// TestWithoutMeta: a file without the bucket meta is damaged, and is not initialised as an
// empty one.
func TestWithoutMeta(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	filled(t, dir)
	db, err := bbolt.Open(filepath.Join(dir, FileName), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(func(tx *bbolt.Tx) error { return tx.DeleteBucket(bucketMeta) }); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before := fileBytes(t, dir)
	if _, err := Open(dir, Options{}); content.CodeOf(err) != content.CodeCorrupt {
		t.Errorf("it opens with %v", err)
	}
	findings := 0
	if _, err := Verify(t.Context(), dir, func(Finding) { findings++ }); err != nil || findings == 0 {
		t.Errorf("verify finds %d faults: %v", findings, err)
	}
	after, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil || string(after) != string(before) {
		t.Errorf("the file was changed (%v)", err)
	}
}
