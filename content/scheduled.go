package content

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
	"strings"
	"time"
)

// ScheduledStep is what is planned for a document, for editors.
type ScheduledStep struct {
	ID     ID
	At     time.Time
	Action Action // Publish or Unpublish
	Actor  Actor  // who planned it
	Reason string
}

// Scheduled lists what is to be published and unpublished, the next first:
// first steps after a cursor, nil for the beginning. It is UNAUTHENTICATED or
// FORBIDDEN where the view's actor is no editor, BAD_INPUT where first is not
// from 1 to MaxPage, and BAD_CURSOR for a cursor of another list.
func Scheduled(v *View, first int, after *string) (*Feed[*ScheduledStep], error) {
	return v.schedule(scheduleList{"", missedPrefix()}, first, after)
}

// Missed lists, as Scheduled does, the steps that were due and could not be
// done. They stay until they are planned anew, cancelled or done by hand.
func Missed(v *View, first int, after *string) (*Feed[*ScheduledStep], error) {
	return v.schedule(scheduleList{missedPrefix(), ""}, first, after)
}

// scheduleList is a stretch of Schedules.
type scheduleList Range

func (l scheduleList) cursor(key string) string {
	return base64.RawURLEncoding.EncodeToString(append(binary.BigEndian.AppendUint64(nil, l.identity()), key...))
}

func (l scheduleList) identity() uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte("schedule " + l.From)) // never fails
	return h.Sum64()
}

func (l scheduleList) key(cursor string) (string, error) {
	bad := Errorf(CodeBadCursor, "This cursor is not of this list.").At("after")
	if len(cursor) > maxCursorLength {
		return "", bad
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) < 8 || binary.BigEndian.Uint64(b) != l.identity() {
		return "", bad
	}
	key := string(b[8:])
	d, ok := dueOf(key)
	if _, err := ParseID(string(d.id)); err != nil || !ok || strings.HasPrefix(key, missedPrefix()) != (l.From != "") {
		return "", bad
	}
	return key, nil
}

func (v *View) schedule(l scheduleList, first int, after *string) (*Feed[*ScheduledStep], error) {
	if err := v.actor.Require(RoleEditor); err != nil {
		return nil, err
	}
	if first < 1 || first > MaxPage {
		return nil, Errorf(CodeBadInput, "first must be from 1 to %d.", MaxPage).At("first")
	}
	from := l.From
	if after != nil {
		key, err := l.key(*after)
		if err != nil {
			return nil, err
		}
		from = key + "\x00"
	}
	page := &Feed[*ScheduledStep]{later: after != nil}
	for {
		keys, err := v.snapshot.Scan(nil, Schedules, from, l.To, false, MaxPage)
		if err != nil {
			return nil, err
		}
		if err := v.noteEntries(len(keys)); err != nil {
			return nil, err
		}
		for _, key := range keys {
			step, err := v.scheduled(key)
			if err != nil {
				return nil, err
			}
			if step == nil {
				continue
			}
			if page.next = len(page.nodes) == first; page.next {
				return page, nil
			}
			page.add(step, l.cursor(key))
		}
		if len(keys) < MaxPage {
			return page, nil
		}
		from = keys[len(keys)-1] + "\x00"
	}
}

// scheduled is the step of a key, nil for what nobody planned.
func (v *View) scheduled(key string) (*ScheduledStep, error) {
	d, ok := dueOf(key)
	if !ok {
		return nil, errSchedule()
	}
	if d.what == Consenting {
		return nil, nil
	}
	if _, err := v.noteDocument(d.id); err != nil {
		return nil, err
	}
	state, err := v.snapshot.State(d.id)
	if err != nil {
		return nil, MustBeThere(err, d.id)
	}
	step := *d.step(&state)
	if step == nil {
		return nil, errSchedule()
	}
	return &ScheduledStep{ID: d.id, At: step.At, Action: d.what, Actor: step.Actor, Reason: step.Reason}, nil
}

func errSchedule() error {
	return Errorf(CodeCorrupt, "The schedule has an entry that says nothing.")
}
