package listing

import "lectern/content"

// Connection is a page of a list, after the Relay cursor connections specification. Cursors and
// counts are computed on demand.
type Connection[D content.Document] struct {
	page  page
	nodes []D
	first [1]D // the memory of nodes for a page of one document
	info  PageInfo
}

// Edge is a document with its cursor.
type Edge[D content.Document] struct {
	Cursor string
	Node   D
}

// PageInfo is the position of a page in the list.
type PageInfo struct{ page place }

// place is the position of a page.
type place interface {
	more(before bool) (bool, error)
	end(last bool) *string
}

// ends is the position of a page with known cursors; nil for an empty page.
type ends struct {
	first, last *string
	next, later bool // whether there are items after and before the page
}

// NewPageInfo returns the position of a page with the cursors of its first and last item; nil
// for an empty page. next and later report whether there are items after and before the page.
func NewPageInfo(first, last *string, next, later bool) *PageInfo {
	return &PageInfo{&ends{first, last, next, later}}
}

func (e *ends) more(before bool) (bool, error) {
	if before {
		return e.later, nil
	}
	return e.next, nil
}

func (e *ends) end(last bool) *string {
	if last {
		return e.last
	}
	return e.first
}

// Read reads a page of a list of documents of one type, without a prepared plan.
func Read[D content.Document](v *content.View, q Query) (*Connection[D], error) {
	at := q.page()
	if _, _, err := at.size(); err != nil {
		return nil, err
	}
	p, err := NewPlan(q.list())
	if err != nil {
		return nil, err
	}
	return ReadPage[D](v, p, "", at)
}

// ReadPage reads a page of a list of documents of one type: those of a parent, if the plan has
// one.
func ReadPage[D content.Document](v *content.View, p *Plan, parent content.ID, at Page) (*Connection[D], error) {
	c := &Connection[D]{}
	w, err := c.page.read(v, p, parent, &at)
	if err != nil {
		return nil, err
	}
	defer w.release()
	c.info.page = &c.page
	c.nodes = c.first[:0:1]
	if n := len(w.documents); n > 1 {
		c.nodes = make([]D, 0, n)
	}
	for _, d := range w.documents {
		c.nodes = append(c.nodes, d.(D))
	}
	return c, nil
}

// Nodes returns the documents of the page, in the order of the list.
func (c *Connection[D]) Nodes() []D { return c.nodes }

// Edges returns the documents of the page with their cursors.
func (c *Connection[D]) Edges() []*Edge[D] {
	edges, all := make([]*Edge[D], len(c.nodes)), make([]Edge[D], len(c.nodes))
	for i, cursor := range c.page.encodeCursors(c.page.suffixes...) {
		all[i] = Edge[D]{cursor, c.nodes[i]}
		edges[i] = &all[i]
	}
	return edges
}

// PageInfo returns the position of the page in the list.
func (c *Connection[D]) PageInfo() *PageInfo { return &c.info }

// TotalCount returns the number of documents in the whole list. It is one read if an index
// serves all conditions, otherwise it reads all documents of the list.
func (c *Connection[D]) TotalCount() (int, error) { return c.page.total() }

// HasNextPage reports whether there are documents after this page.
func (p *PageInfo) HasNextPage() (bool, error) { return p.page.more(false) }

// HasPreviousPage reports whether there are documents before this page.
func (p *PageInfo) HasPreviousPage() (bool, error) { return p.page.more(true) }

// StartCursor returns the cursor of the first document of the page; nil for an empty page.
func (p *PageInfo) StartCursor() *string { return p.page.end(false) }

// EndCursor returns the cursor of the last document of the page; nil for an empty page.
func (p *PageInfo) EndCursor() *string { return p.page.end(true) }
