package content

import (
	"slices"
)

// seenLast returns the version of a document that readers see, otherwise the one that they saw
// last, or nil.
func (t *Transaction) seenLast(id ID, s *stagedDocument) (Document, error) {
	if s.after.Published != 0 {
		return t.Published(id)
	}
	return lastPublic(t.base, id)
}

// lastPublic returns the last version of a document that readers saw, or nil.
func lastPublic(base Snapshot, id ID) (Document, error) {
	const some = 100
	state, err := stateOf(base, id)
	if err != nil || state.Seen == 0 {
		return nil, err
	}
	for before := Revision(0); ; {
		revisions, err := base.History(id, before, some)
		if err != nil {
			return nil, err
		}
		for _, r := range revisions {
			public, err := madePublic(base, id, r)
			if err != nil {
				return nil, err
			}
			if public {
				return FullVersion(base, id, r)
			}
			before = r
		}
		if len(revisions) < some {
			return nil, nil
		}
	}
}

// madePublic reports whether a change published the version that it wrote.
func madePublic(base Snapshot, id ID, r Revision) (bool, error) {
	changes, err := base.Log(r+1, 1)
	if err != nil || len(changes) == 0 {
		return false, err
	}
	return slices.ContainsFunc(changes[0].Entries, func(e Entry) bool { return e.ID == id && e.State.Published == r }), nil
}

// EverPublic returns the version that readers see now, otherwise, for a kind that Remembers,
// the one that they saw last, or nil.
func (c *Check) EverPublic() Document {
	if c.Published != nil {
		return c.Published
	}
	return c.former
}
