// Package jsonld says what documents are in the words of schema.org, as JSON-LD
// for search engines: events, people, recordings, laws.
//
// It must not know where a feed is mounted, nor GraphQL, which gives the same text
// as a field. It tells what the view shows, in the language that the view serves;
// what readers are told first comes before the address of a recording.
//
// Start with jsonld.go.
package jsonld
