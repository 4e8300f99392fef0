package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"

	"go.etcd.io/bbolt"

	"lectern/content"
)

// maxGroup is the maximum number of writes that share a sync.
const maxGroup = 64

// write is a write that waits for its turn, and then for the sync.
type write struct {
	ctx     context.Context
	prepare func(content.Snapshot) (*content.Batch, error)
	done    chan error
}

// Write implements content.Store. Concurrent callers share one sync to disk.
func (s *Store) Write(ctx context.Context, prepare func(content.Snapshot) (*content.Batch, error)) error {
	if s.options.ReadOnly || s.failed.Load() {
		return errReadOnly()
	}
	w := &write{ctx, prepare, make(chan error, 1)}
	select {
	case s.writes <- w:
	case <-s.closing:
		return errReadOnly()
	case <-ctx.Done():
		return content.Errorf(content.CodeTimeout, "The write waited too long for its turn.")
	}
	select {
	case err := <-w.done:
		return err
	case <-s.closing:
		// The writer may have accepted it before it stopped.
		s.stopped.Wait()
		select {
		case err := <-w.done:
			return err
		default:
			return errReadOnly()
		}
	}
}

func errReadOnly() error {
	return content.Errorf(content.CodeReadOnly, "The store accepts no writes at the moment.")
}

// writer runs the writes one after another, in groups that share a commit.
func (s *Store) writer() {
	for {
		select {
		case <-s.closing:
			return
		case w := <-s.writes:
			group := []*write{w}
			for waiting := true; waiting && len(group) < maxGroup; {
				select {
				case w := <-s.writes:
					group = append(group, w)
				default:
					waiting = false
				}
			}
			s.commit(group)
		}
	}
}

// commit runs a group of writes in one transaction and syncs it. A write that fails leaves no
// trace in it; if the transaction fails, all writes fail. An erasure ends the group, and is
// committed separately.
func (s *Store) commit(group []*write) {
	for len(group) > 0 {
		errs := make([]error, len(group))
		taken, erasure, err := s.transact(group, errs)
		for i, w := range group[:taken] {
			if errs[i] == nil {
				errs[i] = err
			}
			w.done <- errs[i]
		}
		group = group[taken:]
		if erasure != nil {
			if err == nil {
				err = s.erase(erasure)
			}
			group[0].done <- err
			group = group[1:]
		}
	}
}

// transact commits the writes of a group up to an erasure, and returns the batch of the
// erasure, which is prepared but not applied: since no other write runs, it is valid over the
// committed state.
func (s *Store) transact(group []*write, errs []error) (taken int, erasure *content.Batch, err error) {
	taken = len(group)
	if s.failed.Load() {
		return taken, nil, errReadOnly()
	}
	defer guard(debug.SetPanicOnFault(true), &err)
	tx, err := s.db.Begin(true)
	if err != nil {
		return taken, nil, content.Wrap(content.CodeInternal, err, "The store can't be written.")
	}
	committed := false
	defer func() {
		if !committed {
			_ = tx.Rollback() // a failed commit has already rolled back
		}
	}()
	var entries []content.Entry
	var batches []*content.Batch
	fresh := &fresh{versions: map[versionName]*content.Stored{}, states: map[content.ID]content.State{}}
	for i, w := range group {
		batch, err := s.run(tx, w, fresh)
		if errs[i] = err; err != nil || batch == nil {
			continue
		}
		if batch.Erasure != nil {
			taken, erasure = i, batch
			break
		}
		if err := apply(tx, batch); err != nil {
			return taken, nil, content.Wrap(content.CodeInternal, err, "The change could not be written.")
		}
		entries, batches = append(entries, batch.Entries...), append(batches, batch)
		fresh.add(batch)
	}
	if len(batches) == 0 {
		return taken, erasure, nil
	}
	s.cache.Load().commit(batches[len(batches)-1].Revision, entries)
	if err := s.commitTx(tx); err != nil {
		return taken, erasure, s.fail(err)
	}
	committed = true
	cache := s.cache.Load()
	for name, stored := range fresh.versions {
		cache.keepVersion(name, stored)
	}
	for _, batch := range batches {
		s.options.Committed(batch)
	}
	return taken, erasure, nil
}

// commitTx commits a transaction. A panic of bbolt is returned as an error: the cache already
// has the results of the transaction, and the state of the disk is unknown.
func (s *Store) commitTx(tx *bbolt.Tx) (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	if s.options.beforeCommit != nil {
		if err := s.options.beforeCommit(); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// fail stops writing permanently: after an I/O error in a commit, the state of the disk is
// unknown.
func (s *Store) fail(cause error) error {
	s.failed.Store(true)
	s.options.Log.Error("the disk failed in a commit; no more writes", "cause", cause)
	if s.options.Failed != nil {
		go s.options.Failed(cause)
	}
	return content.Wrap(content.CodeOutcomeUnknown, cause, "The disk failed. The change may or may not have been saved.")
}

// fresh has the decoded results of uncommitted writes in a group.
type fresh struct {
	versions map[versionName]*content.Stored
	states   map[content.ID]content.State
}

func (f *fresh) add(b *content.Batch) {
	for id, stored := range b.Stored {
		f.versions[versionName{id, b.Revision}] = stored
	}
	for _, e := range b.Entries {
		f.states[e.ID] = e.State
	}
}

// run prepares one write over the current state of the transaction, with the versions of the
// earlier writes in it.
func (s *Store) run(tx *bbolt.Tx, w *write, fresh *fresh) (batch *content.Batch, err error) {
	if w.ctx.Err() != nil {
		return nil, content.Errorf(content.CodeTimeout, "The write waited too long for its turn.")
	}
	base, err := s.over(tx)
	if err != nil {
		return nil, err
	}
	base.fresh = fresh
	defer func() {
		_ = base.Close() // of a writing snapshot: only ends its use
		if p := recover(); p != nil {
			batch, err = nil, content.Wrap(content.CodeInternal, fmt.Errorf("panic: %v\n%s", p, debug.Stack()), "The change failed.")
		}
	}()
	return w.prepare(base)
}

// fill is the fill ratio of a page after a split. Keys come both in order (revisions, new ids)
// and out of it: above bbolt's half, the file of an import is a sixth smaller, and writing is
// as fast.
const fill = 0.75

func writable(tx *bbolt.Tx, bucket []byte) *bbolt.Bucket {
	b := tx.Bucket(bucket)
	b.FillPercent = fill
	return b
}

// apply writes a batch. It decides nothing: the same batch gives the same bytes on every node.
func apply(tx *bbolt.Tx, b *content.Batch) error {
	put := func(bucket, key, value []byte) error { return writable(tx, bucket).Put(key, seal(key, value)) }
	change, err := json.Marshal(b.Change)
	if err != nil {
		return err
	}
	if err := put(bucketChanges, number(uint64(b.Revision)), change); err != nil {
		return err
	}
	for _, e := range b.Entries {
		state, err := json.Marshal(e.State)
		if err != nil {
			return err
		}
		if err := put(bucketCurrent, []byte(e.ID), state); err != nil {
			return err
		}
		if e.State.Erased {
			continue // no version is left
		}
		if err := put(bucketVersions, versionKey(e.ID, b.Revision), b.Documents[e.ID]); err != nil {
			return err
		}
	}
	for space, name := range bucketSpaces {
		bucket := writable(tx, name)
		for _, key := range b.Delete[space] {
			if err := bucket.Delete([]byte(key)); err != nil {
				return err
			}
		}
		for _, key := range b.Put[space] {
			if err := bucket.Put([]byte(key), seal([]byte(key), nil)); err != nil {
				return err
			}
		}
		if err := addCounts(tx, content.Space(space), b.Counts[space]); err != nil {
			return err
		}
	}
	return put(bucketMeta, keyRevision, number(uint64(b.Revision)))
}

func addCounts(tx *bbolt.Tx, space content.Space, deltas map[string]int) error {
	bucket := writable(tx, bucketCounts)
	for _, prefix := range slices.Sorted(maps.Keys(deltas)) {
		key := countKey(space, prefix)
		n := deltas[prefix]
		if sealed := bucket.Get(key); sealed != nil {
			before, err := unsealNumber("counts", key, sealed)
			if err != nil {
				return err
			}
			n += int(before)
		}
		var err error
		if n == 0 {
			err = bucket.Delete(key)
		} else {
			err = bucket.Put(key, seal(key, number(uint64(n))))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
