// Package graph is the GraphQL interface of Lectern, and only that.
//
// A request passes through these files, in this order:
//
//	transport.go       HTTP: methods, media types, sizes, parameters, and the bytes of the response
//	negotiate.go       the media type of the response
//	handler.go         the limits of an actor, the number of concurrent operations, checks at the start
//	prepare.go         reads and checks an operation: its document, variables, cost
//	document_cache.go  parsed and validated documents, with their plans
//	operation.go       one operation: its view, its execution
//	mutation.go        a mutation: staged in one transaction, committed, then written
//	internal/exec      executes the operation
//	internal/resolve   the fields' values; a body is a few lines and one call into content
//	errors.go          the only place where an error becomes a GraphQL error, and the list of all codes
//
// One operation reads one content.View, at one revision. The view is closed before the first
// byte of the response is sent, so that a slow client holds no snapshot.
//
// The pipeline and the executor are our own (see docs/decisions/own-graphql-transport.md and
// own-executor.md). gqlgen binds the schema to Go types. docs/errors.md lists the errors that
// clients get; the limits are in internal/limit.
//
// The package knows content, but not storage, search, feeds, media, or how requests are routed
// and authenticated. The caller of the Handler puts the actor into the context (WithActor).
package graph
