package catalog

import (
	"slices"
	"time"

	"lectern/content"
)

// maxProgrammeChanges is the maximum number of sessions that ProgrammeChanges compares.
const maxProgrammeChanges = 500

// ProgrammeSince is the programme that a client knows: the public one after a change, or at an
// instant. One of them is set.
type ProgrammeSince struct {
	Revision *content.Revision
	Time     *time.Time
}

// ProgrammeChange is a session whose time, place or status has changed.
type ProgrammeChange struct {
	DocumentID content.ID // of the session
	What       []ProgrammeChangeKind
	Session    *Session        // the present version; nil if it is no longer public
	Before     *ProgrammePlace // nil for a new session
	After      *ProgrammePlace // nil for a removed session
}

// ProgrammeChangeKind is what has happened to a session.
type ProgrammeChangeKind string

// What can happen to a session of a programme.
const (
	ProgrammeAdded       ProgrammeChangeKind = "ADDED"
	ProgrammeRemoved     ProgrammeChangeKind = "REMOVED"
	ProgrammeCancelled   ProgrammeChangeKind = "CANCELLED"
	ProgrammePostponed   ProgrammeChangeKind = "POSTPONED"
	ProgrammeReinstated  ProgrammeChangeKind = "REINSTATED"
	ProgrammeMoved       ProgrammeChangeKind = "MOVED"
	ProgrammeRoomChanged ProgrammeChangeKind = "ROOM_CHANGED"
)

// Valid reports whether the kind is one of those above.
func (k ProgrammeChangeKind) Valid() bool {
	return slices.Contains([]ProgrammeChangeKind{
		ProgrammeAdded, ProgrammeRemoved, ProgrammeCancelled, ProgrammePostponed, ProgrammeReinstated, ProgrammeMoved, ProgrammeRoomChanged,
	}, k)
}

// ProgrammePlace is the time and place of a session.
type ProgrammePlace struct {
	StartsAt, EndsAt time.Time
	Room             string
}

// place returns the session's time and place in a conference; nil if it has none.
func (s *Session) place(conference content.ID) *ProgrammePlace {
	if s == nil || s.ConferenceID != conference {
		return nil
	}
	return &ProgrammePlace{s.StartsAt, s.EndsAt, s.Room}
}

// ProgrammeChanges returns the sessions of a conference that are new, removed, cancelled,
// postponed, or at another time or place than after a change, each with both places: the sum of
// all changes since. It compares only the sessions that have changed for readers since then,
// and returns only the times and places of the past: an old title may name a person who must no
// longer be named.
//
// It is CodeSyncReset if the store may have forgotten what was removed since, and
// CodeTooComplex if more than 500 sessions have changed.
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

// startsAt returns the time at which the session begins, or would have begun.
func (c *ProgrammeChange) startsAt() time.Time {
	if c.After != nil {
		return c.After.StartsAt
	}
	return c.Before.StartsAt
}

// revisionSince returns the change up to which the client knows everything.
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
		return 0, content.Errorf(content.CodeSyncReset, "This is too long ago: the service no longer knows what was removed since. Load the whole programme again.").At("since")
	}
	return r, nil
}

// sessionsSince returns the sessions that have changed for readers since a change.
func sessionsSince(v *content.View, r content.Revision) ([]content.ID, error) {
	ids, complete, err := seenSince(v, r)
	if err != nil {
		return nil, err
	}
	sessions := slices.DeleteFunc(ids, func(id content.ID) bool { return id.Kind() != sessionKind })
	if !complete || len(sessions) > maxProgrammeChanges {
		return nil, content.Errorf(content.CodeTooComplex, "Too much has changed since then to list each change. Load the whole programme again.").At("since")
	}
	return sessions, nil
}

// programmeStatus returns the change of a session that now has a status.
func programmeStatus(s SessionStatus) ProgrammeChangeKind {
	switch s {
	case SessionCancelled:
		return ProgrammeCancelled
	case SessionPostponed:
		return ProgrammePostponed
	}
	return ProgrammeReinstated
}

// programmeChange compares a session with the version that readers saw after a change; nil if
// its time and place are the same.
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
		c.What = append(c.What, ProgrammeRemoved)
	default:
		if now.EventStatus() != was.EventStatus() {
			c.What = append(c.What, programmeStatus(now.EventStatus()))
		}
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

// seenSince returns the documents that have changed for readers since a change, in the order
// of their last changes. It is incomplete if there are more than some thousands.
func seenSince(v *content.View, r content.Revision) (ids []content.ID, complete bool, err error) {
	from := content.Element(content.IntKey(int64(r) + 1))
	const some = 5000
	keys, err := content.SyncKeys(v, from, some)
	if err != nil {
		return nil, false, err
	}
	for _, key := range keys {
		ids = append(ids, content.KeyID(key))
	}
	return ids, len(keys) < some, nil
}
