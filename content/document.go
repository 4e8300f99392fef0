package content

import (
	"time"

	"lectern/content/locale"
)

// Document is a version of a piece of content: a pointer to a struct of one of the kinds.
type Document interface {
	Node
	// Base returns the fields that every document has.
	Base() *Meta
	// Validate reports problems beyond those that follow from the fields' types and tags
	// (shape.go).
	Validate(c *Check)
}

// Node is the interface of that name in GraphQL: a document as readers see it, a DraftNode, or
// an Asset.
type Node interface {
	// NodeID returns the object's id, which no other object of a response has.
	NodeID() NodeID
}

// DraftNode is a document as editors see it, where documents as readers see them stand beside.
type DraftNode struct{ Document Document }

// NodeID returns the id of the draft.
func (n DraftNode) NodeID() NodeID { return DraftID(n.Document) }

// Revision is the number of a change in a store, from 1. The revision that wrote a document's
// version identifies it.
type Revision uint64

// Meta has the fields that every document has.
type Meta struct {
	ID   ID     `json:"id"`
	Slug string `json:"slug"`
	// FormerSlugs are the slugs under which the document was public before. They still lead to
	// it.
	FormerSlugs []string   `json:"formerSlugs,omitempty"`
	CreatedAt   time.Time  `json:"createdAt,omitzero"`
	UpdatedAt   time.Time  `json:"updatedAt,omitzero"`
	PublishedAt *time.Time `json:"publishedAt,omitempty"` // when this became public; nil in a draft
	// TextsAt has the times when the texts in each language last changed, as far as known. It
	// is never changed in place.
	TextsAt locale.TextTimes `json:"textsAt,omitempty"`
	Moves

	// The following is not stored: it comes with the version, or the view sets it.

	Revision  Revision          `json:"-"` // the change that wrote this version
	Language  locale.Language   `json:"-"` // served
	Languages []locale.Language `json:"-"` // those with all required texts
	URL       locale.URL        `json:"-"` // on the website
	Former    bool              `json:"-"` // read as a change left it, not as the document is now
}

// Base returns the document's Meta.
func (m *Meta) Base() *Meta { return m }

// NodeID returns the document's id.
func (m *Meta) NodeID() NodeID { return NodeID(m.ID) }

// Redacter is a document of which readers, and editors who preview, see less than is stored: a
// pseudonym instead of a name, a city instead of an address. The indexes of both spaces and
// search use the redacted form.
type Redacter interface {
	// Redact removes from its receiver what readers must not see. The receiver is a copy that
	// may be changed.
	Redact(s State)
}

// Moves count the changes of time, place and status that readers saw. They never decrease.
type Moves struct {
	Time   int `json:"timeMoves,omitempty"`   // at another time
	Place  int `json:"placeMoves,omitempty"`  // at another place
	Status int `json:"statusMoves,omitempty"` // cancelled, postponed, or held again
}
