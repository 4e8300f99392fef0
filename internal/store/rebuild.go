package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"lectern/content"
)

// rebuildGroup is the number of changes in a transaction of a rebuild.
const rebuildGroup = 20

const rebuildPrefix = "rebuild-"

// Rebuild rebuilds the store in a data directory from its log: a new file with everything
// derived from the log, which replaces the old one when it is complete and synced. An
// interrupted rebuild leaves the old file. Meanwhile it needs the space of a second file.
func Rebuild(ctx context.Context, dir string, progress func(done, total content.Revision)) (err error) {
	old, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	next, err := os.MkdirTemp(dir, rebuildPrefix)
	if err != nil {
		return fmt.Errorf("store: rebuilding: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(next)) }()
	if err := replayInto(ctx, old, next, progress); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(next, FileName), filepath.Join(dir, FileName)); err != nil {
		return fmt.Errorf("store: rebuilding: %w", err)
	}
	return syncDir(dir)
}

func replayInto(ctx context.Context, old *Store, dir string, progress func(done, total content.Revision)) (err error) {
	s, err := Open(dir, Options{noSync: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.db.Sync(), s.Close()) }()
	head, err := old.head(ctx)
	if err != nil {
		return err
	}
	err = replay(ctx, old, s, head, func(at content.Revision, _ int) error {
		progress(at, head)
		return nil
	})
	if err != nil {
		return err
	}
	return copyUnderived(ctx, old, s)
}

// copyUnderived copies the spaces that do not follow from the log.
func copyUnderived(ctx context.Context, from, to *Store) error {
	const page = 1000
	for space := range content.Spaces {
		for next, more := "", !space.Derived(); more; {
			keys, err := from.keys(ctx, space, next, page)
			if err != nil {
				return err
			}
			err = to.db.Update(func(tx *bbolt.Tx) (err error) {
				for _, key := range keys {
					err = errors.Join(err, writable(tx, bucketSpaces[space]).Put([]byte(key), seal([]byte(key), nil)))
				}
				return err
			})
			if err != nil {
				return fmt.Errorf("store: rebuilding: %w", err)
			}
			if more = len(keys) == page; more {
				next = keys[page-1] + "\x00"
			}
		}
	}
	return nil
}

// keys reads a part of a space in a separate snapshot, as changes does.
func (s *Store) keys(ctx context.Context, space content.Space, from string, limit int) ([]string, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = snap.Close() }() // only read
	return snap.Scan(nil, space, from, "", false, limit)
}

// head returns the newest revision.
func (s *Store) head(ctx context.Context) (content.Revision, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return 0, err
	}
	return snap.Revision(), snap.Close()
}

// replay fills an empty store with the log of another up to a revision. After each step it
// reports its progress, and the number of versions that it has written; an error of the report
// ends it.
func replay(ctx context.Context, from, to *Store, head content.Revision, step func(at content.Revision, versions int) error) error {
	if err := copyIdentity(ctx, from, to); err != nil {
		return err
	}
	versions := 0
	for at := content.Revision(0); at < head; {
		sets, err := from.changes(ctx, at, min(rebuildGroup, int(head-at)))
		if err != nil {
			return err
		}
		if len(sets) == 0 {
			return content.Errorf(content.CodeCorrupt, "The log ends at %d, before the revision %d.", at, head)
		}
		if err := to.applyAll(sets); err != nil {
			return err
		}
		at = sets[len(sets)-1].Revision
		for _, set := range sets {
			versions += len(set.Entries)
		}
		if err := step(at, versions); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	to.cache.Load().commit(head, nil)
	return nil
}

// changes reads a part of the log in a separate snapshot: a replay takes longer than a
// snapshot may live.
func (s *Store) changes(ctx context.Context, after content.Revision, limit int) ([]content.ChangeSet, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = snap.Close() }() // only read
	return snap.Changes(after, limit)
}

// applyAll replays changes in one transaction.
func (s *Store) applyAll(sets []content.ChangeSet) (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	return s.db.Update(func(tx *bbolt.Tx) error {
		for _, set := range sets {
			base, err := s.over(tx)
			if err != nil {
				return err
			}
			batch, err := content.Replay(base, set)
			if err != nil {
				return err
			}
			if err := apply(tx, batch); err != nil {
				return err
			}
		}
		return nil
	})
}

// copyIdentity copies the store's id, and its horizon, to a replay.
func copyIdentity(ctx context.Context, from, to *Store) error {
	snap, err := from.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = snap.Close() }() // only read
	sealed := map[string][]byte{}
	err = snap.(*snapshot).read(func(tx *bbolt.Tx) error {
		for _, key := range [][]byte{keyStore, keyHorizon} {
			value := bytes.Clone(tx.Bucket(bucketMeta).Get(key))
			if value == nil {
				continue
			}
			if _, err := unseal("meta", key, value); err != nil {
				return err
			}
			sealed[string(key)] = value
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = to.db.Update(func(tx *bbolt.Tx) error {
		for key, value := range sealed {
			if err := tx.Bucket(bucketMeta).Put([]byte(key), value); err != nil {
				return err
			}
		}
		return nil
	})
	return errors.Join(err, to.readOrigin())
}

// syncDir syncs a directory, so that a rename survives a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("store: syncing %s: %w", dir, err)
	}
	return errors.Join(d.Sync(), d.Close())
}
