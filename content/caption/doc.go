// Package caption reads files of captions, WebVTT and SubRip ([Parse]): what is
// wrong with one ([File.Fault]), what is hard to follow in it ([File.Hard]), its one
// form as WebVTT ([File.WebVTT], [Served]), and what is said in it ([Cues],
// [Paragraphs], [Spoken]).
//
// It knows texts (locale), and must not know documents, rules of publishing or
// where captions are served, but for the form of their addresses ([Track.Path]).
//
// Start with caption.go; webvtt.go and subrip.go take files apart, and cue_text.go
// takes a cue's text apart.
package caption
