package content

import (
	"sort"
	"time"
)

// Horizon is the newest change whose disappearances the store has forgotten.
func Horizon(v *View) Revision { return v.snapshot.Origin().Horizon }

// RevisionAt is the newest change that was made at an instant or before, 0 where
// there was none.
func RevisionAt(v *View, t time.Time) (Revision, error) {
	s := v.snapshot
	var failed error
	later := sort.Search(int(s.Revision()), func(i int) bool {
		if failed != nil {
			return true
		}
		changes, err := s.Log(Revision(i)+2, 1)
		if failed = err; err != nil || len(changes) == 0 {
			return true
		}
		return changes[0].Time.After(t)
	})
	return Revision(later), failed
}

// SeenSince are the documents that readers see otherwise since a change, in the order
// of the changes with which they last did. It is not complete where there are more
// than some thousands.
func SeenSince(v *View, r Revision) (ids []ID, complete bool, err error) {
	from := string(appendElement(nil, IntKey(int64(r)+1)))
	keys, err := v.scan(nil, Sync, Range{From: from}, false, maxSyncScan)
	if err != nil {
		return nil, false, err
	}
	for _, key := range keys {
		ids = append(ids, KeyID(key))
	}
	return ids, len(keys) < maxSyncScan, nil
}

// SeenThen is the whole document as readers saw it after a change, nil where they saw none.
func SeenThen(v *View, id ID, then Revision) (Document, error) {
	state, err := stateBefore(v.snapshot, id, then+1)
	if err != nil {
		return nil, err
	}
	return FullVersion(v.snapshot, id, state.Shown())
}
