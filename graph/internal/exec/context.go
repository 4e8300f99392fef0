package exec

import (
	"context"

	"github.com/vektah/gqlparser/v2/ast"
)

// runContext is the context of resolvers.
type runContext struct {
	context.Context
	run *Run
}

type runKey struct{}

func (c *runContext) Value(key any) any {
	if key == (runKey{}) {
		return c.run
	}
	return c.Context.Value(key)
}

// runOf returns the run of a resolver's context, or nil.
func runOf(ctx context.Context) *Run {
	r, _ := ctx.Value(runKey{}).(*Run)
	return r
}

// FieldOf returns the field that a resolver is called for, or nil if the context belongs to no
// run.
func FieldOf(ctx context.Context) *ast.Field {
	if r := runOf(ctx); r != nil {
		return r.current().ast
	}
	return nil
}

// SelectionsOf returns the selections of the field that a resolver is called for. A response
// key that is repeated has several.
func SelectionsOf(ctx context.Context) []ast.SelectionSet {
	if r := runOf(ctx); r != nil {
		return r.current().sets
	}
	return nil
}

// current is the field that is being written.
func (r *Run) current() *Field { return r.frames[len(r.frames)-1].field }

// Memo caches what a resolver computes from its arguments alone: with the plan if the
// arguments are literal, otherwise for the rest of the run. The result is shared and must not
// be changed. Errors are not cached.
func Memo[T any](ctx context.Context, work func() (*T, error)) (*T, error) {
	r := runOf(ctx)
	if r == nil {
		return work()
	}
	f := r.current()
	shared := f.literal && r.keepsLiterals()
	if kept := f.memo.Load(); kept != nil {
		return (*kept).(*T), nil
	}
	if kept, ok := r.memos[f]; ok {
		return kept.(*T), nil
	}
	made, err := work()
	switch {
	case err != nil:
		return nil, err
	case shared:
		kept := any(made)
		f.memo.Store(&kept)
	default:
		r.memos[f] = made
	}
	return made, nil
}

// keepsLiterals reports whether literal arguments are cached with the plan. Mutations are not:
// theirs are rarely sent twice, and may be large.
func (r *Run) keepsLiterals() bool { return r.op.Definition.Operation != ast.Mutation }
