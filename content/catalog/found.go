package catalog

import (
	"lectern/content"
	"lectern/content/listing"
	"lectern/content/locale"
)

// SearchQuery is a search.
type SearchQuery struct {
	// Text is the typed text: words, "phrases", -excluded.
	Text string
	// Kinds, and the fields below, restrict the search unless they are nil: to documents of one
	// of these kinds, about one of these topics …
	Kinds                         []*content.Kind
	Topics, Conferences, Speakers []content.ID
	Years                         []int

	First int // hits of the page, from 1 to MaxPage
	After *string
}

// SearchConnection is a page of hits.
type SearchConnection struct {
	edges           []*SearchEdge
	next, later     bool
	total           int
	indexedRevision content.Revision
	didYouMean      *string
	facets          func() (*SearchFacets, error)
}

// Found is the result of a search, for NewSearchConnection.
type Found struct {
	Edges       []*SearchEdge
	Next, Later bool // whether there are hits after and before the page
	Total       int
	// IndexedRevision is the revision that the index has reached.
	IndexedRevision content.Revision
	DidYouMean      *string
	Facets          func() (*SearchFacets, error) // called on demand
}

// NewSearchConnection returns a page of the result of a search.
func NewSearchConnection(f Found) *SearchConnection {
	return &SearchConnection{f.Edges, f.Next, f.Later, f.Total, f.IndexedRevision, f.DidYouMean, f.Facets}
}

// Edges returns the hits, the best first.
func (c *SearchConnection) Edges() []*SearchEdge { return c.edges }

// Nodes returns the found documents.
func (c *SearchConnection) Nodes() []content.Document {
	nodes := make([]content.Document, len(c.edges))
	for i, e := range c.edges {
		nodes[i] = e.Node
	}
	return nodes
}

// PageInfo returns the position of the page in the list of hits.
func (c *SearchConnection) PageInfo() *listing.PageInfo {
	var first, last *string
	if n := len(c.edges); n > 0 {
		first, last = &c.edges[0].Cursor, &c.edges[n-1].Cursor
	}
	return listing.NewPageInfo(first, last, c.next, c.later)
}

// TotalCount returns the number of found documents.
func (c *SearchConnection) TotalCount() int { return c.total }

// IndexedRevision returns the revision that the index has reached.
func (c *SearchConnection) IndexedRevision() content.Revision { return c.indexedRevision }

// DidYouMean returns a query of words that occur, or nil if those of the query do.
func (c *SearchConnection) DidYouMean() *string { return c.didYouMean }

// Facets returns the counts of all hits.
func (c *SearchConnection) Facets() (*SearchFacets, error) { return c.facets() }

// SearchEdge is a found document, and the matches in it.
type SearchEdge struct {
	Cursor string
	Node   content.Document
	Score  float64
	// Language is the language of the match: the one that the document is served in, if that
	// matches too.
	Language   locale.Language
	Highlights []*SearchHighlight
	// CueStart is the time in a recording at which the words are said; nil if the match is not
	// in captions, transcripts or chapters.
	CueStart *locale.Duration
}

// SearchHighlight is an excerpt of a text with matching words.
type SearchHighlight struct {
	Field    content.SearchField
	Text     string
	Matches  []*SearchMatch // in order, without overlaps
	Language locale.Language
	StartsAt *locale.Duration // of a cue or chapter
}

// SearchMatch is the range of a match in a highlight's text, the end excluded, in UTF-16 code
// units from 0, as JavaScript, Java and Kotlin count.
type SearchMatch struct{ Start, End int }

// SearchFacets are the counts of hits by common values, the largest first.
type SearchFacets struct {
	Types       []*SearchTypeCount
	Topics      []*SearchTopicCount
	Years       []*SearchYearCount
	Conferences []*SearchConferenceCount
	Speakers    []*SearchSpeakerCount
}

// The counts of a facet.
type (
	// SearchTypeCount is the number of hits of a type.
	SearchTypeCount struct {
		Type  content.DocumentType
		Count int
	}
	// SearchTopicCount is the number of hits about a topic.
	SearchTopicCount struct {
		Topic *Topic
		Count int
	}
	// SearchYearCount is the number of hits of a year.
	SearchYearCount struct{ Year, Count int }
	// SearchConferenceCount is the number of hits of a conference.
	SearchConferenceCount struct {
		Conference *Conference
		Count      int
	}
	// SearchSpeakerCount is the number of hits in which a person appears.
	SearchSpeakerCount struct {
		Speaker *Speaker
		Count   int
	}
)

// Suggestion is a completion of a typed text, and the document with that title.
type Suggestion struct {
	Text string
	Node content.Document
}
