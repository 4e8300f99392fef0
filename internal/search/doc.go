// Package search is full text search over a store: an index on disk that follows the log of
// changes, and queries on it. It knows the content and bleve, and must not know GraphQL, HTTP,
// or how a store keeps its bytes. Start with index.go for what is on disk, and search.go for a
// query.
//
// # What is where
//
//	word.go, language.go, compound.go   words, and what their forms have in common
//	vocabulary.go                       the words of the corpus, by what they have in common
//	document.go, terms.go               a document as the index has it, from a view
//	generation.go, index.go             the index on disk
//	walk.go, follow.go                  how it is filled, and how it follows the log
//	parse.go, query.go                  the typed text, as a query
//	postings.go, columns.go             the data of the index's segments
//	answer.go, best.go                  how documents are found and ranked
//	search.go, highlight.go, facets.go  the results, as the reader's view shows them
//	suggest.go, thesaurus.go            titles, spelling, and other names of topics
//
// # What it promises
//
// Results show only what the view of the reader shows. The public index is built from the
// public view, drafts are in a separate index, and everything in a result is read again
// through the reader's view. Before a change is acknowledged, the documents that it touched
// are excluded from hits, counts and suggestions until the index has them.
//
// The index has only data that can be rebuilt, and is rebuilt if it is missing, damaged, or of
// another version. When a person is erased, a new index replaces it, since its files may still
// contain words.
package search
