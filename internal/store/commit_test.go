package store

import (
	"log/slog"
	"testing"

	"lectern/content"
	"lectern/content/contenttest"
)

// TestPanicInACommit: a commit that panics, as bbolt does on a damaged page, has failed. No
// write follows, and its changes are not visible.
func TestPanicInACommit(t *testing.T) {
	t.Parallel()
	panics, failed := false, make(chan error, 1)
	s, err := Open(t.TempDir(), Options{
		Log: slog.New(slog.DiscardHandler), Failed: func(err error) { failed <- err },
		beforeCommit: func() error {
			if panics {
				panic("a page is damaged")
			}
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }() // the error is that of the commit
	a := contenttest.Speaker("anna")
	contenttest.Publish(t, s, a)
	before := stateIn(t, s, a.ID)
	unpublish := func(id content.ID) error {
		_, err := content.Edit(t.Context(), s, contenttest.Options(), func(tx *content.Transaction) error { return tx.Unpublish(id) })
		return err
	}
	panics = true
	if err := unpublish(a.ID); content.CodeOf(err) != content.CodeOutcomeUnknown {
		t.Errorf("the write that panicked: %v", err)
	}
	panics = false
	save := func() error {
		_, err := content.Edit(t.Context(), s, contenttest.Options(), func(tx *content.Transaction) error { return tx.Save(contenttest.Speaker("bo")) })
		return err
	}
	if err := save(); content.CodeOf(err) != content.CodeReadOnly {
		t.Errorf("the next write: %v", err)
	}
	if after := stateIn(t, s, a.ID); after.Published != before.Published || after.Draft != before.Draft {
		t.Errorf("the document stands at %+v, and did at %+v", after, before)
	}
	<-failed // the process is asked to end
}

func stateIn(t *testing.T, s *Store, id content.ID) content.State {
	t.Helper()
	snapshot, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	state, err := snapshot.State(id)
	if err != nil {
		t.Fatal(err)
	}
	return state
}
