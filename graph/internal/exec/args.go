package exec

import (
	"context"
	"errors"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// In reads arguments. It stops at the first error.
type In struct {
	ctx  context.Context
	err  error
	path ast.Path
}

// Args returns the arguments of a field. They are read once per run, and literal ones once per
// plan. It returns nil if they can't be read, after it has presented the error.
func Args[A any](r *Run, f *Field, read func(*In, map[string]any) *A) *A {
	if kept := f.args.Load(); kept != nil {
		return (*kept).(*A)
	}
	if kept, ok := r.args[f]; ok {
		return kept.(*A)
	}
	r.in = In{ctx: r.Ctx, path: r.in.path[:0]}
	a := read(&r.in, f.ast.ArgumentMap(r.op.Variables))
	if r.in.err != nil {
		r.fail(&Failure{Kind: BadArgument, Err: r.in.err, Argument: slices.Clone(r.in.path)})
		return nil
	}
	if f.literal && r.keepsLiterals() {
		kept := any(a)
		f.args.Store(&kept)
	} else {
		r.args[f] = a
	}
	return a
}

// Read reads the value of a name, if there is one.
func Read[T any](in *In, m map[string]any, name string, to *T, read func(*In, any) T) {
	if v, ok := m[name]; ok {
		readAt(in, ast.PathName(name), v, to, read)
	}
}

// ReadOr reads the value of a name, or returns a default.
func ReadOr[T any](in *In, m map[string]any, name string, fallback any, to *T, read func(*In, any) T) {
	v, ok := m[name]
	if !ok {
		v = fallback
	}
	readAt(in, ast.PathName(name), v, to, read)
}

// ReadOmittable reads the value of a name into a field that distinguishes null from absent.
func ReadOmittable[T any](in *In, m map[string]any, name string, to *graphql.Omittable[T], read func(*In, any) T) {
	if v, ok := m[name]; ok {
		var value T
		readAt(in, ast.PathName(name), v, &value, read)
		*to = graphql.OmittableOf(value)
	}
}

// ReadInput reads the fields of an input object.
func ReadInput[T any](in *In, v any, read func(*In, map[string]any, *T)) *T {
	to := new(T)
	if m, ok := v.(map[string]any); ok {
		read(in, m, to)
	}
	return to
}

// ReadList reads a list. A single value becomes a list of one. Null is nil.
func ReadList[T any](in *In, v any, read func(*In, any) T) []T {
	if v == nil {
		return nil
	}
	values := graphql.CoerceList(v)
	list := make([]T, len(values))
	for i, v := range values {
		readAt(in, ast.PathIndex(i), v, &list[i], read)
	}
	return list
}

// ReadPointer reads a nullable value.
func ReadPointer[T any](in *In, v any, read func(*In, any) T) *T {
	if v == nil {
		return nil
	}
	value := read(in, v)
	return &value
}

// ReadScalar reads a scalar by its Unmarshal function.
func ReadScalar[T any](in *In, v any, unmarshal func(any) (T, error)) T {
	value, err := unmarshal(v)
	in.fail(err)
	return value
}

// ReadScalarContext is ReadScalar for functions that take a context.
func ReadScalarContext[T any](in *In, v any, unmarshal func(context.Context, any) (T, error)) T {
	value, err := unmarshal(in.ctx, v)
	in.fail(err)
	return value
}

// ReadUnmarshaler reads a value of a type that reads itself.
func ReadUnmarshaler[T any, P interface {
	*T
	graphql.Unmarshaler
}](in *In, v any) (value T) {
	in.fail(P(&value).UnmarshalGQL(v))
	return value
}

// readAt reads a value at a path below the current value. After an error, the path remains
// that of the first invalid value.
func readAt[T any](in *In, at ast.PathElement, v any, to *T, read func(*In, any) T) {
	if in.err != nil {
		return
	}
	depth := len(in.path)
	in.path = append(in.path, at)
	*to = read(in, v)
	if in.err == nil {
		in.path = in.path[:depth]
	}
}

var errNull = errors.New("this must not be null")

// NonNull refuses null, and otherwise returns the value.
func (in *In) NonNull(v any) any {
	if v == nil {
		in.fail(errNull)
	}
	return v
}

func (in *In) fail(err error) {
	if in.err == nil {
		in.err = err
	}
}
