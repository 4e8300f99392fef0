package store

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"

	"go.etcd.io/bbolt"

	"lectern/content"
)

// Format is the version of the layout that this program writes.
const Format = 5

// since says which buckets were added by a later format.
func since(bucket []byte) uint64 {
	switch {
	case bytes.Equal(bucket, bucketSpaces[content.Schedules]):
		return 2
	case bytes.Equal(bucket, bucketSpaces[content.Sync]):
		return 3
	case bytes.Equal(bucket, bucketSpaces[content.Outcomes]):
		return 4
	}
	return 1
}

func allBuckets() [][]byte {
	return slices.Concat([][]byte{bucketMeta, bucketChanges, bucketVersions, bucketCurrent, bucketCounts}, bucketSpaces[:])
}

// prepare checks the format of a file, lays out an empty one, and migrates an older one. If
// the file is read-only, the spaces of the newer format are empty.
func (s *Store) prepare() (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	format, head := uint64(0), content.Revision(0)
	err = s.db.View(func(tx *bbolt.Tx) error {
		format, head, err = checkLayout(tx)
		return err
	})
	if err != nil {
		return err
	}
	s.cache.Store(newCache(s.options.CacheBytes, head))
	switch {
	case s.options.ReadOnly && format == 0:
		return content.Errorf(content.CodeNotFound, "The store is empty.")
	case s.options.ReadOnly:
		return nil
	case format == 0:
		return s.db.Update(layOut)
	case format < Format:
		s.options.Log.Info("bringing the store to a newer format", "from", format, "to", Format)
		if err := s.db.Update(func(tx *bbolt.Tx) error { return s.migrate(tx, format) }); err != nil {
			return err
		}
	}
	return s.reindex()
}

// checkLayout returns the format and the revision of a file; both are 0 if it is empty.
func checkLayout(tx *bbolt.Tx) (format uint64, head content.Revision, err error) {
	meta := tx.Bucket(bucketMeta)
	if meta == nil {
		if name, _ := tx.Cursor().First(); name != nil { // a bucket name with a flipped bit does not make the file empty
			return 0, 0, content.Errorf(content.CodeCorrupt, "The store lacks its bucket %s.", bucketMeta)
		}
		return 0, 0, nil
	}
	if format, err = unsealNumber("meta", keyFormat, meta.Get(keyFormat)); err != nil {
		return 0, 0, err
	}
	if format > Format {
		return 0, 0, content.Errorf(content.CodeReadOnly, "The store is of format %d; this program knows up to %d. Use a newer one.", format, Format)
	}
	for _, name := range allBuckets() {
		if tx.Bucket(name) == nil && since(name) <= format {
			return 0, 0, content.Errorf(content.CodeCorrupt, "The store lacks its bucket %s.", name)
		}
	}
	head, err = revisionOf(tx)
	return format, head, err
}

func layOut(tx *bbolt.Tx) error {
	for _, name := range allBuckets() {
		if _, err := tx.CreateBucket(name); err != nil {
			return fmt.Errorf("store: laying out: %w", err)
		}
	}
	meta := tx.Bucket(bucketMeta)
	id := make([]byte, 16)
	if _, err := rand.Read(id); err != nil {
		return fmt.Errorf("store: laying out: %w", err)
	}
	return errors.Join(
		meta.Put(keyFormat, seal(keyFormat, number(Format))),
		meta.Put(keyStore, seal(keyStore, id)),
		meta.Put(keyRevision, seal(keyRevision, number(0))),
		putDigest(tx),
	)
}

// migrate migrates a file of an older format. Format 1 had no bucket for due steps: its states
// have no steps, but consents end. Format 2 had no record of when readers saw changes, neither
// in a bucket nor in its states. Format 3 had no outcomes, which begin empty. States up to
// format 4 had at most one step of each action, which content.DecodeState reads; an older
// program could not read those of format 5.
func (s *Store) migrate(tx *bbolt.Tx, from uint64) error {
	for _, name := range allBuckets() {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return fmt.Errorf("store: migrating: %w", err)
		}
	}
	if from < 3 {
		err := s.followAll(tx)
		if err == nil {
			err = s.deriveAll(tx, content.Schedules, content.Sync)
		}
		if err != nil {
			return fmt.Errorf("store: migrating: %w", err)
		}
	}
	return tx.Bucket(bucketMeta).Put(keyFormat, seal(keyFormat, number(Format)))
}

// followAll goes through the log and decides for each change what readers saw of it, as a new
// change does.
func (s *Store) followAll(tx *bbolt.Tx) error {
	base, err := s.over(tx)
	if err != nil {
		return err
	}
	defer func() { _ = base.Close() }() // of a writing snapshot: only ends its use
	states := statesSoFar{base, map[content.ID]content.State{}}
	for at := content.Revision(0); at < base.revision; at++ {
		key := number(uint64(at + 1))
		set, err := changeSetOf(tx, key, tx.Bucket(bucketChanges).Get(key))
		if err != nil {
			return err
		}
		if err := content.Follow(states, &set); err != nil {
			return err
		}
		if err := putJSON(tx, bucketChanges, key, set.Change); err != nil {
			return err
		}
		for _, e := range set.Entries {
			states.states[e.ID] = e.State
		}
	}
	for id, state := range states.states {
		if err := putJSON(tx, bucketCurrent, []byte(id), state); err != nil {
			return err
		}
	}
	return nil
}

// statesSoFar is a snapshot in the course of its log.
type statesSoFar struct {
	content.Snapshot
	states map[content.ID]content.State
}

func (s statesSoFar) State(id content.ID) (content.State, error) {
	if state, ok := s.states[id]; ok {
		return state, nil
	}
	return content.State{}, content.Errorf(content.CodeNotFound, "There is no such document.")
}

// deriveAll fills spaces with the keys that are derived from the documents.
func (s *Store) deriveAll(tx *bbolt.Tx, spaces ...content.Space) error {
	base, err := s.over(tx)
	if err != nil {
		return err
	}
	defer func() { _ = base.Close() }() // of a writing snapshot: only ends its use
	return tx.Bucket(bucketCurrent).ForEach(func(id, sealed []byte) error {
		state, err := stateOf(id, sealed)
		if err != nil {
			return err
		}
		keys, err := content.Derive(base, content.ID(id), state)
		for _, space := range spaces {
			for _, key := range keys[space] {
				err = errors.Join(err, tx.Bucket(bucketSpaces[space]).Put([]byte(key), seal([]byte(key), nil)))
			}
		}
		return err
	})
}

func putJSON(tx *bbolt.Tx, bucket, key []byte, value any) error {
	b, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return writable(tx, bucket).Put(key, seal(key, b))
}
