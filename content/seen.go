package content

import (
	"reflect"
	"slices"
)

// What readers see of a document changes with the document itself, and with
// what it refers to: a person who is hidden is left out of a session, though the
// session was not edited. So that "what do readers see otherwise since then" is
// one range of keys, each document that was ever public has one place in the
// space Sync: the last change of either sort. State.Seen says the first sort,
// the State.Turned of what it refers to the second.

// follow decides which change was the last one that readers noticed. The log
// keeps it, so that it holds when versions are erased afterwards: what is
// decided stays.
func (s *State) follow(r Revision, before State, was, is Document) {
	if s.Seen == r {
		return
	}
	s.Seen, s.Turned = before.Seen, before.Turned
	if s.Erased && !before.Erased && before.Seen != 0 {
		// The log says no more when it was seen before.
		s.Seen, s.Turned = r, r
		return
	}
	if !before.seenOtherwise(*s) {
		return
	}
	s.Seen = r
	if before.Shown() == 0 || s.Shown() == 0 || !slices.Equal(before.Refused, s.Refused) || !reflect.DeepEqual(lent(was), lent(is)) {
		s.Turned = r
	}
}

// seenOtherwise tells whether readers see a document otherwise after a change.
func (s State) seenOtherwise(after State) bool {
	return s.Shown() != after.Shown() || after.Shown() != 0 && !slices.Equal(s.Refused, after.Refused)
}

// Follow decides for the entries of the next change what readers notice of it,
// as Replay does. It is for logs that were written before it was decided.
func Follow(base Snapshot, set *ChangeSet) error {
	written, err := writtenOver(base, set)
	if err != nil {
		return err
	}
	return written.follow(base, set)
}

// follow decides it for the entries of a change over the state before it, and
// keeps their states.
func (w *writtenBy) follow(base Snapshot, set *ChangeSet) error {
	set.Entries = slices.Clone(set.Entries)
	for i := range set.Entries {
		e := &set.Entries[i]
		before, err := stateOf(base, e.ID)
		if err != nil {
			return err
		}
		was, err := FullVersion(base, e.ID, before.Shown())
		if err != nil {
			return err
		}
		is, err := FullVersion(w, e.ID, e.State.Shown())
		if err != nil {
			return err
		}
		e.State.follow(set.Revision, before, was, is)
		w.states[e.ID] = e.State
	}
	return nil
}

// stateOf is the state of a document, the empty one where there is none.
func stateOf(base Snapshot, id ID) (State, error) {
	s, err := base.State(id)
	if IsNotFound(err) {
		return State{}, nil
	}
	return s, err
}

// syncKeys is the place of a document in Sync: none where it never was public,
// and none of one that is gone for longer than the store remembers.
func syncKeys(base Snapshot, id ID, s State, published *Stored) ([]string, error) {
	if s.Seen == 0 || s.Shown() == 0 && s.Seen <= base.Origin().Horizon {
		return nil, nil
	}
	at, err := syncPlace(base, s, published)
	return []string{syncKey(at, id)}, err
}

func syncKey(at Revision, id ID) string {
	b := appendElement(nil, IntKey(int64(at)))
	return string(appendElement(b, StringKey(id.Kind().Name))) + string(id)
}

// syncPlace is the change with which readers last saw a document otherwise.
func syncPlace(base Snapshot, s State, published *Stored) (Revision, error) {
	at := s.Seen
	if s.Shown() == 0 {
		return at, nil
	}
	dependsOn := published.References()
	if b := KindOf(published.Full).Borrows; b != nil {
		if by := b.By(published.Full); by != "" {
			through, err := shownOf(base, by)
			if err != nil {
				return 0, err
			}
			if through != nil {
				dependsOn = append(slices.Clip(dependsOn), b.Lender(through))
			}
		}
	}
	for _, id := range dependsOn {
		state, err := stateOf(base, id)
		if err != nil {
			return 0, err
		}
		at = max(at, state.Turned)
	}
	return at, nil
}

// shownOf is the version of a document that readers see, nil where they see
// none.
func shownOf(base Snapshot, id ID) (Document, error) {
	state, err := stateOf(base, id)
	if err != nil {
		return nil, err
	}
	return FullVersion(base, id, state.Shown())
}

// moved are the places in Sync, before and after a change, of the documents that
// the change did not write and of which readers see something else by it: those
// that refer to what it turned. There may be as many as refer to it.
func moved(base, written Snapshot, c *Change) (was, is []string, err error) {
	seen := map[ID]bool{}
	for _, e := range c.Entries {
		seen[e.ID] = true
	}
	for _, e := range c.Entries {
		if e.State.Turned != c.Revision {
			continue
		}
		from, err := borrowers(base, e.ID)
		if err != nil {
			return nil, nil, err
		}
		for _, id := range from {
			if seen[id] {
				continue
			}
			seen[id] = true
			before, err := shownKeys(base, id)
			if err != nil {
				return nil, nil, err
			}
			after, err := shownKeys(written, id)
			if err != nil {
				return nil, nil, err
			}
			was, is = append(was, before...), append(is, after...)
		}
	}
	slices.Sort(was)
	slices.Sort(is)
	return was, is, nil
}

// shownKeys is the place in Sync of a document that readers see; none where they
// don't.
func shownKeys(base Snapshot, id ID) ([]string, error) {
	state, err := stateOf(base, id)
	if err != nil || state.Shown() == 0 {
		return nil, err
	}
	published, err := storedVersion(base, id, state.Shown())
	if err != nil {
		return nil, MustBeThere(err, id)
	}
	return syncKeys(base, id, state, published)
}

// borrowers are the documents that may show something of another: those that
// refer to it, and those that borrow from it through them.
func borrowers(base Snapshot, id ID) ([]ID, error) {
	from, err := referringTo(base, id)
	if err != nil {
		return nil, err
	}
	for _, through := range slices.Clone(from) {
		borrowing := borrowingKinds(id.Kind(), through.Kind())
		if len(borrowing) == 0 {
			continue
		}
		items, err := referringTo(base, through, borrowing...)
		if err != nil {
			return nil, err
		}
		from = append(from, items...)
	}
	return from, nil
}

// lent is what others show of a document besides that it is there.
func lent(d Document) []any {
	if lent := KindOf(d).Lent; lent != nil {
		return lent(d)
	}
	return nil
}

// borrowingKinds are the kinds that borrow from a kind through another.
func borrowingKinds(from, through *Kind) (borrowing []*Kind) {
	for _, k := range kinds {
		if b := k.Borrows; b != nil && b.From == from.Name && b.Through == through.Name {
			borrowing = append(borrowing, k)
		}
	}
	return borrowing
}
