// Package scalar writes the domain's values in GraphQL, and reads them from arguments. It has
// a Marshal and an Unmarshal function for each scalar of the schema; gqlgen binds them by
// name.
//
// An absent value (the empty string, the zero time) is written as null in a nullable field, so
// that content's structs need no pointers. In a non-null field, an empty text is a value. A
// value that can't be read is BAD_INPUT; the message says what is expected and never repeats
// the input.
//
// The package knows content's types and gqlgen's Marshaler, but not documents, views or
// resolvers.
package scalar
