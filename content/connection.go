package content

// Connection is a page of a list, after the Relay cursor connections
// specification.
type Connection[D Document] struct {
	nodes []D
	page  *page
}

// Edge is a document with its place in the list.
type Edge[D Document] struct {
	Cursor string
	Node   D
}

// PageInfo tells where the page stands in the list.
type PageInfo struct{ page place }

// place is where a page stands.
type place interface {
	more(before bool) (bool, error)
	ends() (start, end *string)
}

// List reads a page of a list of documents of one type.
func List[D Document](v *View, q Query) (*Connection[D], error) {
	p, err := v.list(q)
	if err != nil {
		return nil, err
	}
	nodes := make([]D, 0, len(p.documents))
	for _, d := range p.documents {
		nodes = append(nodes, d.(D))
	}
	return &Connection[D]{nodes, p}, nil
}

// Nodes are the documents of the page, in the order of the list.
func (c *Connection[D]) Nodes() []D { return c.nodes }

// Edges are the documents of the page with their cursors.
func (c *Connection[D]) Edges() []*Edge[D] {
	edges := make([]*Edge[D], len(c.nodes))
	for i, n := range c.nodes {
		edges[i] = &Edge[D]{c.page.cursor(i), n}
	}
	return edges
}

// PageInfo tells where the page stands in the list.
func (c *Connection[D]) PageInfo() *PageInfo { return &PageInfo{c.page} }

// TotalCount is how many documents the whole list has. It is one read where no
// filter beyond the index's own holds, else it reads them all.
func (c *Connection[D]) TotalCount() (int, error) { return c.page.total() }

// HasNextPage tells whether more come after this page.
func (p *PageInfo) HasNextPage() (bool, error) { return p.page.more(false) }

// HasPreviousPage tells whether there are some before this page.
func (p *PageInfo) HasPreviousPage() (bool, error) { return p.page.more(true) }

// StartCursor is the place of the first document of the page; nil where it is
// empty.
func (p *PageInfo) StartCursor() *string {
	start, _ := p.page.ends()
	return start
}

// EndCursor is the place of the last document of the page; nil where it is
// empty.
func (p *PageInfo) EndCursor() *string {
	_, end := p.page.ends()
	return end
}
