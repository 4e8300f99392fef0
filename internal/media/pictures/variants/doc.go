// Package variants serves pictures in other sizes. It generates them on their first request, a
// few at a time, and caches them in a directory of bounded size. Functions tell it where the
// originals are and who may see them: it must not know the library, documents, GraphQL or the
// store.
//
// Start with handler.go; shelf.go keeps what was made.
package variants
