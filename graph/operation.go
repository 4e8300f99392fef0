package graph

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/content"
	"lectern/graph/internal/exec"
)

type (
	actorKey     struct{}
	operationKey struct{}
)

// WithActor says who makes a request. It is set before Handler runs.
func WithActor(ctx context.Context, actor content.Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// ActorFrom is who makes the request: content.Anonymous where nobody said.
func ActorFrom(ctx context.Context) content.Actor {
	if actor, ok := ctx.Value(actorKey{}).(content.Actor); ok {
		return actor
	}
	return content.Anonymous
}

// ViewFrom is the view that the operation reads through. It is an error when the operation's
// time is over, so that resolvers stop.
func ViewFrom(ctx context.Context) (*content.View, error) {
	op := operationFrom(ctx)
	switch {
	case op == nil || op.view == nil:
		return nil, errors.New("graph: no view is open")
	case ctx.Err() != nil:
		return nil, content.Errorf(content.CodeTimeout, "The operation took too long.")
	default:
		return op.view, nil
	}
}

// operation is one that is answered, as far as it has come. The context has it while the
// operation runs.
type operation struct {
	actor      content.Actor
	class      *class
	request    request
	document   *document
	registered bool // the document is one of those that were registered
	definition *ast.OperationDefinition
	variables  map[string]any // coerced
	cost       int            // 0 until it is known
	languages  []content.Language
	byLanguage bool // the header Accept-Language decided about them
	preview    bool
	now        time.Time            // of the operation
	at         time.Time            // the instant that it looks at; zero for now
	writes     content.Language     // that a mutation's texts are written in
	editing    *editing             // nil in a query
	sheets     Sheets               // nil where there are none
	searcher   Searcher             // nil where there is none
	library    content.AssetLibrary // nil where there is none
	pages      content.Pages        // nil where there are none
	view       *content.View
	incomplete []content.Document // drafts that a preview leaves out, or refuses
	execution  exec.Operation
	run        *exec.Run // nil until the operation runs
}

func operationFrom(ctx context.Context) *operation {
	op, _ := ctx.Value(operationKey{}).(*operation)
	return op
}

// name is the operation's, for the log: the grammar lets it be a Name only, and the limits
// bound its length. It is empty where the operation has none.
func (op *operation) name() string {
	if op == nil || op.definition == nil {
		return ""
	}
	return op.definition.Name
}

// execute runs an operation. The slot is free again when it returns.
func (h *Handler) execute(ctx context.Context, op *operation) *answer {
	if !h.slots.acquire(ctx) {
		return refuse(codeRateLimited, "Too many operations run at this time.")
	}
	defer h.slots.release()
	op.now = h.clock()
	op.execution = exec.Operation{
		Definition: op.definition, Variables: op.variables, Plans: &op.document.plans, Present: h.presenter, MaxErrors: maxErrors,
	}
	if op.preview {
		op.execution.LeaveOut = h.leaver
	}
	op.run = h.executor.Begin(&op.execution)
	if op.definition.Operation == ast.Mutation {
		return h.mutate(ctx, op)
	}
	return h.over(ctx, op, h.viewOptions(op))
}

// viewOptions say how an operation reads.
func (h *Handler) viewOptions(op *operation) content.ViewOptions {
	return content.ViewOptions{
		Actor:     op.actor,
		Preview:   op.preview,
		Languages: op.languages,
		Site:      h.site,
		Now:       op.now,
		At:        op.at,
		Past:      h.past,
	}
}

// over runs an operation over a view of its own, which is closed when it
// returns.
func (h *Handler) over(ctx context.Context, op *operation, options content.ViewOptions) *answer {
	ctx, cancel := context.WithTimeout(ctx, h.timeout)
	defer cancel()
	view, err := content.OpenView(ctx, h.store, options)
	if err != nil {
		return refuseAll(gqlerror.List{h.translate(ctx, err)})
	}
	defer h.closeView(ctx, view)
	op.view = view
	a := &answer{revision: view.Revision(), byLanguage: op.byLanguage}
	a.data, a.errs = op.run.Finish(ctx)
	if len(op.incomplete) > 0 {
		if a.incomplete, err = describeIncomplete(ctx, op); err != nil {
			a.errs = append(a.errs, h.translate(ctx, err))
		}
	}
	a.reads = view.Reads()
	return a
}

// closeView logs what goes wrong, for the answer does not depend on it.
func (h *Handler) closeView(ctx context.Context, view *content.View) {
	if err := view.Close(); err != nil {
		h.log.LogAttrs(ctx, slog.LevelError, "closing a view failed", slog.String("cause", err.Error()))
	}
}
