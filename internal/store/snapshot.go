package store

import (
	"context"
	"runtime/debug"
	"sync"
	"time"

	"go.etcd.io/bbolt"

	"lectern/content"
	"lectern/content/arena"
)

// snapshot is a bbolt transaction as a content.Snapshot. A transaction is not safe for
// concurrent use, so a lock guards it; cached data is returned without it.
type snapshot struct {
	store      *Store
	cache      *cache
	generation *generation // nil if it writes
	revision   content.Revision
	// committed is the newest revision whose versions are final: only they may be cached.
	committed content.Revision
	// fresh has the results of earlier writes in the transaction; nil for a read snapshot.
	fresh   *fresh
	writing bool // over an uncommitted state: its states must not be cached
	age     *time.Timer

	mu                sync.Mutex
	tx                *bbolt.Tx     // nil when closed
	current, versions *bbolt.Bucket // of tx, which seeks for them each time; nil until first use
	cursors           [content.Spaces]*bbolt.Cursor
	seek              []byte      // the key that a cursor seeks
	text              arena.Arena // the keys of scans
}

// Snapshot opens the newest committed state.
func (s *Store) Snapshot(ctx context.Context) (_ content.Snapshot, err error) {
	if ctx.Err() != nil {
		return nil, content.Errorf(content.CodeTimeout, "The operation took too long.")
	}
	snap := &snapshot{store: s}
	// It is counted before it can see anything, and locked until then: an erasure waits for
	// it, or closes it once it is open.
	snap.mu.Lock()
	defer snap.mu.Unlock()
	s.snapshots.add(snap)
	var tx *bbolt.Tx
	defer func() {
		if snap.tx == nil {
			if tx != nil {
				_ = tx.Rollback()
			}
			s.snapshots.remove(snap)
		}
	}()
	defer guard(debug.SetPanicOnFault(true), &err)
	if tx, err = s.db.Begin(false); err != nil {
		tx = nil
		return nil, content.Wrap(content.CodeInternal, err, "The store can't be read.")
	}
	if err := snap.over(tx); err != nil {
		return nil, err
	}
	if s.options.MaxSnapshotAge > 0 {
		snap.age = time.AfterFunc(s.options.MaxSnapshotAge, snap.expire)
	}
	return snap, nil
}

// over sets the transaction of a snapshot. A writing one sees more than the committed state.
func (s *snapshot) over(tx *bbolt.Tx) error {
	r, err := revisionOf(tx)
	if err != nil {
		return err
	}
	s.tx, s.revision, s.committed, s.writing, s.cache = tx, r, r, tx.Writable(), s.store.cacheFor(r)
	if s.writing {
		s.committed = s.cache.revision()
	}
	return nil
}

// over returns a snapshot of a writing transaction.
func (s *Store) over(tx *bbolt.Tx) (*snapshot, error) {
	snap := &snapshot{store: s}
	return snap, snap.over(tx)
}

func (s *snapshot) expire() {
	if s.release() {
		s.store.options.Log.Warn("closed a snapshot that was open for too long", "revision", s.revision, "age", s.store.options.MaxSnapshotAge)
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

// release reports whether the snapshot was still open.
func (s *snapshot) release() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tx == nil {
		return false
	}
	if !s.writing {
		_ = s.tx.Rollback() // of a read transaction: fails only if it is closed
		s.store.snapshots.remove(s)
	}
	s.tx, s.cursors = nil, [content.Spaces]*bbolt.Cursor{}
	return true
}

// read runs fn on the transaction.
func (s *snapshot) read(fn func(*bbolt.Tx) error) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer guard(debug.SetPanicOnFault(true), &err)
	if s.tx == nil {
		return errClosed()
	}
	return fn(s.tx)
}

func errClosed() error {
	return content.Errorf(content.CodeTimeout, "The operation took too long: its view is closed.")
}

func (s *snapshot) Origin() content.Origin { return s.store.origin }

func (s *snapshot) Revision() content.Revision { return s.revision }

func (s *snapshot) State(id content.ID) (state content.State, err error) {
	at, cached := s.revision, !s.writing
	if s.fresh != nil {
		if state, ok := s.fresh.states[id]; ok {
			return state, nil
		}
		at, cached = s.committed, true // the transaction has not changed it
	}
	if cached {
		if state, ok := s.cache.state(id, at); ok {
			return state, nil
		}
	}
	state, err = s.readState(id)
	if err == nil && cached {
		s.cache.keepState(id, state, at)
	}
	return state, err
}

func (s *snapshot) readState(id content.ID) (state content.State, err error) {
	err = s.read(func(tx *bbolt.Tx) error {
		key := []byte(id)
		if s.current == nil {
			s.current = tx.Bucket(bucketCurrent)
		}
		sealed := s.current.Get(key)
		if sealed == nil {
			return content.Errorf(content.CodeNotFound, "There is no such document.")
		}
		state, err = stateOf(key, sealed)
		return err
	})
	return state, err
}

func (s *snapshot) Version(id content.ID, r content.Revision) (*content.Stored, error) {
	name := versionName{id, r}
	if s.fresh != nil {
		if stored, ok := s.fresh.versions[name]; ok {
			return stored, nil
		}
	}
	if r <= s.committed {
		if stored, ok := s.cache.version(name); ok {
			return stored, nil
		}
	}
	var encoded string // a copy, which the document keeps
	err := s.read(func(tx *bbolt.Tx) error {
		if s.versions == nil {
			s.versions = tx.Bucket(bucketVersions)
		}
		value, err := versionIn(s.versions, id, r)
		encoded = string(value)
		return err
	})
	if err != nil {
		return nil, err
	}
	stored, err := content.DecodeString(encoded, r)
	if err == nil && r <= s.committed {
		stored = s.cache.keepVersion(name, stored)
	}
	return stored, err
}

// versionIn returns an encoded version, valid as long as the transaction.
func versionIn(versions *bbolt.Bucket, id content.ID, r content.Revision) ([]byte, error) {
	key := versionKey(id, r)
	sealed := versions.Get(key)
	if sealed == nil {
		return nil, content.Errorf(content.CodeNotFound, "There is no such version.")
	}
	return unseal("versions", key, sealed)
}

func (s *snapshot) Scan(into []string, space content.Space, from, to string, reverse bool, limit int) (keys []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer guard(debug.SetPanicOnFault(true), &err)
	if s.tx == nil {
		return nil, errClosed()
	}
	cursor := s.cursor(space)
	if cursor == nil {
		return into, nil // in a file of an older format: prepare checked it
	}
	keys, most := into, len(into)+limit
	bound := from
	if reverse {
		bound = to
	}
	s.seek = append(s.seek[:0], bound...)
	key, sealed := first(cursor, s.seek, reverse)
	for ; key != nil && len(keys) < most; key, sealed = step(cursor, reverse) {
		if reverse && string(key) < from || !reverse && to != "" && string(key) >= to {
			break
		}
		if _, err := unseal(spaceNames[space], key, sealed); err != nil {
			return nil, err
		}
		keys = append(keys, s.text.Bytes(key))
	}
	return keys, nil
}

// cursor returns a cursor over a space, or nil if the file does not have it. Finding a bucket
// takes as long as finding a key, so a snapshot keeps it, unless it writes.
func (s *snapshot) cursor(space content.Space) *bbolt.Cursor {
	if cursor := s.cursors[space]; cursor != nil && !s.writing {
		return cursor
	}
	bucket := s.tx.Bucket(bucketSpaces[space])
	if bucket == nil {
		return nil
	}
	s.cursors[space] = bucket.Cursor()
	return s.cursors[space]
}

// first seeks the first key at a bound or above, or the last one below it. Nothing is above an
// empty bound.
func first(cursor *bbolt.Cursor, bound []byte, reverse bool) (key, value []byte) {
	if !reverse {
		return cursor.Seek(bound)
	}
	if len(bound) == 0 {
		return cursor.Last()
	}
	if key, _ = cursor.Seek(bound); key == nil {
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
