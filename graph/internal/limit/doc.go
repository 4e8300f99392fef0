// Package limit refuses expensive GraphQL operations before they cost anything.
//
// A few kilobytes of GraphQL can keep a server busy for seconds: in the validation of the
// document, in the execution, or in a cost limit that expands fragments itself. So an
// operation passes these steps in this order. Each is cheap for input that the step before
// accepted:
//
//	Parse      bounds the tokens, and with them the memory of the syntax tree
//	Document   bounds the shape of the tree, with fragments expanded, and the work of validation
//	Validate   is gqlparser's validation, with a bounded number and length of errors
//	Variables  bounds the raw variables, before they are coerced
//	Cost       computes the cost of the valid operation: the maximum number of fields in its response
//
// Every refusal is an error with a stable extensions.code. extensions.limit names the exceeded
// field of [Limits], and extensions.max has its value. Messages never repeat the client's
// input, except that those of Validate may quote a name or a value, shortened.
//
// The package knows gqlparser's syntax tree and schema. It must not know the content, HTTP or
// the executor: the caller decides which [Limits] apply, and how an error looks on the wire.
// Syntax trees are only read here (except by validation itself, which writes into them), so
// several operations can check a cached document at once.
package limit
