// Package scalar says how the domain's values are written in GraphQL, and how
// they are read from arguments: a Marshal and an Unmarshal function for each
// scalar of the schema, as gqlgen binds them by name.
//
// A value that is not there (the empty string, the zero time) is written as null
// where the schema has null, so that content's structs need no pointers. In a
// field that may not be null an empty text is a value. A value that can't be read
// is BAD_INPUT; the message says what is expected and never repeats the input.
//
// The package knows content's types and gqlgen's Marshaler, and nothing of
// documents, views or resolvers.
package scalar
