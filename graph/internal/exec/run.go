package exec

import (
	"context"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Operation is an operation of a valid document, with its options.
type Operation struct {
	Definition *ast.OperationDefinition
	Variables  map[string]any // coerced
	Plans      *Plans         // of the document
	// Present returns the client's error for a failure: a message and extensions. The path and
	// the locations are added. Nil means no error.
	Present func(context.Context, *Failure) *gqlerror.Error
	// LeaveOut is called for each null in a non-null field before it becomes an error. If it
	// returns true, the object with that null is left out: of its list, or as null of a field
	// of another object. An object that is requested by itself can't be left out, and the null
	// is an error after all: an object of a root field, and one in a list that has places for
	// null. A nil LeaveOut leaves nothing out.
	LeaveOut func(context.Context, *Failure) bool
	// MaxErrors is the maximum number of presented failures; 0 means all. The others only
	// leave a null.
	MaxErrors int
	// EmptyIsMissing is for operations that read drafts: an empty required text is missing.
	// Otherwise it is a value.
	EmptyIsMissing bool
}

// Run is the execution of an operation. Its exported fields are for generated functions.
type Run struct {
	B   []byte          // the JSON so far
	Ctx context.Context // for resolvers

	schema   *Schema
	op       *Operation
	plan     *plan
	frames   []frame
	errors   gqlerror.List
	failures int
	reason   *Failure // of the last LeftOut value
	in       In
	args     map[*Field]any // of fields whose arguments are not literal
	memos    map[*Field]any
	unshared map[unshared][]Field
	stages   []stage
	write    func() Outcome              // of the staged root field
	finally  func(context.Context) error // likewise
}

// frame is an object or a list that is being written.
type frame struct {
	object any
	field  *Field // the field of the object that is being written
	typ    int
	index  int      // of the list's element; -1 in an object
	reason *Failure // why the object or the list is left out; the first reason
}

const (
	maxPooledBuffer = 1 << 20 // a larger buffer is rarely needed again
	maxPooledMap    = 1 << 10 // clearing a map takes the time of its largest size
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

// Finish executes the operation, or the rest of it after Stage, and returns the JSON of its
// data, which is valid until Release.
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

// enter begins writing with a context.
func (r *Run) enter(ctx context.Context) {
	r.Ctx = &runContext{ctx, r}
	r.B, r.frames, r.errors, r.failures = r.B[:0], r.frames[:0], nil, 0
}

// Release frees the run's memory for reuse. The run must not be used afterwards.
func (r *Run) Release() {
	r.forget()
	runs.Put(r)
}

// forget removes all references to the operation from a run that is over.
func (r *Run) forget() {
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
}
