// Package webpage renders a document as a small HTML page. The default address of a
// document leads to it while the service has no website configured. Start at Routes.
//
// A page shows what a reader sees, from what the document's kind declares: its
// texts, its references and its indexes. The package must not know GraphQL or HTTP.
// It knows single types only for their time, their notices and their recordings.
package webpage
