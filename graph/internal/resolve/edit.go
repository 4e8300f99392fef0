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

// Editing is a mutation, as far as it has come. Its root fields stage their edits in one
// transaction, in order; their payloads are filled in when it is known whether that is kept.
type Editing struct {
	DryRun bool
	Failed bool           // there are root fields that failed with an error
	Batch  *content.Batch // what was committed, or would be; nil where nothing is kept

	transaction *content.Transaction
	outcomes    []*outcome // of the root fields, in order
}

// Begin says which transaction the root fields stage their edits in.
func (e *Editing) Begin(t *content.Transaction) { e.transaction, e.outcomes = t, nil }

// outcome is what came of one root field.
type outcome struct {
	id        content.ID // of the document that it is about
	created   bool       // by this operation: where that is not kept, there is no such document
	merged    []string
	problems  []content.Problem
	conflicts []content.Conflict
	receipt   *catalog.Receipt  // of an erasure
	imported  *catalog.Imported // of a table
	asset     *content.Asset    // that was uploaded
}

// Report gives each problem of the finished transaction to the last field whose
// document it is in; those of other documents to the first.
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
			if imported || o.id == p.Document {
				to = o
			}
		}
		to.problems = append(to.problems, p)
	}
}

// staged is a mutation's root field: it stages an action. The payload is empty until tell
// fills it in, when it is known whether anything of the operation is kept.
func staged[P any](ctx context.Context, reason graphql.Omittable[*string], action func(*content.Transaction, *outcome) error, tell func(context.Context, *outcome, *P) error) (*P, error) {
	e, o := OperationFrom(ctx).Editing, &outcome{}
	e.outcomes = append(e.outcomes, o)
	e.transaction.Because(value(reason))
	if err := o.refuse(action(e.transaction, o)); err != nil {
		return nil, err
	}
	payload := new(P)
	exec.Finally(ctx, func(ctx context.Context) error { return tell(ctx, o, payload) })
	return payload, nil
}

// act is a root field whose payload is about one document.
func act[D content.Document](ctx context.Context, reason graphql.Omittable[*string], action func(*content.Transaction, *outcome) error) (*content.Outcome[D], error) {
	return staged(ctx, reason, action, tellDocument[D])
}

// tellDocument fills in a payload that is about one document.
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
	return nil
}

// userErrors are why nothing of the field is kept: what is wrong with itself,
// or that another field has errors.
func (o *outcome) userErrors(e *Editing) []content.Problem {
	problems := o.problems
	if len(problems) == 0 && e.Batch == nil && e.Refused() {
		problems = []content.Problem{content.NewProblem(o.id, content.NotKept)}
	}
	for i := range problems {
		if p := &problems[i]; o.created && p.Document == o.id {
			p.Document = "" // there is no such document, since it was not kept
		}
	}
	return problems
}

// revision is that of the change; nil where none was made.
func (e *Editing) revision() *content.Revision {
	if e.Batch == nil || e.DryRun {
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

// refuse notes why an action can't be done. What its editor can't mend is given back.
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

// Refused tells whether the operation failed. Where it has not and nothing was
// written, there was nothing to write.
func (e *Editing) Refused() bool {
	return e.Failed || slices.ContainsFunc(e.outcomes, func(o *outcome) bool { return len(o.problems) > 0 })
}

// document is what the operation left of a document: as it wrote it, whatever
// others wrote since.
func (e *Editing) document(ctx context.Context, id content.ID) (content.Document, error) {
	if id == "" {
		return nil, nil
	}
	if e.Batch != nil {
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
