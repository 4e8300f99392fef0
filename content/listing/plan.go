package listing

import (
	"fmt"
	"slices"
	"strings"

	"lectern/content"
	"lectern/content/locale"
)

// Plan is what depends neither on the reader of a list, nor on its parent, nor on the page. It
// is immutable, so any number of views may share it.
type Plan struct {
	kind       *content.Kind
	order      *content.Attribute
	descending bool
	conditions []planned // that of the parent first
	routes     []route   // one that serves all conditions, otherwise all possible ones
	identity   identity
}

// state is the subject of a condition on the state of a draft. It is not an attribute of a
// kind, since it does not follow from the document.
var state = &content.Attribute{Name: content.ByState}

// planned is a condition of a plan.
type planned struct {
	Condition
	attribute *content.Attribute
	// parent means that the only value is the parent's id, which each page names; In is nil.
	parent   bool
	elements []string // In as parts of index keys
}

// lists reports whether the condition names values.
func (c *planned) lists() bool { return c.In != nil || c.parent }

// long reports whether a value is too long for an index. Ids are short: no document has a
// longer one.
func (c *planned) long() bool {
	return c.attribute.Ref == "" && slices.ContainsFunc(c.In, func(k content.Key) bool { return len(k) > content.MaxKeyLength })
}

// narrowTo replaces the values.
func (c *planned) narrowTo(in []content.Key) {
	c.In, c.elements = in, make([]string, len(in))
	for i, k := range in {
		c.elements[i] = content.Element(k)
	}
}

// route is an index that a list can be read from.
type route struct {
	// prefixes are the ranges of the index's keys by language of the collation; "" in another
	// order.
	prefixes map[locale.Language]content.Range
	lead     int           // the condition whose values come next in the keys, -1 for none
	bounds   content.Range // of what follows in the keys
	rest     []int         // the conditions that the index does not serve
}

// NewPlan plans the reading of a list. It is CodeBadInput if no index has the order, and for a
// condition on an unknown attribute of the kind.
func NewPlan(q Spec) (*Plan, error) {
	p := &Plan{kind: q.Kind, order: q.Kind.Attribute(q.Order), descending: q.Descending, identity: identityOf(&q)}
	if q.By != "" {
		a := q.Kind.Attribute(q.By)
		if a == nil || a.Ref == "" {
			return nil, content.Errorf(content.CodeBadInput, "There is no list of %s by %s.", q.Kind.Folder, q.By)
		}
		p.conditions = append(p.conditions, planned{Condition: Condition{Attribute: q.By}, attribute: a, parent: true})
	}
	indexes := q.Kind.Indexes
	if q.State != "" {
		in := planned{Condition: Condition{Attribute: content.ByState}, attribute: state}
		in.narrowTo([]content.Key{content.StringKey(q.State)})
		p.conditions = append(p.conditions, in)
		if q.State == content.DraftArchived { // they are in no other index
			indexes = nil
		}
		indexes = append([]content.Index{content.StateIndex(q.Order)}, indexes...)
	}
	for _, c := range q.Where {
		if err := p.add(c); err != nil {
			return nil, err
		}
	}
	for _, index := range indexes {
		if index.Order != q.Order || content.IndexRanges(q.Kind, index) == nil {
			continue
		}
		if r, ok := p.route(index); ok && len(r.rest) == 0 {
			p.routes = []route{r}
			return p, nil
		} else if ok {
			p.routes = append(p.routes, r)
		}
	}
	if len(p.routes) == 0 {
		return nil, content.Errorf(content.CodeBadInput, "%s can't be ordered by %s.", q.Kind.Folder, q.Order)
	}
	return p, nil
}

func (p *Plan) add(c Condition) error {
	a := p.kind.Attribute(c.Attribute)
	if a == nil {
		return content.Errorf(content.CodeBadInput, "%s can't be filtered by %s.", p.kind.Folder, c.Attribute)
	}
	if len(c.In) > maxIn {
		return content.Errorf(content.CodeBadInput, "A filter takes at most %d values.", maxIn).At("filter", c.Attribute, "in")
	}
	in := planned{Condition: c, attribute: a}
	if c.In != nil {
		once := make([]content.Key, 0, len(c.In))
		for _, k := range c.In {
			if !slices.Contains(once, k) {
				once = append(once, k)
			}
		}
		in.narrowTo(once)
	}
	p.conditions = append(p.conditions, in)
	return nil
}

// route returns how the list is read from an index of its order, if possible.
func (p *Plan) route(index content.Index) (route, bool) {
	r := route{prefixes: content.IndexRanges(p.kind, index), lead: -1}
	for i := range p.conditions {
		c := &p.conditions[i]
		switch {
		case index.By != "" && c.Attribute == index.By && c.lists() && r.lead < 0:
			r.lead = i
			if c.long() || c.isRange() {
				r.rest = append(r.rest, i)
			}
		case c.Attribute == index.Order && !c.lists() && r.bounds == content.Range{}:
			r.bounds.From, r.bounds.To = content.Element(c.From), content.Element(content.NoValue)
			if c.To != "" {
				r.bounds.To = content.Element(c.To)
			}
		default:
			r.rest = append(r.rest, i)
		}
	}
	return r, index.By == "" || r.lead >= 0
}

// narrowed returns the plan with other values of a condition.
func (p *Plan) narrowed(i int, in []content.Key) *Plan {
	own := *p
	own.conditions = slices.Clone(p.conditions)
	own.conditions[i].narrowTo(in)
	return &own
}

// tooManyReads explains a walk that reached the view's bound.
func (p *Plan) tooManyReads() error {
	var help []string
	for _, index := range p.kind.Indexes {
		if index.Order == p.order.Name && index.By != "" &&
			!slices.ContainsFunc(p.conditions, func(c planned) bool { return c.Attribute == index.By && c.lists() }) {
			help = append(help, index.By)
		}
	}
	hint := "Request less in one operation."
	if len(help) > 0 {
		hint = fmt.Sprintf("Filter by one of these: %s.", strings.Join(help, ", "))
	}
	return content.Errorf(content.CodeTooComplex, "This list of %s would read too many documents. %s", p.kind.Folder, hint).At("filter")
}
