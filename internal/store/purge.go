package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync/atomic"

	"go.etcd.io/bbolt"

	"lectern/content"
)

// purgeRun is the size of a read or write of the purge, in bytes.
const purgeRun = 1 << 20

// tidy removes the leftovers of an interrupted process beside the file, and finishes a purge.
// It has exclusive access: the file is locked.
func (s *Store) tidy() error {
	if err := s.removeLeftovers(); err != nil {
		return err
	}
	due := false
	err := s.db.View(func(tx *bbolt.Tx) error {
		due = tx.Bucket(bucketMeta).Get(keyPurge) != nil
		return nil
	})
	if err != nil || !due {
		return err
	}
	s.options.Log.Info("finishing an erasure: overwriting what it removed")
	return s.purge()
}

// removeLeftovers removes incomplete rebuilds and past stores.
func (s *Store) removeLeftovers() error {
	for _, prefix := range []string{rebuildPrefix, pastPrefix} {
		left, err := filepath.Glob(filepath.Join(s.dir, prefix+"*"))
		for _, path := range left {
			err = errors.Join(err, os.RemoveAll(path))
		}
		if err != nil {
			return fmt.Errorf("store: removing leftover files: %w", err)
		}
	}
	return nil
}

// purge overwrites every byte of the file that belongs to no record of the newest state. It
// runs while no other write does. It requires:
//
//   - No snapshot is open that may see a former page. Those that are opened meanwhile see the
//     newest state, whose pages stay.
//   - Both meta pages lead to that state, so that no former tree is needed if the newer one is
//     torn: hence the empty commit.
//   - bbolt writes whole pages from buffers that were zero, so the rest of a page behind its
//     last element is no former content.
func (s *Store) purge() (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	if hook := s.options.beforePurge; hook != nil {
		if err := hook(); err != nil {
			return err
		}
	}
	if err := s.pasts.drop(); err != nil {
		return err
	}
	s.quiesce()
	if err := s.db.Update(func(*bbolt.Tx) error { return nil }); err != nil {
		return s.fail(err)
	}
	if err := overwriteFree(filepath.Join(s.dir, FileName)); err != nil {
		return err
	}
	if err := s.removeLeftovers(); err != nil {
		return err
	}
	if err := s.db.Update(func(tx *bbolt.Tx) error { return tx.Bucket(bucketMeta).Delete(keyPurge) }); err != nil {
		return s.fail(err)
	}
	return nil
}

// overwriteFree writes zeros over every unused page of a file. It opens the file itself:
// bbolt's lock is flock's, which closing another handle does not release.
func overwriteFree(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("store: purging: %w", err)
	}
	err = overwriteUnused(file)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("store: purging: %w", err)
	}
	return nil
}

func overwriteUnused(file *os.File) error {
	var damage atomic.Pointer[error]
	found := func(where string, err error) { damage.Store(new(fmt.Errorf("%s: %w", where, err))) }
	check := newPageCheck(file, found, found)
	used, err := check.run()
	if err != nil {
		return err
	}
	if e := damage.Load(); e != nil {
		return *e
	}
	if !bytes.Equal(check.roots[0], check.roots[1]) {
		return content.Errorf(content.CodeInternal, "The meta pages lead to different states.")
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	eraser := &eraser{file: file, buffer: make([]byte, purgeRun), zeros: make([]byte, purgeRun)}
	from, size := int64(0), int64(check.size)
	for page := range used {
		if page > 1 && !used[page].Load() && !check.more[page].Load() {
			continue
		}
		if err := eraser.erase(from, int64(page)*size); err != nil {
			return err
		}
		from = (int64(page) + 1) * size
	}
	return eraser.erase(from, info.Size())
}

// eraser writes zeros over non-zero bytes: the part by which the file was grown is already
// zero, and may stay a hole.
type eraser struct {
	file          *os.File
	buffer, zeros []byte
}

func (e *eraser) erase(from, to int64) error {
	for from < to {
		b := e.buffer[:min(to-from, int64(len(e.buffer)))]
		if _, err := io.ReadFull(io.NewSectionReader(e.file, from, int64(len(b))), b); err != nil {
			return err
		}
		if zeros := e.zeros[:len(b)]; !bytes.Equal(b, zeros) {
			if _, err := e.file.WriteAt(zeros, from); err != nil {
				return err
			}
		}
		from += int64(len(b))
	}
	return nil
}
