package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
)

func removing(t *testing.T, s *Store, text string) *content.Batch {
	t.Helper()
	words, err := catalog.ParseWords(text)
	if err != nil {
		t.Fatal(err)
	}
	o := contenttest.Options()
	o.Actor.Role = content.RoleAdmin
	_, batch, err := catalog.RemoveWordsFrom(t.Context(), s, o, words, nil)
	if err != nil {
		t.Fatal(err)
	}
	return batch
}

// due lists the words that must be searched for again, and from where.
func due(t *testing.T, s *Store) (hashes []string, after []content.Revision) {
	t.Helper()
	removals, err := s.Removals()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range removals {
		if r.Due {
			hashes, after = append(hashes, r.Hash), append(after, r.After)
		}
	}
	return hashes, after
}

// TestRemovalsAreRepeated: a removal is due where its commit was lost, in an older file, and
// behind the newest change before an import; else it is not.
func TestRemovalsAreRepeated(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openDir(t, dir, Options{})
	anna := contenttest.Speaker("anna")
	anna.WithoutConsentReason = "Hun bor på Hemmeligvej 17."
	contenttest.Publish(t, s, anna)
	contenttest.Publish(t, s, contenttest.Speaker("bo"))
	if removals, err := s.Removals(); len(removals) != 0 || err != nil {
		t.Errorf("before the first: %v, %v", removals, err)
	}
	if err := s.ExpectWords(); err != nil {
		t.Fatal(err)
	}
	batch := removing(t, s, "hemmeligvej 17")
	removals, err := s.Removals()
	if err != nil || len(removals) != 1 || removals[0].Due || len(removals[0].Places) != 1 || removals[0].Places[0].Path != "withoutConsentReason" {
		t.Fatalf("after it: %+v, %v", removals, err)
	}
	if r := removals[0]; !r.Same("hemmeligvej17") || r.Same("hemmeligvej18") || r.Letters != 13 {
		t.Errorf("the words are not recognised: %+v", r)
	}
	for _, name := range []string{LedgerName, FileName, RemovalKeyName} {
		if b, err := os.ReadFile(filepath.Join(dir, name)); err != nil || strings.Contains(strings.ToLower(string(b)), "hemmelig") {
			t.Errorf("%s has the words (%v)", name, err)
		}
	}
	if again := removing(t, s, "HEMMELIGVEJ 17"); again != nil {
		t.Errorf("the second time: %+v", again)
	}
	if err := s.ExpectWords(); err != nil {
		t.Fatal(err)
	}
	if hashes, after := due(t, s); len(hashes) != 1 || after[0] != batch.Revision {
		t.Errorf("before an import: %v, %v", hashes, after)
	}
	if err := s.FreeOfWords(removals[0].Hash); err != nil {
		t.Fatal(err)
	}
	// A crash between the ledger and the commit.
	lost := &content.Batch{}
	lost.Time = time.Now()
	if err := appendLedger(dir, lost, []content.RemovedWords{{Hash: strings.Repeat("0a", 32), Letters: 5}}); err != nil {
		t.Fatal(err)
	}
	if hashes, after := due(t, s); len(hashes) != 1 || hashes[0][:2] != "0a" || after[0] != 0 {
		t.Errorf("after a crash: %v, %v", hashes, after)
	}
	if ids, err := s.Erasures(); len(ids) != 0 || err != nil {
		t.Errorf("erased people: %v, %v", ids, err)
	}
}

// TestALedgerNeedsItsKey: without the key, words can't be found again.
func TestALedgerNeedsItsKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openDir(t, dir, Options{})
	anna := contenttest.Speaker("anna")
	anna.WithoutConsentReason = "Hemmeligvej 17"
	contenttest.Publish(t, s, anna)
	removing(t, s, "hemmeligvej 17")
	path := filepath.Join(dir, RemovalKeyName)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key: %v, %v", info, err)
	}
	for name, damage := range map[string]func() error{
		"missing": func() error { return os.Remove(path) },
		"damaged": func() error { return os.WriteFile(path, []byte("abc\n"), 0o600) },
	} {
		if err := damage(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Removals(); content.CodeOf(err) != content.CodeCorrupt || !strings.Contains(err.Error(), RemovalKeyName) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
