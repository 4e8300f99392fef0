package content

// Names that types of this package have in GraphQL, except those of kinds (see
// catalog/names.go).
type (
	Draft           = Document
	DocumentPayload = Outcome[Document]
	OpenGraphImage  = Picture
	OpenGraphMedia  = MediaFile
)
