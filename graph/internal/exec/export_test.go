package exec

import (
	"fmt"
	"reflect"
)

// Bytes is what is accounted for what is kept.
func (all *Plans) Bytes() int {
	all.mu.Lock()
	defer all.mu.Unlock()
	return all.bytes
}

// Kept is how many plans are kept.
func (all *Plans) Kept() int {
	if kept := all.kept.Load(); kept != nil {
		return len(*kept)
	}
	return 0
}

// Leftovers names what a released run still holds, but for memory that it writes over.
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

// PlanTwice plans an operation as two runs do that begin at the same time.
func (s *Schema) PlanTwice(op *Operation) {
	one, two := s.plan(op), s.plan(op)
	op.Plans.keep(one, op)
	op.Plans.keep(two, op)
}

// Arguments is how many fields' arguments the run keeps.
func (r *Run) Arguments() int { return len(r.args) }
