// Package page shows one document as a small HTML page for people. It is where
// the address of a document leads while the service knows of no website: to look
// at what was published, and to follow a link that a feed or an app has.
//
// A page shows what a reader sees, made from what the document's type declares:
// its texts, its references and its indexes. It must not know GraphQL or HTTP, and
// it knows single types only to say when something takes place and to play it.
package page
