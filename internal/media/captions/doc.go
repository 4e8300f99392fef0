// Package captions serves the texts that run along with recordings and were
// written here: captions of videos and transcripts of episodes, as WebVTT, HTML,
// JSON and plain text. It reads files of captions that are uploaded, too. What a
// text belongs to is read through a public view, so that no one gets a text of
// what they can't see. It must not know GraphQL, the store or the
// configuration.
package captions
