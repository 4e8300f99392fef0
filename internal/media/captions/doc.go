// Package captions serves texts of recordings that were written in the service: captions of
// videos and transcripts of episodes, as WebVTT, HTML, JSON and plain text. It also reads
// uploaded captions files. A text is read with its document through a public view, so that no
// one gets a text of a hidden document. It must not know GraphQL, the store or the
// configuration.
//
// Start with handler.go.
package captions
