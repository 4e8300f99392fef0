package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"go.etcd.io/bbolt"

	"lectern/content"
)

// Finding is one thing that is wrong in a file.
type Finding struct {
	Where   string // a page, or a bucket and a key
	Problem string
}

// Summary says what Verify went through.
type Summary struct {
	Revision  content.Revision
	Changes   int
	Documents int
	Versions  int
	Keys      int // of all indexes and references
	Findings  int
}

// Verify checks the store in a data directory without changing it: the pages
// of the file, the checksum of each record, that the log is a chain which
// leads to the documents' states, and that each index entry, reference and
// count follows from the versions, none missing and none besides. It reports
// each finding as it meets it. The error is for what kept it from looking.
func Verify(ctx context.Context, dir string, report func(Finding)) (Summary, error) {
	v := &verification{ctx: ctx, report: report}
	path := filepath.Join(dir, FileName)
	if err := v.metaPages(path); err != nil {
		return v.summary, err
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
	return v.summary, v.run()
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

// metaPages checks the two pages that say where the newest state begins. bbolt
// makes do with one of them, and falls back to the state before where the
// newer is damaged.
func (v *verification) metaPages(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return content.Errorf(content.CodeNotFound, "There is no store at %s.", path)
	}
	defer func() { _ = file.Close() }() // read only
	const header, size = 16, 64
	pageSize := int64(os.Getpagesize())
	for page := range int64(2) {
		meta := make([]byte, size)
		if _, err := file.ReadAt(meta, page*pageSize+header); err != nil && err != io.EOF {
			return fmt.Errorf("store: reading %s: %w", path, err)
		}
		sum := fnv64a(meta[:size-8])
		if binary.LittleEndian.Uint64(meta[size-8:]) != sum {
			v.found(fmt.Sprintf("page %d", page), content.Errorf(content.CodeCorrupt, "This meta page fails its checksum."))
		}
	}
	return nil
}

func fnv64a(b []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

func (v *verification) run() error {
	if err := v.pages(); err != nil {
		return err
	}
	if v.summary.Findings > 0 {
		return nil // walking on over damaged pages tells nothing more
	}
	opened, err := v.store.Snapshot(v.ctx)
	if err != nil {
		v.found("meta", err)
		return nil
	}
	v.snap = opened.(*snapshot)
	defer func() { _ = v.snap.Close() }() // read only
	v.summary.Revision = v.snap.revision
	steps := []func(*bbolt.Tx) error{v.records, v.log, v.current, v.derived}
	for _, step := range steps {
		if err := v.guarded(step); err != nil || v.summary.Findings > 0 {
			return err
		}
	}
	return nil
}

// guarded runs a step; damage that stops it is a finding.
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

// pages has bbolt check its tree: every page in use once, keys in order.
func (v *verification) pages() error {
	err := func() (err error) {
		defer guard(debug.SetPanicOnFault(true), &err)
		return v.store.db.View(func(tx *bbolt.Tx) error {
			if err := walkPages(tx); err != nil {
				return err
			}
			for err := range tx.Check() {
				v.found("page", err)
			}
			return nil
		})
	}()
	if content.CodeOf(err) == content.CodeCorrupt {
		v.found("page", err)
		return nil
	}
	return err
}

// walkPages touches every key and value once, so that a damaged page shows
// here, under guard: Check walks in a goroutine of its own, where a fault ends
// the program.
func walkPages(tx *bbolt.Tx) error {
	return tx.ForEach(func(_ []byte, b *bbolt.Bucket) error {
		sum := byte(0)
		err := b.ForEach(func(k, value []byte) error {
			for _, part := range [][]byte{k, value} {
				if len(part) > 0 {
					sum += part[0] + part[len(part)-1]
				}
			}
			return nil
		})
		return err
	})
}

// records checks the seal of every record, and that no bucket is there that
// should not be.
func (v *verification) records(tx *bbolt.Tx) error {
	names := allBuckets()
	return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
		if !slices.ContainsFunc(names, func(n []byte) bool { return bytes.Equal(n, name) }) {
			v.found(fmt.Sprintf("bucket %q", name), content.Errorf(content.CodeCorrupt, "This bucket is not known."))
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

// log follows the chain of changes to the states that it leads to.
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
			v.found(fmt.Sprintf("changes %d", set.Revision), content.Errorf(content.CodeCorrupt, "This change says that it follows %d, but %d is before it.", set.Previous, at))
		}
		at = set.Revision
		v.summary.Changes++
		for _, e := range set.Entries {
			v.summary.Versions++
			v.states[e.ID] = e.State
			if stored, err := content.Decode(set.Documents[e.ID], set.Revision); err != nil {
				v.found(fmt.Sprintf("versions %s %d", e.ID, set.Revision), err)
			} else if stored.Full.Base().ID != e.ID {
				v.found(fmt.Sprintf("versions %s %d", e.ID, set.Revision), content.Errorf(content.CodeCorrupt, "This is a version of another document."))
			}
		}
		return v.ctx.Err()
	})
	if err == nil && at != v.summary.Revision {
		v.found("meta revision", content.Errorf(content.CodeCorrupt, "The store says %d, its log ends at %d.", v.summary.Revision, at))
	}
	return err
}

// current compares the states with those that the log leads to, and looks for
// versions that no change wrote.
func (v *verification) current(tx *bbolt.Tx) error {
	v.summary.Documents = len(v.states)
	n := 0
	err := tx.Bucket(bucketCurrent).ForEach(func(key, sealed []byte) error {
		n++
		var state content.State
		if err := decodeJSON("current", key, sealed, &state); err != nil {
			return err
		}
		if want, ok := v.states[content.ID(key)]; !ok || state != want {
			v.found(fmt.Sprintf("current %s", key), content.Errorf(content.CodeCorrupt, "This state is not the one that the log leads to."))
		}
		return v.ctx.Err()
	})
	if n < len(v.states) {
		v.found("current", content.Errorf(content.CodeCorrupt, "%d documents of the log have no state.", len(v.states)-n))
	}
	if written := tx.Bucket(bucketVersions).Stats().KeyN; written != v.summary.Versions {
		v.found("versions", content.Errorf(content.CodeCorrupt, "There are %d versions, the log wrote %d.", written, v.summary.Versions))
	}
	return err
}
