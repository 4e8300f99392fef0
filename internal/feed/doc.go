// Package feed is what the feeds of the service have in common: where one is
// (Route), what is asked of it (Request) and what it says (Representation). The formats
// are in the packages below it, each a function from a view to a representation; which
// of them there are is one list, in package app.
//
// It must not know GraphQL, the store, HTTP or how responses are cached. A feed shows
// what the view shows, and nothing else.
//
// Start with route.go.
package feed
