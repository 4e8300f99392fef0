// Package feed has what the feeds of the service share: the path of a feed (Route), a request
// for it (Request) and its content (Representation). The formats are in the packages below it,
// each a function from a view to a representation. Package app has the list of all feeds.
//
// It must not know GraphQL, the store, HTTP or how responses are cached. A feed shows what the
// view shows, and nothing else.
//
// Start with route.go.
package feed
