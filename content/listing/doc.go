// Package listing reads lists in pages: the documents of a kind under filters and in an order;
// for editors the log of changes, a document's versions, the schedule, the missing translations
// and the uploaded files; and for apps the sync.
//
// A list of documents is planned ([NewPlan]) and then read ([ReadPage]). The [Plan] holds what
// depends neither on the reader, nor on the document whose list it is (its parent), nor on the
// page; it is immutable and shared. A page walks one index from its cursor on, so page 5,000
// reads as few keys as page 1. Conditions that the index does not serve are checked on the
// documents on the way, and the view bounds their number.
//
// Start with query.go for the queries, plan.go for the choice of indexes, and walk.go for how
// one is read; feed.go has the lists that are read in one direction.
//
// It must not know the content types, GraphQL, or how a store encodes its keys: it reads
// through a content.View, which decides what its reader may see, and records what was read.
package listing
