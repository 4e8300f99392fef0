package listing

import (
	"slices"
	"sync"

	"lectern/content"
)

// walk goes through the stretches of a list, forward or backward.
type walk struct {
	list      *list
	backward  bool
	segments  []segment // still ahead, the next one first
	chunk     int
	stretches []stretch // of the current segment
	last      string    // the previous suffix: a document in two stretches is returned once

	// The memory for a page's results.
	suffixes  []string
	documents []content.Document
}

// stretch is what lies ahead in one range of the index: keys that are read, and the range that
// is not read yet.
type stretch struct {
	prefix int      // the length of the keys before their suffixes, in bytes
	ahead  []string // the keys that are read
	left   content.Range
	chunk  int
	done   bool
	keys   []string // the memory of ahead
}

// walks are unused walks, for reuse of their memory.
var walks = sync.Pool{New: func() any { return new(walk) }}

// walk starts at one end of the list. The walk must be released.
func (l *list) walk(backward bool, chunk int) *walk {
	w := walks.Get().(*walk)
	w.list, w.backward, w.chunk, w.last = l, backward, chunk, ""
	w.segments, w.stretches = l.segments(w.segments[:0]), w.stretches[:0]
	return w
}

// release returns the walk's memory for reuse. Its results stay valid.
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

// enter enters the next segment; false if there is none.
func (w *walk) enter() bool {
	if len(w.segments) == 0 {
		return false
	}
	// The few segments stay at the start of their memory, for reuse.
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

// next returns the next document that meets the conditions, and its place in the order; nil at
// the end.
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
			continue // hidden: in the draft index for editors, but in no preview
		}
		if content.IsNotFound(err) {
			return "", nil, content.Errorf(content.CodeCorrupt, "An index refers to %s, which does not exist.", id)
		}
		if err != nil {
			return "", nil, w.explain(err)
		}
		holds, err := w.list.holds(d)
		if err != nil || holds {
			return suffix, d, w.explain(err)
		}
	}
}

func (w *walk) explain(err error) error {
	if content.CodeOf(err) == content.CodeTooComplex {
		return w.list.plan.tooManyReads()
	}
	return err
}

// step returns the next suffix of all stretches, the least or the greatest, and skips its
// duplicates.
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

// suffix returns the suffix of the next key.
func (s *stretch) suffix() string { return s.ahead[0][s.prefix:] }

// fill reads the next keys of a stretch if none are ahead. Each time it reads twice as many, so
// a walk past many documents takes few reads.
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
