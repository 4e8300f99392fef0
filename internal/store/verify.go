package store

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"slices"

	"go.etcd.io/bbolt"

	"lectern/content"
)

// Finding is an error in a file.
type Finding struct {
	Where   string // a page, or a bucket and a key
	Problem string
}

// Summary counts what Verify has checked.
type Summary struct {
	Revision  content.Revision
	Changes   int
	Documents int
	Versions  int
	Keys      int // of all indexes and references
	Findings  int
}

// Verify checks the store in a data directory without changing it: the pages of the file, the
// checksum of each record, that the log is a chain which leads to the documents' states, and
// that exactly the index entries, references and counts exist that follow from the versions,
// and that the outcomes of operations with an idempotency key can be read.
// It reports each finding when it occurs. It returns an error if it could not finish.
func Verify(ctx context.Context, dir string, report func(Finding)) (Summary, error) {
	v := &verification{ctx: ctx, report: report}
	path := filepath.Join(dir, FileName)
	if err := checkPages(path, v.found, v.found); err != nil || v.summary.Findings > 0 {
		return v.summary, err // walking over damaged pages finds nothing more
	}
	s, err := Open(dir, Options{ReadOnly: true})
	switch content.CodeOf(err) {
	case "":
	case content.CodeCorrupt:
		v.found(path, err)
		return v.summary, nil
	default:
		return v.summary, err
	}
	defer func() { _ = s.Close() }() // read only
	v.store = s
	err = v.run()
	return v.summary, err
}

type verification struct {
	ctx     context.Context
	report  func(Finding)
	summary Summary
	store   *Store
	snap    *snapshot
	states  map[content.ID]content.State
}

func (v *verification) found(where string, err error) {
	v.summary.Findings++
	v.report(Finding{where, err.Error()})
}

func (v *verification) run() error {
	opened, err := v.store.Snapshot(v.ctx)
	if err != nil {
		v.found("meta", err)
		return nil
	}
	v.snap = opened.(*snapshot)
	defer func() { _ = v.snap.Close() }() // read only
	v.summary.Revision = v.snap.revision
	steps := []func(*bbolt.Tx) error{v.records, v.log, v.current, v.derived, v.outcomes}
	for _, step := range steps {
		if err := v.guarded(step); err != nil || v.summary.Findings > 0 {
			return err
		}
	}
	return nil
}

// guarded runs a step. Damage that stops it is a finding.
func (v *verification) guarded(step func(*bbolt.Tx) error) error {
	err := func() (err error) {
		defer guard(debug.SetPanicOnFault(true), &err)
		return step(v.snap.tx)
	}()
	if content.CodeOf(err) == content.CodeCorrupt {
		v.found("file", err)
		return nil
	}
	return err
}

// records checks the seal of every record, and that there are no unknown buckets.
func (v *verification) records(tx *bbolt.Tx) error {
	names := allBuckets()
	return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
		if !slices.ContainsFunc(names, func(n []byte) bool { return bytes.Equal(n, name) }) {
			v.found(fmt.Sprintf("bucket %q", name), content.Errorf(content.CodeCorrupt, "This bucket is unknown."))
			return nil
		}
		return b.ForEach(func(key, sealed []byte) error {
			if _, err := unseal(string(name), key, sealed); err != nil {
				v.found(fmt.Sprintf("%s %q", name, key), err)
			}
			return v.ctx.Err()
		})
	})
}

// log follows the chain of changes to the resulting states.
func (v *verification) log(tx *bbolt.Tx) error {
	v.states = map[content.ID]content.State{}
	at := content.Revision(0)
	err := tx.Bucket(bucketChanges).ForEach(func(key, sealed []byte) error {
		set, err := changeSetOf(tx, key, sealed)
		if err != nil {
			v.found(fmt.Sprintf("changes %q", key), err)
			return nil
		}
		if set.Previous != at || set.Revision != at+1 {
			v.found(fmt.Sprintf("changes %d", set.Revision), content.Errorf(content.CodeCorrupt, "This change names %d as the change before it, but it follows %d.", set.Previous, at))
		}
		at = set.Revision
		v.summary.Changes++
		for _, e := range set.Entries {
			v.states[e.ID] = e.State
			if e.State.Erased {
				continue
			}
			v.summary.Versions++
			if stored, err := content.Decode(set.Documents[e.ID], set.Revision); err != nil {
				v.found(fmt.Sprintf("versions %s %d", e.ID, set.Revision), err)
			} else if stored.Full.Base().ID != e.ID {
				v.found(fmt.Sprintf("versions %s %d", e.ID, set.Revision), content.Errorf(content.CodeCorrupt, "This is a version of another document."))
			}
		}
		return v.ctx.Err()
	})
	if err == nil && at != v.summary.Revision {
		v.found("meta revision", content.Errorf(content.CodeCorrupt, "The store's revision is %d, but its log ends at %d.", v.summary.Revision, at))
	}
	return err
}

// current compares the states with those that result from the log, and finds versions without
// a change.
func (v *verification) current(tx *bbolt.Tx) error {
	v.summary.Documents = len(v.states)
	n := 0
	err := tx.Bucket(bucketCurrent).ForEach(func(key, sealed []byte) error {
		n++
		state, err := stateOf(key, sealed)
		if err != nil {
			return err
		}
		if want, ok := v.states[content.ID(key)]; !ok || !reflect.DeepEqual(state, want) {
			v.found(fmt.Sprintf("current %s", key), content.Errorf(content.CodeCorrupt, "This state differs from the one that the log leads to."))
		}
		return v.ctx.Err()
	})
	if n < len(v.states) {
		v.found("current", content.Errorf(content.CodeCorrupt, "%d documents of the log have no state.", len(v.states)-n))
	}
	if written := tx.Bucket(bucketVersions).Stats().KeyN; written != v.summary.Versions {
		v.found("versions", content.Errorf(content.CodeCorrupt, "There are %d versions, but the log wrote %d.", written, v.summary.Versions))
	}
	return err
}
