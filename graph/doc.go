// Package graph is the GraphQL interface of Lectern, and only that.
//
// A request passes through these files, in this order:
//
//	transport.go       HTTP: methods, media types, sizes, parameters, and the answer's bytes
//	negotiate.go       which media type the answer has
//	handler.go         the limits that hold for an actor, how many operations run at once, what must hold at start
//	document_cache.go  parsed and validated documents
//	operation.go       one operation: its variables, its cost, its view, its execution
//	*.resolvers.go     the fields; a body is a few lines and one call into content
//	errors.go          the only place where an error becomes a GraphQL error, and the list of all codes
//
// One operation reads one content.View, at one revision. The view is closed before the first
// byte of the answer goes out, so that a slow client holds no snapshot.
//
// The pipeline is our own. From gqlgen it uses graphql.ExecutableSchema only, so that the
// executor can be replaced: its handler.Server, its transports and its extensions fall short
// of the GraphQL-over-HTTP specification and of our limits (docs/errors.md lists what clients
// see; the limits themselves are in internal/limit).
//
// The package knows content, and nothing of storage, search, feeds, media or how requests are
// routed and authenticated: whoever mounts the Handler puts the actor into the context
// (WithActor).
package graph
