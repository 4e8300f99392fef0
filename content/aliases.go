package content

import "lectern/content/internal/arena"

// Arena allocates many small strings with few allocations: see package arena.
type Arena = arena.Arena

// Names that types of this package have in GraphQL, except those of kinds (see
// catalog/names.go).
type (
	Draft           = Document
	DocumentPayload = Outcome[Document]
	OpenGraphImage  = Picture
	OpenGraphMedia  = MediaFile
)
