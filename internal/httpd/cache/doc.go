// Package cache has finished responses to public requests, and sends them again
// for as long as nothing that they depend on has changed.
//
// A request is looked up by its bytes first, before anything of it is read.
// What was not asked in these words is prepared, and looked up by what it
// means. What is not known then is run, once for all who ask at the same time.
// Each change is told to the cache before its writer is (Cache.Committed), and
// drops the responses that depend on what it touched, and no others. Start with
// Serve.
//
// It must not know GraphQL or the store: what is asked, and what a response
// depends on, it is told by whoever prepares a request. Responses to people who
// see more than readers do never come in.
package cache
