package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"sort"
	"time"

	"go.etcd.io/bbolt"

	"lectern/content"
)

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

// newest is the key after those of all revisions before another; before 0 means
// all of them.
func newest(prefix []byte, before content.Revision) []byte {
	if before == 0 {
		before = math.MaxUint64
	}
	return binary.BigEndian.AppendUint64(prefix, uint64(before))
}

// backwards visits up to limit records from before a key downwards, as long as
// their keys begin with a prefix.
func backwards(cursor *bbolt.Cursor, from, prefix []byte, limit int, visit func(key, sealed []byte) error) error {
	key, sealed := first(cursor, from, true)
	for n := 0; n < limit && key != nil && bytes.HasPrefix(key, prefix); n++ {
		if err := visit(key, sealed); err != nil {
			return err
		}
		key, sealed = cursor.Prev()
	}
	return nil
}

func (s *snapshot) Log(before content.Revision, limit int) (changes []content.Change, err error) {
	err = s.read(func(tx *bbolt.Tx) error {
		return backwards(tx.Bucket(bucketChanges).Cursor(), newest(nil, before), nil, limit, func(key, sealed []byte) error {
			var change content.Change
			err := decodeJSON("changes", key, sealed, &change)
			changes = append(changes, change)
			return err
		})
	})
	return changes, err
}

func (s *snapshot) History(id content.ID, before content.Revision, limit int) (revisions []content.Revision, err error) {
	err = s.read(func(tx *bbolt.Tx) error {
		prefix := append([]byte(id), 0)
		return backwards(tx.Bucket(bucketVersions).Cursor(), newest(bytes.Clone(prefix), before), prefix, limit, func(key, _ []byte) error {
			if number := key[len(prefix):]; len(number) == 8 { // else it is another id, which begins with this one
				revisions = append(revisions, content.Revision(binary.BigEndian.Uint64(number)))
			}
			return nil
		})
	})
	return revisions, err
}

func changeSetOf(tx *bbolt.Tx, key, sealed []byte) (set content.ChangeSet, err error) {
	if err := decodeJSON("changes", key, sealed, &set.Change); err != nil {
		return set, err
	}
	if len(key) != 8 || set.Revision != content.Revision(binary.BigEndian.Uint64(key)) {
		return set, content.Errorf(content.CodeCorrupt, "The change %q says that it is %d.", key, set.Revision)
	}
	set.Documents = make(map[content.ID][]byte, len(set.Entries))
	versions := tx.Bucket(bucketVersions)
	for _, e := range set.Entries {
		if e.State.Erased {
			continue // nothing is left of it
		}
		version, err := versionIn(versions, e.ID, set.Revision)
		if err != nil {
			return set, err
		}
		set.Documents[e.ID] = bytes.Clone(version)
	}
	return set, nil
}

// RevisionAt returns the newest revision whose change was made at or before an instant, or 0.
// It uses binary search and thus assumes that the times of changes never decrease; if the
// clock was set back, the result is one of the nearby revisions.
func (s *Store) RevisionAt(ctx context.Context, t time.Time) (content.Revision, error) {
	opened, err := s.Snapshot(ctx)
	if err != nil {
		return 0, err
	}
	snap := opened.(*snapshot)
	defer func() { _ = snap.Close() }() // only read
	var failed error
	later := sort.Search(int(snap.revision), func(i int) bool {
		if failed != nil {
			return true
		}
		made, err := snap.timeOf(content.Revision(i) + 1)
		failed = err
		return made.After(t)
	})
	return content.Revision(later), failed
}

// timeOf returns the time of a change.
func (s *snapshot) timeOf(r content.Revision) (time.Time, error) {
	var change struct{ Time time.Time }
	err := s.read(func(tx *bbolt.Tx) error {
		key := number(uint64(r))
		sealed := tx.Bucket(bucketChanges).Get(key)
		if sealed == nil {
			return content.Errorf(content.CodeCorrupt, "The log lacks its change %d.", r)
		}
		return decodeJSON("changes", key, sealed, &change)
	})
	return change.Time, err
}
