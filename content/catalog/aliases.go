package catalog

import "lectern/content"

// Names that types of this package have in GraphQL, except those of kinds (see names.go).
type (
	ErasureReceipt = Receipt
	ErasedFrom     = ReceiptItem
	RemovalReceipt = WordsReceipt
	RemovalPlace   = content.Place
	SearchType     = content.DocumentType
)
