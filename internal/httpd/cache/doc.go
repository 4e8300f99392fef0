// Package cache caches the responses to public requests, and replays each until something that
// it depends on changes.
//
// A request is first looked up by its bytes, before any of it is parsed. A request with
// unknown bytes is prepared, and looked up by its meaning. If that is unknown too, the request
// runs once for all clients that send it at the same time. The cache learns of each change
// before its writer does (Cache.Committed), and drops only the responses that depend on it.
// Start with Serve.
//
// It must not know GraphQL or the store: the code that prepares a request tells it what is
// requested, and what a response depends on. Responses to people who see more than readers do
// are never cached.
package cache
