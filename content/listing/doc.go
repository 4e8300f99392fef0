// Package listing reads lists in pages: the documents of a kind under filters and in an
// order, and for editors the log of changes, a document's versions, what is scheduled,
// the translations that are needed and the uploaded files.
//
// A list of documents is planned ([NewPlan]) and then read ([ReadPage]). The [Plan]
// holds what depends neither on the reader, nor on the document whose list it is (its
// parent), nor on the page; it never changes and is shared. A page walks one index from
// its cursor on, so that page 5,000 reads as few keys as page 1. Where no index serves
// all conditions, those that are left are checked on the documents on the way, and the
// view bounds how many these are.
//
// Start with query.go for what can be asked, plan.go for which indexes serve it, and
// walk.go for how one is read; feed.go has the lists that are read in one direction.
//
// It must not know the content types, GraphQL, or how a store keeps its keys: it reads
// through a content.View, which decides what its reader may see, and records what was
// read.
package listing
