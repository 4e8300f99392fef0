package content

import (
	"slices"
)

// seenLast is the version of a document that readers see, else the one that
// they saw last; nil where they never saw one.
func (t *Transaction) seenLast(id ID, s *stagedDocument) (Document, error) {
	if s.after.Published != 0 {
		return t.Published(id)
	}
	return lastPublic(t.base, id)
}

// lastPublic is the last version of a document that readers saw, nil where they
// never saw one.
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

// madePublic tells whether a change left a document public in the version that
// it wrote.
func madePublic(base Snapshot, id ID, r Revision) (bool, error) {
	changes, err := base.Log(r+1, 1)
	if err != nil || len(changes) == 0 {
		return false, err
	}
	return slices.ContainsFunc(changes[0].Entries, func(e Entry) bool { return e.ID == id && e.State.Published == r }), nil
}

// EverPublic is the version that readers see now, else, of a kind that Remembers,
// the one that they saw last; nil where there is none.
func (c *Check) EverPublic() Document {
	if c.Published != nil {
		return c.Published
	}
	return c.former
}
