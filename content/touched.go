package content

import "slices"

// Touched is what a change did to what readers see: an answer that depends on
// none of it (Reads) is still good.
type Touched struct {
	Revision Revision // of the change
	// Everything says that former versions were changed too, by an erasure, so
	// that nobody can tell what is still good.
	Everything bool
	// Documents are those that readers see otherwise than before, see now, or see
	// no longer; Appeared are those of them that they did not see before.
	Documents, Appeared []ID
	// Keys came or went, in each of the spaces that readers see (Space.Public).
	Keys [Spaces][]string
}

// Public tells whether readers see what stands in a space.
func (s Space) Public() bool { return s == PublicIndex || s == Sync }

// add takes in what a change did to one document: its state and its keys before
// and after. Whether readers noticed is in the state (State.follow).
func (t *Touched) add(id ID, before, after State, was, is [Spaces][]string) {
	if after.Seen == t.Revision {
		t.Documents = append(t.Documents, id)
		if before.Shown() == 0 {
			t.Appeared = append(t.Appeared, id)
		}
	}
	for s := range Spaces {
		if s.Public() {
			t.addKeys(s, was[s], is[s])
		}
	}
}

// addKeys takes in which keys of a space came and went.
func (t *Touched) addKeys(s Space, was, is []string) {
	t.Keys[s] = append(append(t.Keys[s], keysBut(was, is)...), keysBut(is, was)...)
}

// keysBut are the keys that are not among others; both are in order.
func keysBut(keys, others []string) []string {
	var rest []string
	for _, key := range keys {
		if _, found := slices.BinarySearch(others, key); !found {
			rest = append(rest, key)
		}
	}
	return rest
}

// TouchedSince is what up to limit changes after a revision did to what readers
// see, in order. It is worked out from the log, so it reaches back to the first
// change.
func TouchedSince(s Snapshot, after Revision, limit int) ([]Touched, error) {
	changes, err := s.Changes(after, limit)
	if err != nil {
		return nil, err
	}
	all := make([]Touched, len(changes))
	for i := range changes {
		if err := all[i].by(s, &changes[i].Change); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// by works out what a change of the log did.
func (t *Touched) by(s Snapshot, c *Change) error {
	t.Revision = c.Revision
	then, now := asOf{s, c.Revision - 1}, asOf{s, c.Revision}
	for _, e := range c.Entries {
		if slices.Contains(e.Actions, Erase) || e.State.Erased {
			t.Everything = true
			return nil
		}
		before, err := stateBefore(s, e.ID, c.Revision)
		if err != nil {
			return err
		}
		was, err := Derive(then, e.ID, before)
		if err != nil && !IsNotFound(err) {
			return err
		}
		is, isErr := Derive(now, e.ID, e.State)
		if isErr != nil && !IsNotFound(isErr) {
			return isErr
		}
		if err != nil || isErr != nil { // its versions were erased since
			t.Everything = true
			return nil
		}
		t.add(e.ID, before, e.State, was, is)
	}
	was, is, err := moved(then, now, c)
	if err != nil {
		return err
	}
	t.addKeys(Sync, was, is)
	return nil
}

// asOf is a snapshot in which documents stand where they stood after a change.
// Its indexes are those of now.
type asOf struct {
	Snapshot
	revision Revision
}

func (a asOf) State(id ID) (State, error) { return stateBefore(a.Snapshot, id, a.revision+1) }

// stateBefore is where a document stood before a change of it: the change before
// says so, since each writes a version.
func stateBefore(s Snapshot, id ID, r Revision) (State, error) {
	former, err := s.History(id, r, 1)
	if err != nil || len(former) == 0 {
		return State{}, err
	}
	changes, err := s.Log(former[0]+1, 1)
	if err != nil {
		return State{}, err
	}
	for i := range changes {
		for _, e := range changes[i].Entries {
			if e.ID == id {
				return e.State, nil
			}
		}
	}
	return State{}, Errorf(CodeCorrupt, "Change %d wrote a version of %s and does not name it.", former[0], id)
}
