package media

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lectern/internal/response/responsetest"
)

// A piece without enough disk space is refused, and the upload stays.
func TestNoRoomForAPiece(t *testing.T) {
	t.Parallel()
	h, u, _ := uploading(t, open(t, options(t.TempDir())))
	film := mp4("film")
	path := begin(t, h, len(film), nil)
	one, err := u.unfinished.get(filepath.Base(path))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(one.path()), os.Symlink("/dev/full", one.path())); err != nil {
		t.Fatal(err)
	}
	if w := patch(h, path, 0, film); w.Code != 507 || !strings.HasPrefix(responsetest.Problem(w), "INSUFFICIENT_STORAGE") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if got := offset(t, h, path); got != 0 {
		t.Errorf("%d are in", got)
	}
}

// A full disk: the response reports it, and nothing of the file is stored. The test needs the
// right to mount a file system; without it, the other tests must suffice.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Logf("no file system can be mounted here: %v", err)
		return
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	l, err := Open(t.Context(), options(filepath.Join(dir, "media")))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	h, _, _ := uploading(t, l)
	small := send(h, "POST", "/assets", mp4("small"))
	film := mp4(strings.Repeat("x", 2<<20))
	free := func() uint64 {
		var s syscall.Statfs_t
		if err := syscall.Statfs(dir, &s); err != nil {
			t.Fatal(err)
		}
		return s.Bfree
	}
	before := free()
	if w := send(h, "POST", "/assets", film); w.Code != 507 || free() != before {
		t.Errorf("%d %s, %d of %d blocks are free", w.Code, w.Body, free(), before)
	}
	path := begin(t, h, len(film), nil)
	if w := patch(h, path, 0, film[:100_000]); w.Code != 204 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	held := free()
	if w := patch(h, path, 100_000, film[100_000:]); w.Code != 507 || free() != held || offset(t, h, path) != 100_000 {
		t.Errorf("%d %s, %d of %d blocks are free", w.Code, w.Body, free(), held)
	}
	if got := listing(t, l); small.Code != 201 || len(got) != 2 {
		t.Errorf("%d %v", small.Code, got)
	}
	if w := send(h, "POST", "/assets", mp4("another")); w.Code != 201 {
		t.Errorf("another: %d %s", w.Code, w.Body)
	}
}
