package graph

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/content"
)

// A mutation runs twice. First, alone among all writers, its root fields stage
// what they do in one transaction, in their order, and answer nothing yet. Then
// that is committed, or not, and the fields run again to say what came of it:
// whether any of it is kept is known then, and nobody waits for the answer to be
// written.

// editing is a mutation, as far as it has come.
type editing struct {
	transaction *content.Transaction // while edits are staged; nil while the answer is written
	outcomes    map[string]*outcome  // by the field's name in the answer
	order       []*outcome
	// argumentErrors says that there are fields whose arguments could not be read.
	argumentErrors bool
	batch          *content.Batch // what was committed, or would be; nil where nothing is kept
	dryRun         bool
}

// outcome is what came of one root field.
type outcome struct {
	id        content.ID // of the document that it is about
	created   bool       // by this operation: where that is not kept, there is no such document
	merged    []string
	problems  []content.Problem
	conflicts []content.Conflict
	receipt   *content.Receipt  // of an erasure
	imported  *content.Imported // of a table
	asset     *content.Asset    // that was uploaded
	err       error
}

func (o *outcome) failed() bool { return o.err != nil || len(o.problems) > 0 }

// editTimeout is how long a mutation may wait for its turn and take: an erasure
// reads the whole log. Less than the time that the connection has for an answer.
const editTimeout = 25 * time.Second

// errNotKept is why a transaction is not committed whose fields say themselves
// what is wrong.
var errNotKept = errors.New("graph: nothing of the operation is kept")

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
	e.transaction, e.outcomes, e.order = t, map[string]*outcome{}, nil
	defer func() {
		e.transaction = nil
		op.errors.Store(0) // they are presented with the answer
	}()
	response, errs := h.run(ctx, op)
	if e.argumentErrors = len(response.Errors)+len(errs) > 0; e.refused() {
		return errNotKept
	}
	return nil
}

// report gives each problem of the finished transaction to the last field whose
// document it is in; those of other documents to the first.
func (e *editing) report(problems []content.Problem) {
	if len(e.order) == 0 {
		return
	}
	for _, p := range problems {
		to := e.order[0]
		for _, o := range e.order {
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

// field is a mutation's root field: it stages an action, and gives nothing then.
// While the answer is written it gives what came of it; nil where the field's
// arguments could not be read, which gqlgen says by itself.
func field(ctx context.Context, reason graphql.Omittable[*string], action func(*content.Transaction, *outcome) error) *outcome {
	e := operationFrom(ctx).editing
	name := graphql.GetFieldContext(ctx).Field.Alias
	if e.transaction == nil {
		return e.outcomes[name]
	}
	o := &outcome{}
	e.outcomes[name], e.order = o, append(e.order, o)
	e.transaction.Because(value(reason))
	defer func() {
		// gqlgen would say so now; what is said is what the second run says.
		if panicked := recover(); panicked != nil {
			o.err = fmt.Errorf("panic: %v\n%s", panicked, debug.Stack())
		}
	}()
	o.refuse(action(e.transaction, o))
	return nil
}

// act is a root field whose answer is about one document.
func act[D content.Document](ctx context.Context, reason graphql.Omittable[*string], action func(*content.Transaction, *outcome) error) (*content.Outcome[D], error) {
	o := field(ctx, reason, action)
	if o == nil {
		return nil, nil
	}
	if o.err != nil {
		return nil, o.err
	}
	e := operationFrom(ctx).editing
	result := &content.Outcome[D]{UserErrors: o.userErrors(e), Conflicts: o.conflicts, Merged: o.merged}
	if len(result.UserErrors) > 0 {
		return result, nil
	}
	result.Revision, result.Effects = e.revision(), e.effects()
	if e.batch != nil {
		for _, p := range e.batch.Warnings {
			if p.Document == o.id {
				result.Warnings = append(result.Warnings, p)
			}
		}
	}
	d, err := e.document(ctx, o.id)
	if err != nil {
		return nil, err
	}
	result.Document, _ = d.(D)
	return result, nil
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

// refuse takes note of why an action can't be done.
func (o *outcome) refuse(err error) {
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
		o.err = err
	}
}

// refused tells whether the operation failed. Where it has not and nothing was
// written, there was nothing to write.
func (e *editing) refused() bool {
	return e.argumentErrors || slices.ContainsFunc(e.order, (*outcome).failed)
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
