package catalog

import (
	"slices"
	"time"

	"lectern/content"
)

// maxProgrammeChanges bounds the sessions that ProgrammeChanges compares.
const maxProgrammeChanges = 500

// ProgrammeSince is what somebody knows of a programme already: what was public
// after a change, or at an instant. One of them is set.
type ProgrammeSince struct {
	Revision *content.Revision
	Time     *time.Time
}

// ProgrammeChange is a session that is not where it was.
type ProgrammeChange struct {
	DocumentID content.ID // of the session
	What       []ProgrammeChangeKind
	Session    *Session        // as it is now; nil where it is not public any more
	Before     *ProgrammePlace // nil for one that is new
	After      *ProgrammePlace // nil for one that is cancelled
}

// ProgrammeChangeKind says what has happened to a session.
type ProgrammeChangeKind string

// What can happen to a session of a programme.
const (
	ProgrammeAdded       ProgrammeChangeKind = "ADDED"
	ProgrammeCancelled   ProgrammeChangeKind = "CANCELLED"
	ProgrammeMoved       ProgrammeChangeKind = "MOVED"
	ProgrammeRoomChanged ProgrammeChangeKind = "ROOM_CHANGED"
)

// Valid tells whether the kind is one of those above.
func (k ProgrammeChangeKind) Valid() bool {
	return slices.Contains([]ProgrammeChangeKind{ProgrammeAdded, ProgrammeCancelled, ProgrammeMoved, ProgrammeRoomChanged}, k)
}

// ProgrammePlace is when and where a session takes place.
type ProgrammePlace struct {
	StartsAt, EndsAt time.Time
	Room             string
}

// place is where a session has a place in a conference, nil where it has none.
func (s *Session) place(conference content.ID) *ProgrammePlace {
	if s == nil || s.ConferenceID != conference {
		return nil
	}
	return &ProgrammePlace{s.StartsAt, s.EndsAt, s.Room}
}

// ProgrammeChanges are the sessions of a conference that are new, cancelled, or
// at another time or place than after a change, each with both places: the sum of
// what happened meanwhile. It looks at the sessions that readers see otherwise
// since then and at no others, and tells of what was no more than when and where:
// a title of then may name somebody who is not to be named any more.
//
// It is CodeSyncReset where the store may have forgotten what was cancelled since,
// and CodeTooComplex where more than 500 sessions have changed.
func ProgrammeChanges(v *content.View, conference content.ID, since ProgrammeSince) ([]*ProgrammeChange, error) {
	if v.Previews() || !v.Present() {
		return nil, content.Errorf(content.CodeBadInput, "programmeChanges has published content only. Use it without preview and without at.")
	}
	if _, err := content.Get[*Conference](v, conference); err != nil {
		if content.IsNotFound(err) {
			return nil, content.Errorf(content.CodeNotFound, "There is no conference with this id.").At("conference")
		}
		return nil, err
	}
	then, err := revisionSince(v, since)
	if err != nil {
		return nil, err
	}
	sessions, err := sessionsSince(v, then)
	if err != nil {
		return nil, err
	}
	changes := []*ProgrammeChange{}
	for _, id := range sessions {
		change, err := programmeChange(v, conference, id, then)
		if err != nil {
			return nil, err
		}
		if change != nil {
			changes = append(changes, change)
		}
	}
	slices.SortStableFunc(changes, func(a, b *ProgrammeChange) int { return a.startsAt().Compare(b.startsAt()) })
	return changes, nil
}

// startsAt is when the session begins, or would have begun.
func (c *ProgrammeChange) startsAt() time.Time {
	if c.After != nil {
		return c.After.StartsAt
	}
	return c.Before.StartsAt
}

// revisionSince is the change up to which somebody knows everything.
func revisionSince(v *content.View, since ProgrammeSince) (r content.Revision, err error) {
	switch {
	case since.Revision != nil:
		r = *since.Revision
	case since.Time != nil:
		if r, err = content.RevisionAt(v, *since.Time); err != nil {
			return 0, err
		}
	}
	if r > v.Revision() {
		return 0, content.Errorf(content.CodeSyncReset, "This revision does not exist yet.").At("since")
	}
	if r < content.Horizon(v) {
		return 0, content.Errorf(content.CodeSyncReset, "This is too long ago: the service no longer knows what was cancelled since. Load the whole programme again.").At("since")
	}
	return r, nil
}

// sessionsSince are the sessions that readers see otherwise since a change.
func sessionsSince(v *content.View, r content.Revision) ([]content.ID, error) {
	ids, complete, err := content.SeenSince(v, r)
	if err != nil {
		return nil, err
	}
	sessions := slices.DeleteFunc(ids, func(id content.ID) bool { return id.Kind() != sessionKind })
	if !complete || len(sessions) > maxProgrammeChanges {
		return nil, content.Errorf(content.CodeTooComplex, "Too much has changed since then to list each change. Load the whole programme again.").At("since")
	}
	return sessions, nil
}

// programmeChange compares a session with what readers saw of it after a change;
// nil where it is where it was.
func programmeChange(v *content.View, conference, id content.ID, then content.Revision) (*ProgrammeChange, error) {
	now, err := content.Get[*Session](v, id)
	if err != nil && !content.IsNotFound(err) {
		return nil, err
	}
	former, err := content.SeenThen(v, id, then)
	if err != nil {
		return nil, err
	}
	was, _ := former.(*Session)
	c := &ProgrammeChange{DocumentID: id, Session: now, Before: was.place(conference), After: now.place(conference)}
	switch {
	case c.Before == nil && c.After == nil:
		return nil, nil
	case c.Before == nil:
		c.What = append(c.What, ProgrammeAdded)
	case c.After == nil:
		c.What = append(c.What, ProgrammeCancelled)
	default:
		if !c.Before.StartsAt.Equal(c.After.StartsAt) || !c.Before.EndsAt.Equal(c.After.EndsAt) {
			c.What = append(c.What, ProgrammeMoved)
		}
		if c.Before.Room != c.After.Room {
			c.What = append(c.What, ProgrammeRoomChanged)
		}
		if len(c.What) == 0 {
			return nil, nil
		}
	}
	return c, nil
}
