package content

import (
	"reflect"
	"slices"
)

// What readers see of a document changes with the document itself, and with the documents that
// it refers to: a hidden person disappears from a session, although the session was not
// edited. So that "what has changed for readers since then" is one range of keys, each
// document that was ever public has one key in the space Sync: its last change of either sort.
// State.Seen has the first sort, the State.Turned of the documents that it refers to the
// second.

// follow decides which change was the last one that readers noticed. The log stores the
// decision, so that it remains valid when versions are erased later.
func (s *State) follow(r Revision, before State, was, is Document) {
	if s.Seen == r {
		return
	}
	s.Seen, s.Turned = before.Seen, before.Turned
	if s.Erased && !before.Erased && before.Seen != 0 {
		// The log no longer tells when it was seen before.
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

// seenOtherwise reports whether readers see a document differently after a change.
func (s State) seenOtherwise(after State) bool {
	return s.Shown() != after.Shown() || after.Shown() != 0 && !slices.Equal(s.Refused, after.Refused)
}

// Follow decides for the entries of the next change what readers notice of it, as Replay does.
// It is for older logs without that decision.
func Follow(base Snapshot, set *ChangeSet) error {
	written, err := writtenOver(base, set)
	if err != nil {
		return err
	}
	return written.follow(base, set)
}

// follow decides it for the entries of a change over the state before, and stores their
// states.
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

// stateOf returns the state of a document, or an empty one.
func stateOf(base Snapshot, id ID) (State, error) {
	s, err := base.State(id)
	if IsNotFound(err) {
		return State{}, nil
	}
	return s, err
}

// syncKeys returns the key of a document in Sync: none if it was never public, or has been
// gone for longer than the store remembers.
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

// syncPlace returns the change with which a document last changed for readers.
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

// shownOf returns the version of a document that readers see, or nil.
func shownOf(base Snapshot, id ID) (Document, error) {
	state, err := stateOf(base, id)
	if err != nil {
		return nil, err
	}
	return FullVersion(base, id, state.Shown())
}

// moved returns the keys in Sync, before and after a change, of the documents that the change
// did not write but changed for readers: those that refer to a turned document. There may be
// many.
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

// shownKeys returns the key in Sync of a document that readers see; none if they don't.
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

// borrowers returns the documents that may show something of another: those that refer to it,
// and those that borrow from it through them.
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

// lent returns what others show of a document besides its existence.
func lent(d Document) []any {
	if lent := KindOf(d).Lent; lent != nil {
		return lent(d)
	}
	return nil
}

// borrowingKinds returns the kinds that borrow from a kind through another.
func borrowingKinds(from, through *Kind) (borrowing []*Kind) {
	for _, k := range kinds {
		if b := k.Borrows; b != nil && b.From == from.Name && b.Through == through.Name {
			borrowing = append(borrowing, k)
		}
	}
	return borrowing
}
