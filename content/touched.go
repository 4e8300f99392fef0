package content

import "slices"

// Touched is what a change did to what readers see: a response whose read set it does not
// touch is still valid.
type Touched struct {
	Revision Revision // of the change
	// Everything means that former versions were changed as well, by an erasure, so every
	// response may be stale.
	Everything bool
	// Documents have changed, appeared or disappeared for readers; Appeared are those of them
	// that appeared.
	Documents, Appeared []ID
	// Keys are the added or removed keys in each of the spaces that readers see
	// (Space.Public).
	Keys [Spaces][]string
}

// Public reports whether readers see a space.
func (s Space) Public() bool { return s == PublicIndex || s == Sync }

// add adds what a change did to one document: its state and its keys before and after. The
// state has whether readers noticed (State.follow).
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

// addKeys adds the added and removed keys of a space.
func (t *Touched) addKeys(s Space, was, is []string) {
	t.Keys[s] = append(append(t.Keys[s], keysBut(was, is)...), keysBut(is, was)...)
}

// keysBut returns the keys that are not among others; both are sorted.
func keysBut(keys, others []string) []string {
	var rest []string
	for _, key := range keys {
		if _, found := slices.BinarySearch(others, key); !found {
			rest = append(rest, key)
		}
	}
	return rest
}

// TouchedSince returns what up to limit changes after a revision did to what readers see, in
// order. It is computed from the log, so it reaches back to the first change.
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

// by computes the effects of a change in the log.
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

// asOf is a snapshot with the states of documents after a change. Its indexes are the current
// ones.
type asOf struct {
	Snapshot
	revision Revision
}

func (a asOf) State(id ID) (State, error) { return stateBefore(a.Snapshot, id, a.revision+1) }

// stateBefore returns the state of a document before a change of it: the change before has it,
// since each writes a version.
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

// Spoils reports whether the change may affect a response with a read set.
func (t *Touched) Spoils(reads *Reads) bool {
	if t.Everything || slices.ContainsFunc(reads.Documents, func(id ID) bool { return slices.Contains(t.Documents, id) }) {
		return true
	}
	return slices.ContainsFunc(reads.Spans, func(s Span) bool { return slices.ContainsFunc(t.Keys[s.Space], s.Has) })
}
