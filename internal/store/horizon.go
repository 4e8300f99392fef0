package store

import (
	"context"
	"encoding/hex"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"lectern/content"
)

// readOrigin reads the identity of the store.
func (s *Store) readOrigin() (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	return s.db.View(func(tx *bbolt.Tx) error {
		meta := tx.Bucket(bucketMeta)
		id, err := unseal("meta", keyStore, meta.Get(keyStore))
		if err != nil {
			return err
		}
		s.origin = content.Origin{Store: hex.EncodeToString(id)}
		if sealed := meta.Get(keyHorizon); sealed != nil {
			horizon, err := unsealNumber("meta", keyHorizon, sealed)
			s.origin.Horizon = content.Revision(horizon)
			return err
		}
		return nil
	})
}

// forget removes documents from Sync that have been gone for longer than the horizon. The
// newest of them is the new horizon: clients that have seen it, or have begun later, have
// missed nothing.
func (s *Store) forget() (err error) {
	if s.options.SyncHorizon == 0 {
		return nil
	}
	limit, err := s.RevisionAt(context.Background(), s.options.now().Add(-s.options.SyncHorizon))
	if err != nil || limit <= s.origin.Horizon {
		return err
	}
	defer guard(debug.SetPanicOnFault(true), &err)
	horizon := s.origin.Horizon
	err = s.db.Update(func(tx *bbolt.Tx) error {
		base, err := s.over(tx)
		if err != nil {
			return err
		}
		defer func() { _ = base.Close() }() // of a writing snapshot: only ends its use
		gone, err := content.Gone(base, limit)
		if err != nil || len(gone) == 0 {
			return err
		}
		horizon = gone[len(gone)-1].Seen
		for _, g := range gone {
			if err := tx.Bucket(bucketSpaces[content.Sync]).Delete([]byte(g.Key)); err != nil {
				return err
			}
		}
		return tx.Bucket(bucketMeta).Put(keyHorizon, seal(keyHorizon, number(uint64(horizon))))
	})
	if err == nil {
		s.origin.Horizon = horizon
	}
	return err
}
