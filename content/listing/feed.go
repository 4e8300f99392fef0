package listing

import "lectern/content"

// Feed is a page of a list that is read in one direction: the log, a document's versions, the
// schedule. Like a Connection it follows the Relay cursor connections specification.
type Feed[T any] struct {
	nodes   []T
	cursors []string
	next    bool // the list goes on after the page
	later   bool // it began after a cursor
}

// FeedEdge is an item with its cursor.
type FeedEdge[T any] struct {
	Cursor string
	Node   T
}

// Nodes returns the items of the page, in the order of the list.
func (f *Feed[T]) Nodes() []T { return f.nodes }

// Edges returns the items of the page with their cursors.
func (f *Feed[T]) Edges() []*FeedEdge[T] {
	edges := make([]*FeedEdge[T], len(f.nodes))
	for i, n := range f.nodes {
		edges[i] = &FeedEdge[T]{f.cursors[i], n}
	}
	return edges
}

// PageInfo returns the position of the page in the list.
func (f *Feed[T]) PageInfo() *PageInfo { return &PageInfo{f} }

// checkWhole refuses any view but one of Drafts.
func checkWhole(v *content.View) error {
	if !v.Whole() {
		return content.Errorf(content.CodeForbidden, "This requires role editor or above.")
	}
	return nil
}

// checkFirst refuses page sizes other than 1 to MaxPage.
func checkFirst(first int) error {
	if first < 1 || first > MaxPage {
		return content.Errorf(content.CodeBadInput, "first must be from 1 to %d.", MaxPage).At("first")
	}
	return nil
}

func (f *Feed[T]) add(node T, cursor string) {
	f.nodes, f.cursors = append(f.nodes, node), append(f.cursors, cursor)
}

func (f *Feed[T]) more(before bool) (bool, error) {
	if before {
		return f.later, nil
	}
	return f.next, nil
}

func (f *Feed[T]) end(last bool) *string {
	switch {
	case len(f.cursors) == 0:
		return nil
	case last:
		return &f.cursors[len(f.cursors)-1]
	}
	return &f.cursors[0]
}
