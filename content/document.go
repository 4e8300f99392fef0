package content

import "time"

import (
	"lectern/content/locale"
)

// Document is a version of something that Lectern holds: a pointer to a struct of
// one of the kinds.
type Document interface {
	// Base is what every document has.
	Base() *Meta
	// Validate reports what is wrong beyond what the fields' types and tags
	// say already (shape.go).
	Validate(c *Check)
}

// Node is what GraphQL's interface of that name stands for: anything with an id.
type Node interface{ Base() *Meta }

// Revision numbers the changes of a store, from 1. A document's version is
// named by the revision that wrote it.
type Revision uint64

// Meta is what every document has.
type Meta struct {
	ID   ID     `json:"id"`
	Slug string `json:"slug"`
	// FormerSlugs are the slugs under which the document was public before;
	// they keep resolving to it.
	FormerSlugs []string   `json:"formerSlugs,omitempty"`
	CreatedAt   time.Time  `json:"createdAt,omitzero"`
	UpdatedAt   time.Time  `json:"updatedAt,omitzero"`
	PublishedAt *time.Time `json:"publishedAt,omitempty"` // when this became public; nil in a draft
	// TextsAt is when the texts in each language last changed, as far as that is
	// known. It is never changed in place.
	TextsAt locale.TextTimes `json:"textsAt,omitempty"`
	Moves

	// What follows is not stored: it comes with the version, or is decided as
	// the view serves it.

	Revision  Revision          `json:"-"` // the change that wrote this version
	Language  locale.Language   `json:"-"` // served
	Languages []locale.Language `json:"-"` // in which all required texts are there
	URL       locale.URL        `json:"-"` // on the website
}

// Base gives the document's Meta.
func (m *Meta) Base() *Meta { return m }

// Redacter is a document of which readers, and editors who preview, see less
// than is stored: a pseudonym in place of a name, a city in place of an
// address. Indexes of both spaces and search are made of what is left.
type Redacter interface {
	// Redact takes out of its receiver what is not for readers, where the
	// document stands so. The receiver is a copy of its own.
	Redact(s State)
}

// Moves count how often readers saw a document take place otherwise. They never
// fall.
type Moves struct {
	Time  int `json:"timeMoves,omitempty"`  // at another time
	Place int `json:"placeMoves,omitempty"` // at another place
}
