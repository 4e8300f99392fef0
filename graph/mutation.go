package graph

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/content"
	"lectern/content/effects"
	"lectern/graph/internal/exec"
	"lectern/graph/internal/resolve"
)

// A mutation runs once. Its root fields stage their edits in one transaction, in order, while
// no other writer runs. Then the transaction is committed or rolled back, and after that the
// payloads are resolved and written. So the payloads know the outcome, and other writers do
// not wait while a response is written, except for that of a dry run.

// editTimeout is the maximum time that a mutation waits for other writers and runs. An erasure
// reads the whole log. It must be shorter than the connection's timeout for a response.
const editTimeout = 25 * time.Second

// errNotKept rolls back a transaction whose fields have reported the errors themselves.
var errNotKept = errors.New("graph: nothing of the operation is saved")

// mutate runs a mutation.
func (h *Handler) mutate(ctx context.Context, op *operation) *result {
	e := &resolve.Editing{DryRun: op.definition.Directives.ForName(dryRunDirective) != nil}
	op.Editing = e
	once, err := op.once(e)
	if err != nil {
		return refuseAll(gqlerror.List{h.translate(ctx, err)})
	}
	var would *result
	staging, cancel := context.WithTimeout(ctx, editTimeout)
	defer cancel()
	options := content.EditOptions{
		Actor: op.Actor, Now: op.Now, Entropy: rand.Read, Site: h.site, DryRun: e.DryRun, Once: once,
		Look: func(state content.Snapshot, batch *content.Batch) error {
			e.Batch = batch
			view := h.viewOptions(op)
			view.Over = state
			would = h.over(ctx, op, view)
			return nil
		},
	}
	if selects(op.definition.SelectionSet, effectsField) { // only if requested, since other writers wait
		options.Effects = effects.Of
	}
	batch, err := content.Edit(staging, h.store, options, func(t *content.Transaction) error { return h.stage(staging, op, t) })
	var domain *content.Error
	switch {
	case err == nil && would != nil:
		return would
	case err == nil && once != nil && once.Found != nil:
		return h.again(ctx, op, once.Found)
	case err == nil:
		e.Batch = batch
	case errors.Is(err, errNotKept):
	case errors.As(err, &domain) && domain.Code == content.CodeInvalid:
		e.Report(domain.Problems)
	default:
		return refuseAll(gqlerror.List{h.translate(ctx, err)})
	}
	return h.over(ctx, op, h.viewOptions(op))
}

// effectsField is the slowest field of the payloads.
const effectsField = "effects"

// selects reports whether a selection has a field of this name at any depth.
func selects(set ast.SelectionSet, name string) bool {
	for f := range exec.Fields(set) {
		if f.Name == name || selects(f.SelectionSet, name) {
			return true
		}
	}
	return false
}

// stage runs the root fields, which stage their edits.
func (h *Handler) stage(ctx context.Context, op *operation, t *content.Transaction) error {
	op.Editing.Begin(t)
	op.Editing.Failed = !op.run.Stage(ctx)
	if op.Editing.Refused() {
		return errNotKept
	}
	return nil
}
