// Package atom writes news as Atom (RFC 4287), of one kind of content or of all.
//
// It must not know where its responses go, or anything that the view does not show.
package atom
