package content

import (
	"slices"
	"strings"
	"time"
)

// maxScheduleYears is how far ahead a step can be planned. A later date is a typing error.
const maxScheduleYears = 5

// SchedulePublish stages the publication of a document's working draft at an instant, as it is
// then. The instant is cut to the second. It replaces an earlier plan. It is BAD_INPUT if there
// is no draft, or if the instant is not after now, more than five years ahead, or not before the
// planned withdrawal. Problems that would prevent it at that instant are problems of the
// change.
func SchedulePublish(t *Transaction, id ID, at time.Time) error {
	return planStep(t, id, at, func(s *State, step *Step) error {
		if s.Draft == 0 || s.Archived {
			return Errorf(CodeBadInput, "There is no draft to publish.").At("id")
		}
		if until := s.UnpublishAt; until != nil && !until.Missed && !step.At.Before(until.At) {
			return Errorf(CodeBadInput, "It is scheduled to be unpublished before that.").At("at")
		}
		s.PublishAt = step
		return nil
	})
}

// ScheduleUnpublish stages the withdrawal of a document at an instant. It replaces an earlier
// plan. It is BAD_INPUT if the document is neither published nor planned to be published
// before that, and for the instants that SchedulePublish refuses.
func ScheduleUnpublish(t *Transaction, id ID, at time.Time) error {
	return planStep(t, id, at, func(s *State, step *Step) error {
		planned := s.PublishAt != nil && !s.PublishAt.Missed
		if planned && !s.PublishAt.At.Before(step.At) {
			return Errorf(CodeBadInput, "It is scheduled to be published only then or later.").At("at")
		}
		if s.Published == 0 && !planned {
			return Errorf(CodeBadInput, "It is neither published nor scheduled to be published before that.").At("id")
		}
		s.UnpublishAt = step
		return nil
	})
}

// CancelSchedule stages the removal of all planned and missed steps of a document. If there
// are none, it does nothing.
func CancelSchedule(t *Transaction, id ID) error {
	if err := t.options.Actor.Require(RolePublisher); err != nil {
		return err
	}
	s, err := t.State(id)
	if err != nil {
		return err
	}
	if s.PublishAt == nil && s.UnpublishAt == nil {
		return nil
	}
	return t.Touch(id, Schedule, func(s *State, _ Document) { s.PublishAt, s.UnpublishAt = nil, nil })
}

// planStep stages a step of a document, if plan accepts it for the current state.
func planStep(t *Transaction, id ID, at time.Time, plan func(*State, *Step) error) error {
	if err := t.options.Actor.Require(RolePublisher); err != nil {
		return err
	}
	at = at.UTC().Truncate(time.Second)
	switch {
	case !at.After(t.options.Now):
		return Errorf(CodeBadInput, "The time must be in the future.").At("at")
	case at.After(t.options.Now.AddDate(maxScheduleYears, 0, 0)):
		return Errorf(CodeBadInput, "The time may be at most %d years ahead.", maxScheduleYears).At("at")
	}
	s, err := t.State(id)
	if err != nil {
		return err
	}
	if s.Erased {
		return NotFound(id)
	}
	step := &Step{At: at, Actor: t.options.Actor, Reason: t.options.Reason}
	if err := plan(&s, step); err != nil { // a copy: a failure must not change what is staged
		return err
	}
	return t.Touch(id, Schedule, func(staged *State, _ Document) {
		staged.PublishAt, staged.UnpublishAt = s.PublishAt, s.UnpublishAt
	})
}

// due is something that will happen to a document at an instant. Its key in Schedules has all
// of its data.
type due struct {
	at   time.Time
	what Action // Publish, Unpublish, or Consenting: the end of consents
	id   ID
}

// rank orders steps of the same instant. Ends of consents come first. Then come publications,
// a kind after those that it refers to, then withdrawals in reverse order: so a document may
// require one that is published at the same instant.
func (d due) rank() byte {
	kind := byte(slices.Index(kinds, d.id.Kind()) + 1)
	switch d.what {
	case Publish:
		return rankPublish + kind
	case Unpublish:
		return rankEnd - kind
	}
	return rankConsents
}

// Ranks of actions; the numbers between are for kinds.
const (
	rankConsents  = 0x10
	rankPublish   = 0x20
	rankUnpublish = 0x80
	rankEnd       = 0xff
)

// key returns the key in Schedules: instant, rank and id.
func (d due) key() string {
	b := appendElement(nil, TimeKey(d.at))
	b = appendElement(b, Key([]byte{d.rank()}))
	return string(b) + string(d.id)
}

// missedPrefix is the prefix of the keys of missed steps. They sort after everything that will
// be due.
func missedPrefix() string { return string(appendElement(nil, NoValue)) }

// dueOf parses a key, missed or not; false if it is invalid.
func dueOf(key string) (due, bool) {
	at, rest, _ := strings.Cut(strings.TrimPrefix(key, missedPrefix()), ElementEnd)
	rank, id, ok := strings.Cut(rest, ElementEnd)
	instant, valid := timeOfKey(Key(strings.ReplaceAll(at, "\x00\xff", "\x00")))
	if !ok || !valid || len(rank) != 1 {
		return due{}, false
	}
	d := due{at: instant, what: Consenting, id: ID(id)}
	switch {
	case rank[0] > rankUnpublish:
		d.what = Unpublish
	case rank[0] > rankPublish:
		d.what = Publish
	}
	return d, true
}

// step returns the step of a state that is due, or nil if it is another one.
func (d due) step(s *State) **Step {
	if d.what == Publish {
		return &s.PublishAt
	}
	return &s.UnpublishAt
}

// scheduleKeys returns the keys of what will happen to a document: its steps and the ends of
// its consents, and separately its missed steps.
func scheduleKeys(id ID, s State, published, working Document) []string {
	if s.Erased {
		return nil
	}
	var keys []string
	for _, what := range []Action{Publish, Unpublish} {
		d := due{what: what, id: id}
		step := *d.step(&s)
		if step == nil {
			continue
		}
		d.at = step.At
		if step.Missed {
			keys = append(keys, missedPrefix()+d.key())
		} else {
			keys = append(keys, d.key())
		}
	}
	for _, at := range endsOf(id, published, working, s) {
		keys = append(keys, due{at, Consenting, id}.key())
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// endsOf returns the instants at which something of a document ends.
func endsOf(id ID, published, working Document, s State) []time.Time {
	if ends := id.Kind().Ends; ends != nil {
		return ends(published, working, s)
	}
	return nil
}
