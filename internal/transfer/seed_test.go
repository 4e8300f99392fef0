package transfer_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/content/locale"
)

func TestSeed(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	o := options(local(t, "../../data/seed"))
	library := contenttest.NewLibrary()
	o.Atomic, o.Library = true, library
	if report := mustImport(t, store, o); report.Created != seedFiles(t) || report.Changes != 1 {
		t.Errorf("report: %+v", report)
	}
	view := contenttest.View(t, store, contenttest.Publisher)
	snapshot, err := store.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = snapshot.Close() }()
	sets, err := snapshot.Changes(0, 10)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[*content.Kind]int{}
	for _, entry := range sets[0].Entries {
		d, err := view.Get(entry.ID)
		if err != nil {
			t.Fatal(err)
		}
		m := d.Base()
		kinds[entry.ID.Kind()]++
		if entry.State.Published == 0 {
			t.Errorf("%s: %+v", m.Slug, entry.State)
		}
		if diff := cmp.Diff([]locale.Language{"da", "en"}, m.Languages); diff != "" {
			t.Errorf("%s: %s", m.Slug, diff)
		}
		if m.CreatedAt.IsZero() || m.CreatedAt.Equal(at(1000)) || !m.CreatedAt.Equal(m.UpdatedAt) {
			t.Errorf("%s: the times are not the file's: %v, %v", m.Slug, m.CreatedAt, m.UpdatedAt)
		}
	}
	for _, kind := range catalog.Kinds() {
		if kinds[kind] == 0 {
			t.Errorf("there is no %s", kind.Name)
		}
	}
	uploaded, err := library.List("", 100)
	if err != nil || len(uploaded) != len(seedMedia(t)) {
		t.Errorf("%d files were stored, %v", len(uploaded), err)
	}
	for _, a := range uploaded {
		if shown, err := listing.ShowsAsset(contenttest.ViewOf(t, store, library), a.ID); !shown || err != nil {
			t.Errorf("%s is shown nowhere, %v", a.Name, err)
		}
	}
	dir := exportWith(t, store, library)
	again := contenttest.NewMemory()
	o = options(local(t, dir))
	o.Library = contenttest.NewLibrary()
	mustImport(t, again, o)
	if diff := cmp.Diff(files(t, dir), files(t, exportWith(t, again, o.Library.(*contenttest.Library)))); diff != "" {
		t.Error(diff)
	}
}

// seedMedia returns the files of the folder media.
func seedMedia(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("../../data/seed/media/*")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	return paths
}

// seedFiles returns the number of the seed's files, and checks them: each is in the folder of
// its kind, and has an id, so that responses to queries stay the same.
func seedFiles(t *testing.T) int {
	t.Helper()
	paths, err := filepath.Glob("../../data/seed/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		id := regexp.MustCompile(`(?m)^id: (\w+)$`).FindStringSubmatch(string(text))
		if id == nil {
			t.Errorf("%s has no id", path)
			continue
		}
		if kind := content.ID(id[1]).Kind(); kind == nil || kind.Folder != filepath.Base(filepath.Dir(path)) {
			t.Errorf("%s has the id %s", path, id[1])
		}
	}
	return len(paths)
}
