package content

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// maxScheduleYears is how far ahead a step can be planned. A later date is a typing error.
const maxScheduleYears = 5

// maxSteps is the maximum number of planned steps of a document.
const maxSteps = 20

// SchedulePublish stages the publication of a document's working draft at an instant, as it is
// then. Steps alternate: where the one before or after is a publication too, the new one
// replaces it. It is BAD_INPUT if there will be no draft, or if the instant is not after now,
// not in whole milliseconds, more than five years ahead, or that of another step. Problems that would prevent it at
// that instant are problems of the change, except those with other documents.
func SchedulePublish(t *Transaction, id ID, at time.Time) error {
	return planStep(t, id, Step{At: at, Action: Publish})
}

// ScheduleUnpublish is SchedulePublish for the withdrawal of a document. It is BAD_INPUT if the
// document will not be published.
func ScheduleUnpublish(t *Transaction, id ID, at time.Time) error {
	return planStep(t, id, Step{At: at, Action: Unpublish})
}

// PlanSteps stages that a document has these steps and no others, as they were planned
// elsewhere: for imports. What would prevent one is a warning. It is BAD_INPUT for the instants
// that SchedulePublish refuses.
func PlanSteps(t *Transaction, id ID, steps []Step) error {
	if err := t.options.Actor.Require(RolePublisher); err != nil {
		return err
	}
	steps = slices.Clone(steps)
	for i := range steps {
		if err := t.checkStep(&steps[i]); err != nil {
			return err
		}
	}
	err := t.Touch(id, Schedule, func(s *State, _ Document) { s.Steps = steps })
	if err == nil {
		t.staged[id].given = true
	}
	return err
}

// CancelSchedule stages the removal of all planned and missed steps of a document. If there
// are none, it does nothing.
func CancelSchedule(t *Transaction, id ID) error {
	return cancelSteps(t, id, func(Step) bool { return true })
}

// CancelStep stages the removal of one step (ScheduledStep.ID), planned or missed, and returns
// its document. The others stay. CodeNotFound if there is no such step.
func CancelStep(t *Transaction, step ID) (ID, error) {
	name, _, _ := strings.Cut(string(step), stepOf)
	id := ID(name)
	s, err := t.State(id)
	if err != nil {
		return "", err
	}
	which := func(o Step) bool { return o.id(id) == step }
	if !slices.ContainsFunc(s.Steps, which) {
		return "", NotFound(step)
	}
	return id, cancelSteps(t, id, which)
}

func cancelSteps(t *Transaction, id ID, which func(Step) bool) error {
	if err := t.options.Actor.Require(RolePublisher); err != nil {
		return err
	}
	s, err := t.State(id)
	if err != nil || !slices.ContainsFunc(s.Steps, which) {
		return err
	}
	return t.Touch(id, Schedule, func(s *State, _ Document) { s.Steps = stepsWithout(s.Steps, which) })
}

// stepsWithout returns a copy of a list without some of its steps, or nil.
func stepsWithout(steps []Step, which func(Step) bool) []Step {
	steps = slices.DeleteFunc(slices.Clone(steps), which)
	if len(steps) == 0 {
		return nil
	}
	return steps
}

// stepOf separates a document's id from the rest in a step's id.
const stepOf = ":"

// id returns the id of a step of a document.
func (s Step) id(document ID) ID {
	return document + ID(fmt.Sprint(stepOf, strings.ToLower(string(s.Action)), stepOf, s.At.UnixMilli()))
}

// planStep stages a step of a document.
func planStep(t *Transaction, id ID, step Step) error {
	if err := t.options.Actor.Require(RolePublisher); err != nil {
		return err
	}
	if err := t.checkStep(&step); err != nil {
		return err
	}
	s, err := t.State(id)
	if err != nil {
		return err
	}
	if s.gone() {
		return NotFound(id)
	}
	steps, err := s.planned(step)
	if err != nil {
		return err
	}
	return t.Touch(id, Schedule, func(staged *State, _ Document) { staged.Steps = steps })
}

// checkStep completes a step. It is BAD_INPUT for an invalid instant.
func (t *Transaction) checkStep(step *Step) error {
	step.At = step.At.UTC().Round(0)
	switch {
	case !step.At.Equal(step.At.Truncate(time.Millisecond)):
		return Errorf(CodeBadInput, "A time may have at most milliseconds.").At("at")
	case !step.At.After(t.options.Now):
		return Errorf(CodeBadInput, "The time must be in the future.").At("at")
	case step.At.After(t.options.Now.AddDate(maxScheduleYears, 0, 0)):
		return Errorf(CodeBadInput, "The time may be at most %d years ahead.", maxScheduleYears).At("at")
	}
	step.Actor, step.Reason = t.options.Actor, t.options.Reason
	return nil
}

// planned returns the steps of a document with another one. Those of the same action that were
// missed are gone.
func (s *State) planned(step Step) ([]Step, error) {
	steps := slices.DeleteFunc(slices.Clone(s.Steps), func(o Step) bool {
		return o.Action == step.Action && (o.Missed || o.At.Equal(step.At))
	})
	if slices.ContainsFunc(steps, func(o Step) bool { return !o.Missed && o.At.Equal(step.At) }) {
		return nil, Errorf(CodeBadInput, "Another step is scheduled for that time.").At("at")
	}
	i := slices.IndexFunc(steps, func(o Step) bool { return !o.Missed && o.At.After(step.At) })
	if i < 0 {
		i = len(steps)
	}
	before, after := i > 0 && !steps[i-1].Missed, i < len(steps)
	switch {
	case before && steps[i-1].Action == step.Action:
		steps[i-1] = step
	case after && steps[i].Action == step.Action && (before || s.takes(step.Action)):
		steps[i] = step
	case before || s.takes(step.Action):
		steps = slices.Insert(steps, i, step)
	case step.Action == Publish:
		return nil, Errorf(CodeBadInput, "There is no draft to publish.").At("id")
	default:
		return nil, Errorf(CodeBadInput, "It is neither published nor scheduled to be published before that.").At("id")
	}
	if len(steps) > maxSteps {
		return nil, Errorf(CodeBadInput, "At most %d steps can be scheduled for a document.", maxSteps).At("id")
	}
	return steps, nil
}

// takes reports whether an action would do something to a document as it is now.
func (s *State) takes(action Action) bool {
	if action == Unpublish {
		return s.Published != 0
	}
	return s.Draft != 0 && !s.Archived
}

// afterPublishing returns the steps that are left when a document is published by hand: a
// publication that is the next step, or was missed, has come about.
func (s *State) afterPublishing() []Step {
	first := true
	return stepsWithout(s.Steps, func(o Step) bool {
		next := first && !o.Missed
		first = first && o.Missed
		return o.Action == Publish && (o.Missed || next)
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

// is reports whether a step is the one that is due.
func (d due) is(s Step) bool { return s.Action == d.what && s.At.Equal(d.at) }

// step returns the step of a state that is due, or nil.
func (d due) step(s *State) *Step {
	if i := slices.IndexFunc(s.Steps, d.is); i >= 0 {
		return &s.Steps[i]
	}
	return nil
}

// scheduleKeys returns the keys of what will happen to a document: its steps and the ends of
// its consents, and separately its missed steps.
func scheduleKeys(id ID, s State, published, working Document) []string {
	if s.gone() {
		return nil
	}
	var keys []string
	for _, step := range s.Steps {
		key := due{step.At, step.Action, id}.key()
		if step.Missed {
			key = missedPrefix() + key
		}
		keys = append(keys, key)
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
