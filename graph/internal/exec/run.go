package exec

import (
	"context"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Operation is what is executed: an operation of a valid document.
type Operation struct {
	Definition *ast.OperationDefinition
	Variables  map[string]any // coerced
	Plans      *Plans         // of the document
	// Present says what the client sees of a failure: a message and extensions. The path and
	// the locations are added. Nil is nothing.
	Present func(context.Context, *Failure) *gqlerror.Error
	// LeaveOut is asked about each null that must not be one, before it is an error. Where
	// it is true, the object with that null is left out: of the list that it is in, or as
	// null of a field of another object. An object that is asked for by itself can't be left
	// out, and the null is an error after all: one of a root field, and one in a list that has
	// places for null. Nil leaves nothing out.
	LeaveOut func(context.Context, *Failure) bool
	// MaxErrors is how many failures are presented, all where it is 0; the others leave a null
	// only.
	MaxErrors int
	// EmptyIsMissing is for operations that look at drafts: an empty text that readers are
	// promised is not there yet. Else it is a value.
	EmptyIsMissing bool
}

// Run is an operation that is executed. Its exported fields are for generated functions.
type Run struct {
	B   []byte          // the JSON so far
	Ctx context.Context // for resolvers

	schema   *Schema
	op       *Operation
	plan     *plan
	frames   []frame
	errors   gqlerror.List
	failures int
	reason   *Failure // of the value that was LeftOut just now
	in       In
	args     map[*Field]any // of fields whose arguments are not literal
	memos    map[*Field]any
	unshared map[unshared][]Field
	stages   []stage
	write    func() Outcome              // of the root field that is staged
	finally  func(context.Context) error // likewise
}

// frame is an object or a list that is being written.
type frame struct {
	object any
	field  *Field // of the object, that is being written
	typ    int
	index  int      // of the list's element; -1 in an object
	reason *Failure // why the object or the list is to be left out; the first, where there are several
}

const (
	maxPooledBuffer = 1 << 20 // a larger buffer is rarely needed again
	maxPooledMap    = 1 << 10 // emptying a map takes the time of its largest size
)

var runs = sync.Pool{New: func() any {
	return &Run{args: map[*Field]any{}, memos: map[*Field]any{}}
}}

// Begin prepares an operation for execution.
func (s *Schema) Begin(op *Operation) *Run {
	r := runs.Get().(*Run)
	r.schema, r.op, r.plan = s, op, s.planOf(op)
	return r
}

// Finish executes the operation, or what is left of it after Stage, and gives the JSON of its
// data. That is good until Release.
func (r *Run) Finish(ctx context.Context) (data []byte, errs gqlerror.List) {
	var outcome Outcome
	if r.op.Definition.Operation == ast.Mutation {
		if r.stages == nil {
			r.Stage(ctx)
		}
		r.enter(ctx)
		outcome = r.finishMutation()
	} else {
		r.enter(ctx)
		outcome = Object(r, &r.plan.root, r.schema.number(r.schema.AST.Query), root, false, r.schema.Query)
	}
	if outcome != Value {
		r.B = append(r.B[:0], "null"...)
	}
	return r.B, r.errors
}

// enter begins to write with a context.
func (r *Run) enter(ctx context.Context) {
	r.Ctx = &runContext{ctx, r}
	r.B, r.frames, r.errors, r.failures = r.B[:0], r.frames[:0], nil, 0
}

// Release gives the run's memory back. Nothing of the run may be used afterwards.
func (r *Run) Release() {
	if cap(r.B) > maxPooledBuffer {
		r.B = nil
	}
	if len(r.args)+len(r.memos) > maxPooledMap {
		r.args, r.memos = map[*Field]any{}, map[*Field]any{}
	}
	clear(r.args)
	clear(r.memos)
	clear(r.frames[:cap(r.frames)])
	*r = Run{B: r.B[:0], frames: r.frames[:0], args: r.args, memos: r.memos}
	runs.Put(r)
}
