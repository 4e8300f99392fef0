// Package caption reads captions files, WebVTT and SubRip ([Parse]): what is wrong with one
// ([File.Fault]), what is hard to follow in it ([File.Hard]), its normalised form as WebVTT
// ([File.WebVTT], [Served]), and the words in it ([Cues], [Paragraphs], [Spoken]).
//
// It knows texts (locale), and must not know documents, rules of publishing or where captions
// are served, except for the form of their URLs ([Track.Path]).
//
// Start with caption.go; webvtt.go and subrip.go parse files, and cue_text.go parses a cue's
// text.
package caption
