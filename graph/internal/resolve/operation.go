package resolve

import (
	"context"
	"errors"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// Operation is what resolvers know of the operation that they run in.
type Operation struct {
	Name      string // for logs; empty where it has none
	Actor     content.Actor
	Languages []locale.Language // in which documents are served, the best first
	Preview   bool              // drafts are shown as if they were published
	Now       time.Time         // when it runs
	Writes    locale.Language   // that a mutation's texts are written in
	View      *content.View     // nil until it is open
	Editing   *Editing          // nil in a query
	Services
}

// Services do for resolvers what is in no document. What is nil is an internal error where it
// is asked for.
type Services struct {
	Sheets  Sheets               // reads and writes spreadsheets
	Search  Searcher             // finds documents by their texts
	Library content.AssetLibrary // takes files in and lists them
	Pages   content.Pages        // describes documents to programs
}

type operationKey struct{}

// WithOperation gives a context its operation.
func WithOperation(ctx context.Context, op *Operation) context.Context {
	return context.WithValue(ctx, operationKey{}, op)
}

// OperationFrom is the operation of a context, nil where it has none.
func OperationFrom(ctx context.Context) *Operation {
	op, _ := ctx.Value(operationKey{}).(*Operation)
	return op
}

// ViewFrom is the view that the operation reads through. It is an error when the operation's
// time is over, so that resolvers stop.
func ViewFrom(ctx context.Context) (*content.View, error) {
	op := OperationFrom(ctx)
	switch {
	case op == nil || op.View == nil:
		return nil, errors.New("graph: no view is open")
	case ctx.Err() != nil:
		return nil, content.Errorf(content.CodeTimeout, "The operation took too long.")
	default:
		return op.View, nil
	}
}

// draftsFrom is the operation's view for editors: UNAUTHENTICATED or FORBIDDEN for others.
func draftsFrom(ctx context.Context) (*content.View, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return view.Drafts()
}
