package variants_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/internal/media/pictures/variants"
)

// TestBounded: the least recently used variants are deleted, and generated again.
func TestBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	id := w.add(1)
	first := w.get(w.signer.Path(id, spec(20)))
	most := int64(first.Body.Len() * 4)
	w.start(func(o *variants.Options) { o.MaxBytes = most })
	for width := 21; width < 40; width++ {
		w.get(w.signer.Path(id, spec(width)))
		if got := w.get(w.signer.Path(id, spec(20))); got.Code != 200 {
			t.Fatalf("got %d", got.Code)
		}
		if names, size := w.files(); size > most || !slices.Contains(names, "20x-contain.png") {
			t.Fatalf("%d bytes are kept: %v", size, names)
		}
	}
	if n := w.opened.Load(); n != 20 {
		t.Errorf("%d were generated: a frequently requested one must be generated once", n)
	}
	w.get(w.signer.Path(id, spec(21)))
	if n := w.opened.Load(); n != 21 {
		t.Errorf("%d were generated: a deleted one must be generated again", n)
	}
	// A variant that is larger than the bound is served all the same.
	w.start(func(o *variants.Options) { o.MaxBytes = 1 })
	if names, _ := w.files(); len(names) != 1 {
		t.Errorf("there are %v", names)
	}
	if got := w.get(w.signer.Path(id, spec(64))); got.Code != 200 || got.Body.Len() == 0 {
		t.Errorf("got %d", got.Code)
	}
}

// TestStart: the cache survives a restart; nothing is left of a crash.
func TestStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	id := w.add(1)
	paths := map[int]string{}
	for i, width := range []int{30, 10, 20} {
		paths[width] = w.signer.Path(id, spec(width))
		w.get(paths[width])
		file := filepath.Join(w.dir, string(id)[6:], strings.SplitN(filepath.Base(paths[width]), "-", 2)[1])
		made := time.Unix(1_600_000_000+int64(i), 0)
		if err := os.Chtimes(file, made, made); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"making-123", "README"} {
		if err := os.WriteFile(filepath.Join(w.dir, name), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w.start(nil)
	if names, _ := w.files(); len(names) != 4 || slices.Contains(names, "making-123") {
		t.Errorf("there are %v", names)
	}
	for _, path := range paths {
		if got := w.get(path); got.Code != 200 {
			t.Errorf("got %d", got.Code)
		}
	}
	if n := w.opened.Load(); n != 3 {
		t.Errorf("%d were made", n)
	}
	w.start(func(o *variants.Options) { o.MaxBytes = 1 })
	if names, _ := w.files(); !slices.Contains(names, "20x-contain.png") || len(names) != 2 {
		t.Errorf("the newest one must stay; there are %v", names)
	}
}

// TestTakenAway: the directory is emptied while the service runs.
func TestTakenAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	id := w.add(1)
	path := w.signer.Path(id, spec(16))
	before := w.get(path).Body.Bytes()
	if err := os.RemoveAll(filepath.Join(w.dir, string(id)[6:])); err != nil {
		t.Fatal(err)
	}
	if got := w.get(path); got.Code != 200 || !bytes.Equal(got.Body.Bytes(), before) {
		t.Errorf("got %d", got.Code)
	}
}

// TestFails: a fault is logged, and reported without its cause.
func TestFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	if got := w.get(w.signer.Path(w.addFile([]byte("not a supported picture")), spec(16))); got.Code != 500 || strings.Contains(got.Body.String(), "picture") {
		t.Errorf("damaged: %d %s", got.Code, got.Body)
	}
	w.opening = func(content.AssetID) { panic("at the disco") }
	if got := w.get(w.signer.Path(w.add(1), spec(16))); got.Code != 500 || strings.Contains(got.Body.String(), "disco") {
		t.Errorf("a panic: %d %s", got.Code, got.Body)
	}
	if log := w.log.String(); !strings.Contains(log, "not a supported picture") || !strings.Contains(log, "disco") {
		t.Errorf("the log has %s", log)
	}
	if names, _ := w.files(); len(names) != 0 {
		t.Errorf("there are %v", names)
	}
	if _, err := variants.New(variants.Options{Dir: filepath.Join(w.dir, "x\x00"), AtOnce: 1}); err == nil {
		t.Error("an impossible directory is accepted")
	}
	if _, err := variants.New(variants.Options{Dir: w.dir}); err == nil {
		t.Error("a limit of 0 is accepted")
	}
	if _, err := os.Stat(filepath.Join(w.dir, "x")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
