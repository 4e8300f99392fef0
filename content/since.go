package content

import (
	"sort"
	"time"
)

// Horizon returns the newest change whose disappearances the store has forgotten.
func Horizon(v *View) Revision { return v.snapshot.Origin().Horizon }

// TimeOf returns when a change was made, or the zero time.
func TimeOf(v *View, r Revision) (time.Time, error) {
	if r == 0 || r > v.Revision() {
		return time.Time{}, nil
	}
	changes, err := v.snapshot.Log(r+1, 1)
	if err != nil || len(changes) == 0 {
		return time.Time{}, err
	}
	return changes[0].Time, nil
}

// RevisionAt returns the newest change at or before an instant, or 0.
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

// SeenThen returns the whole document as readers saw it after a change, or nil.
func SeenThen(v *View, id ID, then Revision) (Document, error) {
	state, err := stateBefore(v.snapshot, id, then+1)
	if err != nil {
		return nil, err
	}
	return FullVersion(v.snapshot, id, state.Shown())
}
