// Package opengraph describes a document's page for shared links, in the terms of the Open
// Graph protocol.
//
// It must not know GraphQL, which has it as a field, nor pages: it returns data, not markup.
// It shows what the view shows, in the language that the view serves.
package opengraph
