// Package variants keeps and serves pictures in other sizes: made when they are
// first asked for, some at once, and kept in a directory of bounded size. It asks
// others where the originals are and who may see them: it must not know the
// library, documents, GraphQL or the store.
//
// Start with handler.go; shelf.go keeps what was made.
package variants
