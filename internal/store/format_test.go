package store

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/schedule"
)

var writeMissing = flag.Bool("write-missing", false, "write the example of a format that has none")

// TestOldFiles opens an example of each format that was ever written. They are never rewritten:
// a file must always open. When the format gets a new number, example writes its example, and
//
//	go test ./internal/store -run TestOldFiles -write-missing
//
// stores it once.
func TestOldFiles(t *testing.T) {
	t.Parallel()
	current := filepath.Join("testdata", fmt.Sprintf("format-%d.db", Format))
	if _, err := os.Stat(current); errors.Is(err, os.ErrNotExist) && *writeMissing {
		s := open(t)
		example(t, s)
		copyTo(t, s, current)
	}
	files, err := filepath.Glob(filepath.Join("testdata", "format-*.db"))
	if err != nil || len(files) != Format {
		t.Fatalf("%d examples of %d formats (%v)", len(files), Format, err)
	}
	for format, want := range map[int]struct {
		Summary
		due, hidden int
	}{
		1: {Summary{Revision: 2, Changes: 2, Documents: 4, Versions: 4}, 0, 0},
		2: {Summary{Revision: 5, Changes: 5, Documents: 6, Versions: 9}, 2, 1},
		3: {Summary{Revision: 5, Changes: 5, Documents: 6, Versions: 9}, 2, 1},
		4: {Summary{Revision: 5, Changes: 5, Documents: 6, Versions: 9}, 2, 1},
		5: {Summary{Revision: 5, Changes: 5, Documents: 6, Versions: 9}, 3, 1},
	} {
		t.Run(fmt.Sprint("format ", format), func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, FileName)
			copyFile(t, filepath.Join("testdata", fmt.Sprintf("format-%d.db", format)), path)
			before := fileBytes(t, dir)
			summary := verified(t, dir)
			summary.Keys = 0
			if summary != want.Summary {
				t.Errorf("verify: %+v", summary)
			}
			reader, err := Open(dir, Options{ReadOnly: true})
			if err != nil {
				t.Fatal(err)
			}
			serves(t, reader, want.due, want.hidden)
			if err := reader.Close(); err != nil || !bytes.Equal(before, fileBytes(t, dir)) {
				t.Errorf("reading changed the file (%v)", err)
			}
			s := openDir(t, dir, Options{Log: slog.New(slog.DiscardHandler)})
			serves(t, s, want.due, want.hidden)
			contenttest.Publish(t, s, contenttest.Speaker("bo"))
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			again := openDir(t, dir, Options{Log: slog.New(slog.DiscardHandler)})
			err = again.db.View(func(tx *bbolt.Tx) error {
				if now, _, err := checkLayout(tx); now != Format || err != nil {
					t.Errorf("opened for writing it is of format %d, %v", now, err)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// example writes the example of this format: the content of that of format 1, a planned step
// and another after it, a missed one, and a hidden document.
func example(t *testing.T, s *Store) {
	t.Helper()
	contenttest.Publish(t, s, contenttest.Conference("fagdag"), contenttest.Speaker("anna"), contenttest.Session("panel", "fagdag", 0, "anna"))
	contenttest.Save(t, s, contenttest.Session("kladde", "fagdag", 1), contenttest.Conference("anden"))
	contenttest.Publish(t, s, contenttest.Speaker("skjult"))
	contenttest.Edit(t, s, func(tx *content.Transaction) error {
		kladde := contenttest.ID("session", "kladde")
		return errors.Join(
			schedule.Publish(tx, kladde, contenttest.Epoch.AddDate(1, 0, 0)),
			schedule.Unpublish(tx, kladde, contenttest.Epoch.AddDate(2, 0, 0)),
		)
	})
	contenttest.TouchAll(t, s, map[content.ID]func(*content.State){
		contenttest.ID("speaker", "skjult"): func(s *content.State) {
			s.Hidden = []content.Hiding{{For: contenttest.ID("speaker", "skjult"), Why: content.HiddenByEditor}}
		},
		contenttest.ID("conference", "anden"): func(s *content.State) {
			s.Steps = []content.Step{{At: contenttest.Epoch.UTC(), Action: content.Publish, Actor: contenttest.Publisher, Missed: true}}
		},
	})
}

// serves checks how the examples are served.
func serves(t *testing.T, s *Store, due, hidden int) {
	t.Helper()
	view := contenttest.View(t, s, content.Anonymous, "en")
	defer func() { _ = view.Close() }()
	session, err := content.Get[*catalog.Session](view, contenttest.ID("session", "panel"))
	if err != nil || session.Title.String() != "panel (en)" {
		t.Errorf("%v, %v", session, err)
	}
	if _, err := view.Get(contenttest.ID("speaker", "skjult")); !content.IsNotFound(err) {
		t.Errorf("what is hidden: %v", err)
	}
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = snap.Close() }()
	if keys, err := snap.Scan(nil, content.Schedules, "", "", false, 10); len(keys) != due || err != nil {
		t.Errorf("due: %q, %v", keys, err)
	}
	state, err := snap.State(contenttest.ID("speaker", "skjult"))
	if len(state.Hidden) != hidden || err != nil && !content.IsNotFound(err) {
		t.Errorf("hidden: %+v, %v", state, err)
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
