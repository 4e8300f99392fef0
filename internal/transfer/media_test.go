package transfer_test

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/content"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/internal/transfer"
)

const aPicture = "\x89PNG a picture"

// withMedia returns a photo with its file, and a file that no document uses.
func withMedia() map[string]string {
	return map[string]string{
		"photos/panelet.yaml":  "slug: panelet\nasset:\n  url: asset:panelet.png\nalt: Panelet\n",
		"media/panelet.png":    aPicture,
		"media/tekst.vtt":      "WEBVTT\n",
		"media/README.md":      "Om filerne.",
		"media/.DS_Store":      "x",
		"topics/stalking.yaml": "slug: stalking\nname: Stalking\n",
	}
}

func exportWith(t *testing.T, store content.Store, library *contenttest.Library) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "eksport")
	exported, err := transfer.Export(t.Context(), store, dir, transfer.ExportOptions{Assets: library, Open: opener(library)})
	if err != nil || len(exported.Missing) > 0 {
		t.Fatalf("%+v, %v", exported, err)
	}
	return dir
}

func opener(library *contenttest.Library) func(context.Context, content.AssetID) (io.ReadCloser, error) {
	return func(_ context.Context, id content.AssetID) (io.ReadCloser, error) { return library.Read(id) }
}

// TestMediaRoundTrip: files are imported and exported with their documents, and an import of
// the export gives the same store.
func TestMediaRoundTrip(t *testing.T) {
	t.Parallel()
	store, library := contenttest.NewMemory(), contenttest.NewLibrary()
	o := options(in(withMedia()))
	o.Library = library
	if report := mustImport(t, store, o); report.Created != 2 {
		t.Errorf("%+v", report)
	}
	uploaded, err := library.List("", 10)
	if err != nil || len(uploaded) != 2 || !slices.ContainsFunc(uploaded, func(a *content.Asset) bool { return a.Name == "panelet.png" }) {
		t.Errorf("%d files, %v", len(uploaded), err)
	}
	if report := mustImport(t, store, o); report.Unchanged != 2 || report.Changes != 0 {
		t.Errorf("again: %+v", report)
	}

	dir := exportWith(t, store, library)
	trial := options(local(t, dir))
	trial.Library, trial.DryRun = library, true
	if report := mustImport(t, store, trial); report.Unchanged != 2 {
		t.Errorf("a dry run: %+v", report)
	}
	exported := files(t, dir)
	picture := slices.IndexFunc(uploaded, func(a *content.Asset) bool { return a.Kind == content.AssetImage })
	id := uploaded[picture].ID
	if name := strings.TrimPrefix(string(id), "asset_") + ".png"; exported["media/"+name] != aPicture || len(exported) != 3 {
		t.Errorf("the export has %d files, and not media/%s", len(exported), name)
	}
	other, fresh := contenttest.NewMemory(), contenttest.NewLibrary()
	o = options(local(t, dir))
	o.Library = fresh
	mustImport(t, other, o)
	if diff := cmp.Diff(exported, files(t, exportWith(t, other, fresh))); diff != "" {
		t.Error(diff)
	}
	if shown, err := listing.ShowsAsset(contenttest.ViewOf(t, other, fresh), id); !shown || err != nil {
		t.Errorf("the picture is shown: %v, %v", shown, err)
	}
	if a, err := fresh.Asset(id); err != nil || a.Name != "" {
		t.Errorf("the file is %+v, %v", a, err)
	}
}

// TestMediaProblems: problems of files prevent an import like any others.
func TestMediaProblems(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"no such file", map[string]string{"photos/p.yaml": "slug: p\nasset:\n  url: asset:nothing.png\nalt: P\n"}, "photos/p.yaml:3: asset.url: UNKNOWN_ASSET"},
		{"not uploaded", map[string]string{"photos/p.yaml": "slug: p\nasset:\n  url: asset:" + strings.Repeat("0", 64) + "\nalt: P\n"}, "photos/p.yaml:3: asset.url: UNKNOWN_ASSET"},
		{"another kind", map[string]string{"photos/p.yaml": "slug: p\nasset:\n  url: asset:t.vtt\nalt: P\n", "media/t.vtt": "WEBVTT\n"}, "photos/p.yaml:3: asset.url: WRONG_ASSET"},
		{"of no kind", map[string]string{"topics/t.yaml": "slug: t\nname: T\n", "media/t.exe": "MZ"}, "media/t.exe: BAD_FILE"},
	} {
		for _, dry := range []bool{false, true} {
			store, library := contenttest.NewMemory(), contenttest.NewLibrary()
			o := options(in(tt.files))
			o.Library, o.DryRun = library, dry
			report, err := transfer.Import(t.Context(), store, o)
			if content.CodeOf(err) != content.CodeInvalid || !strings.Contains(lines(report.Problems), tt.want) || revision(t, store) != 0 {
				t.Errorf("%s: %v\n%s", tt.name, err, lines(report.Problems))
			}
			if kept, err := library.List("", 10); dry && len(kept) > 0 || err != nil {
				t.Errorf("%s: a dry run stored %d files, %v", tt.name, len(kept), err)
			}
		}
	}
}

// TestMediaDryRun: a dry run derives the types of files from their names, and stores none.
func TestMediaDryRun(t *testing.T) {
	t.Parallel()
	store, library := contenttest.NewMemory(), contenttest.NewLibrary()
	o := options(in(withMedia()))
	o.Library, o.DryRun = library, true
	if report := mustImport(t, store, o); report.Created != 2 {
		t.Errorf("%+v", report)
	}
	if kept, err := library.List("", 10); len(kept) > 0 || err != nil || revision(t, store) != 0 {
		t.Errorf("a dry run stored %d files, %v", len(kept), err)
	}
}

// TestExportWithMissingFile: an export reports the missing file, and exports the rest.
func TestExportWithMissingFile(t *testing.T) {
	t.Parallel()
	store, library := contenttest.NewMemory(), contenttest.NewLibrary()
	o := options(in(withMedia()))
	o.Library = library
	mustImport(t, store, o)
	empty := contenttest.NewLibrary()
	exported, err := transfer.Export(t.Context(), store, filepath.Join(t.TempDir(), "e"), transfer.ExportOptions{Assets: empty, Open: opener(empty)})
	if err != nil || len(exported.Missing) != 1 || exported.Documents != 2 || exported.Files != 0 {
		t.Errorf("%+v, %v", exported, err)
	}
}
