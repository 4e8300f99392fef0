package content

import "slices"

// walk goes through the stretches of a plan in the order of the list, or back.
type walk struct {
	view      *View
	plan      *plan
	backward  bool
	segments  []segment // still to come, the next one first
	chunk     int
	stretches []stretch // of the segment that the walk is in
	last      string    // the suffix that came last: a document that stands in two stretches comes once
}

// stretch is what lies ahead in one prefix: keys that were read, and the range
// that is still to be read.
type stretch struct {
	prefix string
	ahead  []string // suffixes
	left   Range
	chunk  int
	done   bool
}

func (v *View) walk(p *plan, segments []segment, backward bool, chunk int) *walk {
	if backward {
		slices.Reverse(segments)
	}
	return &walk{view: v, plan: p, backward: backward, segments: segments, chunk: chunk}
}

// enter begins with the next segment; false where there is none.
func (w *walk) enter() bool {
	if len(w.segments) == 0 {
		return false
	}
	s := w.segments[0]
	w.segments, w.stretches = w.segments[1:], w.stretches[:0]
	if s.To != "" && s.From >= s.To {
		return true // nothing is in it
	}
	for _, prefix := range w.plan.prefixes {
		left := Range{prefix + s.From, after(prefix)}
		if s.To != "" {
			left.To = prefix + s.To
		}
		w.stretches = append(w.stretches, stretch{prefix: prefix, left: left, chunk: w.chunk})
	}
	return true
}

// next is the next document for which the plan's conditions hold, and its
// place in the order; nil at the end.
func (w *walk) next() (string, Document, error) {
	for {
		suffix, err := w.step()
		if err != nil || suffix == "" {
			return "", nil, w.explain(err)
		}
		if suffix == w.last {
			continue
		}
		w.last = suffix
		id := KeyID(suffix)
		d, err := w.view.Get(id)
		if IsNotFound(err) && w.view.space == DraftIndex && !w.view.whole {
			continue // hidden: in the draft index for editors, and in no preview
		}
		if IsNotFound(err) {
			return "", nil, Errorf(CodeCorrupt, "An index names %s, which is not there.", id)
		}
		if err != nil {
			return "", nil, w.explain(err)
		}
		if !slices.ContainsFunc(w.plan.rest, func(c Condition) bool {
			return !c.holds(w.plan.query.Kind.Attribute(c.Attribute).Of(d))
		}) {
			return suffix, d, nil
		}
	}
}

func (w *walk) explain(err error) error {
	if CodeOf(err) == CodeTooComplex {
		return w.plan.tooManyReads()
	}
	return err
}

// step takes the next suffix of all stretches: the least, or the greatest.
func (w *walk) step() (string, error) {
	reverse := w.plan.query.Descending != w.backward
	for {
		var from *stretch
		for i := range w.stretches {
			s := &w.stretches[i]
			if err := s.fill(w.view, reverse); err != nil {
				return "", err
			}
			if len(s.ahead) > 0 && (from == nil || (s.ahead[0] < from.ahead[0]) != reverse) {
				from = s
			}
		}
		if from != nil {
			suffix := from.ahead[0]
			from.ahead = from.ahead[1:]
			return suffix, nil
		}
		if !w.enter() {
			return "", nil
		}
	}
}

// fill reads the next keys of a stretch where none are ahead. Each time it
// reads twice as many, so that a walk past many documents takes few reads.
func (s *stretch) fill(v *View, reverse bool) error {
	if len(s.ahead) > 0 || s.done {
		return nil
	}
	keys, err := v.Scan(s.left, reverse, s.chunk)
	if err != nil {
		return err
	}
	s.done = len(keys) < s.chunk
	if len(keys) > 0 {
		if last := keys[len(keys)-1]; reverse {
			s.left.To = last
		} else {
			s.left.From = last + "\x00"
		}
	}
	s.chunk = min(2*s.chunk, 1000)
	s.ahead = keys
	for i := range keys {
		keys[i] = keys[i][len(s.prefix):]
	}
	return nil
}
