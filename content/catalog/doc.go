// Package catalog has the content types and everything that belongs to them: their fields and
// rules ([Kinds], one file for each: session.go, speaker.go …), consents and their effects
// (consent.go, hide.go), the erasure of a person (erase.go, scrub.go), pseudonyms, notices and
// helplines (care.go), the programme and its changes, the text about the people in a photo,
// captions of recordings, and the import of tables.
//
// It is the highest floor of content: it knows the engine (content), which calls it by the
// hooks of a [content.Kind], and the lists, texts and captions below. It must not know GraphQL,
// HTTP, credentials, or how and where a store keeps its bytes.
//
// Start with catalog.go for the list of types, and topic.go for the shortest of them;
// docs/adding-a-content-type.md adds another. Importing this package registers the types: a
// program that reads ids or stored versions must import it.
package catalog
