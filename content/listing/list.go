package listing

import (
	"slices"
	"strings"

	"lectern/content"
	"lectern/content/locale"
)

// list is a list for one reader: a plan, with the parent.
type list struct {
	view   *content.View
	plan   *Plan
	route  *route
	parent content.ID
	hidden bool            // the reader may not know what refers to the parent
	in     locale.Language // the language of the collation; "" in another order
}

// open determines what depends on the reader: which ids the conditions may name, since a filter
// must not reveal references to a hidden document, and which index has the fewest keys.
func (l *list) open(v *content.View, p *Plan, parent content.ID) error {
	l.view, l.plan, l.parent = v, p, parent
	if p.order != nil && p.order.Named != nil {
		l.in = orderLanguage(v)
	}
	for i := range p.conditions {
		c := &p.conditions[i]
		if c.parent {
			known, err := known(v, parent, c.attribute)
			if err != nil {
				return err
			}
			l.hidden = !known
		} else if c.attribute.Ref != "" {
			in, err := knownOf(v, c.In, c.attribute)
			if err != nil {
				return err
			}
			if len(in) < len(c.In) {
				l.plan = l.plan.narrowed(i, in)
			}
		}
	}
	return l.choose()
}

// listBelow returns the list of everything below some prefixes of keys.
func listBelow(v *content.View, prefixes []string) *list {
	var c planned
	for _, prefix := range prefixes {
		c.elements = append(c.elements, strings.TrimSuffix(prefix, content.ElementEnd))
	}
	p := &Plan{conditions: []planned{c}, routes: []route{{prefixes: map[locale.Language]content.Range{"": {}}}}}
	return &list{view: v, plan: p, route: &p.routes[0]}
}

// choose selects the index with the fewest keys.
func (l *list) choose() error {
	l.route = &l.plan.routes[0]
	if len(l.plan.routes) == 1 {
		return nil
	}
	chosen, least := l.route, 0
	for i := range l.plan.routes {
		l.route = &l.plan.routes[i]
		n, err := l.keys()
		if err != nil {
			return err
		}
		if i == 0 || n < least {
			chosen, least = l.route, n
		}
	}
	l.route = chosen
	return nil
}

// known reports whether this reader may filter by a document that an attribute refers to.
func known(v *content.View, id content.ID, a *content.Attribute) (bool, error) {
	seen, err := v.Sees(id)
	if err != nil || !seen || a.Consent == "" {
		return seen, err
	}
	refused, err := v.Refuses(id, a.Consent)
	return !refused, err
}

// knownOf returns the ids of a condition by which this reader may filter; ids itself if that is
// all of them.
func knownOf(v *content.View, ids []content.Key, a *content.Attribute) ([]content.Key, error) {
	all, allowed := true, ids
	for i, k := range ids {
		ok, err := known(v, content.ID(k), a)
		switch {
		case err != nil:
			return nil, err
		case !ok && all:
			all, allowed = false, slices.Clone(ids[:i])
		case ok && !all:
			allowed = append(allowed, k)
		}
	}
	return allowed, nil
}

// orderLanguage returns the language of the collation: the first of the service's languages
// that this reader prefers.
func orderLanguage(v *content.View) locale.Language {
	for _, l := range v.Languages() {
		if locale.Collates(l) {
			return l
		}
	}
	return locale.DefaultLanguage
}

// stretches returns the number of index ranges of the list: one for each value of the leading
// condition. A document can be in several.
func (l *list) stretches() int {
	if l.route.lead < 0 {
		return 1
	}
	switch c := &l.plan.conditions[l.route.lead]; {
	case !c.parent:
		return len(c.elements)
	case l.hidden:
		return 0
	}
	return 1
}

// stretch returns the part of the ith range in a segment. All of its keys begin with the same
// bytes; the rest, the suffix, is comparable across ranges.
func (l *list) stretch(i int, s segment) (r content.Range, prefix int) {
	r = l.route.prefixes[l.in]
	prefix = len(r.From)
	parts := [4]string{r.From}
	if l.route.lead >= 0 {
		parts[1], parts[2] = l.value(i), content.ElementEnd
		prefix += len(parts[1]) + len(content.ElementEnd)
	} else if s == (segment{}) {
		return r, prefix
	}
	parts[3] = s.From
	r.From = content.JoinKey(l.view, parts[:]...)
	switch parts[3] = s.To; {
	case s.To == "" && l.route.lead >= 0:
		parts[2] = content.AfterElementEnd
		fallthrough
	case s.To != "":
		r.To = content.JoinKey(l.view, parts[:]...)
	}
	return r, prefix
}

// value returns the leading condition's value for a range, as a part of keys. A parent that is
// not hidden exists, and ids need no escaping.
func (l *list) value(i int) string {
	if c := &l.plan.conditions[l.route.lead]; !c.parent {
		return c.elements[i]
	}
	return string(l.parent)
}

// keys returns the number of keys in the list's ranges.
func (l *list) keys() (n int, err error) {
	for i := range l.stretches() {
		r, _ := l.stretch(i, segment{})
		c, err := content.CountKeys(l.view, r)
		if err != nil {
			return 0, err
		}
		n += c
	}
	return n, nil
}

// holds reports whether a document meets the conditions that the index does not serve.
func (l *list) holds(d content.Document) (bool, error) {
	for _, i := range l.route.rest {
		c := &l.plan.conditions[i]
		keys, err := l.valuesOf(c.attribute, d)
		if err != nil {
			return false, err
		}
		if c.parent && (l.hidden || !slices.Contains(keys, content.Key(l.parent))) || !c.Condition.holds(keys) {
			return false, nil
		}
	}
	return true, nil
}

// valuesOf returns the values that a condition on an attribute compares.
func (l *list) valuesOf(a *content.Attribute, d content.Document) (keys []content.Key, err error) {
	if a != state {
		return a.Of(d), nil
	}
	states, err := content.DraftStates(l.view, d.Base().ID)
	for _, s := range states {
		keys = append(keys, content.StringKey(s))
	}
	return keys, err
}

// segment is a contiguous part of an index's suffixes.
type segment = content.Range

// segments returns the parts in the order of the list, appended to into: documents without a
// value of the order attribute come last in both directions.
func (l *list) segments(into []segment) []segment {
	bounds := l.route.bounds
	if !l.plan.descending || bounds.To != "" {
		return append(into, bounds)
	}
	return append(into, segment{From: bounds.From, To: string(content.NoValue)}, segment{From: string(content.NoValue)})
}

// keep removes, in the order of the list, what is not after a place or not before it, and the
// place itself unless place is set.
func (l *list) keep(segments []segment, suffix string, after, place bool) {
	here := len(segments) - 1 // the segment of the place
	if here > 0 && suffix < segments[1].From {
		here = 0
	}
	beyond := suffix + "\x00"
	for i := range segments {
		s := &segments[i]
		switch low := after != l.plan.descending; {
		case i != here && (i < here) == after:
			*s = segment{From: suffix, To: suffix} // empty
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
