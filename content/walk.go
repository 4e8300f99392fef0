package content

import "slices"

// walk goes through the stretches of a plan in one order.
type walk struct {
	view      *View
	plan      *plan
	reverse   bool
	stretches []stretch
	last      string // the suffix that came last: a document that stands in two stretches comes once
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

func (v *View) walk(p *plan, bounds Range, reverse bool, chunk int) *walk {
	w := &walk{view: v, plan: p, reverse: reverse}
	if bounds.To != "" && bounds.From >= bounds.To {
		return w
	}
	for _, prefix := range p.prefixes {
		left := Range{prefix + bounds.From, after(prefix)}
		if bounds.To != "" {
			left.To = prefix + bounds.To
		}
		w.stretches = append(w.stretches, stretch{prefix: prefix, left: left, chunk: chunk})
	}
	return w
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

// step takes the least suffix, or the greatest, of all stretches.
func (w *walk) step() (string, error) {
	var from *stretch
	for i := range w.stretches {
		s := &w.stretches[i]
		if err := s.fill(w.view, w.reverse); err != nil {
			return "", err
		}
		if len(s.ahead) > 0 && (from == nil || (s.ahead[0] < from.ahead[0]) != w.reverse) {
			from = s
		}
	}
	if from == nil {
		return "", nil
	}
	suffix := from.ahead[0]
	from.ahead = from.ahead[1:]
	return suffix, nil
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
