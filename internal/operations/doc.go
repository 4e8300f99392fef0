// Package operations keeps the operations that are registered, their trusted
// documents: which text a SHA-256 stands for, which version of which client
// brought it along, and when it was used last.
//
// They are kept beside the store, as tokens are: commands change them while the
// service runs, and they are no content. What is registered and how it was used
// are two files: the first is changed by people and belongs in the backup, the
// second is written by the service alone, every minute.
//
// The package knows what a document's text is, and must not know GraphQL: who
// registers one has checked it against the schema. Of who asks it knows what a
// registered client says of itself, and nothing else.
//
// Start with registry.go.
package operations
