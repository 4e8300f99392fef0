package transfer_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/internal/transfer"
)

// at returns a time some hours after the first.
func at(hours int) time.Time {
	return time.Date(2026, 1, 1, 0, 0, 0, 123_000_000, time.UTC).Add(time.Duration(hours) * time.Hour)
}

// edit commits a transaction some hours after the first.
func edit(t *testing.T, store content.Store, hours int, fn func(*content.Transaction) error) {
	t.Helper()
	options := contenttest.Options()
	options.Now = at(hours)
	options.Reason = fmt.Sprint("rettelse & <sådan> ", hours)
	if _, err := content.Edit(t.Context(), store, options, fn); err != nil {
		t.Fatal(err)
	}
}

func publish(documents ...content.Document) func(*content.Transaction) error {
	return func(tx *content.Transaction) error {
		for _, d := range documents {
			if err := errors.Join(tx.Save(d), tx.Publish(d.Base().ID)); err != nil {
				return err
			}
		}
		return nil
	}
}

func save(documents ...content.Document) func(*content.Transaction) error {
	return func(tx *content.Transaction) error {
		for _, d := range documents {
			if err := tx.Save(d); err != nil {
				return err
			}
		}
		return nil
	}
}

// lived returns a store with documents in every possible state.
func lived(t *testing.T) content.Store {
	store := contenttest.NewMemory()
	edit(t, store, 0, publish(contenttest.Conference("fagdag"), contenttest.Speaker("Anna Ærø"), contenttest.Speaker("Bo")))
	edit(t, store, 1, publish(
		contenttest.Session("velkomst", "fagdag", 0, "Anna Ærø"),
		contenttest.Session("panel", "fagdag", 1, "Bo", "Anna Ærø"),
		contenttest.Session("omdøbt", "fagdag", 2),
		contenttest.Session("aflyst", "fagdag", 3),
		contenttest.Session("skjult", "fagdag", 4),
	))
	renamed := contenttest.Session("omdøbt", "fagdag", 2)
	renamed.Slug = "nyt-navn"
	edit(t, store, 2, publish(renamed))
	rewritten := contenttest.Session("panel", "fagdag", 1, "Bo")
	rewritten.Slug, rewritten.Abstract = "paneldebat", locale.NewRichText("da", "Et **udkast**\n\ni to afsnit.")
	edit(t, store, 3, save(rewritten, contenttest.Session("kladde", "fagdag", 6), &catalog.Session{Meta: content.Meta{ID: contenttest.ID("session", "tom")}}))
	edit(t, store, 4, func(tx *content.Transaction) error {
		return errors.Join(tx.Archive(contenttest.ID("session", "aflyst")), tx.Unpublish(contenttest.ID("session", "skjult")))
	})
	again := contenttest.Session("en anden", "fagdag", 7)
	again.Slug = "aflyst" // to which the archived one has no claim
	edit(t, store, 5, publish(again))
	return store
}

func export(t *testing.T, store content.Store, history bool) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "eksport")
	if _, err := transfer.Export(t.Context(), store, dir, transfer.ExportOptions{History: history}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// files returns the names and texts of all files in a folder.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join(dir, p))
		all[p] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func options(sources ...transfer.Source) transfer.ImportOptions {
	return transfer.ImportOptions{Sources: sources, Actor: contenttest.Publisher, Reason: "import", Now: at(1000), Entropy: rand.Read}
}

func local(t *testing.T, name string) transfer.Source {
	t.Helper()
	source, err := transfer.Local(name)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

// in returns a source of files in memory.
func in(files map[string]string) transfer.Source {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return transfer.Source{FS: fsys, Path: "."}
}

func mustImport(t *testing.T, store content.Store, o transfer.ImportOptions) *transfer.Report {
	t.Helper()
	report, err := transfer.Import(t.Context(), store, o)
	if err != nil {
		t.Fatalf("%v\n%s", err, lines(report.Problems))
	}
	return report
}

func lines(problems []transfer.Problem) string {
	var b strings.Builder
	for _, p := range problems {
		b.WriteString(p.String() + "\n")
	}
	return b.String()
}

func revision(t *testing.T, store content.Store) content.Revision {
	t.Helper()
	snapshot, err := store.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = snapshot.Close() }()
	return snapshot.Revision()
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	dir := export(t, lived(t), false)
	other := contenttest.NewMemory()
	report := mustImport(t, other, options(local(t, dir)))
	if report.Created != 11 || report.Updated != 0 || report.Unchanged != 0 {
		t.Errorf("report: %+v", report)
	}
	want := files(t, dir)
	if diff := cmp.Diff(want, files(t, export(t, other, false))); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"sessions/panel.yaml", "sessions/panel.draft.yaml", "sessions/nyt-navn.yaml", "sessions/aflyst.yaml"} {
		if want[name] == "" {
			t.Errorf("there is no %s", name)
		}
	}
}

func TestHistoryRoundTrip(t *testing.T) {
	t.Parallel()
	dir := export(t, lived(t), true)
	other := contenttest.NewMemory()
	report := mustImport(t, other, options(local(t, dir)))
	if report.Created != 11 || report.Changes != 6 {
		t.Errorf("report: %+v", report)
	}
	if diff := cmp.Diff(files(t, dir), files(t, export(t, other, true))); diff != "" {
		t.Error(diff)
	}
	if report := mustImport(t, other, options(local(t, dir))); report.Changes != 0 {
		t.Errorf("the second time: %+v", report)
	}
}

func TestImportAgain(t *testing.T) {
	t.Parallel()
	store := lived(t)
	source := local(t, export(t, store, false))
	before := revision(t, store)
	for range 2 {
		report := mustImport(t, store, options(source))
		if report.Unchanged != 11 || report.Changes != 0 || revision(t, store) != before {
			t.Errorf("report: %+v, revision %d", report, revision(t, store))
		}
	}
}
