package resolve

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/graph/internal/exec"
)

// Editing is the state of a mutation. Its root fields stage their edits in one transaction, in
// order. Their payloads are completed when the outcome of the transaction is known.
type Editing struct {
	DryRun bool
	Failed bool           // at least one root field failed with an error
	Batch  *content.Batch // what was committed, or would be; nil if nothing is saved

	transaction *content.Transaction
	outcomes    []*outcome // of the root fields, in order

	found    *content.MutationOutcome // of a mutation that has already run; else nil
	replayed []*outcome               // of its root fields that are not called yet
}

// Begin sets the transaction in which the root fields stage their edits.
func (e *Editing) Begin(t *content.Transaction) { e.transaction, e.outcomes = t, nil }

// outcome is the outcome of one root field.
type outcome struct {
	id        content.ID // the document that it is about
	created   bool       // by this operation: if nothing is saved, the document does not exist
	merged    []string
	problems  []content.Problem
	conflicts []content.Conflict
	receipt   *catalog.Receipt      // of an erasure
	removed   *catalog.WordsReceipt // of a removal of words
	imported  *catalog.Imported     // of a table
	moved     *catalog.MovedConference
	asset     *content.Asset // that was uploaded
}

// Report assigns each problem of the finished transaction to the last field whose document it
// is in. Problems of other documents go to the first field.
func (e *Editing) Report(problems []content.Problem) {
	if len(e.outcomes) == 0 {
		return
	}
	for _, p := range problems {
		to := e.outcomes[0]
		for _, o := range e.outcomes {
			line, imported := o.imported.Line(p.Document)
			if imported {
				p.Path = append([]string{strconv.Itoa(line)}, p.Path...)
			}
			if imported || o.id == p.Document || o.moved.Has(p.Document) {
				to = o
			}
		}
		to.problems = append(to.problems, p)
	}
}

// staged is a mutation's root field: it stages an action. tell completes the payload when the
// outcome of the transaction is known.
func staged[P any](ctx context.Context, reason graphql.Omittable[*string], action func(*content.Transaction, *outcome) error, tell func(context.Context, *outcome, *P) error) (*P, error) {
	o, err := OperationFrom(ctx).Editing.stage(reason, action)
	if err != nil {
		return nil, err
	}
	payload := new(P)
	exec.Finally(ctx, func(ctx context.Context) error { return tell(ctx, o, payload) })
	return payload, nil
}

// stage stages an action, or returns its former outcome if the mutation has already run.
func (e *Editing) stage(reason graphql.Omittable[*string], action func(*content.Transaction, *outcome) error) (*outcome, error) {
	if e.found != nil {
		return e.next()
	}
	o := &outcome{}
	e.outcomes = append(e.outcomes, o)
	e.transaction.Because(value(reason))
	return o, o.refuse(action(e.transaction, o))
}

// act is a root field whose payload is about one document.
func act[D content.Document](ctx context.Context, reason graphql.Omittable[*string], action func(*content.Transaction, *outcome) error) (*content.Outcome[D], error) {
	return staged(ctx, reason, action, tellDocument[D])
}

// tellDocument completes a payload that is about one document.
func tellDocument[D content.Document](ctx context.Context, o *outcome, payload *content.Outcome[D]) error {
	e := OperationFrom(ctx).Editing
	payload.UserErrors, payload.Conflicts, payload.Merged = o.userErrors(e), o.conflicts, o.merged
	if len(payload.UserErrors) > 0 {
		return nil
	}
	payload.Revision, payload.Effects = e.revision(), e.effects()
	if e.Batch != nil {
		for _, p := range e.Batch.Warnings {
			if p.Document == o.id {
				payload.Warnings = append(payload.Warnings, p)
			}
		}
	}
	d, err := e.document(ctx, o.id)
	if err != nil {
		return err
	}
	payload.Document, _ = d.(D)
	if e.found != nil && d != nil {
		payload.Warnings, err = warningsNow(ctx, d)
	}
	return err
}

// userErrors explains why nothing of the field is saved: its own errors, or that another field
// has errors.
func (o *outcome) userErrors(e *Editing) []content.Problem {
	problems := o.problems
	if len(problems) == 0 && e.Batch == nil && e.Refused() {
		problems = []content.Problem{content.NewProblem(o.id, content.NotKept)}
	}
	for i := range problems {
		if p := &problems[i]; o.created && p.Document == o.id {
			p.Document = "" // it was not saved, so it does not exist
		}
	}
	return problems
}

// revision returns the revision of the change, or nil if there was none.
func (e *Editing) revision() *content.Revision {
	switch {
	case e.found != nil:
		return &e.found.Revision
	case e.Batch == nil || e.DryRun:
		return nil
	}
	return &e.Batch.Revision
}

func (e *Editing) effects() *content.Effects {
	if e.Batch == nil {
		return nil
	}
	return e.Batch.Effects
}

// refuse records why an action is refused. It returns errors that an editor can't correct.
func (o *outcome) refuse(err error) error {
	var conflict *content.ConflictError
	var domain *content.Error
	switch {
	case errors.As(err, &conflict):
		o.conflicts = conflict.Conflicts
		for _, c := range conflict.Conflicts {
			if c.Overlaps {
				o.problems = append(o.problems, content.NewProblem(o.id, content.MovedOn, c.Path...))
			}
		}
		if len(o.problems) == 0 {
			o.problems = []content.Problem{content.NewProblem(o.id, content.MovedOn)}
		}
	case errors.As(err, &domain) && domain.Code == content.CodeInvalid:
		o.problems = domain.Problems
	default:
		return err
	}
	return nil
}

// Refused reports whether the operation failed. Otherwise, if nothing was written, there was
// nothing to write.
func (e *Editing) Refused() bool {
	return e.Failed || slices.ContainsFunc(e.outcomes, func(o *outcome) bool { return len(o.problems) > 0 })
}

// discards reports whether the operation discarded a document as a whole.
func (e *Editing) discards(id content.ID) bool {
	return slices.ContainsFunc(e.Batch.Entries, func(entry content.Entry) bool { return entry.ID == id && entry.State.Discarded })
}

// document returns a document as the operation left it, regardless of later writes of others.
func (e *Editing) document(ctx context.Context, id content.ID) (content.Document, error) {
	if id == "" {
		return nil, nil
	}
	if e.Batch != nil && !e.discards(id) {
		if stored, ok := e.Batch.Stored[id]; ok {
			return stored.Full, nil
		}
	}
	view, err := draftsFrom(ctx)
	if err != nil {
		return nil, err
	}
	d, err := view.Get(id)
	if content.IsNotFound(err) {
		return nil, nil
	}
	return d, err
}
