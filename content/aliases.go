package content

// Names that types of this package have in GraphQL, where they are not those of
// a kind (catalog/names.go has these).
type (
	Draft           = Document
	DocumentPayload = Outcome[Document]
)
