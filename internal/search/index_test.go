package search

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"lectern/content"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// A reopened index continues from its revision.
func TestReopening(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(topic("Forebyggelse"))
	dir := w.index.serving.dir
	w.close()
	x := w.index
	contenttest.Publish(t, w.store, topic("Behandling")) // without a follower
	w.open()
	if x == w.index || w.index.serving.dir != dir {
		t.Error("the index was rebuilt")
	}
	w.wait()
	w.finds("behandling", "behandling")
	w.finds("forebyggelse", "forebyggelse")
}

// A damaged, missing or outdated index is rebuilt, and complete again.
func TestHealing(t *testing.T) {
	t.Parallel()
	for name, harm := range map[string]func(t *testing.T, dir string){
		"gone": func(t *testing.T, dir string) {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		},
		"a segment": func(t *testing.T, dir string) { flip(t, dir, "*.zap") },
		"the list of segments": func(t *testing.T, dir string) {
			truncate(t, dir, "root.bolt")
		},
		"a segment is gone": func(t *testing.T, dir string) {
			for _, path := range found(t, dir, "*.zap") {
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
			}
		},
		"the description": func(t *testing.T, dir string) { truncate(t, dir, "index_meta.json") },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.publish(topic("Forebyggelse"), topic("Behandling"), topic("Indsats"))
			w.close()
			harm(t, w.dir)
			w.open()
			w.wait()
			w.finds("forebyggelse", "forebyggelse")
			w.finds("behandling", "behandling")
			w.finds("indsats", "indsats")
		})
	}
	t.Run("another version", func(t *testing.T) {
		w := newWorld(t)
		w.publish(topic("Forebyggelse"))
		other := w.index.serving.state
		other.Version--
		for _, index := range w.index.serving.indexes {
			if err := index.SetInternal([]byte(stateKey), other.seal()); err != nil {
				t.Fatal(err)
			}
		}
		dir := w.index.serving.dir
		w.close()
		if g, err := open(dir); err == nil {
			t.Errorf("it was opened: %v", g.close())
		}
		w.open()
		w.wait()
		w.finds("forebyggelse", "forebyggelse")
	})
	t.Run("another store", func(t *testing.T) {
		w := newWorld(t)
		w.publish(topic("Forebyggelse"))
		w.close()
		w.store = told{contenttest.NewMemory(), func() *Index { return w.index }}
		w.open()
		w.publish(topic("Behandling"))
		w.finds("forebyggelse")
		w.finds("behandling", "behandling")
	})
}

func found(t *testing.T, dir, pattern string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if ok, _ := filepath.Match(pattern, filepath.Base(path)); ok {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil || len(paths) == 0 {
		t.Fatalf("no %s (%v)", pattern, err)
	}
	return paths
}

func flip(t *testing.T, dir, pattern string) {
	t.Helper()
	for _, path := range found(t, dir, pattern) {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		at := rand.IntN(len(b))
		t.Logf("byte %d of %s", at, filepath.Base(path))
		b[at] ^= 1 << rand.IntN(8)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func truncate(t *testing.T, dir, pattern string) {
	t.Helper()
	for _, path := range found(t, dir, pattern) {
		if err := os.Truncate(path, 100); err != nil {
			t.Fatal(err)
		}
	}
}

// Undetected damage in bleve's list of its files loses documents: counting them detects it.
func TestCounting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(topic("Forebyggelse"), topic("Behandling"))
	if err := w.index.serving.indexes[public].Delete(string(contenttest.ID("topic", "Behandling"))); err != nil {
		t.Fatal(err)
	}
	w.close()
	w.open()
	w.publish(topic("Indsats"))
	waitCounted(w)
	w.finds("behandling", "behandling")
}

func waitCounted(w *world) {
	w.Helper()
	for {
		w.wait()
		w.index.mu.RLock()
		counted := w.index.serving.counted
		w.index.mu.RUnlock()
		if counted {
			return
		}
	}
}

// Another word list is used for queries at once, and the index stays as it is.
func TestOtherWordList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(topic("Abekatfest"))
	w.finds("fest")
	dir := w.index.serving.dir
	w.close()
	list := filepath.Join(t.TempDir(), "words")
	if err := os.WriteFile(list, []byte("abekat\nfest\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	x, err := New(w.dir, Options{WordList: list})
	if err != nil {
		t.Fatal(err)
	}
	w.index = x
	if err := x.Follow(t.Context(), w.store, nil); err != nil {
		t.Fatal(err)
	}
	w.wait()
	w.finds("fest", "abekatfest")
	if x.serving.dir != dir {
		t.Error("the index was rebuilt")
	}
}

// Readers' texts are not written again while an editor works on a draft.
func TestDraftsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	about := topic("Forebyggelse")
	w.publish(about)
	batches := func(s space) uint64 {
		stats := w.index.serving.indexes[s].StatsMap()["index"].(map[string]any)
		return stats["updates"].(uint64)
	}
	edit := func(name string) {
		about.Name = locale.NewText("da", name)
		contenttest.Save(t, w.store, about)
		w.wait()
	}
	edit("Behandling")
	inPublic, inDrafts := batches(public), batches(drafts)
	edit("Indsats")
	if n := batches(public) - inPublic; n != 0 {
		t.Errorf("%d documents were written for readers", n)
	}
	if n := batches(drafts) - inDrafts; n != 1 {
		t.Errorf("%d drafts were written", n)
	}
	w.finds("forebyggelse", "forebyggelse")
}

// New words split compounds of earlier documents.
func TestLaterWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(topic("Brombærsaft"))
	w.finds("saft")
	w.publish(topic("Brombær"), topic("Saft"))
	w.finds("brombær", "brombaersaft", "brombaer")
	w.finds("brombærsaft", "brombaersaft")
}

// A document is found by the current names of the documents that it refers to.
func TestReferrers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	about := topic("Forebyggelse")
	session := contenttest.Session("Samtale", "Fagdag", 1)
	session.TopicIDs = []content.ID{about.ID}
	w.publish(contenttest.Conference("Fagdag"), about, session)
	w.finds("forebyggelse", "forebyggelse", "samtale")
	about.Name = locale.NewText("da", "Behandling")
	w.publish(about)
	w.finds("forebyggelse")
	w.finds("behandling", "forebyggelse", "samtale")
}

// TestGivingWay: a pause after a long round collects changes, once, and the next round follows
// them.
func TestGivingWay(t *testing.T) {
	t.Parallel()
	x := &Index{wake: make(chan struct{}, 1)}
	x.wake <- struct{}{}
	if x.giveWay(t.Context(), longRound/2) || len(x.wake) != 1 {
		t.Error("a short round needs no pause")
	}
	if !x.giveWay(t.Context(), longRound) {
		t.Error("a change came meanwhile")
	}
	if x.giveWay(t.Context(), longRound) {
		t.Error("nothing came since")
	}
}
