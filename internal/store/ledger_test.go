package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"lectern/content"
	"lectern/content/contenttest"
)

func TestLedger(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openDir(t, dir, quiet())
	if ids, err := s.Erasures(); len(ids) != 0 || err != nil {
		t.Errorf("no ledger: %v, %v", ids, err)
	}
	contenttest.Publish(t, s, contenttest.Speaker("a"), contenttest.Speaker("b"), contenttest.Speaker("c"))
	a, b, c := contenttest.ID("speaker", "a"), contenttest.ID("speaker", "b"), contenttest.ID("speaker", "c")
	contenttest.Erase(t, s, a, secret)
	path := filepath.Join(dir, LedgerName)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the ledger: %v, %v", info, err)
	}
	// A crash in the middle of a line: the next one is complete.
	ledger, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = ledger.WriteString(`{"id":"speaker_`)
	}
	if err := errors.Join(err, ledger.Close()); err != nil {
		t.Fatal(err)
	}
	if ids, err := s.Erasures(); err != nil || !slices.Equal(ids, []content.ID{a}) {
		t.Errorf("a torn line: %v, %v", ids, err)
	}
	contenttest.Erase(t, s, b, secret)
	// A crash between the ledger and the commit: the person is listed, but not erased.
	batch := &content.Batch{}
	batch.Entries = []content.Entry{{ID: c, State: content.State{Created: 1, Erased: true}}, {ID: a}}
	if err := appendLedger(dir, batch, nil); err != nil {
		t.Fatal(err)
	}
	contenttest.Erase(t, s, c, secret)
	if ids, err := s.Erasures(); err != nil || !slices.Equal(ids, []content.ID{a, b, c}) {
		t.Errorf("all: %v, %v", ids, err)
	}
	if err := os.WriteFile(path, []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Erasures(); content.CodeOf(err) != content.CodeCorrupt {
		t.Errorf("a damaged ledger: %v", err)
	}
}
