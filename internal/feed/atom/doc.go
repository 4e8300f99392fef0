// Package atom writes what is new, as Atom (RFC 4287): of one kind of content, or of
// all of them.
//
// It must not know where its responses go, or anything that the view doesn't show.
package atom
