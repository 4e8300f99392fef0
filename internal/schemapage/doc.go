// Package schemapage shows a GraphQL schema as HTML pages: an index, and a page for
// each type and directive with its fields, arguments, values and uses. The pages
// link to each other, hold no script, and load nothing but the service's style, so
// they work without a network and with a screen reader.
//
// Start at Pages. The package must not know the content, HTTP, or how an operation
// is executed: it reads the schema and its descriptions.
package schemapage
