package listing

import (
	"slices"

	"lectern/content"
)

// page is a page of a list, and what is needed to compute more about it on demand.
type page struct {
	list
	backward      bool // it was read from the end
	next          bool // there are more in the direction of reading
	after, before *string
	suffixes      []string // the places of its documents
	one           [1]string
}

// read finds the documents of a page, which are in the walk.
func (pg *page) read(v *content.View, p *Plan, parent content.ID, at *Page) (*walk, error) {
	n, backward, err := at.size()
	if err != nil {
		return nil, err
	}
	if err := pg.open(v, p, parent); err != nil {
		return nil, err
	}
	pg.backward, pg.after, pg.before = backward, at.After, at.Before
	w := pg.walk(backward, n+1)
	if err := pg.collect(w, n); err != nil {
		w.release()
		return nil, err
	}
	return w, nil
}

// collect reads n documents between the cursors, and whether there is another.
func (pg *page) collect(w *walk, n int) error {
	if err := pg.between(w.segments); err != nil {
		return err
	}
	for len(w.documents) <= n {
		suffix, d, err := w.next()
		if err != nil {
			return err
		}
		if d == nil {
			break
		}
		w.suffixes, w.documents = append(w.suffixes, suffix), append(w.documents, d)
	}
	if len(w.documents) > n {
		pg.next, w.documents[n] = true, nil
		w.suffixes, w.documents = w.suffixes[:n], w.documents[:n]
	}
	if pg.backward {
		slices.Reverse(w.suffixes)
		slices.Reverse(w.documents)
	}
	pg.suffixes = append(slices.Grow(pg.one[:0:1], len(w.suffixes)), w.suffixes...)
	return nil
}

// between narrows segments to what lies after one cursor and before another, in the order of
// the list.
func (pg *page) between(segments []segment) error {
	if pg.after != nil {
		suffix, err := pg.decodeCursor(*pg.after, "after")
		if err != nil {
			return err
		}
		pg.keep(segments, suffix, true, false)
	}
	if pg.before != nil {
		suffix, err := pg.decodeCursor(*pg.before, "before")
		if err != nil {
			return err
		}
		pg.keep(segments, suffix, false, false)
	}
	return nil
}

// end returns the cursor of the first or last document of the page; nil for an empty page.
func (pg *page) end(last bool) *string {
	if len(pg.suffixes) == 0 {
		return nil
	}
	i := 0
	if last {
		i = len(pg.suffixes) - 1
	}
	cursor := pg.encodeCursor(pg.suffixes[i])
	return &cursor
}

// more reports whether the list continues before or after the page.
func (pg *page) more(before bool) (bool, error) {
	if pg.backward == before {
		return pg.next, nil
	}
	// Against the direction of the walk there can be documents only if the page began at a
	// cursor: the document of the cursor, if it still exists, or those beyond it.
	bound, argument := pg.after, "after"
	if !before {
		bound, argument = pg.before, "before"
	}
	if bound == nil {
		return false, nil
	}
	suffix, err := pg.decodeCursor(*bound, argument)
	if err != nil {
		return false, err
	}
	w := pg.walk(before, 1)
	defer w.release()
	pg.keep(w.segments, suffix, !before, true)
	_, d, err := w.next()
	return d != nil, err
}

// total counts the list.
func (pg *page) total() (int, error) {
	if len(pg.route.rest) == 0 && pg.stretches() < 2 && pg.route.bounds == (content.Range{}) {
		return pg.keys()
	}
	w := pg.walk(false, MaxPage)
	defer w.release()
	for n := 0; ; n++ {
		if _, d, err := w.next(); err != nil || d == nil {
			return n, err
		}
	}
}
