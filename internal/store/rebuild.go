package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"lectern/content"
)

// rebuildGroup is how many changes of a rebuild share a transaction.
const rebuildGroup = 20

const rebuildPrefix = "rebuild-"

// Rebuild makes the store in a data directory anew from its log: a new file
// with all that follows from the log, in the place of the old one when it is
// whole and synced. A rebuild that is cut off leaves the old file. It takes
// the space of a second file meanwhile.
func Rebuild(ctx context.Context, dir string, progress func(done, total content.Revision)) (err error) {
	old, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	// What a rebuild that was cut off has left goes first: the lock on the old
	// file is ours, so nobody else is at it.
	left, err := filepath.Glob(filepath.Join(dir, rebuildPrefix+"*"))
	for _, path := range left {
		err = errors.Join(err, os.RemoveAll(path))
	}
	if err != nil {
		return fmt.Errorf("store: rebuilding: %w", err)
	}
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
	from, err := old.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }() // only read
	if err := copyIdentity(old, s); err != nil {
		return err
	}
	for at := content.Revision(0); at < from.Revision(); {
		sets, err := from.Changes(at, rebuildGroup)
		if err != nil {
			return err
		}
		if len(sets) == 0 {
			return content.Errorf(content.CodeCorrupt, "The log ends at %d, before the store's revision %d.", at, from.Revision())
		}
		if err := s.applyAll(sets); err != nil {
			return err
		}
		at = sets[len(sets)-1].Revision
		progress(at, from.Revision())
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
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

// copyIdentity keeps the store's id through a rebuild.
func copyIdentity(from, to *Store) error {
	var sealed []byte
	err := from.db.View(func(tx *bbolt.Tx) error {
		sealed = append(sealed, tx.Bucket(bucketMeta).Get(keyStore)...)
		_, err := unseal("meta", keyStore, sealed)
		return err
	})
	if err != nil {
		return err
	}
	return to.db.Update(func(tx *bbolt.Tx) error { return tx.Bucket(bucketMeta).Put(keyStore, sealed) })
}

// syncDir makes a rename survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("store: syncing %s: %w", dir, err)
	}
	return errors.Join(d.Sync(), d.Close())
}
