package listing

import (
	"slices"

	"lectern/content"
)

// MaxPage is the maximum number of documents on a page of a list.
const MaxPage = 100

// maxIn is the maximum number of values of a condition.
const maxIn = 50

// Spec describes a list: the documents of a kind that meet all conditions, in an order.
type Spec struct {
	Kind       *content.Kind
	Where      []Condition
	Order      string // an attribute by which an index of the kind is ordered
	Descending bool
	// State, if not empty, selects the documents in a state, for views of Drafts.
	State content.DraftState
	// By is an attribute that refers to the parent of the list, which each page names: the
	// session of videos. It is "" if the list has no parent.
	By string
}

// Page is a part of a list: the First documents after After, or the Last before
// Before. One of First and Last is needed, from 1 to MaxPage.
type Page struct {
	First, Last   *int
	After, Before *string
}

// Query is a page of a list without a parent.
type Query struct {
	Kind       *content.Kind
	Where      []Condition
	Order      string
	Descending bool

	First, Last   *int
	After, Before *string
}

func (q *Query) list() Spec {
	return Spec{Kind: q.Kind, Where: q.Where, Order: q.Order, Descending: q.Descending}
}

func (q *Query) page() Page { return Page{q.First, q.Last, q.After, q.Before} }

// size returns the maximum number of documents on the page, and whether the list is read
// backward.
func (p *Page) size() (n int, backward bool, err error) {
	switch {
	case (p.First == nil) == (p.Last == nil):
		return 0, false, content.Errorf(content.CodeBadInput, "Give either first or last, from 1 to %d.", MaxPage).At("first")
	case p.First != nil && (*p.First < 1 || *p.First > MaxPage):
		return 0, false, content.Errorf(content.CodeBadInput, "first must be from 1 to %d.", MaxPage).At("first")
	case p.Last != nil && (*p.Last < 1 || *p.Last > MaxPage):
		return 0, false, content.Errorf(content.CodeBadInput, "last must be from 1 to %d.", MaxPage).At("last")
	case p.First != nil:
		return *p.First, false, nil
	}
	return *p.Last, true, nil
}

// Condition restricts an attribute's values: one is among In, unless that is nil, and one lies
// from From to before To, unless these are empty.
type Condition struct {
	Attribute string
	In        []content.Key
	From, To  content.Key
}

// AtMost returns the To of a condition that includes the value.
func AtMost(k content.Key) content.Key { return k + "\x00" }

// Above returns the From of a condition that excludes the value.
func Above(k content.Key) content.Key { return k + "\x00" }

func (c *Condition) isRange() bool { return c.From != "" || c.To != "" }

func (c *Condition) holds(keys []content.Key) bool {
	if c.In != nil && !slices.ContainsFunc(keys, func(k content.Key) bool { return slices.Contains(c.In, k) }) {
		return false
	}
	return !c.isRange() || slices.ContainsFunc(keys, func(k content.Key) bool { return k >= c.From && (c.To == "" || k < c.To) })
}
