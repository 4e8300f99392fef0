package content

import "lectern/content/internal/record"

// Arena allocates many small strings with few allocations.
type Arena = record.Arena

// Names that types of this package have in GraphQL, except those of kinds (see
// catalog/names.go).
type (
	Draft           = Document
	DocumentPayload = Outcome[Document]
	OpenGraphImage  = Picture
	OpenGraphMedia  = MediaFile
)
