//go:build reference

package graph

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"lectern/content"
	"lectern/graph/internal/exec"
	"lectern/graph/internal/exectest/stock"
)

// The tests of this tag compare our executor with the one that gqlgen generates, which is
// called stock here. scripts/test-reference.sh generates it and runs them.

// stockService runs the queries of its Handler with the stock executor. It presents all errors
// of an operation.
type stockService struct {
	*Handler
	executor graphql.ExecutableSchema
}

func newStockService(h *Handler) *stockService {
	return &stockService{h, stock.NewExecutableSchema(stock.Config{Schema: h.schema, Resolvers: stock.Resolvers{}})}
}

// answer returns what Prepared.Run turns into a response.
func (s *stockService) answer(p *Prepared) (a *result) {
	a = p.refused
	if a == nil {
		a = s.execute(p)
	}
	return withCost(p, a)
}

func withCost(p *Prepared, a *result) *result {
	a.showCost = p.op.request.showCost && p.op.cost > 0
	a.cost, a.maxCost = p.op.cost, p.op.class.limits.Cost
	return a
}

func (s *stockService) execute(p *Prepared) (a *result) {
	defer func() {
		if panicked := recover(); panicked != nil {
			a = s.panicked(p.ctx, panicked)
		}
	}()
	op := p.op
	op.Now = s.clock()
	ctx, cancel := context.WithTimeout(p.ctx, s.timeout)
	defer cancel()
	view, err := content.OpenView(ctx, s.store, s.viewOptions(op))
	if err != nil {
		return refuseAll(gqlerror.List{s.translate(ctx, err)})
	}
	defer s.closeView(ctx, view)
	op.View = view
	data, errs := s.run(ctx, op)
	return &result{revision: view.Revision(), byLanguage: op.byLanguage, data: data, errs: errs, reads: view.Reads()}
}

func (s *stockService) run(ctx context.Context, op *operation) ([]byte, gqlerror.List) {
	ctx = graphql.WithOperationContext(ctx, &graphql.OperationContext{
		RawQuery:               op.document.text,
		Variables:              op.variables,
		OperationName:          op.request.operationName,
		Doc:                    op.document.QueryDocument,
		Operation:              op.definition,
		DisableIntrospection:   !s.mayIntrospect(op.Actor),
		RecoverFunc:            recoverStock,
		ResolverMiddleware:     resolveStock,
		RootResolverMiddleware: func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler { return next(ctx) },
	})
	ctx = graphql.WithResponseContext(ctx, s.presentStock, recoverStock)
	response := s.executor.Exec(ctx)(ctx)
	data := []byte(response.Data)
	if len(data) == 0 {
		data = []byte("null")
	}
	return data, append(response.Errors, graphql.GetErrors(ctx)...)
}

// resolveStock calls a resolver. Our resolvers ask exec for the current field, with the
// selections of all places where it occurs.
func resolveStock(ctx context.Context, next graphql.Resolver) (any, error) {
	if fc := graphql.GetFieldContext(ctx); fc.Object == "Query" && fc.Field.Name == syncField {
		merged := *fc.Field.Field
		merged.SelectionSet = fc.Field.Selections
		ctx = exec.WithField(ctx, &merged)
	}
	return next(ctx)
}

// stockPanic is a panic on its way to presentStock.
type stockPanic struct {
	err   error
	stack []byte
}

func (p *stockPanic) Error() string { return p.err.Error() }

func recoverStock(_ context.Context, panicked any) error {
	err, ok := panicked.(error)
	if !ok {
		err = fmt.Errorf("%v", panicked)
	}
	return &stockPanic{err, debug.Stack()}
}

// presentStock presents an error as Handler.present does. Stock has no location for arguments,
// nulls and panics; it is that of the field.
func (s *stockService) presentStock(ctx context.Context, err error) *gqlerror.Error {
	f := stockFailure(ctx, err)
	shown := s.present(ctx, f)
	shown.Path = f.Path
	if at := f.Field.Position; at != nil {
		shown.Locations = []gqlerror.Location{{Line: at.Line, Column: at.Column}}
	}
	return shown
}

// stockFailure converts an error of the stock executor to a failure of ours.
func stockFailure(ctx context.Context, err error) *exec.Failure {
	fc := graphql.GetFieldContext(ctx)
	f := &exec.Failure{Path: fc.Path()}
	named := fc
	for named.Field.Field == nil { // the index of a list
		named = named.Parent
	}
	f.Object, f.Field = named.Object, named.Field.Field
	for parent := named.Parent; parent != nil; parent = parent.Parent {
		if o := pointedAt(parent.Result); o != nil {
			f.Parents = append(f.Parents, o)
		}
	}
	var panicked *stockPanic
	var located *gqlerror.Error
	isLocated := errors.As(err, &located)
	switch {
	case errors.As(err, &panicked):
		f.Kind, f.Err, f.Stack = exec.Panicked, panicked.err, panicked.stack
	case errors.Is(err, graphql.ErrInvalidNull):
		f.Kind = exec.NullRefused
	case fc.Args == nil && fc.Field.Field != nil && len(fc.Field.Definition.Arguments) > 0:
		f.Kind, f.Err = exec.BadArgument, withoutPlace(err)
		if isLocated && len(located.Path) > len(f.Path) {
			f.Argument = located.Path[len(f.Path):]
		}
	default:
		f.Kind, f.Err = exec.ResolverFailed, withoutPlace(err)
	}
	return f
}

// withoutPlace removes gqlgen's wrappers of an error.
func withoutPlace(err error) error {
	for located := (*gqlerror.Error)(nil); errors.As(err, &located) && located.Err != nil; {
		err = located.Err
	}
	return err
}

// pointedAt returns the object to which the result of a field points, as a pointer.
func pointedAt(result any) any {
	v := reflect.ValueOf(result)
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return nil
		}
		if v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.Struct {
			return v.Interface()
		}
		v = v.Elem()
	}
	return nil
}
