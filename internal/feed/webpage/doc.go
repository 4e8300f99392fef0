// Package webpage renders a document as a small HTML page. The default address of a
// document leads to it while the service has no website configured. Start at Routes.
//
// A page shows what a reader sees, from what the document's kind declares: its
// presentation, texts, references and indexes. The package must not know GraphQL, HTTP
// or single types.
package webpage
