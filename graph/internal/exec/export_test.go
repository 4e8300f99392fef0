package exec

import (
	"fmt"
	"reflect"
)

// Bytes returns the accounted size of the cached plans.
func (all *Plans) Bytes() int {
	all.mu.Lock()
	defer all.mu.Unlock()
	return all.bytes
}

// Kept returns the number of cached plans.
func (all *Plans) Kept() int {
	if kept := all.kept.Load(); kept != nil {
		return len(*kept)
	}
	return 0
}

// Forget is Release without returning the run to the pool, where another test may take it.
func (r *Run) Forget() { r.forget() }

// Leftovers names what a run still refers to after Forget, except memory that it overwrites.
func (r *Run) Leftovers() (left []string) {
	for i, frame := range r.frames[:cap(r.frames)] {
		if frame.object != nil || frame.field != nil {
			left = append(left, fmt.Sprintf("frame %d", i))
		}
	}
	if len(r.B)+len(r.frames)+len(r.args)+len(r.memos) > 0 {
		left = append(left, "a length")
	}
	rest := reflect.ValueOf(*r)
	for i := range rest.NumField() {
		switch name := rest.Type().Field(i).Name; name {
		case "B", "frames", "args", "memos":
		default:
			if !rest.Field(i).IsZero() {
				left = append(left, name)
			}
		}
	}
	return left
}

// PlanTwice plans an operation like two simultaneous runs.
func (s *Schema) PlanTwice(op *Operation) {
	one, two := s.plan(op), s.plan(op)
	op.Plans.keep(one, op)
	op.Plans.keep(two, op)
}

// Arguments returns the number of fields whose arguments the run has cached.
func (r *Run) Arguments() int { return len(r.args) }
