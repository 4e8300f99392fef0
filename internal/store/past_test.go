package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/content/schedule"
)

// pastDirs returns the directories of past stores below a data directory.
func pastDirs(t *testing.T, s *Store) []string {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(s.dir, pastPrefix+"*"))
	if err != nil {
		t.Fatal(err)
	}
	return dirs
}

// randomChange makes a random edit of one of a few documents. An impossible one does nothing.
func randomChange(t *testing.T, s *Store, random *rand.Rand, now time.Time) {
	t.Helper()
	name := fmt.Sprint("nr ", random.IntN(6))
	id := contenttest.ID("speaker", name)
	options := contenttest.Options()
	options.Now = now
	what, version := random.IntN(8), random.IntN(1000)
	if what == 7 {
		if there, err := s.has(id); err != nil {
			t.Fatal(err)
		} else if there {
			contenttest.Touch(t, s, id, func(s *content.State) {
				s.Hidden = []content.Hiding{{For: id, Why: content.HiddenByEditor}}
			})
		}
		return
	}
	_, _ = content.Edit(t.Context(), s, options, func(tx *content.Transaction) error {
		switch what {
		case 0:
			return tx.Unpublish(id)
		case 1:
			return tx.Archive(id)
		case 2:
			return schedule.Publish(tx, id, now.AddDate(0, 0, 1+version))
		case 3:
			return schedule.Cancel(tx, id)
		}
		d := contenttest.Speaker(name)
		d.JobTitle = locale.NewText("da", fmt.Sprint(version))
		if err := tx.Save(d); err != nil || what == 4 {
			return err
		}
		return tx.Publish(id)
	})
}

// has reports whether there is a document.
func (s *Store) has(id content.ID) (bool, error) {
	snap, err := s.Snapshot(contextForParts())
	if err != nil {
		return false, err
	}
	_, err = snap.State(id)
	if content.IsNotFound(err) {
		return false, snap.Close()
	}
	return err == nil, errors.Join(err, snap.Close())
}

// TestPast compares the past at each revision of a random history with the store of that time.
func TestPast(t *testing.T) {
	t.Parallel()
	s := open(t)
	random := rand.New(rand.NewPCG(7, 8))
	want := [][]any{contenttest.Dump(t, s)}
	made := []time.Time{{}}
	for try := 0; len(want) <= 60; try++ {
		now := contenttest.Epoch.UTC().Add(time.Duration(try) * time.Minute)
		randomChange(t, s, random, now)
		if then := contenttest.Dump(t, s); then[0] != want[len(want)-1][0] {
			want, made = append(want, then), append(made, now)
		}
	}
	for _, r := range random.Perm(len(want)) {
		past, err := s.Past(t.Context(), content.Revision(r))
		if err != nil {
			t.Fatal(err)
		}
		if got := contenttest.Dump(t, past); !reflect.DeepEqual(got, want[r]) {
			t.Errorf("the past at %d:\n%v\nthe store as it was:\n%v", r, got, want[r])
		}
		waitFor(func() bool { return len(pastDirs(t, s)) <= maxPasts }) // they are removed in the background
	}
	if got := contenttest.Dump(t, s); !reflect.DeepEqual(got, want[60]) {
		t.Error("the store itself has changed")
	}
	s.closeNow(t)
	if dirs := pastDirs(t, s); len(dirs) > 0 {
		t.Errorf("left behind: %v", dirs)
	}
}

func TestRevisionAt(t *testing.T) {
	t.Parallel()
	s := open(t)
	at := func(minutes float64) content.Revision {
		t.Helper()
		r, err := s.RevisionAt(t.Context(), contenttest.Epoch.Add(time.Duration(minutes*float64(time.Minute))))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := at(0); r != 0 {
		t.Errorf("of an empty store: %d", r)
	}
	for i := range 20 {
		options := contenttest.Options()
		options.Now = options.Now.Add(time.Duration(i/2) * time.Minute) // two at a time
		if _, err := content.Edit(t.Context(), s, options, func(tx *content.Transaction) error {
			return tx.Save(contenttest.Speaker(fmt.Sprint(i)))
		}); err != nil {
			t.Fatal(err)
		}
	}
	if r := at(-0.5); r != 0 {
		t.Errorf("before all: %d", r)
	}
	for i := range 10 {
		if on, after := at(float64(i)), at(float64(i)+0.5); int(on) != 2*i+2 || on != after {
			t.Errorf("minute %d: %d, and %d after it", i, on, after)
		}
	}
	if r := at(1000); r != 20 {
		t.Errorf("after all: %d", r)
	}
}

// clock is a clock that a test sets.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// waitFor waits until a condition is true.
func waitFor(what func() bool) {
	for !what() {
		time.Sleep(time.Millisecond)
	}
}

func TestPastsAge(t *testing.T) {
	t.Parallel()
	c := &clock{now: contenttest.Epoch}
	o := quiet()
	o.now = c.read
	s := openDir(t, t.TempDir(), o)
	for i := range 5 {
		contenttest.Publish(t, s, contenttest.Speaker(fmt.Sprint(i)))
	}
	past := func(r content.Revision) content.Store {
		t.Helper()
		p, err := s.Past(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	revision := func(p content.Store) (content.Revision, error) {
		snap, err := p.Snapshot(t.Context())
		if err != nil {
			return 0, err
		}
		return snap.Revision(), snap.Close()
	}
	one, two := past(1), past(2)
	if again := past(1); again != one {
		t.Error("the past was built again")
	}
	three := past(3) // replaces 2, since 1 was used later
	waitFor(func() bool {
		_, err := revision(two)
		return content.CodeOf(err) == content.CodeTimeout
	})
	if r, err := revision(one); r != 1 || err != nil {
		t.Errorf("one that is in use: %d, %v", r, err)
	}
	c.forward(pastIdle - time.Minute)
	if r, err := revision(three); r != 3 || err != nil {
		t.Errorf("revision %d, %v", r, err)
	}
	c.forward(2 * time.Minute)
	s.pasts.sweep()
	waitFor(func() bool { return len(pastDirs(t, s)) == 1 })
	if _, err := revision(one); content.CodeOf(err) != content.CodeTimeout {
		t.Errorf("one that was not asked for long: %v", err)
	}
	if r, err := revision(three); r != 3 || err != nil {
		t.Errorf("one that was: %d, %v", r, err)
	}
	if err := three.Write(t.Context(), nil); content.CodeOf(err) != content.CodeReadOnly {
		t.Errorf("a write to the past: %v", err)
	}
	if r, err := revision(past(0)); r != 0 || err != nil {
		t.Errorf("before the first change: %d, %v", r, err)
	}
	if _, err := s.Past(t.Context(), 6); content.CodeOf(err) != content.CodeBadInput {
		t.Errorf("the future: %v", err)
	}
	s.closeNow(t)
	if _, err := s.Past(t.Context(), 3); err == nil {
		t.Error("the past of a closed store")
	}
	if _, err := revision(three); content.CodeOf(err) != content.CodeTimeout {
		t.Errorf("a past of a closed store: %v", err)
	}
	if err := os.Mkdir(filepath.Join(s.dir, pastPrefix+"1-left"), 0o700); err != nil {
		t.Fatal(err)
	}
	openDir(t, s.dir, o).closeNow(t)
	if dirs := pastDirs(t, s); len(dirs) > 0 {
		t.Errorf("left behind: %v", dirs)
	}
	reader := openDir(t, s.dir, Options{ReadOnly: true})
	if _, err := reader.Past(t.Context(), 1); content.CodeOf(err) != content.CodeReadOnly {
		t.Errorf("the past of a store that is only read: %v", err)
	}
}

// TestPastGoesOn abandons a build before it is done: it is complete for the next request.
func TestPastGoesOn(t *testing.T) {
	t.Parallel()
	s := openDir(t, t.TempDir(), quiet())
	populate(t, s, 30, 20)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Past(gone, 30); content.CodeOf(err) != content.CodeTimeout {
		t.Errorf("with no time: %v", err)
	}
	// Another one waits for its turn.
	for _, r := range []content.Revision{20, 30} {
		past, err := s.Past(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := s.Past(gone, r); again != past || err != nil {
			t.Errorf("what is there, with no time: %v", err)
		}
	}
	// A build that is interrupted by closing the store leaves nothing.
	_, _ = s.Past(gone, 31)
	s.closeNow(t)
	if dirs := pastDirs(t, s); len(dirs) > 0 {
		t.Errorf("left behind: %v", dirs)
	}
}

func TestPastTooLarge(t *testing.T) {
	t.Parallel()
	o := quiet()
	o.MaxPast = 10
	s := openDir(t, t.TempDir(), o)
	for i := range 12 {
		contenttest.Publish(t, s, contenttest.Speaker(fmt.Sprint("a", i)), contenttest.Speaker(fmt.Sprint("b", i)))
	}
	for r, want := range map[content.Revision]content.Code{5: "", 6: content.CodeTooLarge, 12: content.CodeTooLarge} {
		for range 2 {
			if _, err := s.Past(t.Context(), r); content.CodeOf(err) != want {
				t.Errorf("revision %d: %v", r, err)
			}
		}
	}
	if n := len(pastDirs(t, s)); n != 1 {
		t.Errorf("%d past stores", n)
	}
}

// TestErasureOfThePast erases a person while there are past stores, one of them half built:
// none of them survives, and later ones are without the person.
func TestErasureOfThePast(t *testing.T) {
	t.Parallel()
	for round := range 4 {
		s := openDir(t, t.TempDir(), Options{MaxSnapshotAge: 50 * time.Millisecond, Log: slog.New(slog.DiscardHandler)})
		populate(t, s, 30, 5)
		kept, err := s.Past(t.Context(), 25)
		if err != nil {
			t.Fatal(err)
		}
		snap, err := kept.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		gone, cancel := context.WithTimeout(t.Context(), time.Duration(round)*10*time.Millisecond)
		_, _ = s.Past(gone, 30)
		cancel()
		var others sync.WaitGroup
		others.Go(func() { _, _ = s.Past(t.Context(), 28) })
		eraseHer(t, s)
		for _, dir := range pastDirs(t, s) { // of later requests
			if n := told(t, dir); n != 0 {
				t.Errorf("%d places in %s", n, dir)
			}
		}
		if _, err := kept.Snapshot(t.Context()); content.CodeOf(err) != content.CodeTimeout {
			t.Errorf("an earlier past: %v", err)
		}
		if _, err := snap.Log(0, 1); content.CodeOf(err) != content.CodeTimeout {
			t.Errorf("a snapshot of an earlier past: %v", err)
		}
		others.Wait()
		past, err := s.Past(t.Context(), 25)
		if err != nil {
			t.Fatal(err)
		}
		if all := fmt.Sprint(contenttest.Dump(t, past)); strings.Contains(all, secret) || !strings.Contains(all, "nr 23") {
			t.Error("the past has the erased, or nobody")
		}
		if n := told(t, s.dir); n != 0 {
			t.Errorf("%d places", n)
		}
	}
}
