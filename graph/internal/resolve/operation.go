package resolve

import (
	"context"
	"errors"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

// Operation is the operation of a resolver.
type Operation struct {
	Name      string // for logs; may be empty
	Actor     content.Actor
	Languages []locale.Language // of documents, in order of preference
	Preview   bool              // drafts are shown as if they were published
	Now       time.Time         // the time of the operation
	Writes    locale.Language   // the language of a mutation's texts
	View      *content.View     // nil until it is open
	Editing   *Editing          // nil in a query
	Services
}

// Services are used by resolvers for data outside of documents. If one is nil, its fields fail
// with an internal error.
type Services struct {
	Sheets  Sheets               // reads and writes spreadsheets
	Search  Searcher             // finds documents by their texts
	Library content.AssetLibrary // takes files in and lists them
	Pages   content.Pages        // describes documents to programs
	Caches  Caches               // in front of the service
}

// Caches describes caches in front of the service.
type Caches struct {
	// SharedMaxAge is how long they may store public responses; 0 gives them the same time as
	// clients.
	SharedMaxAge time.Duration
	// PurgeFeedRead returns the time at which a program last read the purge feed, or zero if
	// none has since the service started; nil means that there is no purge feed.
	PurgeFeedRead func() time.Time
}

type operationKey struct{}

// WithOperation returns a context with an operation.
func WithOperation(ctx context.Context, op *Operation) context.Context {
	return context.WithValue(ctx, operationKey{}, op)
}

// OperationFrom returns the operation of a context, or nil.
func OperationFrom(ctx context.Context) *Operation {
	op, _ := ctx.Value(operationKey{}).(*Operation)
	return op
}

// ViewFrom returns the view of the operation. It returns an error when the operation's time is
// over, so that resolvers stop.
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

// draftsFrom returns the operation's view for editors: UNAUTHENTICATED or FORBIDDEN for
// others.
func draftsFrom(ctx context.Context) (*content.View, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return nil, err
	}
	return view.Drafts()
}
