package store

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/contenttest"
)

// open opens an empty store that is closed and verified at the end of the test.
func open(t *testing.T) *Store {
	t.Helper()
	return openDir(t, t.TempDir(), Options{MaxSnapshotAge: time.Minute, Log: slog.New(slog.DiscardHandler)})
}

func openDir(t *testing.T, dir string, o Options) *Store {
	t.Helper()
	s, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		verified(t, dir)
	})
	return s
}

// verified fails the test for each finding in a store.
func verified(t *testing.T, dir string) Summary {
	t.Helper()
	summary, err := Verify(context.Background(), dir, func(f Finding) { t.Errorf("verify: %s: %s", f.Where, f.Problem) })
	if err != nil {
		t.Errorf("verify: %v", err)
	}
	return summary
}

func TestConformance(t *testing.T) {
	// Not parallel: it counts allocations.
	contenttest.TestStore(t, func(t *testing.T) content.Store { return open(t) })
}
