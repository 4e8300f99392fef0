package schedule

import (
	"slices"
	"strings"
	"time"

	"lectern/content"
)

// maxYears is the maximum number of years for planning ahead. A later date is a typing error.
const maxYears = 5

// maxSteps is the maximum number of planned steps of a document.
const maxSteps = 20

// Publish stages the publication of a document's working draft at an instant, as it is then.
// Steps alternate: if the one before or after is a publication too, the new one replaces it.
// The instant is truncated to the second. It is BAD_INPUT if there will be no draft, or if the
// instant is not after now, more than five years ahead, or that of another step. Problems that
// would prevent it at that instant are problems of the change, except those with other
// documents.
func Publish(t *content.Transaction, id content.ID, at time.Time) error {
	return add(t, id, content.Step{At: at, Action: content.Publish})
}

// Unpublish is Publish for the withdrawal of a document. It is BAD_INPUT if the document will
// not be published.
func Unpublish(t *content.Transaction, id content.ID, at time.Time) error {
	return add(t, id, content.Step{At: at, Action: content.Unpublish})
}

// Set stages that a document has exactly these steps, which were planned elsewhere: for imports
// (content.EditOptions.Import), in which what would prevent one is a warning. It is BAD_INPUT
// for the instants that Publish refuses.
func Set(t *content.Transaction, id content.ID, steps []content.Step) error {
	steps = slices.Clone(steps)
	for i := range steps {
		if err := complete(t, &steps[i]); err != nil {
			return err
		}
	}
	return stage(t, id, steps)
}

// Cancel stages the removal of all planned and missed steps of a document. If there are none,
// it does nothing.
func Cancel(t *content.Transaction, id content.ID) error {
	return remove(t, id, func(content.Step) bool { return true })
}

// CancelStep stages the removal of one step, planned or missed, by its id
// (content.ScheduledStep), and returns its document. The others stay. CodeNotFound if there is
// no such step.
func CancelStep(t *content.Transaction, step content.NodeID) (content.ID, error) {
	id, ok := DocumentOf(step)
	missing := content.Errorf(content.CodeNotFound, "There is no scheduled step with this id: %s", step).At("id")
	if !ok {
		return "", missing
	}
	s, err := t.State(id)
	if err != nil {
		return "", err
	}
	which := func(o content.Step) bool {
		return (&content.ScheduledStep{Step: o, DocumentID: id}).NodeID() == step
	}
	if !slices.ContainsFunc(s.Steps, which) {
		return "", missing
	}
	return id, remove(t, id, which)
}

// DocumentOf returns the document of a step's id; ok is false if it is not the id of a step.
func DocumentOf(step content.NodeID) (id content.ID, ok bool) {
	document, _, ok := strings.Cut(string(step), ":")
	id, err := content.ParseID(document)
	return id, ok && err == nil
}

// stage stages the steps of a document.
func stage(t *content.Transaction, id content.ID, steps []content.Step) error {
	if err := t.Options().Actor.Require(content.RolePublisher); err != nil {
		return err
	}
	if len(steps) == 0 {
		steps = nil
	}
	return t.Touch(id, content.Schedule, func(s *content.State, _ content.Document) { s.Steps = steps })
}

// remove stages the removal of some steps, if there are any.
func remove(t *content.Transaction, id content.ID, which func(content.Step) bool) error {
	if err := t.Options().Actor.Require(content.RolePublisher); err != nil {
		return err
	}
	s, err := t.State(id)
	if err != nil || !slices.ContainsFunc(s.Steps, which) {
		return err
	}
	return stage(t, id, slices.DeleteFunc(slices.Clone(s.Steps), which))
}

// add stages a further step of a document.
func add(t *content.Transaction, id content.ID, step content.Step) error {
	if err := t.Options().Actor.Require(content.RolePublisher); err != nil {
		return err
	}
	if err := complete(t, &step); err != nil {
		return err
	}
	s, err := t.State(id)
	if err != nil {
		return err
	}
	if s.Gone() {
		return content.NotFound(id)
	}
	steps, err := withStep(s, step)
	if err != nil {
		return err
	}
	return stage(t, id, steps)
}

// complete truncates the instant of a step to the second, and fills in the actor. It is
// BAD_INPUT for an invalid instant.
func complete(t *content.Transaction, step *content.Step) error {
	o := t.Options()
	step.At = step.At.UTC().Truncate(time.Second)
	switch {
	case !step.At.After(o.Now):
		return content.Errorf(content.CodeBadInput, "The time must be in the future.").At("at")
	case step.At.After(o.Now.AddDate(maxYears, 0, 0)):
		return content.Errorf(content.CodeBadInput, "The time may be at most %d years ahead.", maxYears).At("at")
	}
	step.Actor, step.Reason = o.Actor, o.Reason
	return nil
}

// withStep returns the steps of a document with another one. Missed ones of the same action are
// removed.
func withStep(s content.State, step content.Step) ([]content.Step, error) {
	steps := slices.DeleteFunc(slices.Clone(s.Steps), func(o content.Step) bool {
		return o.Action == step.Action && (o.Missed || o.At.Equal(step.At))
	})
	if slices.ContainsFunc(steps, func(o content.Step) bool { return !o.Missed && o.At.Equal(step.At) }) {
		return nil, content.Errorf(content.CodeBadInput, "Another step is scheduled for that time.").At("at")
	}
	i := slices.IndexFunc(steps, func(o content.Step) bool { return !o.Missed && o.At.After(step.At) })
	if i < 0 {
		i = len(steps)
	}
	before, after := i > 0 && !steps[i-1].Missed, i < len(steps)
	switch {
	case before && steps[i-1].Action == step.Action:
		steps[i-1] = step
	case !before && !takes(s, step.Action):
		if step.Action == content.Publish {
			return nil, content.Errorf(content.CodeBadInput, "There is no draft to publish.").At("id")
		}
		return nil, content.Errorf(content.CodeBadInput, "It is neither published nor scheduled to be published before that.").At("id")
	case after && steps[i].Action == step.Action:
		steps[i] = step
	default:
		steps = slices.Insert(steps, i, step)
	}
	if len(steps) > maxSteps {
		return nil, content.Errorf(content.CodeBadInput, "At most %d steps can be scheduled for a document.", maxSteps).At("id")
	}
	return steps, nil
}

// takes reports whether an action would have an effect on a document as it is now.
func takes(s content.State, action content.Action) bool {
	if action == content.Unpublish {
		return s.Published != 0
	}
	return s.Draft != 0 && !s.Archived
}
