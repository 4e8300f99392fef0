package content

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Done is a due step that was carried out or missed.
type Done struct {
	ID ID
	At time.Time // when it was due
	// Action is Publish or Unpublish, Consenting if consents have ended, or MissedStep if the
	// document had problems.
	Action   Action
	Missed   Action    // with MissedStep: the planned action
	Problems []Problem // with MissedStep the problems, otherwise warnings
	Revision Revision  // of the change
}

// clockwork is the actor of unplanned changes.
func clockwork() Actor { return Actor{Name: "lectern", Role: RolePublisher} }

// NextDue returns the instant of the next due step, which may be overdue, or zero. It reads
// one key.
func NextDue(base Snapshot) (time.Time, error) {
	d, err := firstDue(base, "", "")
	if err != nil || d == nil {
		return time.Time{}, err
	}
	return d.at, nil
}

// firstDue returns the first due step among the keys in [from, to), or nil. An empty `to` is
// the end of the schedule.
func firstDue(base Snapshot, from, to string) (*due, error) {
	if to == "" {
		to = missedPrefix()
	}
	keys, err := base.Scan(nil, Schedules, from, to, false, 1)
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	d, ok := dueOf(keys[0])
	if !ok {
		return nil, errSchedule()
	}
	return &d, nil
}

// dueUntil returns the end of the keys that are due at or before an instant.
func dueUntil(at time.Time) string {
	return string(appendElement(nil, TimeKey(at.Add(time.Millisecond))))
}

// RunDue carries out everything that is due at now, in the order of its instants, each as one
// change: by the actor who planned it, with the reason of the plan, at the time now. A document
// that a step publishes is public since the step's instant, as if it had been published then.
// At one instant, a document comes after those that it refers to. A step that fails because the
// document has problems is a change, too: it is missed, and not retried until it is planned
// again. Steps of one instant and actor that only succeed together, such as two sessions that
// swap places, are one change.
//
// It returns what was done, and the next instant at which something is due, or zero. The error
// joins those of steps that could not be tried; the others are done unless the store fails, and
// the next call tries again. site and entropy are as in EditOptions.
func RunDue(ctx context.Context, store Store, site *Site, now time.Time, entropy func([]byte) (int, error)) (done []Done, next time.Time, err error) {
	var errs []error
	for from := ""; ; {
		var d *due
		var results []Done
		err := store.Write(ctx, func(base Snapshot) (batch *Batch, err error) {
			d, results = nil, nil
			if d, err = firstDue(base, from, dueUntil(now)); err != nil || d == nil {
				return nil, err
			}
			if batch, results, err = perform(base, *d, site, entropy); err != nil {
				return nil, err
			}
			batch.Time = now.UTC().Truncate(time.Millisecond)
			return batch, nil
		})
		switch {
		case err == nil && d == nil:
			next, err := nextAfter(ctx, store, now)
			return done, next, errors.Join(append(errs, err)...)
		case err == nil:
			done = append(done, results...)
		case d == nil || storeFailed(err):
			return done, time.Time{}, errors.Join(append(errs, err)...)
		default:
			// A damaged document must not block the others.
			errs = append(errs, err)
			from = d.key() + "\x00"
		}
	}
}

func nextAfter(ctx context.Context, store Store, now time.Time) (time.Time, error) {
	snapshot, err := store.Snapshot(ctx)
	if err != nil {
		return time.Time{}, err
	}
	defer func() { _ = snapshot.Close() }() // only read
	d, err := firstDue(snapshot, dueUntil(now), "")
	if err != nil || d == nil {
		return time.Time{}, err
	}
	return d.at, nil
}

func storeFailed(err error) bool {
	code := CodeOf(err)
	return code == CodeReadOnly || code == CodeOutcomeUnknown || code == CodeTimeout
}

// perform makes the change of a due step.
func perform(base Snapshot, d due, site *Site, entropy func([]byte) (int, error)) (*Batch, []Done, error) {
	o := EditOptions{Actor: clockwork(), Now: d.at, Site: site, Entropy: entropy, MaxDocuments: MaxActionDocuments}
	var batch *Batch
	var err error
	done := []Done{{ID: d.id, At: d.at, Action: d.what}}
	if d.what == Consenting {
		batch, err = edit(base, o, func(t *Transaction) error { return d.id.Kind().End(t, d.id) })
	} else {
		batch, done, err = performStep(base, d, o)
	}
	if err != nil {
		return nil, nil, err
	}
	if batch != nil && endsIn(batch, d) {
		for i := range done {
			done[i].Revision = batch.Revision
		}
		return batch, done, nil
	}
	return nil, nil, Errorf(CodeInternal, "The step of %s is still due after it was done.", d.id)
}

// endsIn reports whether something is no longer due after a batch.
func endsIn(batch *Batch, d due) bool {
	_, gone := slices.BinarySearch(batch.Delete[Schedules], d.key())
	return gone
}

func performStep(base Snapshot, d due, o EditOptions) (*Batch, []Done, error) {
	state, err := base.State(d.id)
	if err != nil {
		return nil, nil, err
	}
	step := d.step(&state)
	if step == nil || step.Missed {
		return nil, nil, Errorf(CodeCorrupt, "The schedule has a step of %s that is not in the document's state.", d.id)
	}
	o.Actor, o.Reason = step.Actor, step.Reason
	batch, done, err := performSteps(base, []due{d}, o)
	if err == nil && batch != nil {
		return batch, done, nil
	}
	missed := Done{ID: d.id, At: d.at, Action: MissedStep, Missed: d.what}
	switch CodeOf(err) {
	case "":
	case CodeInvalid:
		var e *Error
		errors.As(err, &e)
		missed.Problems = e.Problems
		if slices.ContainsFunc(e.Problems, func(p Problem) bool { return p.Clash }) {
			if batch, done, err := performTogether(base, d, o); err != nil || batch != nil {
				return batch, done, err
			}
		}
	case CodeNotFound, CodeBadInput, CodeTooLarge, CodeForbidden, CodeUnauthenticated, CodeConflict:
		// A retry would not help.
	default:
		return nil, nil, err
	}
	batch, err = edit(base, o, func(t *Transaction) error {
		return t.Touch(d.id, MissedStep, func(s *State, _ Document) {
			s.Steps = slices.Clone(s.Steps)
			d.step(s).Missed = true
		})
	})
	return batch, []Done{missed}, err
}

// performSteps makes one change of some steps. The other steps of their documents stay. The
// batch is nil if there was nothing to do.
func performSteps(base Snapshot, steps []due, o EditOptions) (*Batch, []Done, error) {
	batch, err := edit(base, o, func(t *Transaction) error {
		for _, d := range steps {
			do := t.Publish
			if d.what == Unpublish {
				do = t.Unpublish
			}
			state, err := t.State(d.id)
			if err == nil {
				t.Because(d.step(&state).Reason)
				err = do(d.id)
			}
			if err != nil {
				return err
			}
			if s := t.staged[d.id]; s != nil {
				s.after.Steps = stepsWithout(state.Steps, d.is)
			}
		}
		return nil
	})
	if err != nil || batch == nil {
		return nil, nil, err
	}
	var done []Done
	for _, d := range steps {
		if endsIn(batch, d) {
			of := func(p Problem) bool { return p.Document != d.id }
			done = append(done, Done{ID: d.id, At: d.at, Action: d.what, Problems: slices.DeleteFunc(slices.Clone(batch.Warnings), of)})
		}
	}
	return batch, done, nil
}

// performTogether makes one change of a step and the others of its instant and actor, except
// those that have problems even then. The batch is nil if that does not help.
func performTogether(base Snapshot, d due, o EditOptions) (*Batch, []Done, error) {
	keys, err := base.Scan(nil, Schedules, string(appendElement(nil, TimeKey(d.at))), dueUntil(d.at), false, MaxChangeDocuments)
	if err != nil {
		return nil, nil, err
	}
	var steps []due
	for _, key := range keys {
		other, ok := dueOf(key)
		if !ok {
			return nil, nil, errSchedule()
		}
		state, err := base.State(other.id)
		if err != nil {
			return nil, nil, err
		}
		if step := other.step(&state); step != nil && step.Actor == o.Actor {
			steps = append(steps, other)
		}
	}
	for len(steps) > 1 {
		batch, done, err := performSteps(base, steps, o)
		if err == nil || storeFailed(err) {
			return batch, done, err
		}
		var e *Error
		if !errors.As(err, &e) {
			break
		}
		left := slices.DeleteFunc(slices.Clone(steps), func(s due) bool {
			return s.id != d.id && slices.ContainsFunc(e.Problems, func(p Problem) bool { return p.Document == s.id })
		})
		if len(left) == len(steps) {
			break
		}
		steps = left
	}
	return nil, nil, nil
}
