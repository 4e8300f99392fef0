// Package search is full text search over a store: an index on disk that follows
// the log of changes, and the questions that are put to it. It knows the content
// and bleve, and must not know GraphQL, HTTP, or how a store keeps its bytes.
//
// # What is where
//
//	word.go, language.go, compound.go   what a word is, and what its forms have in common
//	vocabulary.go                       the words of the corpus, by what they have in common
//	document.go, terms.go               a document as the index has it, from a view
//	generation.go, index.go             the index on disk
//	walk.go, follow.go                  how it is filled, and how it follows the log
//	parse.go, query.go                  what was typed, as a query
//	postings.go, columns.go             what is read of the index's segments
//	answer.go, best.go                  how documents are found and ranked
//	search.go, highlight.go, facets.go  what is found, as the reader's view shows it
//	suggest.go, thesaurus.go            titles, spelling, and other names of topics
//
// # What it promises
//
// What comes out of it is what the view of the reader shows. The public index is
// made of what the public view gives, drafts stand in an index of their own, and
// everything that is shown is read through the reader's view again. What was
// touched by a change and is not in the index yet is left out of hits, counts and
// suggestions from before that change is acknowledged.
//
// The index holds nothing that can't be rebuilt, and is rebuilt where it is
// missing, damaged, or of another version. When a person is erased, a new one
// takes its place, since the files of the old one may still hold words.
package search
