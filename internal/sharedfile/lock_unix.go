//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package sharedfile

import (
	"errors"
	"os"
	"syscall"
)

// lockHint is empty: a lock ends with the process that has it.
const lockHint = ""

// TryLock takes the lock of a file, which the system releases when the process ends. It is
// ErrLocked if another process has it.
func TryLock(path, dir string) (unlock func() error, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err = GiveTo(f, dir); err == nil {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	}
	if errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, syscall.EINTR) {
		err = ErrLocked
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f.Close, nil
}

// GiveTo gives a file that the superuser created to the owner of the data directory: the
// service runs as that owner and must be able to read it.
func GiveTo(f *os.File, dir string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok {
		return f.Chown(int(owner.Uid), int(owner.Gid))
	}
	return nil
}

// SyncDir makes a rename in a directory durable.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
