package content

import (
	"fmt"
	"strings"
)

// ScheduledStep is a planned or missed step of a document, for editors.
type ScheduledStep struct {
	Step
	DocumentID ID
}

// NodeID returns the id of the step, which no other step ever has.
func (s *ScheduledStep) NodeID() NodeID {
	return NodeID(fmt.Sprintf("%s:%s:%d", s.DocumentID, strings.ToLower(string(s.Action)), s.At.UnixMilli()))
}

// UpcomingSteps is the range of the keys in Schedules that will be due, and MissedSteps that
// of the steps that were due but failed.
func UpcomingSteps() Range { return Range{To: missedPrefix()} }

// MissedSteps: see UpcomingSteps.
func MissedSteps() Range { return Range{From: missedPrefix()} }

// ScheduleKeys returns up to limit keys of a range of Schedules. It is UNAUTHENTICATED or
// FORBIDDEN if the view's actor is no editor.
func ScheduleKeys(v *View, r Range, limit int) ([]string, error) {
	if err := v.actor.Require(RoleEditor); err != nil {
		return nil, err
	}
	keys, err := v.snapshot.Scan(nil, Schedules, r.From, r.To, false, limit)
	if err != nil {
		return nil, err
	}
	return keys, v.noteEntries(len(keys))
}

// IsScheduleKey reports whether a key is one of Schedules.
func IsScheduleKey(key string) bool {
	d, ok := dueOf(key)
	if !ok {
		return false
	}
	_, err := ParseID(string(d.id))
	return err == nil
}

// StepAt returns the step of a key in Schedules, or nil for the end of a consent, which nobody
// planned.
func StepAt(v *View, key string) (*ScheduledStep, error) {
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
	step := d.step(&state)
	if step == nil {
		return nil, errSchedule()
	}
	return &ScheduledStep{*step, d.id}, nil
}

func errSchedule() error {
	return Errorf(CodeCorrupt, "The schedule has an entry without a step.")
}
