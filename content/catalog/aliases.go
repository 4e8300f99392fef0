package catalog

import "lectern/content"

// Names that types of this package have in GraphQL, where they are not those of
// a kind (names.go has these).
type (
	ErasureReceipt = Receipt
	ErasedFrom     = ReceiptItem
	SearchType     = content.DocumentType
)
