package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"

	"go.etcd.io/bbolt"

	"lectern/content"
)

// erase commits an erasure and overwrites the erased bytes. It has three steps, and each can
// be the last one before a power cut:
//
//   - the ledger gets the ids. If nothing more happens, the next start finds them there while
//     the documents are not erased, and erases them again;
//   - the commit changes the log, and records in meta that a purge is due;
//   - the purge overwrites the former bytes, and deletes that record. Open completes an
//     interrupted purge.
func (s *Store) erase(b *content.Batch) error {
	if err := s.commitErasure(b); err != nil {
		return err
	}
	if err := s.purge(); err != nil {
		s.options.Log.Error("an erasure is committed, but what it erased is not yet overwritten; the next start does it", "revision", b.Revision, "cause", err)
		return content.Wrap(content.CodeInternal, err, "The erasure is done and in the log, but the former bytes could not be overwritten in the file. The next start does that.")
	}
	return nil
}

func (s *Store) commitErasure(b *content.Batch) (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	tx, err := s.db.Begin(true)
	if err != nil {
		return content.Wrap(content.CodeInternal, err, "The store can't be written.")
	}
	committed := false
	defer func() {
		if !committed {
			_ = tx.Rollback() // a failed commit has rolled back already
		}
	}()
	words, err := s.hashed(b.Erasure.Words)
	if err != nil {
		return err
	}
	due := number(uint64(b.Revision))
	err = errors.Join(markRemoved(tx, words), apply(tx, b), applyErasure(tx, b), tx.Bucket(bucketMeta).Put(keyPurge, seal(keyPurge, due)))
	if err == nil {
		err = appendLedger(s.dir, b, words)
	}
	if err != nil {
		return content.Wrap(content.CodeInternal, err, "The erasure could not be written.")
	}
	// From here on, nothing that is read before the commit gets into a cache.
	s.cache.Store(newCache(s.options.CacheBytes, b.Revision))
	if err := s.commitTx(tx); err != nil {
		return s.fail(err)
	}
	committed = true
	s.options.Committed(b)
	return nil
}

// applyErasure changes former records.
func applyErasure(tx *bbolt.Tx, b *content.Batch) error {
	versions := writable(tx, bucketVersions)
	for _, id := range slices.Sorted(maps.Keys(b.Erasure.Versions)) {
		for _, r := range slices.Sorted(maps.Keys(b.Erasure.Versions[id])) {
			key, version := versionKey(id, r), b.Erasure.Versions[id][r]
			if version == nil {
				if err := versions.Delete(key); err != nil {
					return err
				}
				continue
			}
			if versions.Get(key) == nil {
				return fmt.Errorf("store: there is no version %d of %s to replace", r, id)
			}
			if err := versions.Put(key, seal(key, version)); err != nil {
				return err
			}
		}
	}
	changes := writable(tx, bucketChanges)
	for _, change := range b.Erasure.Changes {
		key := number(uint64(change.Revision))
		if change.Revision >= b.Revision || changes.Get(key) == nil {
			return fmt.Errorf("store: there is no change %d to replace", change.Revision)
		}
		value, err := json.Marshal(change)
		if err != nil {
			return err
		}
		if err := changes.Put(key, seal(key, value)); err != nil {
			return err
		}
	}
	return nil
}
