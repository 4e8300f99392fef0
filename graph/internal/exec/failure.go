package exec

import (
	"context"
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Kind is the way in which a field failed.
type Kind uint8

const (
	ResolverFailed Kind = iota // its resolver returned Err, or the operation was cancelled
	BadArgument                // an argument could not be read; Err has the reason
	NullRefused                // null in a non-null field
	Panicked                   // Err is the value of the panic, Stack its stack
)

// Failure describes a failed field.
type Failure struct {
	Kind  Kind
	Err   error
	Stack []byte
	// Object is the name of the type that Field belongs to.
	Object string
	Field  *ast.Field
	// Argument is the path of the value in the field's arguments.
	Argument ast.Path
	// Path is the path of the field in the response, or of an item of it.
	Path ast.Path
	// Parents are the objects around the field, the innermost first.
	Parents []any
}

// fail presents a failure of the field that is being written.
func (r *Run) fail(f *Failure) Outcome {
	if !r.full() {
		r.locate(f)
	}
	return r.present(f)
}

// locate sets the position of the field that is being written.
func (r *Run) locate(f *Failure) {
	for _, at := range r.frames {
		if at.index >= 0 {
			f.Path = append(f.Path, ast.PathIndex(at.index))
		} else if at.field != nil {
			f.Path = append(f.Path, ast.PathName(at.field.ast.Alias))
			f.Object, f.Field = r.schema.Types[at.typ].Name, at.field.ast
		}
	}
	for i := len(r.frames) - 1; i > 0; i-- {
		if r.frames[i].index < 0 {
			f.Parents = append(f.Parents, r.frames[i].object)
		}
	}
}

// present presents a failure with a position, unless the maximum number is reached.
func (r *Run) present(f *Failure) Outcome {
	if !r.shows() {
		return Failed
	}
	if shown := r.op.Present(r.Ctx, f); shown != nil {
		shown.Path = f.Path
		if at := f.Field.Position; at != nil {
			shown.Locations = []gqlerror.Location{{Line: at.Line, Column: at.Column}}
		}
		r.errors = append(r.errors, shown)
	}
	return Failed
}

// full reports whether the maximum number of failures has been presented.
func (r *Run) full() bool { return r.op.MaxErrors > 0 && r.failures >= r.op.MaxErrors }

// shows counts a failure, and reports whether it is presented.
func (r *Run) shows() bool {
	full := r.full()
	r.failures++
	return !full
}

func (r *Run) panicked(with any, stack []byte) {
	err, ok := with.(error)
	if !ok {
		err = fmt.Errorf("%v", with)
	}
	r.fail(&Failure{Kind: Panicked, Err: err, Stack: stack})
}

// Report presents an error unchanged, without its causes: for tests, and for schemas that hide
// nothing from clients.
func Report(_ context.Context, f *Failure) *gqlerror.Error {
	switch f.Kind {
	case NullRefused:
		return &gqlerror.Error{Message: fmt.Sprintf("Cannot return null for non-nullable field %s.%s.", f.Object, f.Field.Name)}
	default:
		return &gqlerror.Error{Message: f.Err.Error(), Err: f.Err}
	}
}
