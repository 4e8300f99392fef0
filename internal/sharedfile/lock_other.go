//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd)

package sharedfile

import (
	"errors"
	"io/fs"
	"os"
)

// lockHint is the advice about a lock that is not released.
const lockHint = "; delete it where that program has ended"

// TryLock takes a lock by creating a file that must not exist; unlock deletes it. It is
// ErrLocked if the file exists, even if its process has ended.
func TryLock(path, _ string) (unlock func() error, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, ErrLocked
	}
	if err != nil {
		return nil, err
	}
	return func() error { return os.Remove(path) }, f.Close()
}

// GiveTo does nothing here; see lock_unix.go.
func GiveTo(*os.File, string) error { return nil }

// SyncDir does nothing here: these systems don't sync directories.
func SyncDir(string) error { return nil }
