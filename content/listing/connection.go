package listing

import "lectern/content"

// Connection is a page of a list, after the Relay cursor connections
// specification. Cursors and counts are made when they are asked for.
type Connection[D content.Document] struct {
	page  page
	nodes []D
	first [1]D // the memory of nodes where one is enough
	info  PageInfo
}

// Edge is a document with its place in the list.
type Edge[D content.Document] struct {
	Cursor string
	Node   D
}

// PageInfo tells where the page stands in the list.
type PageInfo struct{ page place }

// place is where a page stands.
type place interface {
	more(before bool) (bool, error)
	end(last bool) *string
}

// ends are the place of a page whose cursors are made already; nil where it is empty.
type ends struct {
	first, last *string
	next, later bool // there are more after the page, and before it
}

// NewPageInfo is the place of a page whose cursors are made already, those of its
// first and its last item; nil where it is empty. next and later tell whether there
// are items after it and before it.
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

// Read reads a page of a list of documents of one type that was not planned.
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

// ReadPage reads a page of a list of documents of one type: those of a parent,
// where the plan has one.
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

// Nodes are the documents of the page, in the order of the list.
func (c *Connection[D]) Nodes() []D { return c.nodes }

// Edges are the documents of the page with their cursors.
func (c *Connection[D]) Edges() []*Edge[D] {
	edges, all := make([]*Edge[D], len(c.nodes)), make([]Edge[D], len(c.nodes))
	for i, cursor := range c.page.encodeCursors(c.page.suffixes...) {
		all[i] = Edge[D]{cursor, c.nodes[i]}
		edges[i] = &all[i]
	}
	return edges
}

// PageInfo tells where the page stands in the list.
func (c *Connection[D]) PageInfo() *PageInfo { return &c.info }

// TotalCount is how many documents the whole list has. It is one read where no
// filter beyond the index's own holds, else it reads them all.
func (c *Connection[D]) TotalCount() (int, error) { return c.page.total() }

// HasNextPage tells whether more come after this page.
func (p *PageInfo) HasNextPage() (bool, error) { return p.page.more(false) }

// HasPreviousPage tells whether there are some before this page.
func (p *PageInfo) HasPreviousPage() (bool, error) { return p.page.more(true) }

// StartCursor is the place of the first document of the page; nil where it is
// empty.
func (p *PageInfo) StartCursor() *string { return p.page.end(false) }

// EndCursor is the place of the last document of the page; nil where it is
// empty.
func (p *PageInfo) EndCursor() *string { return p.page.end(true) }
