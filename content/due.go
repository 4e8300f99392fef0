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
	Problems []Problem // with MissedStep: the problems
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
// change: by the actor who planned it, with the reason of the plan, at the time now. A
// document that a step publishes is public since the step's instant, as if it had been
// published then. At one instant, a document comes after those that it refers to. A step that
// fails because the document has problems is a change, too: it is missed, and not retried
// until it is planned again.
//
// It returns what was done, and the next instant at which something is due, or zero. The error
// joins those of steps that could not be tried; the others are done unless the store fails,
// and the next call tries again. site and entropy are as in EditOptions.
func RunDue(ctx context.Context, store Store, site *Site, now time.Time, entropy func([]byte) (int, error)) (done []Done, next time.Time, err error) {
	var errs []error
	for from := ""; ; {
		var d *due
		var result *Done
		err := store.Write(ctx, func(base Snapshot) (batch *Batch, err error) {
			d, result = nil, nil
			if d, err = firstDue(base, from, dueUntil(now)); err != nil || d == nil {
				return nil, err
			}
			if batch, result, err = perform(base, *d, site, entropy); err != nil {
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
			done = append(done, *result)
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
func perform(base Snapshot, d due, site *Site, entropy func([]byte) (int, error)) (*Batch, *Done, error) {
	o := EditOptions{Actor: clockwork(), Now: d.at, Site: site, Entropy: entropy, MaxDocuments: MaxActionDocuments}
	result := &Done{ID: d.id, At: d.at, Action: d.what, Revision: base.Revision() + 1}
	var batch *Batch
	var err error
	if d.what == Consenting {
		batch, err = edit(base, o, func(t *Transaction) error { return d.id.Kind().End(t, d.id) })
	} else {
		batch, err = performStep(base, d, o, result)
	}
	if err != nil {
		return nil, nil, err
	}
	if batch != nil {
		if _, gone := slices.BinarySearch(batch.Delete[Schedules], d.key()); gone {
			return batch, result, nil
		}
	}
	return nil, nil, Errorf(CodeInternal, "The step of %s is still due after it was done.", d.id)
}

func performStep(base Snapshot, d due, o EditOptions, result *Done) (*Batch, error) {
	state, err := base.State(d.id)
	if err != nil {
		return nil, err
	}
	step := *d.step(&state)
	if step == nil || !step.At.Equal(d.at) {
		return nil, Errorf(CodeCorrupt, "The schedule has a step of %s that is not in the document's state.", d.id)
	}
	o.Actor, o.Reason = step.Actor, step.Reason
	batch, err := edit(base, o, func(t *Transaction) error {
		if d.what == Unpublish {
			return t.Unpublish(d.id)
		}
		return t.Publish(d.id)
	})
	switch CodeOf(err) {
	case "":
		if batch != nil {
			return batch, nil
		}
	case CodeInvalid:
		var e *Error
		errors.As(err, &e)
		result.Problems = e.Problems
	case CodeNotFound, CodeBadInput, CodeTooLarge, CodeForbidden, CodeUnauthenticated, CodeConflict:
		// A retry would not help.
	default:
		return nil, err
	}
	result.Action, result.Missed = MissedStep, d.what
	return edit(base, o, func(t *Transaction) error {
		return t.Touch(d.id, MissedStep, func(s *State, _ Document) {
			missed := *step
			missed.Missed = true
			*d.step(s) = &missed
		})
	})
}
