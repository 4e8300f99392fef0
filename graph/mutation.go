package graph

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/content"
	"lectern/graph/internal/exec"
	"lectern/graph/internal/resolve"
)

// A mutation runs once. Alone among all writers, its root fields stage their edits in one
// transaction, in order. Then that is committed, or not. Then the payloads are filled in and
// written: whether anything is kept is known by then, and nobody waits in the writer for a
// response to be written, but for that of a dry run.

// editTimeout is how long a mutation may wait for its turn and take: an erasure
// reads the whole log. Less than the time that the connection has for an answer.
const editTimeout = 25 * time.Second

// errNotKept is why a transaction is not committed whose fields say themselves
// what is wrong.
var errNotKept = errors.New("graph: nothing of the operation is saved")

// mutate runs a mutation.
func (h *Handler) mutate(ctx context.Context, op *operation) *result {
	if err := op.Actor.Require(content.RoleEditor); err != nil {
		return refuseAll(gqlerror.List{h.translate(ctx, err)})
	}
	e := &resolve.Editing{DryRun: op.definition.Directives.ForName(dryRunDirective) != nil}
	op.Editing = e
	var would *result
	staging, cancel := context.WithTimeout(ctx, editTimeout)
	defer cancel()
	batch, err := content.Edit(staging, h.store, content.EditOptions{
		Actor: op.Actor, Now: op.Now, Entropy: rand.Read, Site: h.site, DryRun: e.DryRun,
		Effects: selects(op.definition.SelectionSet, effectsField), // what nobody asks for is not worked out while others wait
		Look: func(state content.Snapshot, batch *content.Batch) error {
			e.Batch = batch
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
		e.Batch = batch
	case errors.Is(err, errNotKept):
	case errors.As(err, &domain) && domain.Code == content.CodeInvalid:
		e.Report(domain.Problems)
	default:
		return refuseAll(gqlerror.List{h.translate(ctx, err)})
	}
	return h.over(ctx, op, h.viewOptions(op))
}

// effectsField is the payloads' field that takes longest.
const effectsField = "effects"

// selects tells whether a selection has a field of a name, however deep.
func selects(set ast.SelectionSet, name string) bool {
	for f := range exec.Fields(set) {
		if f.Name == name || selects(f.SelectionSet, name) {
			return true
		}
	}
	return false
}

// stage lets the root fields do what they do.
func (h *Handler) stage(ctx context.Context, op *operation, t *content.Transaction) error {
	op.Editing.Begin(t)
	op.Editing.Failed = !op.run.Stage(ctx)
	if op.Editing.Refused() {
		return errNotKept
	}
	return nil
}
