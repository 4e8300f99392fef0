package store

import (
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"lectern/content"
	"lectern/content/contenttest"
)

var writeMissing = flag.Bool("write-missing", false, "write the example of a format that has none")

// TestOldFiles opens an example of each format that was ever written. They are
// never written anew: a file opens for ever.
func TestOldFiles(t *testing.T) {
	current := filepath.Join("testdata", "format-1.db")
	if _, err := os.Stat(current); errors.Is(err, os.ErrNotExist) && *writeMissing {
		s := open(t)
		contenttest.Publish(t, s, contenttest.Conference("fagdag"), contenttest.Speaker("anna"), contenttest.Session("panel", "fagdag", 0, "anna"))
		contenttest.Save(t, s, contenttest.Session("kladde", "fagdag", 1))
		copyTo(t, s, current)
	}
	files, err := filepath.Glob(filepath.Join("testdata", "format-*.db"))
	if err != nil || len(files) != Format {
		t.Fatalf("%d examples of %d formats (%v)", len(files), Format, err)
	}
	for _, path := range files {
		dir := t.TempDir()
		copyFile(t, path, filepath.Join(dir, FileName))
		summary := verified(t, dir)
		if summary.Revision != 2 || summary.Documents != 4 {
			t.Errorf("%s: %+v", path, summary)
		}
		s := openDir(t, dir, Options{})
		session, err := content.Get[*content.Session](contenttest.View(t, s, content.Anonymous, "en"), contenttest.ID("session", "panel"))
		if err != nil || session.Title.String() != "panel (en)" {
			t.Errorf("%s: %v, %v", path, session, err)
		}
		contenttest.Publish(t, s, contenttest.Speaker("bo"))
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); errors.Join(err, out.Close()) != nil {
		t.Fatal(err)
	}
}
