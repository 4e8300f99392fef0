package feed

import (
	"lectern/content"
	"lectern/internal/richtext"
)

// Summary is what a document says of itself in short, as plain text; empty where it
// says nothing.
func Summary(d content.Document) string {
	summary := content.KindOf(d).Summary
	if summary == nil {
		return ""
	}
	p := summary(d)
	if p.Markdown {
		return richtext.Plain(p.Text)
	}
	return p.Text
}

// RecordingOf is what can be played of a document, nil where there is nothing.
func RecordingOf(d content.Document) *content.Recording {
	recording := content.KindOf(d).Recording
	if recording == nil {
		return nil
	}
	return recording(d)
}
