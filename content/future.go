package content

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"
)

// maxFutureSteps is the maximum number of steps of a look ahead.
const maxFutureSteps = 500

// Future returns the store as it will be at an instant if nobody edits before. It uses the
// same code as RunDue, so that they can't differ. More than 500 steps in between are
// TOO_COMPLEX. Closing it closes nothing, as with Overlay.
func Future(base Snapshot, site *Site, at time.Time) (Snapshot, error) {
	o := newOverlay(base)
	_, err := o.advance(site, at)
	return o, err
}

// advance carries out what is due up to an instant.
func (o *overlay) advance(site *Site, at time.Time) (done []Done, err error) {
	for from := ""; ; {
		d, err := firstDue(o, from, dueUntil(at))
		if err != nil || d == nil {
			return done, err
		}
		if len(done) >= maxFutureSteps {
			return done, Errorf(CodeTooComplex, "More than %d steps are scheduled until then.", maxFutureSteps).At("at")
		}
		batch, results, err := perform(o, *d, site, noEntropy)
		if err == nil {
			err = o.apply(batch)
		}
		switch {
		case err == nil:
			done = append(done, results...)
		case storeFailed(err):
			return done, err
		default:
			from = d.key() + "\x00" // RunDue skips it, too
		}
	}
}

// noEntropy is the entropy of a look ahead: an id that it created would differ from the real
// one.
func noEntropy([]byte) (int, error) {
	return 0, errors.New("content: a view of the future can't create ids")
}

// open opens the snapshot for the options. It returns what must be closed afterwards, and
// whether the snapshot is of the past.
func (o *ViewOptions) open(ctx context.Context, store Store) (shown, opened Snapshot, past bool, err error) {
	if !o.At.IsZero() {
		if err := o.Actor.Require(RoleEditor); err != nil {
			return nil, nil, false, err
		}
		if o.Now.IsZero() {
			return nil, nil, false, Errorf(CodeInternal, "A view of another time needs to know the present.")
		}
		past = o.At.Before(o.Now)
	}
	if past {
		if o.Past == nil {
			return nil, nil, past, Errorf(CodeBadInput, "Former states are not available here.").At("at")
		}
		if store, err = o.Past(ctx, o.At); err != nil {
			return nil, nil, past, err
		}
	}
	if o.Over != nil {
		return o.Over, keptOpen{o.Over}, false, nil
	}
	if opened, err = store.Snapshot(ctx); err != nil {
		return nil, nil, past, err
	}
	switch shown = opened; {
	case past:
	case !o.At.IsZero():
		shown, err = Future(opened, o.Site, o.At)
	}
	if err != nil {
		return nil, nil, past, errors.Join(err, opened.Close())
	}
	return shown, opened, past, nil
}

// keptOpen is a snapshot that its owner closes.
type keptOpen struct{ Snapshot }

// Close does nothing.
func (keptOpen) Close() error { return nil }

// Until returns the next instant at which time changes what the view shows: a response must
// not be cached beyond it. It is zero if nothing is planned, and in the past if something is
// overdue.
func (v *View) Until() (time.Time, error) {
	if v.past {
		return time.Time{}, nil
	}
	return NextDue(v.snapshot)
}

// plannedProblems returns the problems that would prevent the staged steps at their instants,
// and warnings about the documents as they will be then, and about steps that will have
// nothing to do.
func (t *Transaction) plannedProblems() ([]Problem, error) {
	var planned []due
	var last time.Time
	for _, id := range t.order {
		s := t.staged[id]
		if !slices.Contains(s.actions, Schedule) {
			continue
		}
		for _, step := range s.after.Steps {
			if !step.Missed {
				planned = append(planned, due{step.At, step.Action, id})
			}
			if step.At.After(last) {
				last = step.At
			}
		}
	}
	if len(planned) == 0 {
		return nil, nil
	}
	batch, err := t.batch()
	if err != nil {
		return nil, err
	}
	ahead := newOverlay(t.base)
	if err := ahead.apply(batch); err != nil {
		return nil, err
	}
	done, err := ahead.advance(t.options.Site, last)
	if err != nil && CodeOf(err) != CodeTooComplex {
		return nil, err
	}
	slices.SortFunc(planned, func(a, b due) int { return cmp.Compare(a.key(), b.key()) })
	var problems []Problem
	for _, d := range planned {
		i := slices.IndexFunc(done, func(o Done) bool { return o.ID == d.id && o.At.Equal(d.at) && o.Action != Consenting })
		if i < 0 {
			// There are too many earlier steps to carry out all of them: the check uses the
			// state so far.
			batch, results, err := perform(ahead, d, t.options.Site, noEntropy)
			if err != nil {
				return nil, err
			}
			if err := ahead.apply(batch); err != nil {
				return nil, err
			}
			i, done = len(done), append(done, results...)
		}
		problems = append(problems, t.outlook(d, done[i])...)
	}
	return problems, nil
}

// stepTime is the format of a step's time in a problem.
const stepTime = "2006-01-02 15:04 MST"

// outlook returns the problems and warnings about a step of a staged document. What does not
// prevent planning it is a warning: other documents may change before, and a step that was
// planned earlier stays.
func (t *Transaction) outlook(d due, o Done) (problems []Problem) {
	planned := t.options.Import || slices.ContainsFunc(t.staged[d.id].before.Steps, d.is)
	if t.options.Import && o.Action != MissedStep {
		return nil
	}
	if o.Action == MissedStep && len(o.Problems) == 0 {
		idle := newProblem([]string{}, NothingToDo, true, d.at.Format(stepTime))
		idle.Document = d.id
		return []Problem{idle}
	}
	for _, p := range o.Problems {
		p.Warning = p.Warning || p.Clash || planned
		problems = append(problems, p)
	}
	return problems
}
