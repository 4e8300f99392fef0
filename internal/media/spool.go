package media

import (
	"errors"
	"os"
	"path/filepath"

	"lectern/internal/sharedfile"
)

// spool is a folder for a program's incomplete files, locked while it runs.
type spool struct {
	dir    string
	unlock func() error
}

const spoolLock = "lock"

// newSpool creates a spool, and removes those of ended programs.
func newSpool(dir string) (*spool, error) {
	if err := makeDir(dir); err != nil {
		return nil, err
	}
	if _, err := sweepSpools(dir); err != nil {
		return nil, err
	}
	var errs error
	for range 3 { // a program that starts at the same time can mistake it for an abandoned one
		own, err := os.MkdirTemp(dir, "")
		if err != nil {
			return nil, err
		}
		unlock, err := sharedfile.TryLock(filepath.Join(own, spoolLock), dir)
		if err == nil {
			return &spool{own, unlock}, nil
		}
		errs = errors.Join(errs, err)
	}
	return nil, errs
}

// sweepSpools removes the folders of ended programs, and counts the others.
func sweepSpools(dir string) (alive int, err error) {
	spools, err := os.ReadDir(dir)
	if err != nil {
		return 0, err
	}
	for _, s := range spools {
		path := filepath.Join(dir, s.Name())
		unlock, err := sharedfile.TryLock(filepath.Join(path, spoolLock), dir)
		switch {
		case errors.Is(err, sharedfile.ErrLocked):
			alive++
		case errors.Is(err, os.ErrNotExist): // another program removed it
		case err != nil:
			return alive, err
		default:
			if err := errors.Join(unlock(), os.RemoveAll(path)); err != nil {
				return alive, err
			}
		}
	}
	return alive, nil
}

// create makes an empty file.
func (s *spool) create() (*os.File, error) {
	f, err := os.CreateTemp(s.dir, "")
	if err != nil {
		return nil, err
	}
	if err := sharedfile.GiveTo(f, filepath.Dir(s.dir)); err != nil {
		return nil, errors.Join(err, discard(f))
	}
	return f, nil
}

func (s *spool) close() error { return errors.Join(s.unlock(), os.RemoveAll(s.dir)) }

// discard closes and removes a file.
func discard(f *os.File) error {
	closed := f.Close()
	if errors.Is(closed, os.ErrClosed) {
		closed = nil
	}
	removed := os.Remove(f.Name())
	if errors.Is(removed, os.ErrNotExist) {
		removed = nil // it was moved to its place
	}
	return errors.Join(closed, removed)
}
