// Package jsonld describes documents in the vocabulary of schema.org, as JSON-LD for search
// engines: events, people, recordings, laws.
//
// It must not know where a feed is mounted, nor GraphQL, which has the same text as a field.
// It shows what the view shows, in the language that the view serves. A notice precedes the
// URL of a recording.
//
// Start with jsonld.go.
package jsonld
