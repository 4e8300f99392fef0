package store

import (
	"fmt"
	"maps"
	"slices"

	"go.etcd.io/bbolt"

	"lectern/content"
)

// derived derives the keys of every document again and compares: each must be in its bucket,
// and no others.
func (v *verification) derived(tx *bbolt.Tx) error {
	have, err := haveDigest(tx)
	if err != nil {
		return err
	}
	former := !have // indexes that another program made; the next start rebuilds them
	counts := map[string]int{}
	total := [content.Spaces]int{}
	for _, id := range slices.Sorted(maps.Keys(v.states)) {
		derived, err := content.Derive(v.snap, id, v.states[id])
		if err != nil {
			return err
		}
		for space, keys := range derived {
			bucket := tx.Bucket(bucketSpaces[space])
			if bucket == nil || !content.Space(space).Derived() || former && content.Space(space).Digested() {
				continue // in a file of an older format, which had none: prepare saw to it
			}
			total[space] += len(keys)
			for _, key := range keys {
				if bucket.Get([]byte(key)) == nil {
					v.found(fmt.Sprintf("%s %q", bucketSpaces[space], key), content.Errorf(content.CodeCorrupt, "This entry is missing."))
				}
			}
			if !content.Space(space).Counted() {
				continue
			}
			for prefix, n := range content.DeriveCounts(keys) {
				counts[string(countKey(content.Space(space), prefix))] += n
			}
		}
		if v.ctx.Err() != nil {
			return v.ctx.Err()
		}
	}
	for space := range content.Spaces {
		v.summary.Keys += total[space]
		if tx.Bucket(bucketSpaces[space]) == nil || !space.Derived() || former && space.Digested() {
			continue
		}
		if n := tx.Bucket(bucketSpaces[space]).Stats().KeyN; n != total[space] {
			if err := v.strays(tx, space, n-total[space]); err != nil {
				return err
			}
		}
	}
	if former {
		return nil
	}
	return v.counts(tx, counts)
}

// strays reports the entries of a space that follow from no document.
func (v *verification) strays(tx *bbolt.Tx, space content.Space, surplus int) error {
	named := 0
	err := tx.Bucket(bucketSpaces[space]).ForEach(func(key, _ []byte) error {
		id := content.KeyID(string(key))
		derived, err := content.Derive(v.snap, id, v.states[id])
		if err != nil {
			return err
		}
		if _, follows := slices.BinarySearch(derived[space], string(key)); !follows {
			named++
			v.found(fmt.Sprintf("%s %q", bucketSpaces[space], key), content.Errorf(content.CodeCorrupt, "This entry follows from no document."))
		}
		return v.ctx.Err()
	})
	if named == 0 {
		v.found(string(bucketSpaces[space]), content.Errorf(content.CodeCorrupt, "There are %+d entries more than there should be.", surplus))
	}
	return err
}

// outcomes checks that each entry of an operation with an idempotency key belongs to a record
// that can be read, of a change that the store has.
func (v *verification) outcomes(tx *bbolt.Tx) error {
	name := bucketSpaces[content.Outcomes]
	bucket := tx.Bucket(name)
	if bucket == nil {
		return nil // in a file of an older format, which had none
	}
	n, err := content.CountOutcomes(v.snap)
	switch has := bucket.Stats().KeyN; {
	case content.CodeOf(err) == content.CodeCorrupt:
		v.found(string(name), err)
		return nil
	case err == nil && n != has:
		v.found(string(name), content.Errorf(content.CodeCorrupt, "There are %d entries, but %d belong to a record.", has, n))
	}
	return err
}

func (v *verification) counts(tx *bbolt.Tx, want map[string]int) error {
	err := tx.Bucket(bucketCounts).ForEach(func(key, sealed []byte) error {
		n, err := unsealNumber("counts", key, sealed)
		if err != nil {
			return err
		}
		if want[string(key)] != int(n) {
			v.found(fmt.Sprintf("counts %q", key), content.Errorf(content.CodeCorrupt, "This says %d; there are %d.", n, want[string(key)]))
		}
		delete(want, string(key))
		return nil
	})
	for _, key := range slices.Sorted(maps.Keys(want)) {
		v.found(fmt.Sprintf("counts %q", key), content.Errorf(content.CodeCorrupt, "This count is missing."))
	}
	return err
}
