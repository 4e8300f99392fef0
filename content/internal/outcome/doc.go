// Package outcome is the table of operations that ran under an idempotency key: entries of one
// sorted space of a store, which are written in the transaction of the change itself. It knows
// hashes, a revision, a time and bytes of its caller, and must not know documents, GraphQL,
// HTTP or how a store keeps its keys. Start with Record.
//
// An entry is one of
//
//	"k" key(32) part(2) request(32) revision(8) time(8) length(2) data   a part of a record
//	"t" time(8) key(32)                                                  when it expires
//
// Numbers are big-endian, so that they sort; time is that of the change, in Unix milliseconds.
// A record has as many parts as its data needs. Whether a record is valid depends on the clock
// of the reader only: one that has expired is not found, and is removed later.
package outcome
