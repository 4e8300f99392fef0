package exec

import "runtime/debug"

// Outcome is what became of a value.
type Outcome uint8

const (
	Null   Outcome = iota // there is no value, and nothing is written
	Failed                // likewise, and an error says why
	Value                 // the value is written
)

// Object writes an object of the type with a number, or null.
func Object[P any](r *Run, f *Field, typ int, o P, null bool, write func(*Run, *Field, P) Outcome) Outcome {
	if null {
		return Null
	}
	fields := f.on(r, typ)
	depth, start := len(r.frames), len(r.B)
	r.frames = append(r.frames, frame{object: o, typ: typ, index: -1})
	r.B = append(r.B, '{')
	whole := true
	for i := 0; i < len(fields); {
		var ok bool
		i, ok = writeFields(r, depth, fields, i, o, write)
		whole = whole && ok
	}
	r.frames = r.frames[:depth]
	if !whole {
		r.B = r.B[:start]
		return Failed
	}
	r.B = append(r.B, '}')
	return Value
}

// writeFields writes the fields from the one of number i on: all, or until one panics. It
// tells which is next, and whether none is null that must not be.
func writeFields[P any](r *Run, depth int, fields []Field, i int, o P, write func(*Run, *Field, P) Outcome) (next int, whole bool) {
	whole = true
	var start int
	defer func() {
		if panicked := recover(); panicked != nil {
			r.panicked(panicked, debug.Stack())
			r.frames = r.frames[:depth+1]
			whole = r.settle(&fields[i], Failed, start) && whole
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
			whole = r.settle(f, outcome, start) && whole
		}
	}
	return i, whole
}

// settle writes null for a field that has no value. It tells whether null may be there.
func (r *Run) settle(f *Field, outcome Outcome, start int) bool {
	if f.nonNull && outcome == Null {
		r.fail(&Failure{Kind: NullRefused})
	}
	r.B = append(r.B[:start], "null"...)
	return !f.nonNull
}

// Try writes what a resolver returned.
func Try[T any](r *Run, f *Field, v T, err error, write func(*Run, *Field, T) Outcome) Outcome {
	if err != nil {
		return r.fail(&Failure{Kind: ResolverFailed, Err: err})
	}
	return write(r, f, v)
}

// Pointer writes what a pointer points at; null where it is nil.
func Pointer[T any](r *Run, f *Field, v *T, write func(*Run, *Field, T) Outcome) Outcome {
	if v == nil {
		return Null
	}
	return write(r, f, *v)
}

// List writes a list. A nil slice is null where the list may be, and else empty.
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

// cancellationStride is how many items of a list are written between looks at the context.
const cancellationStride = 16

func (r *Run) list(n int, nonNullItems bool, item func(int) Outcome) Outcome {
	depth, start, whole := len(r.frames), len(r.B), true
	r.frames = append(r.frames, frame{})
	r.B = append(r.B, '[')
	for i := range n {
		if i > 0 {
			r.B = append(r.B, ',')
		}
		r.frames[depth].index = i
		if err := r.cancelled(i); err != nil {
			r.fail(&Failure{Kind: ResolverFailed, Err: err})
			whole = false
			break
		}
		outcome := item(i)
		if outcome == Value {
			continue
		}
		if nonNullItems && outcome == Null {
			r.fail(&Failure{Kind: NullRefused})
		}
		r.B = append(r.B, "null"...)
		whole = whole && !nonNullItems
	}
	r.frames = r.frames[:depth]
	if !whole {
		r.B = r.B[:start]
		return Failed
	}
	r.B = append(r.B, ']')
	return Value
}

// cancelled looks at the context now and then.
func (r *Run) cancelled(i int) error {
	if i%cancellationStride != 0 {
		return nil
	}
	return r.Ctx.Err()
}
