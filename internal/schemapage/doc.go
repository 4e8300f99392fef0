// Package schemapage renders a GraphQL schema as HTML pages: an index, and a page for
// each type and directive with its fields, arguments, values and uses. The pages
// have no script and load nothing but the service's style, so they work offline.
// Start at New.
//
// It reads the schema and its descriptions. It must not know the content, HTTP, or
// how operations are executed.
package schemapage
