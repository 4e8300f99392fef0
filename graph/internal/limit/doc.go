// Package limit refuses GraphQL operations that would cost too much, before they cost it.
//
// A few kilobytes of GraphQL can keep a server busy for seconds: in the validation of the
// document, in the execution, or in a cost limit that expands fragments itself. So an
// operation passes these steps in this order, and each is cheap enough to run on what the
// step before let through:
//
//	Parse      bounds the tokens, and with them the memory of the syntax tree
//	Document   bounds the shape of the tree, fragments expanded, and the work of validation
//	Validate   is gqlparser's validation, with its errors cut to a bounded answer
//	Variables  bounds the raw variables, before they are coerced
//	Cost       prices the valid operation: the fields that its answer could have
//
// Every refusal is an error with a stable extensions.code, with extensions.limit naming the
// field of [Limits] that was exceeded and extensions.max its number. Messages never repeat
// what the client sent; Validate's may quote a name or a value, cut short.
//
// The package knows gqlparser's syntax tree and schema. It must not know the content, HTTP,
// or the executor: the caller decides which [Limits] hold, and what an error looks like
// on the wire. A syntax tree is only read here (validation itself writes into it), so a
// cached document can be checked by several operations at once.
package limit
