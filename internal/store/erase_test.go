package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

const secret = "zqxhemmelig"

// person is the person who is erased: in the keys of indexes, in versions of a few bytes and of
// several pages.
func person(n int) *catalog.Speaker {
	s := contenttest.Speaker("her")
	s.Name = fmt.Sprint(secret, " nr ", n)
	s.Slug = fmt.Sprint(secret, "-", n)
	if n%2 == 1 {
		s.JobTitle = locale.NewText("da", strings.Repeat(secret+" ", 12))
	}
	return s
}

// populate writes some thousand documents, and the person in several versions between them:
// every change copies pages, so former ones are all over the file.
func populate(t testing.TB, s content.Store, changes, each int) {
	t.Helper()
	talk := contenttest.Session("talk", "fagdag", 0)
	talk.ContentNotice = locale.NewText("da", "Med "+secret+".", "en", strings.Repeat(secret+" ", 150))
	contenttest.Publish(t, s, contenttest.Conference("fagdag"), talk)
	for n := range changes {
		var documents []content.Document
		for i := range each {
			documents = append(documents, contenttest.Speaker(fmt.Sprint("nr ", n, " ", i)))
		}
		if n%10 == 0 {
			documents = append(documents, person(n/10))
		}
		contenttest.Publish(t, s, documents...)
	}
	contenttest.Save(t, s, person(99))
	options := contenttest.Options()
	options.Reason = secret + " asked"
	_, err := content.Edit(contextForParts(), s, options, func(tx *content.Transaction) error {
		return tx.Unpublish(contenttest.ID("speaker", "her"))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// told counts the occurrences of the secret in the files of a data directory, in small letters
// or capitals.
func told(t testing.TB, dir string) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, form := range []string{secret, strings.ToUpper(secret), strings.ToUpper(secret[:1]) + secret[1:]} {
			n += bytes.Count(b, []byte(form))
		}
		n += strings.Count(strings.ToLower(path), secret)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func eraseHer(t testing.TB, s content.Store) {
	t.Helper()
	contenttest.Erase(t, s, contenttest.ID("speaker", "her"), secret)
}

func quiet() Options { return Options{Log: slog.New(slog.DiscardHandler)} }

// TestErasureLeavesNoByte reads every byte of every file: after the erasure, after more writes,
// after a reopening, and after a rebuild. There are concurrent readers and writers.
func TestErasureLeavesNoByte(t *testing.T) {
	t.Parallel()
	for name, age := range map[string]time.Duration{"snapshots end": 20 * time.Millisecond, "snapshots never end": 0} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			o := quiet()
			o.MaxSnapshotAge = age
			s, err := Open(dir, o)
			if err != nil {
				t.Fatal(err)
			}
			populate(t, s, 30, 100)
			if n := told(t, dir); n < 100 {
				t.Fatalf("only %d places to erase", n)
			}
			for _, left := range []string{rebuildPrefix, pastPrefix} {
				err = errors.Join(err, os.Mkdir(filepath.Join(dir, left+"x"), 0o700), os.WriteFile(filepath.Join(dir, left+"x", FileName), []byte(secret), 0o600))
			}
			snap, openErr := s.Snapshot(t.Context())
			if err := errors.Join(err, openErr); err != nil {
				t.Fatal(err)
			}
			var others sync.WaitGroup
			for n := range 5 {
				others.Go(func() {
					if err := save(s, n); err != nil {
						t.Error(err)
					}
				})
			}
			eraseHer(t, s)
			if n := told(t, dir); n != 0 {
				t.Errorf("%d places after the erasure", n)
			}
			if _, err := snap.History(contenttest.ID("speaker", "her"), 0, 1); content.CodeOf(err) != content.CodeTimeout {
				t.Errorf("an older snapshot: %v", err)
			}
			others.Wait()
			for n := range 20 {
				if err := save(s, 100+n); err != nil {
					t.Fatal(err)
				}
			}
			if err := errors.Join(snap.Close(), s.Close()); err != nil {
				t.Fatal(err)
			}
			verified(t, dir)
			openDir(t, dir, quiet()).closeNow(t)
			if n := told(t, dir); n != 0 {
				t.Errorf("%d places after more writes", n)
			}
			if err := Rebuild(t.Context(), dir, func(content.Revision, content.Revision) {}); err != nil {
				t.Fatal(err)
			}
			if n := told(t, dir); n != 0 {
				t.Errorf("%d places after a rebuild", n)
			}
			verified(t, dir)
		})
	}
}

func (s *Store) closeNow(t *testing.T) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestErasureWaits holds a snapshot open during an erasure. The snapshot stays unchanged, later
// ones are without the person, and the erasure is acknowledged only after the snapshot is
// closed.
func TestErasureWaits(t *testing.T) {
	t.Parallel()
	s := open(t) // whose snapshots live for a minute
	populate(t, s, 10, 5)
	her := contenttest.ID("speaker", "her")
	old, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	revisions, err := old.History(her, 0, 10)
	if err != nil || len(revisions) != 3 {
		t.Fatal(revisions, err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		eraseHer(t, s)
	}()
	for erased := false; !erased; { // until it is committed
		snap, err := s.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		state, err := snap.State(her)
		if erased = state.Erased; err != nil {
			t.Fatal(err)
		}
		if err := snap.Close(); err != nil {
			t.Fatal(err)
		}
	}
	waitFor(func() bool { // until it waits
		s.snapshots.mu.Lock()
		defer s.snapshots.mu.Unlock()
		return s.snapshots.now != old.(*snapshot).generation
	})
	talk := contenttest.ID("session", "talk")
	for range 3 { // the former bytes get into no shared cache
		for _, r := range revisions {
			if _, err := old.Version(her, r); err != nil {
				t.Errorf("the older snapshot, version %d: %v", r, err)
			}
		}
		if state, err := old.State(her); err != nil || state.Erased {
			t.Errorf("the older snapshot: %+v, %v", state, err)
		}
		if stored, err := old.Version(talk, 1); err != nil || !strings.Contains(fmt.Sprint(stored.Full), secret) {
			t.Errorf("the older snapshot: %v", err)
		}
		fresh, err := s.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range revisions {
			if _, err := fresh.Version(her, r); !content.IsNotFound(err) {
				t.Errorf("a later snapshot, version %d: %v", r, err)
			}
		}
		if stored, err := fresh.Version(talk, 1); err != nil || strings.Contains(fmt.Sprint(stored.Full), secret) {
			t.Errorf("a later snapshot has the replaced version (%v)", err)
		}
		if err := fresh.Close(); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case <-done:
		t.Error("the erasure did not wait for the older snapshot")
	default:
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	<-done
	if n := told(t, s.dir); n != 0 {
		t.Errorf("%d places after the erasure", n)
	}
}

// eraseAndDie is the part of a process that ends between the commit of an erasure and its
// purge.
func eraseAndDie(dir string) {
	o := quiet()
	o.beforePurge = func() error { return syscall.Kill(os.Getpid(), syscall.SIGKILL) }
	s, err := Open(dir, o)
	if err == nil {
		err = s.Write(contextForParts(), func(base content.Snapshot) (*content.Batch, error) {
			return contenttest.Erasing(base, contenttest.ID("speaker", "her"), secret)
		})
	}
	fmt.Println("not killed:", err)
	os.Exit(1)
}

// TestErasureCutOff ends the process, or fails, after the commit: the next start completes the
// erasure.
func TestErasureCutOff(t *testing.T) {
	t.Parallel()
	for name, cut := range map[string]func(t *testing.T, dir string){
		"killed": func(t *testing.T, dir string) {
			cmd, lines := part(t, "erase and die", dir)
			for lines.Scan() {
				t.Error(lines.Text())
			}
			_ = cmd.Wait() // killed
			if told(t, dir) == 0 {
				t.Error("the test truncates nothing")
			}
		},
		"failed": func(t *testing.T, dir string) {
			o := quiet()
			boom := errors.New("boom")
			o.beforePurge = func() error { return boom }
			s := openDir(t, dir, o)
			err := s.Write(t.Context(), func(base content.Snapshot) (*content.Batch, error) {
				return contenttest.Erasing(base, contenttest.ID("speaker", "her"), secret)
			})
			if !errors.Is(err, boom) || !strings.Contains(err.Error(), "next start") {
				t.Errorf("an erasure whose purge fails: %v", err)
			}
			if told(t, dir) == 0 {
				t.Error("the test truncates nothing")
			}
			if err := save(s, 0); err != nil {
				t.Errorf("the next write: %v", err)
			}
			s.closeNow(t)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := openDir(t, dir, quiet())
			populate(t, s, 20, 20)
			s.closeNow(t)
			cut(t, dir)
			verified(t, dir)
			s = openDir(t, dir, quiet())
			if n := told(t, dir); n != 0 {
				t.Errorf("%d places after the next start", n)
			}
			if ids, err := s.Erasures(); err != nil || !slices.Equal(ids, []content.ID{contenttest.ID("speaker", "her")}) {
				t.Errorf("the ledger: %v, %v", ids, err)
			}
			if err := save(s, 1); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestErasureInAGroup has an erasure wait with other writes: each is done in its turn.
func TestErasureInAGroup(t *testing.T) {
	t.Parallel()
	s := openDir(t, t.TempDir(), quiet())
	populate(t, s, 10, 5)
	head, err := s.head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	started, hold := make(chan struct{}), make(chan struct{})
	var writers sync.WaitGroup
	writers.Go(func() {
		err := s.Write(t.Context(), func(content.Snapshot) (*content.Batch, error) {
			close(started)
			<-hold
			return nil, nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-started
	const n = 11
	for i := range n {
		writers.Go(func() {
			if i == 5 {
				eraseHer(t, s)
			} else if err := save(s, i); err != nil {
				t.Error(err)
			}
		})
	}
	for len(s.writes) < n {
		time.Sleep(time.Millisecond) // until all of them wait
	}
	close(hold)
	writers.Wait()
	if now, err := s.head(t.Context()); now != head+n || err != nil {
		t.Errorf("at revision %d (%v), want %d", now, err, head+n)
	}
	if n := told(t, s.dir); n != 0 {
		t.Errorf("%d places after the erasure", n)
	}
}

// TestImpossibleErasure replaces versions that do not exist.
func TestImpossibleErasure(t *testing.T) {
	t.Parallel()
	s := openDir(t, t.TempDir(), quiet())
	contenttest.Publish(t, s, contenttest.Speaker("a"), contenttest.Speaker("b"))
	for name, spoil := range map[string]func(*content.Erasure){
		"version": func(e *content.Erasure) {
			e.Versions[contenttest.ID("speaker", "b")] = map[content.Revision][]byte{7: []byte("x")}
		},
		"change": func(e *content.Erasure) { e.Changes[0].Revision = 7 },
	} {
		err := s.Write(t.Context(), func(base content.Snapshot) (*content.Batch, error) {
			batch, err := contenttest.Erasing(base, contenttest.ID("speaker", "a"), secret)
			spoil(batch.Erasure)
			return batch, err
		})
		if content.CodeOf(err) != content.CodeInternal {
			t.Errorf("%s: %v", name, err)
		}
		if ids, err := s.Erasures(); len(ids) != 0 || err != nil {
			t.Errorf("%s: the ledger has %v, %v", name, ids, err)
		}
	}
	if head, err := s.head(t.Context()); head != 1 || err != nil {
		t.Errorf("revision %d, %v", head, err)
	}
}
