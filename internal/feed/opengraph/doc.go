// Package opengraph says what a link to a document's page shows where somebody
// shares it, in the words of the Open Graph protocol.
//
// It must not know GraphQL, which gives it as a field, nor pages: it makes data
// and no markup. It tells what the view shows, in the language that the view
// serves.
package opengraph
