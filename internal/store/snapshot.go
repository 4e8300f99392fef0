package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"runtime/debug"
	"sync"
	"time"

	"go.etcd.io/bbolt"

	"lectern/content"
)

// snapshot is a bbolt transaction as a content.Snapshot. A transaction is not
// safe for several goroutines, so a lock guards it; what the cache has is
// given out without.
type snapshot struct {
	store    *Store
	revision content.Revision
	// committed is the newest revision whose versions are sure to stay: they,
	// and no others, are for the cache.
	committed content.Revision
	writing   bool // over a state that is not committed: what it says of states is not for the cache
	age       *time.Timer

	mu sync.Mutex
	tx *bbolt.Tx // nil when closed
}

// Snapshot opens the newest committed state.
func (s *Store) Snapshot(ctx context.Context) (_ content.Snapshot, err error) {
	if ctx.Err() != nil {
		return nil, content.Errorf(content.CodeTimeout, "The operation took too long.")
	}
	defer guard(debug.SetPanicOnFault(true), &err)
	tx, err := s.db.Begin(false)
	if err != nil {
		return nil, content.Wrap(content.CodeInternal, err, "The store can't be read.")
	}
	snap, err := s.over(tx)
	if err != nil {
		_ = tx.Rollback()
		return nil, err
	}
	if s.options.MaxSnapshotAge > 0 {
		snap.age = time.AfterFunc(s.options.MaxSnapshotAge, snap.expire)
	}
	return snap, nil
}

func (s *Store) over(tx *bbolt.Tx) (*snapshot, error) {
	r, err := revisionOf(tx)
	if err != nil {
		return nil, err
	}
	snap := &snapshot{store: s, revision: r, committed: r, tx: tx, writing: tx.Writable()}
	if snap.writing {
		snap.committed = s.cache.revision()
	}
	return snap, nil
}

func (s *snapshot) expire() {
	if s.release() {
		s.store.options.Log.Warn("closed a snapshot that was kept open for too long", "revision", s.revision, "age", s.store.options.MaxSnapshotAge)
	}
}

// Close releases the transaction.
func (s *snapshot) Close() error {
	if s.age != nil {
		s.age.Stop()
	}
	s.release()
	return nil
}

// release tells whether the snapshot was still open.
func (s *snapshot) release() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tx == nil {
		return false
	}
	if !s.writing {
		_ = s.tx.Rollback() // of a read transaction: can't fail but for being closed
	}
	s.tx = nil
	return true
}

// read runs fn on the transaction.
func (s *snapshot) read(fn func(*bbolt.Tx) error) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer guard(debug.SetPanicOnFault(true), &err)
	if s.tx == nil {
		return content.Errorf(content.CodeTimeout, "The operation took too long: its view is closed.")
	}
	return fn(s.tx)
}

func (s *snapshot) Revision() content.Revision { return s.revision }

func (s *snapshot) State(id content.ID) (state content.State, err error) {
	if !s.writing {
		if cached, ok := s.store.cache.state(id, s.revision); ok {
			return cached, nil
		}
	}
	err = s.read(func(tx *bbolt.Tx) error {
		key := []byte(id)
		sealed := tx.Bucket(bucketCurrent).Get(key)
		if sealed == nil {
			return content.Errorf(content.CodeNotFound, "There is no such document.")
		}
		return decodeJSON("current", key, sealed, &state)
	})
	if err == nil && !s.writing {
		s.store.cache.keepState(id, state, s.revision)
	}
	return state, err
}

func (s *snapshot) Version(id content.ID, r content.Revision) (*content.Stored, error) {
	name := versionName{id, r}
	if r <= s.committed {
		if stored, ok := s.store.cache.versions.GetIfPresent(name); ok {
			return stored, nil
		}
	}
	var encoded []byte
	err := s.read(func(tx *bbolt.Tx) (err error) {
		encoded, err = versionOf(tx, id, r)
		return err
	})
	if err != nil {
		return nil, err
	}
	stored, err := content.Decode(encoded, r)
	if err == nil && r <= s.committed {
		stored, _ = s.store.cache.versions.SetIfAbsent(name, stored)
	}
	return stored, err
}

// versionOf copies an encoded version out of the transaction.
func versionOf(tx *bbolt.Tx, id content.ID, r content.Revision) ([]byte, error) {
	key := versionKey(id, r)
	sealed := tx.Bucket(bucketVersions).Get(key)
	if sealed == nil {
		return nil, content.Errorf(content.CodeNotFound, "There is no such version.")
	}
	value, err := unseal("versions", key, sealed)
	return bytes.Clone(value), err
}

func (s *snapshot) Scan(space content.Space, from, to string, reverse bool, limit int) ([]string, error) {
	var keys []string
	err := s.read(func(tx *bbolt.Tx) error {
		cursor := tx.Bucket(bucketSpaces[space]).Cursor()
		key, sealed := first(cursor, from, to, reverse)
		for ; key != nil && len(keys) < limit; key, sealed = step(cursor, reverse) {
			if reverse && string(key) < from || !reverse && to != "" && string(key) >= to {
				break
			}
			if _, err := unseal(string(bucketSpaces[space]), key, sealed); err != nil {
				return err
			}
			if keys == nil {
				keys = make([]string, 0, min(limit, 128))
			}
			keys = append(keys, string(key))
		}
		return nil
	})
	return keys, err
}

// first seeks to the first key of a range, or to its last.
func first(cursor *bbolt.Cursor, from, to string, reverse bool) (key, value []byte) {
	if !reverse {
		return cursor.Seek([]byte(from))
	}
	if to == "" {
		return cursor.Last()
	}
	if key, _ = cursor.Seek([]byte(to)); key == nil {
		return cursor.Last()
	}
	return cursor.Prev()
}

func step(cursor *bbolt.Cursor, reverse bool) (key, value []byte) {
	if reverse {
		return cursor.Prev()
	}
	return cursor.Next()
}

func (s *snapshot) Count(space content.Space, prefix string) (n int, err error) {
	err = s.read(func(tx *bbolt.Tx) error {
		key := countKey(space, prefix)
		sealed := tx.Bucket(bucketCounts).Get(key)
		if sealed == nil {
			return nil
		}
		count, err := unsealNumber("counts", key, sealed)
		n = int(count)
		return err
	})
	return n, err
}

func countKey(space content.Space, prefix string) []byte {
	return append([]byte{bucketSpaces[space][0]}, prefix...)
}

func (s *snapshot) Changes(after content.Revision, limit int) ([]content.ChangeSet, error) {
	var sets []content.ChangeSet
	err := s.read(func(tx *bbolt.Tx) error {
		cursor := tx.Bucket(bucketChanges).Cursor()
		for key, sealed := cursor.Seek(number(uint64(after) + 1)); key != nil && len(sets) < limit; key, sealed = cursor.Next() {
			set, err := changeSetOf(tx, key, sealed)
			if err != nil {
				return err
			}
			sets = append(sets, set)
		}
		return nil
	})
	return sets, err
}

func changeSetOf(tx *bbolt.Tx, key, sealed []byte) (set content.ChangeSet, err error) {
	if err := decodeJSON("changes", key, sealed, &set.Change); err != nil {
		return set, err
	}
	if len(key) != 8 || set.Revision != content.Revision(binary.BigEndian.Uint64(key)) {
		return set, content.Errorf(content.CodeCorrupt, "The change %q says that it is %d.", key, set.Revision)
	}
	set.Documents = make(map[content.ID][]byte, len(set.Entries))
	for _, e := range set.Entries {
		if set.Documents[e.ID], err = versionOf(tx, e.ID, set.Revision); err != nil {
			return set, err
		}
	}
	return set, nil
}
