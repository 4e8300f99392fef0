package content

import (
	"fmt"
	"slices"
	"strings"
)

// MaxPage is the most documents that one page of a list has.
const MaxPage = 100

// maxIn bounds the values of one condition.
const maxIn = 50

// Query asks for a page of a list: the documents of a kind for which all
// conditions hold, in an order.
type Query struct {
	Kind       *Kind
	Where      []Condition
	Order      string // an attribute that an index of the kind is ordered by
	Descending bool

	// First documents after After, or Last documents before Before: one of
	// First and Last is needed, from 1 to MaxPage.
	First, Last   *int
	After, Before *string

	in Language // that names are put in order for; empty in another order
}

// Condition is one that an attribute's values must fulfil: one of them is
// among In, if that is not nil, and one lies from From to before To, where
// these are not empty.
type Condition struct {
	Attribute string
	In        []Key
	From, To  Key
}

// AtMost is the To of a condition that lets the value itself through.
func AtMost(k Key) Key { return k + "\x00" }

// Above is the From of a condition that keeps the value itself out.
func Above(k Key) Key { return k + "\x00" }

func (c Condition) isRange() bool { return c.From != "" || c.To != "" }

func (c Condition) holds(keys []Key) bool {
	if c.In != nil && !slices.ContainsFunc(keys, func(k Key) bool { return slices.Contains(c.In, k) }) {
		return false
	}
	return !c.isRange() || slices.ContainsFunc(keys, func(k Key) bool { return k >= c.From && (c.To == "" || k < c.To) })
}

// plan is how a list is walked: stretches of an index in one order, and what
// has to be checked of each document on the way.
type plan struct {
	query    Query
	prefixes []string // up to the order attribute; their keys' suffixes compare
	bounds   Range    // of the suffixes
	rest     []Condition
	unique   bool // no document stands in two of the stretches
}

// plan chooses the index of the order that serves all conditions, else the one
// with the fewest keys.
func (v *View) plan(q Query) (*plan, error) {
	where, err := v.visible(q)
	if err != nil {
		return nil, err
	}
	if a := q.Kind.Attribute(q.Order); a != nil && a.Named != nil {
		q.in = v.orderLanguage()
	}
	var plans []*plan
	for _, index := range q.Kind.Indexes {
		if index.Order != q.Order {
			continue
		}
		if p, ok := planBy(q, index, where); ok && len(p.rest) == 0 {
			return p, nil
		} else if ok {
			plans = append(plans, p)
		}
	}
	if len(plans) == 0 {
		return nil, Errorf(CodeBadInput, "%s can't be ordered by %s.", q.Kind.Folder, q.Order)
	}
	chosen, least := plans[0], 0
	for i, p := range plans {
		n, err := v.keys(p)
		if err != nil {
			return nil, err
		}
		if i == 0 || n < least {
			chosen, least = p, n
		}
	}
	return chosen, nil
}

// orderLanguage is the language that names are put in order for: the first of
// the service's that this reader prefers.
func (v *View) orderLanguage() Language {
	for _, l := range v.languages {
		if _, known := collators[l]; known {
			return l
		}
	}
	return DefaultLanguage
}

// keys is how many there are in a plan's stretches.
func (v *View) keys(p *plan) (n int, err error) {
	for _, prefix := range p.prefixes {
		c, err := v.count(prefix)
		if err != nil {
			return 0, err
		}
		n += c
	}
	return n, nil
}

// planBy is the plan that an index gives, if it can serve the conditions.
func planBy(q Query, index Index, where []Condition) (*plan, bool) {
	p := &plan{query: q, prefixes: []string{indexPrefix(q.Kind, index, q.in)}, unique: true}
	led := index.By == ""
	for _, c := range where {
		switch {
		case index.By != "" && c.Attribute == index.By && c.In != nil && !led:
			led = true
			p.prefixes = p.prefixes[:0]
			for _, k := range c.In {
				p.prefixes = append(p.prefixes, indexPrefix(q.Kind, index, q.in, k))
			}
			p.unique = len(p.prefixes) < 2
			// An index has the beginning of a long value only.
			if !slices.ContainsFunc(c.In, func(k Key) bool { return len(k) > maxKeyLength }) {
				c.In = nil
			}
			if c.In != nil || c.isRange() {
				p.rest = append(p.rest, c)
			}
		case c.Attribute == q.Order && c.In == nil && p.bounds == Range{}:
			p.bounds.From, p.bounds.To = element(c.From), element(missing)
			if c.To != "" {
				p.bounds.To = element(c.To)
			}
		default:
			p.rest = append(p.rest, c)
		}
	}
	return p, led
}

// element is a bound among the keys of an attribute.
func element(k Key) string {
	return strings.TrimSuffix(string(appendElement(nil, k)), elementEnd)
}

// visible drops, from conditions on references, the ids that this reader can't
// see: a filter must not tell what a hidden document is in.
func (v *View) visible(q Query) ([]Condition, error) {
	where := slices.Clone(q.Where)
	for i, c := range where {
		a := q.Kind.Attribute(c.Attribute)
		if a == nil {
			return nil, Errorf(CodeBadInput, "%s can't be filtered by %s.", q.Kind.Folder, c.Attribute)
		}
		if len(c.In) > maxIn {
			return nil, Errorf(CodeBadInput, "A filter takes at most %d values.", maxIn).At("filter", c.Attribute, "in")
		}
		if c.In == nil {
			continue
		}
		in := make([]Key, 0, len(c.In))
		for _, k := range c.In {
			if slices.Contains(in, k) {
				continue
			}
			if a.Ref != "" {
				if _, err := v.Get(ID(k)); IsNotFound(err) {
					continue
				} else if err != nil {
					return nil, err
				}
			}
			if a.Consent != "" {
				refused, err := v.refused(ID(k), a.Consent)
				if err != nil {
					return nil, err
				}
				if refused {
					continue
				}
			}
			in = append(in, k)
		}
		where[i].In = in
	}
	return where, nil
}

// page is a page of a list, and what is needed to tell more of it on demand.
type page struct {
	view      *View
	plan      *plan
	suffixes  []string
	documents []Document
	next      bool // there are more in the direction that was walked
}

// list reads a page.
func (v *View) list(q Query) (*page, error) {
	n, backward, err := q.size()
	if err != nil {
		return nil, err
	}
	p, err := v.plan(q)
	if err != nil {
		return nil, err
	}
	bounds, err := p.between(q.After, q.Before)
	if err != nil {
		return nil, err
	}
	pg := &page{view: v, plan: p}
	w := v.walk(p, bounds, backward, n+1)
	for len(pg.documents) <= n {
		suffix, d, err := w.next()
		if err != nil {
			return nil, err
		}
		if d == nil {
			break
		}
		pg.suffixes, pg.documents = append(pg.suffixes, suffix), append(pg.documents, d)
	}
	if len(pg.documents) > n {
		pg.next, pg.suffixes, pg.documents = true, pg.suffixes[:n], pg.documents[:n]
	}
	if backward {
		slices.Reverse(pg.suffixes)
		slices.Reverse(pg.documents)
	}
	return pg, nil
}

func (q *Query) size() (n int, backward bool, err error) {
	switch {
	case (q.First == nil) == (q.Last == nil):
		return 0, false, Errorf(CodeBadInput, "Give either first or last, from 1 to %d.", MaxPage).At("first")
	case q.First != nil && (*q.First < 1 || *q.First > MaxPage):
		return 0, false, Errorf(CodeBadInput, "first must be from 1 to %d.", MaxPage).At("first")
	case q.Last != nil && (*q.Last < 1 || *q.Last > MaxPage):
		return 0, false, Errorf(CodeBadInput, "last must be from 1 to %d.", MaxPage).At("last")
	case q.First != nil:
		return *q.First, false, nil
	}
	return *q.Last, true, nil
}

// segment is a part of an index's suffixes that a list takes as a whole.
type segment = Range

// segments are the parts in the order of the list: what has no value of the
// order attribute comes last in both directions.
func (p *plan) segments() []segment {
	if !p.query.Descending || p.bounds.To != "" {
		return []segment{p.bounds}
	}
	return []segment{{p.bounds.From, element(missing)}, {element(missing), ""}}
}

// between narrows the plan's segments to what lies after one cursor and before
// another, in the order of the list.
func (p *plan) between(after, before *string) ([]segment, error) {
	segments := p.segments()
	if after != nil {
		suffix, err := p.query.decodeCursor(*after)
		if err != nil {
			return nil, at(err, "after")
		}
		p.keep(segments, suffix, true, false)
	}
	if before != nil {
		suffix, err := p.query.decodeCursor(*before)
		if err != nil {
			return nil, at(err, "before")
		}
		p.keep(segments, suffix, false, false)
	}
	return segments, nil
}

// keep cuts off, in the order of the list, what is not after a place or not
// before it, and the place itself unless it is to stay.
func (p *plan) keep(segments []segment, suffix string, after, place bool) {
	here := len(segments) - 1 // the segment that the place is in
	if here > 0 && suffix < segments[1].From {
		here = 0
	}
	beyond := suffix + "\x00"
	for i := range segments {
		s := &segments[i]
		switch low := after != p.query.Descending; {
		case i != here && (i < here) == after:
			*s = segment{From: suffix, To: suffix} // nothing
		case i != here:
		case low && place:
			s.From = max(s.From, suffix)
		case low:
			s.From = max(s.From, beyond)
		case place && (s.To == "" || beyond < s.To):
			s.To = beyond
		case !place && (s.To == "" || suffix < s.To):
			s.To = suffix
		}
	}
}

func at(err error, path string) error {
	if e, ok := err.(*Error); ok {
		return e.At(path)
	}
	return err
}

func (pg *page) cursor(i int) string { return pg.plan.query.encodeCursor(pg.suffixes[i]) }

func (pg *page) ends() (start, end *string) {
	if len(pg.suffixes) == 0 {
		return nil, nil
	}
	first, last := pg.cursor(0), pg.cursor(len(pg.suffixes)-1)
	return &first, &last
}

// more tells whether the list goes on before or after the page.
func (pg *page) more(before bool) (bool, error) {
	q := pg.plan.query
	if backward := q.Last != nil; backward == before {
		return pg.next, nil
	}
	// Against the direction of the walk there is something only where the page
	// began at a cursor: the document of the cursor itself, if it is still
	// there, or what is beyond it.
	bound := q.After
	if !before {
		bound = q.Before
	}
	if bound == nil {
		return false, nil
	}
	suffix, err := q.decodeCursor(*bound)
	if err != nil {
		return false, err
	}
	segments := pg.plan.segments()
	pg.plan.keep(segments, suffix, !before, true)
	_, d, err := pg.view.walk(pg.plan, segments, before, 1).next()
	return d != nil, err
}

// total counts the list.
func (pg *page) total() (int, error) {
	p := pg.plan
	if len(p.rest) == 0 && p.unique && p.bounds == (Range{}) {
		return pg.view.keys(p)
	}
	n := 0
	for w := pg.view.walk(p, p.segments(), false, MaxPage); ; n++ {
		if _, d, err := w.next(); err != nil || d == nil {
			return n, err
		}
	}
}

// tooManyReads explains a walk that met the view's bound.
func (p *plan) tooManyReads() error {
	var help []string
	for _, index := range p.query.Kind.Indexes {
		if index.Order == p.query.Order && index.By != "" &&
			!slices.ContainsFunc(p.query.Where, func(c Condition) bool { return c.Attribute == index.By && c.In != nil }) {
			help = append(help, index.By)
		}
	}
	hint := "Ask for less in one operation."
	if len(help) > 0 {
		hint = fmt.Sprintf("A filter by one of these would help: %s.", strings.Join(help, ", "))
	}
	return Errorf(CodeTooComplex, "The list of %s can't be found without reading too many documents. %s", p.query.Kind.Folder, hint).At("filter")
}
