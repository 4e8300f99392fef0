package media

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"lectern/content"
	"lectern/internal/sharedfile"
)

// disk stores files in a directory.
type disk struct{ dir string }

// makeFolders creates the folders. They must be on the same file system as the files to store.
func (d disk) makeFolders() error {
	for _, folder := range []string{filesFolder, recordsFolder} {
		if err := makeDir(filepath.Join(d.dir, folder)); err != nil {
			return err
		}
	}
	return nil
}

// makeDir creates a directory, owned by its parent's owner.
func makeDir(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	made, err := os.Open(dir)
	if err != nil {
		return err
	}
	parent := filepath.Dir(dir)
	return errors.Join(sharedfile.GiveTo(made, parent), made.Close(), sharedfile.SyncDir(parent))
}

func (d disk) path(name string) string { return filepath.Join(d.dir, filepath.FromSlash(name)) }

func (d disk) Put(_ context.Context, name, path string) error {
	to := d.path(name)
	if err := os.Rename(path, to); err != nil {
		return err
	}
	return sharedfile.SyncDir(filepath.Dir(to))
}

func (d disk) Open(_ context.Context, name string) (File, error) {
	f, err := os.Open(d.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNoFile()
	}
	return f, err
}

func (d disk) List(ctx context.Context, folder string, each func(Entry) error) error {
	const batch = 1000
	dir, err := os.Open(d.path(folder))
	if errors.Is(err, fs.ErrNotExist) { // nothing was ever stored there
		return nil
	}
	if err != nil {
		return err
	}
	defer dir.Close()
	for {
		entries, err := dir.ReadDir(batch)
		if len(entries) == 0 {
			if err == nil || isEOF(err) {
				return nil
			}
			return err
		}
		for _, entry := range entries {
			info, err := entry.Info()
			if errors.Is(err, fs.ErrNotExist) { // removed since
				continue
			}
			if err == nil {
				err = ctx.Err()
			}
			if err == nil {
				err = each(Entry{Name: entry.Name(), Bytes: info.Size(), Modified: info.ModTime()})
			}
			if err != nil {
				return err
			}
		}
	}
}

func (d disk) Remove(_ context.Context, name string) error {
	path := d.path(name)
	if err := os.Remove(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	return sharedfile.SyncDir(filepath.Dir(path))
}

// Sweep has nothing to do: a rename is atomic.
func (disk) Sweep(context.Context, time.Time) error { return nil }

func errNoFile() error {
	return content.Errorf(content.CodeNotFound, "There is no such file.")
}
