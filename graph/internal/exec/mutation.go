package exec

import (
	"context"
	"runtime/debug"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// A mutation is executed in two steps, so that the caller can commit or roll back in between:
// Stage calls the root fields in order, and Finish writes what they returned. A root field
// whose payload depends on the commit registers a function with [Finally], which completes the
// payload.

// stage is a root field that was called and is not written yet.
type stage struct {
	errors  gqlerror.List
	write   func() Outcome // nil where the field failed
	finally func(context.Context) error
}

// Stage calls the root fields of a mutation and reports whether all of them succeeded. If it
// is called again, only the last call counts.
func (r *Run) Stage(ctx context.Context) bool {
	r.enter(ctx)
	typ := r.schema.number(r.schema.AST.Mutation)
	fields := r.plan.root.on(r, typ)
	r.frames = append(r.frames, frame{object: root, typ: typ, index: -1})
	r.stages = make([]stage, 0, len(fields))
	ok := true
	for i := range fields {
		if f := &fields[i]; f.Index >= 0 { // not __typename
			r.frames[0].field = f
			s := r.stage(f)
			r.stages, ok = append(r.stages, s), ok && s.write != nil
		}
	}
	clear(r.args) // they are not needed again, and may be large
	return ok
}

// stage calls one root field.
func (r *Run) stage(f *Field) (s stage) {
	defer func() {
		if panicked := recover(); panicked != nil {
			r.panicked(panicked, debug.Stack())
			r.frames, r.write = r.frames[:1], nil
		}
		s = stage{r.errors, r.write, r.finally}
		r.write, r.finally, r.errors = nil, nil, nil
	}()
	r.schema.Mutation(r, f, root)
	return s
}

// Later holds what a mutation's root field returned until it is written.
func Later[T any](r *Run, f *Field, v T, err error, write func(*Run, *Field, T) Outcome) Outcome {
	if err != nil {
		return r.fail(&Failure{Kind: ResolverFailed, Err: err})
	}
	r.write = func() Outcome { return write(r, f, v) }
	return Value
}

// Finally registers a function for the resolver of a mutation's root field. The function is
// called before the field's payload is written, when all root fields have run and the outcome
// of the transaction is known. Its error is an error of the field.
func Finally(ctx context.Context, do func(context.Context) error) {
	runOf(ctx).finally = do
}

// finishMutation writes the staged root fields.
func (r *Run) finishMutation() Outcome {
	rest := r.stages
	return Object(r, &r.plan.root, r.schema.number(r.schema.AST.Mutation), root, false, func(r *Run, _ *Field, _ *Root) Outcome {
		s := rest[0]
		rest = rest[1:]
		for _, err := range s.errors {
			if r.shows() {
				r.errors = append(r.errors, err)
			}
		}
		if s.write == nil {
			return Failed
		}
		if s.finally != nil {
			if err := s.finally(r.Ctx); err != nil {
				return r.fail(&Failure{Kind: ResolverFailed, Err: err})
			}
		}
		return s.write()
	})
}
