package exec

import "runtime/debug"

// Outcome is the outcome of writing a value.
type Outcome uint8

const (
	Null    Outcome = iota // null: nothing is written
	Failed                 // null because of an error
	LeftOut                // null, and its container is written without it; see Operation
	Value                  // the value is written
)

// Object writes an object of the type with this number, or null.
func Object[P any](r *Run, f *Field, typ int, o P, null bool, write func(*Run, *Field, P) Outcome) Outcome {
	if null {
		return Null
	}
	fields := f.on(r, typ)
	depth, start := len(r.frames), len(r.B)
	r.frames = append(r.frames, frame{object: o, typ: typ, index: -1})
	r.B = append(r.B, '{')
	outcome := Value
	for i := 0; i < len(fields); {
		var settled Outcome
		i, settled = writeFields(r, depth, fields, i, o, write)
		outcome = min(outcome, settled)
	}
	if r.leave(depth, start, outcome) {
		r.B = append(r.B, '}')
	}
	return outcome
}

// leave ends an object or a list. It reports whether that has a value; otherwise it removes
// what was written of it.
func (r *Run) leave(depth, start int, outcome Outcome) bool {
	r.reason = r.frames[depth].reason
	r.frames = r.frames[:depth]
	if outcome != Value {
		r.B = r.B[:start]
	}
	return outcome == Value
}

// writeFields writes the fields from number i on: all, or until one panics. It returns the
// next number, and the outcome of the object: the least Outcome of its fields.
func writeFields[P any](r *Run, depth int, fields []Field, i int, o P, write func(*Run, *Field, P) Outcome) (next int, settled Outcome) {
	settled = Value
	var start int
	defer func() {
		if panicked := recover(); panicked != nil {
			r.panicked(panicked, debug.Stack())
			r.frames = r.frames[:depth+1]
			settled = min(settled, r.settle(&fields[i], Failed, start))
			next = i + 1
		}
	}()
	for ; i < len(fields); i++ {
		f := &fields[i]
		r.B = append(r.B, f.key...)
		if f.Index < 0 { // __typename, whose value is in its key
			continue
		}
		r.frames[depth].field, start = f, len(r.B)
		if outcome := write(r, f, o); outcome != Value {
			settled = min(settled, r.settle(f, outcome, start))
		}
	}
	return i, settled
}

// settle writes null for a field without a value. It returns the outcome for the object: a
// value if the field is nullable.
func (r *Run) settle(f *Field, outcome Outcome, start int) Outcome {
	if f.nonNull && outcome == Null {
		outcome = r.refuseNull()
	}
	if outcome == LeftOut && len(r.frames) == 1 { // a root field
		outcome = r.present(r.reason)
	}
	r.B = append(r.B[:start], "null"...)
	if !f.nonNull {
		return Value
	}
	if outcome == LeftOut {
		r.give(r.reason)
	}
	return outcome
}

// refuseNull returns the outcome of a null in a non-null field.
func (r *Run) refuseNull() Outcome {
	f := &Failure{Kind: NullRefused}
	if r.op.LeaveOut == nil {
		return r.fail(f)
	}
	r.locate(f)
	if !r.op.LeaveOut(r.Ctx, f) {
		return r.present(f)
	}
	r.reason = f
	return LeftOut
}

// give records why the object that is being written is left out.
func (r *Run) give(reason *Failure) {
	if at := &r.frames[len(r.frames)-1]; at.reason == nil {
		at.reason = reason
	}
}

// Try writes the result of a resolver.
func Try[T any](r *Run, f *Field, v T, err error, write func(*Run, *Field, T) Outcome) Outcome {
	if err != nil {
		return r.fail(&Failure{Kind: ResolverFailed, Err: err})
	}
	return write(r, f, v)
}

// Pointer writes the value of a pointer, or null if it is nil.
func Pointer[T any](r *Run, f *Field, v *T, write func(*Run, *Field, T) Outcome) Outcome {
	if v == nil {
		return Null
	}
	return write(r, f, *v)
}

// List writes a list. A nil slice is null if the list is nullable, otherwise empty.
func List[T any](r *Run, f *Field, v []T, nullable, nonNullItems bool, write func(*Run, *Field, T) Outcome) Outcome {
	if v == nil && nullable {
		return Null
	}
	return r.list(len(v), nonNullItems, func(i int) Outcome { return write(r, f, v[i]) })
}

// Structs is List for structs, which are written by their addresses.
func Structs[T any](r *Run, f *Field, v []T, nullable, nonNullItems bool, write func(*Run, *Field, *T) Outcome) Outcome {
	if v == nil && nullable {
		return Null
	}
	return r.list(len(v), nonNullItems, func(i int) Outcome { return write(r, f, &v[i]) })
}

// cancellationStride is the number of list items between checks of the context.
const cancellationStride = 16

func (r *Run) list(n int, nonNullItems bool, item func(int) Outcome) Outcome {
	depth, start, outcome := len(r.frames), len(r.B), Value
	r.frames = append(r.frames, frame{})
	r.B = append(r.B, '[')
	for i := range n {
		before := len(r.B)
		if before > start+1 {
			r.B = append(r.B, ',')
		}
		r.frames[depth].index = i
		if err := r.cancelled(i); err != nil {
			outcome = r.fail(&Failure{Kind: ResolverFailed, Err: err})
			break
		}
		written := item(i)
		if written == Null && nonNullItems {
			written = r.refuseNull()
		}
		switch {
		case written == Value:
		case written == LeftOut && nonNullItems:
			r.B = r.B[:before]
		case written == LeftOut:
			r.present(r.reason)
			r.B = append(r.B, "null"...)
		default:
			r.B = append(r.B, "null"...)
			if nonNullItems {
				outcome = Failed
			}
		}
	}
	if r.leave(depth, start, outcome) {
		r.B = append(r.B, ']')
	}
	return outcome
}

// cancelled checks the context at intervals.
func (r *Run) cancelled(i int) error {
	if i%cancellationStride != 0 {
		return nil
	}
	return r.Ctx.Err()
}
