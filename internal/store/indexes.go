package store

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"go.etcd.io/bbolt"

	"lectern/content"
)

// haveDigest reports whether the indexes of a file were built as this program builds them.
func haveDigest(tx *bbolt.Tx) (bool, error) {
	sealed := tx.Bucket(bucketMeta).Get(keyIndexes)
	if sealed == nil {
		return false, nil // a file from before there was a digest
	}
	digest, err := unseal("meta", keyIndexes, sealed)
	return string(digest) == content.IndexDigest(), err
}

func putDigest(tx *bbolt.Tx) error {
	return tx.Bucket(bucketMeta).Put(keyIndexes, seal(keyIndexes, []byte(content.IndexDigest())))
}

// reindex rebuilds the indexes and their counts if another program built them differently, in
// one transaction: if it is interrupted, the former ones stay, and the next open begins again.
func (s *Store) reindex() error {
	have := false
	err := s.db.View(func(tx *bbolt.Tx) (err error) {
		have, err = haveDigest(tx)
		return err
	})
	if have || err != nil {
		return err
	}
	return s.db.Update(func(tx *bbolt.Tx) error {
		s.options.Log.Info("rebuilding the indexes: their definition or the order of names has changed")
		names := [][]byte{bucketCounts}
		for space := range content.Spaces {
			if space.Digested() {
				names = append(names, bucketSpaces[space])
			}
		}
		for _, name := range names {
			err := tx.DeleteBucket(name)
			if err == nil {
				_, err = tx.CreateBucket(name)
			}
			if err != nil {
				return fmt.Errorf("store: rebuilding indexes: %w", err)
			}
		}
		for space := range content.Spaces {
			if space.Digested() {
				if err := s.reindexSpace(tx, space); err != nil {
					return err
				}
			}
		}
		return putDigest(tx)
	})
}

// reindexSpace fills an empty index with its keys in order, so that a page is written once.
func (s *Store) reindexSpace(tx *bbolt.Tx, space content.Space) error {
	base, err := s.over(tx)
	if err != nil {
		return err
	}
	defer func() { _ = base.Close() }() // of a writing snapshot: only ends its use
	var keys []string
	err = tx.Bucket(bucketCurrent).ForEach(func(id, sealed []byte) error {
		state, err := stateOf(id, sealed)
		if err != nil {
			return err
		}
		derived, err := content.Derive(base, content.ID(id), state)
		keys = append(keys, derived[space]...)
		return err
	})
	if err != nil {
		return fmt.Errorf("store: rebuilding indexes: %w", err)
	}
	slices.Sort(keys)
	bucket := tx.Bucket(bucketSpaces[space])
	bucket.FillPercent = 0.9
	for _, key := range keys {
		err = errors.Join(err, bucket.Put([]byte(key), seal([]byte(key), nil)))
	}
	if err != nil || !space.Counted() {
		return err
	}
	counts := content.DeriveCounts(keys)
	maps.DeleteFunc(counts, func(_ string, n int) bool { return n == 0 })
	return addCounts(tx, space, counts)
}
