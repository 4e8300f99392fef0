package catalog

import (
	"lectern/content"
	"lectern/content/listing"
	"lectern/content/locale"
)

// SearchQuery is what somebody searches for.
type SearchQuery struct {
	// Text is as it was typed: words, "phrases", -excluded.
	Text string
	// Kinds, and the fields below, narrow the search where they are not nil: to
	// documents of one of these kinds, that are about one of these topics …
	Kinds                         []*content.Kind
	Topics, Conferences, Speakers []content.ID
	Years                         []int

	First int // hits of the page, from 1 to MaxPage
	After *string
}

// SearchConnection is a page of what was found.
type SearchConnection struct {
	edges           []*SearchEdge
	next, later     bool
	total           int
	indexedRevision content.Revision
	didYouMean      *string
	facets          func() (*SearchFacets, error)
}

// Found is what a search found, for NewSearchConnection.
type Found struct {
	Edges       []*SearchEdge
	Next, Later bool // whether there are hits after the page, and before it
	Total       int
	// IndexedRevision is the change up to which the index has everything.
	IndexedRevision content.Revision
	DidYouMean      *string
	Facets          func() (*SearchFacets, error) // called where they are asked for
}

// NewSearchConnection is the page of what a search found.
func NewSearchConnection(f Found) *SearchConnection {
	return &SearchConnection{f.Edges, f.Next, f.Later, f.Total, f.IndexedRevision, f.DidYouMean, f.Facets}
}

// Edges are the hits, the best first.
func (c *SearchConnection) Edges() []*SearchEdge { return c.edges }

// Nodes are the documents that were found.
func (c *SearchConnection) Nodes() []content.Document {
	nodes := make([]content.Document, len(c.edges))
	for i, e := range c.edges {
		nodes[i] = e.Node
	}
	return nodes
}

// PageInfo tells where the page stands among all hits.
func (c *SearchConnection) PageInfo() *listing.PageInfo {
	var first, last *string
	if n := len(c.edges); n > 0 {
		first, last = &c.edges[0].Cursor, &c.edges[n-1].Cursor
	}
	return listing.NewPageInfo(first, last, c.next, c.later)
}

// TotalCount is how many documents were found.
func (c *SearchConnection) TotalCount() int { return c.total }

// IndexedRevision is the change up to which everything can be found.
func (c *SearchConnection) IndexedRevision() content.Revision { return c.indexedRevision }

// DidYouMean is a query of words that occur, nil where the asked ones do.
func (c *SearchConnection) DidYouMean() *string { return c.didYouMean }

// Facets count all that was found.
func (c *SearchConnection) Facets() (*SearchFacets, error) { return c.facets() }

// SearchEdge is a document that was found, and where in it.
type SearchEdge struct {
	Cursor string
	Node   content.Document
	Score  float64
	// Language is the one in which it was found: the one that it is served in,
	// where that has the words too.
	Language   locale.Language
	Highlights []*SearchHighlight
	// CueStart is where in a recording the words are said, nil where they are
	// not in captions, transcripts or chapters.
	CueStart *locale.Duration
}

// SearchHighlight is a piece of a text with words that were searched for.
type SearchHighlight struct {
	Field    content.SearchField
	Text     string
	Matches  []*SearchMatch // in order; they don't overlap
	Language locale.Language
	StartsAt *locale.Duration // of a cue or chapter
}

// SearchMatch is a place in a highlight's text, from a character to before
// another, counted from 0 in UTF-16 code units, as JavaScript, Java and Kotlin
// count.
type SearchMatch struct{ Start, End int }

// SearchFacets count the hits by what they have in common, the largest first.
type SearchFacets struct {
	Types       []*SearchTypeCount
	Topics      []*SearchTopicCount
	Years       []*SearchYearCount
	Conferences []*SearchConferenceCount
	Speakers    []*SearchSpeakerCount
}

// The counts of a facet.
type (
	// SearchTypeCount is how many hits are of a type.
	SearchTypeCount struct {
		Type  SearchType
		Count int
	}
	// SearchTopicCount is how many hits are about a topic.
	SearchTopicCount struct {
		Topic *Topic
		Count int
	}
	// SearchYearCount is how many hits are of a year.
	SearchYearCount struct{ Year, Count int }
	// SearchConferenceCount is how many hits belong to a conference.
	SearchConferenceCount struct {
		Conference *Conference
		Count      int
	}
	// SearchSpeakerCount is how many hits a person appears in.
	SearchSpeakerCount struct {
		Speaker *Speaker
		Count   int
	}
)

// SearchType is a kind as search names it.
type SearchType string

// TypeOf is what search calls a kind: POLICY_PROPOSAL for policyProposal.
func TypeOf(k *content.Kind) SearchType { return SearchType(constantCase(k.Name)) }

// Kind is the kind of a name, nil where there is none.
func (t SearchType) Kind() *content.Kind {
	for _, k := range Kinds() {
		if TypeOf(k) == t {
			return k
		}
	}
	return nil
}

// Valid tells whether there is a kind of the name.
func (t SearchType) Valid() bool { return t.Kind() != nil }

func constantCase(camel string) string {
	var b []byte
	for i := range len(camel) {
		c := camel[i]
		switch {
		case c >= 'A' && c <= 'Z':
			b = append(b, '_', c)
		default:
			b = append(b, c-'a'+'A')
		}
	}
	return string(b)
}

// Suggestion is what somebody may be about to type, and the document that is
// called so.
type Suggestion struct {
	Text string
	Node content.Document
}
