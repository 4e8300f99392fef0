// Package catalog has the ten content types and all that is theirs: their fields
// and rules ([Kinds], one file for each: session.go, speaker.go …), consents and
// what follows from them (consent.go, hide.go), the erasure of a person (erase.go,
// scrub.go), pseudonyms, notices and helplines (care.go), the programme and its
// changes, what a photo says of the people in it, captions of recordings, and the
// import of tables.
//
// It is the highest floor of content: it knows the engine (content), which asks it
// by the hooks of a [content.Kind], and the lists, texts and captions below. It must not
// know GraphQL, HTTP, credentials, or how and where a store keeps its bytes.
//
// Start with catalog.go for the list of types, and topic.go for the shortest of
// them; docs/adding-a-content-type.md adds another. Importing this package registers
// the types: whatever reads ids or stored versions needs it in the program.
package catalog
