package content

import "slices"

// DiscardDraft stages that a working draft is discarded: the document is again what readers
// see, or what they saw last, unpublished as before, or gone if they never saw it. A document
// that is gone is in no list and has no id for anyone; its versions stay in the log, and
// Restore brings it back. For editors; for publishers if that cancels scheduled steps, which
// are then warnings of the change. It does nothing if there is no draft. Ended consents and
// statements of a photo stay as in the draft. It is CodeInvalid, with a problem for each, if
// documents refer to one that would be gone.
func DiscardDraft(t *Transaction, id ID) error {
	s, err := t.stage(id)
	if err != nil {
		return err
	}
	if s.after.Created == 0 || s.after.Gone() {
		return NotFound(id)
	}
	switch {
	case s.after.Draft == 0:
		return nil
	case s.after.Published != 0:
		return t.backToPublic(id, s)
	}
	public, err := lastPublic(t.base, id)
	if err != nil {
		return err
	}
	if public == nil {
		return t.discardWhole(id, s)
	}
	return t.backToLastPublic(id, s, public)
}

// backToPublic discards the draft of a published document. The published version is written
// again, so that the log has the edit like any other, and takes over the consents of the draft.
func (t *Transaction) backToPublic(id ID, s *stagedDocument) error {
	public, err := t.Published(id)
	if err != nil {
		return err
	}
	draft, err := t.Working(id)
	if err != nil {
		return err
	}
	d := Clone(public)
	problems := t.succession(d, draft, true)
	steps := s.after.afterPublishing()
	if err := t.cancelled(id, s, &problems, steps); err != nil {
		return err
	}
	s.after.Draft, s.after.Published, s.after.Steps = 0, t.Revision(), steps
	t.write(s, d, Discard)
	s.edited, s.problems = false, problems // readers saw this version before
	return nil
}

// backToLastPublic discards the edits of a document since it was unpublished.
func (t *Transaction) backToLastPublic(id ID, s *stagedDocument, public Document) error {
	draft, err := t.Working(id)
	if err != nil || s.after.Archived {
		return err
	}
	d := Clone(public)
	d.Base().Slug, d.Base().PublishedAt = draft.Base().Slug, nil
	s.problems = nil
	if len(Diff(draft, d)) == 0 {
		return nil
	}
	if err := t.save(d, Discard, true); err != nil {
		return err
	}
	t.staged[id].edited = true
	return nil
}

// discardWhole discards a document that readers never saw.
func (t *Transaction) discardWhole(id ID, s *stagedDocument) error {
	draft, err := t.Working(id)
	if err != nil {
		return err
	}
	var problems []Problem
	if err := t.cancelled(id, s, &problems, nil); err != nil {
		return err
	}
	s.after.Draft, s.after.Archived, s.after.Discarded, s.after.Steps = t.Revision(), true, true, nil
	t.write(s, Clone(draft), Discard)
	s.edited, s.problems = false, problems
	return nil
}

// cancelled adds a warning for each step of a document that is not in stay.
func (t *Transaction) cancelled(id ID, s *stagedDocument, problems *[]Problem, stay []Step) error {
	for _, step := range s.after.Steps {
		if step.Missed || slices.ContainsFunc(stay, func(o Step) bool { return o.At.Equal(step.At) }) {
			continue
		}
		if err := t.options.Actor.Require(RolePublisher); err != nil {
			return err
		}
		p := newProblem([]string{}, StepCancelled, true, step.At.Format(stepTime))
		p.Document = id
		*problems = append(*problems, p)
	}
	return nil
}

// stillReferenced returns the problems of discarding documents to which others refer, with the
// staged changes.
func (t *Transaction) stillReferenced() (problems []Problem, err error) {
	for _, id := range t.order {
		if s := t.staged[id]; !s.after.Discarded || s.before.Discarded {
			continue
		}
		from, err := ReferringIn(t, id)
		if err != nil {
			return nil, err
		}
		from = append(from, t.order...)
		slices.Sort(from)
		for _, from := range slices.Compact(from) {
			state, err := t.State(from)
			if err != nil {
				return nil, err
			}
			working, published, err := CurrentIn(t, from, state)
			if err != nil {
				return nil, err
			}
			refers := func(d Document) bool { return d != nil && Refers(d, id) }
			if from == id || state.Archived || !slices.ContainsFunc([]Document{working, published}, refers) {
				continue
			}
			p := newProblem([]string{}, StillReferenced, false, from.Kind().Title(working).String())
			p.Document = id
			if problems = append(problems, p); len(problems) == maxReferrers {
				return problems, nil
			}
		}
	}
	return problems, nil
}
