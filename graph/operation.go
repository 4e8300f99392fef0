package graph

import (
	"context"
	"log/slog"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/content"
	"lectern/graph/internal/exec"
	"lectern/graph/internal/resolve"
	"lectern/internal/response"
)

type actorKey struct{}

// WithActor sets the actor of a request. It must be called before Handler runs.
func WithActor(ctx context.Context, actor content.Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// ActorFrom returns the actor of a request; the default is content.Anonymous.
func ActorFrom(ctx context.Context) content.Actor {
	if actor, ok := ctx.Value(actorKey{}).(content.Actor); ok {
		return actor
	}
	return content.Anonymous
}

// operation is the state of an operation. Its context has the data for resolvers.
type operation struct {
	resolve.Operation
	class      *class
	request    request
	document   *document
	registered bool // the document is registered
	definition *ast.OperationDefinition
	variables  map[string]any     // coerced
	cost       int                // 0 until it is known
	byLanguage bool               // the header Accept-Language decided the languages
	at         time.Time          // the instant of the view; zero means now
	incomplete []content.Document // drafts that a preview leaves out, or refuses
	execution  exec.Operation
	run        *exec.Run // nil until the operation runs
	key        string    // the mutation's idempotency key; empty if it has none
}

// execute runs an operation. It releases the slot when it returns.
func (h *Handler) execute(ctx context.Context, op *operation) *result {
	if !h.slots.acquire(ctx) {
		return refuse(response.CodeRateLimited, "Too many operations are running. Try again later.")
	}
	defer h.slots.release()
	op.Now = h.clock()
	op.execution = exec.Operation{
		Definition: op.definition, Variables: op.variables, Plans: &op.document.plans, Present: h.presenter, MaxErrors: maxErrors,
		EmptyIsMissing: op.Preview,
	}
	if op.Preview && !h.leavesNothingOut {
		op.execution.LeaveOut = op.leaveOut
	}
	op.run = h.executor.Begin(&op.execution)
	if op.definition.Operation == ast.Mutation {
		return h.mutate(ctx, op)
	}
	return h.over(ctx, op, h.viewOptions(op))
}

// viewOptions returns the options of the operation's view.
func (h *Handler) viewOptions(op *operation) content.ViewOptions {
	return content.ViewOptions{
		Actor:     op.Actor,
		Preview:   op.Preview,
		Languages: op.Languages,
		Site:      h.site,
		Now:       op.Now,
		At:        op.at,
		Past:      h.past,
	}
}

// over runs an operation with a view of a snapshot, and closes the view when it returns.
func (h *Handler) over(ctx context.Context, op *operation, options content.ViewOptions) *result {
	ctx, cancel := context.WithTimeout(ctx, h.timeout)
	defer cancel()
	view, err := content.OpenView(ctx, h.store, options)
	if err != nil {
		return refuseAll(gqlerror.List{h.translate(ctx, err)})
	}
	defer h.closeView(ctx, view)
	op.View = view
	a := &result{revision: view.Revision(), byLanguage: op.byLanguage}
	a.data, a.errs = op.run.Finish(ctx)
	if len(op.incomplete) > 0 {
		if a.incomplete, err = describeIncomplete(ctx, op); err != nil {
			a.errs = append(a.errs, h.translate(ctx, err))
		}
	}
	a.reads = view.Reads()
	return a
}

// closeView closes the view. It only logs an error, since the response does not depend on it.
func (h *Handler) closeView(ctx context.Context, view *content.View) {
	if err := view.Close(); err != nil {
		h.log.LogAttrs(ctx, slog.LevelError, "closing a view failed", slog.String("cause", err.Error()))
	}
}
