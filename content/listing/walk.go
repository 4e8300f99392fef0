package listing

import (
	"slices"
	"sync"

	"lectern/content"
)

// walk goes through the stretches of a list in the order of the list, or back.
type walk struct {
	list      *list
	backward  bool
	segments  []segment // still to come, the next one first
	chunk     int
	stretches []stretch // of the segment that the walk is in
	last      string    // the suffix that came last: a document that stands in two stretches comes once

	// A page is collected in these.
	suffixes  []string
	documents []content.Document
}

// stretch is what lies ahead in one range of the index: keys that were read, and
// the range that is still to be read.
type stretch struct {
	prefix int      // how many bytes of the keys come before their suffixes
	ahead  []string // of the keys that were read
	left   content.Range
	chunk  int
	done   bool
	keys   []string // the memory that ahead is in
}

// walks are those that nobody uses: their memory serves the next list.
var walks = sync.Pool{New: func() any { return new(walk) }}

// walk begins at one end of the list. It must be released.
func (l *list) walk(backward bool, chunk int) *walk {
	w := walks.Get().(*walk)
	w.list, w.backward, w.chunk, w.last = l, backward, chunk, ""
	w.segments, w.stretches = l.segments(w.segments[:0]), w.stretches[:0]
	return w
}

// release gives the walk's memory to others. What it gave out stays good.
func (w *walk) release() {
	clear(w.suffixes)
	clear(w.documents)
	w.list, w.suffixes, w.documents = nil, w.suffixes[:0], w.documents[:0]
	for i := range w.stretches {
		s := &w.stretches[i]
		clear(s.keys)
		*s = stretch{keys: s.keys[:0]}
	}
	walks.Put(w)
}

// enter begins with the next segment; false where there is none.
func (w *walk) enter() bool {
	if len(w.segments) == 0 {
		return false
	}
	// The segments are few, and their memory must not be lost.
	at := 0
	if w.backward {
		at = len(w.segments) - 1
	}
	s := w.segments[at]
	w.segments = slices.Delete(w.segments, at, at+1)
	w.stretches = w.stretches[:0]
	if s.To != "" && s.From >= s.To {
		return true // nothing is in it
	}
	n := w.list.stretches()
	w.stretches = slices.Grow(w.stretches, n)[:n]
	for i := range w.stretches {
		r, prefix := w.list.stretch(i, s)
		w.stretches[i] = stretch{prefix: prefix, left: r, chunk: w.chunk, keys: w.stretches[i].keys}
	}
	return true
}

// next is the next document for which the conditions hold, and its place in the
// order; nil at the end.
func (w *walk) next() (string, content.Document, error) {
	v := w.list.view
	for {
		suffix, err := w.step()
		if err != nil || suffix == "" {
			return "", nil, w.explain(err)
		}
		id := content.KeyID(suffix)
		d, err := v.Get(id)
		if content.IsNotFound(err) && v.Previews() && !v.Whole() {
			continue // hidden: in the draft index for editors, and in no preview
		}
		if content.IsNotFound(err) {
			return "", nil, content.Errorf(content.CodeCorrupt, "An index refers to %s, which does not exist.", id)
		}
		if err != nil {
			return "", nil, w.explain(err)
		}
		if w.list.holds(d) {
			return suffix, d, nil
		}
	}
}

func (w *walk) explain(err error) error {
	if content.CodeOf(err) == content.CodeTooComplex {
		return w.list.plan.tooManyReads()
	}
	return err
}

// step takes the next suffix of all stretches: the least, or the greatest; each
// once.
func (w *walk) step() (string, error) {
	reverse := w.list.plan.descending != w.backward
	for {
		var from *stretch
		for i := range w.stretches {
			s := &w.stretches[i]
			if err := s.fill(w.list.view, reverse); err != nil {
				return "", err
			}
			if len(s.ahead) > 0 && (from == nil || (s.suffix() < from.suffix()) != reverse) {
				from = s
			}
		}
		switch {
		case from != nil:
			suffix := from.suffix()
			from.ahead = from.ahead[1:]
			if suffix != w.last {
				w.last = suffix
				return suffix, nil
			}
		case !w.enter():
			return "", nil
		}
	}
}

// suffix is that of the next key.
func (s *stretch) suffix() string { return s.ahead[0][s.prefix:] }

// fill reads the next keys of a stretch where none are ahead. Each time it
// reads twice as many, so that a walk past many documents takes few reads.
func (s *stretch) fill(v *content.View, reverse bool) error {
	if len(s.ahead) > 0 || s.done {
		return nil
	}
	keys, err := v.Scan(s.keys[:0], s.left, reverse, s.chunk)
	if err != nil {
		return err
	}
	s.done = len(keys) < s.chunk
	if !s.done {
		if last := keys[len(keys)-1]; reverse {
			s.left.To = last
		} else {
			s.left.From = content.JoinKey(v, last, "\x00")
		}
	}
	s.chunk = min(2*s.chunk, 1000)
	s.keys, s.ahead = keys, keys
	return nil
}
