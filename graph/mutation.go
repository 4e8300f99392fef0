package graph

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/graph/internal/exec"
)

// A mutation runs once. Alone among all writers, its root fields stage their edits in one
// transaction, in order. Then that is committed, or not. Then the payloads are filled in and
// written: whether anything is kept is known by then, and nobody waits in the writer for a
// response to be written, but for that of a dry run.

// editing is a mutation, as far as it has come.
type editing struct {
	transaction *content.Transaction
	outcomes    []*outcome     // of the root fields, in order
	failed      bool           // there are root fields that failed with an error
	batch       *content.Batch // what was committed, or would be; nil where nothing is kept
	dryRun      bool
}

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

// editTimeout is how long a mutation may wait for its turn and take: an erasure
// reads the whole log. Less than the time that the connection has for an answer.
const editTimeout = 25 * time.Second

// errNotKept is why a transaction is not committed whose fields say themselves
// what is wrong.
var errNotKept = errors.New("graph: nothing of the operation is saved")

// mutate runs a mutation.
func (h *Handler) mutate(ctx context.Context, op *operation) *answer {
	if err := op.actor.Require(content.RoleEditor); err != nil {
		return refuseAll(gqlerror.List{h.translate(ctx, err)})
	}
	e := &editing{dryRun: op.definition.Directives.ForName(dryRunDirective) != nil}
	op.editing = e
	var would *answer
	staging, cancel := context.WithTimeout(ctx, editTimeout)
	defer cancel()
	batch, err := content.Edit(staging, h.store, content.EditOptions{
		Actor: op.actor, Now: op.now, Entropy: rand.Read, Site: h.site, DryRun: e.dryRun,
		Effects: selects(op.definition.SelectionSet, effectsField), // what nobody asks for is not worked out while others wait
		Look: func(state content.Snapshot, batch *content.Batch) error {
			e.batch = batch
			options := h.viewOptions(op)
			options.Over = state
			would = h.over(ctx, op, options)
			return nil
		},
	}, func(t *content.Transaction) error { return h.stage(staging, op, t) })
	var domain *content.Error
	switch {
	case err == nil && would != nil:
		return would
	case err == nil:
		e.batch = batch
	case errors.Is(err, errNotKept):
	case errors.As(err, &domain) && domain.Code == content.CodeInvalid:
		e.report(domain.Problems)
	default:
		return refuseAll(gqlerror.List{h.translate(ctx, err)})
	}
	return h.over(ctx, op, h.viewOptions(op))
}

// effectsField is the payloads' field that takes longest.
const effectsField = "effects"

// selects tells whether a selection has a field of a name, however deep.
func selects(set ast.SelectionSet, name string) bool {
	return slices.ContainsFunc(set, func(s ast.Selection) bool {
		switch s := s.(type) {
		case *ast.Field:
			return s.Name == name || selects(s.SelectionSet, name)
		case *ast.InlineFragment:
			return selects(s.SelectionSet, name)
		case *ast.FragmentSpread:
			return selects(s.Definition.SelectionSet, name)
		}
		return false
	})
}

// stage lets the root fields do what they do.
func (h *Handler) stage(ctx context.Context, op *operation, t *content.Transaction) error {
	e := op.editing
	e.transaction, e.outcomes = t, nil
	e.failed = !op.run.Stage(ctx)
	if e.refused() {
		return errNotKept
	}
	return nil
}

// report gives each problem of the finished transaction to the last field whose
// document it is in; those of other documents to the first.
func (e *editing) report(problems []content.Problem) {
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
	e, o := operationFrom(ctx).editing, &outcome{}
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
	e := operationFrom(ctx).editing
	payload.UserErrors, payload.Conflicts, payload.Merged = o.userErrors(e), o.conflicts, o.merged
	if len(payload.UserErrors) > 0 {
		return nil
	}
	payload.Revision, payload.Effects = e.revision(), e.effects()
	if e.batch != nil {
		for _, p := range e.batch.Warnings {
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
func (o *outcome) userErrors(e *editing) []content.Problem {
	problems := o.problems
	if len(problems) == 0 && e.batch == nil && e.refused() {
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
func (e *editing) revision() *content.Revision {
	if e.batch == nil || e.dryRun {
		return nil
	}
	return &e.batch.Revision
}

func (e *editing) effects() *content.Effects {
	if e.batch == nil {
		return nil
	}
	return e.batch.Effects
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

// refused tells whether the operation failed. Where it has not and nothing was
// written, there was nothing to write.
func (e *editing) refused() bool {
	return e.failed || slices.ContainsFunc(e.outcomes, func(o *outcome) bool { return len(o.problems) > 0 })
}

// document is what the operation left of a document: as it wrote it, whatever
// others wrote since.
func (e *editing) document(ctx context.Context, id content.ID) (content.Document, error) {
	if id == "" {
		return nil, nil
	}
	if e.batch != nil {
		if stored, ok := e.batch.Stored[id]; ok {
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
