package feed

import "lectern/content"

// Summary is what a document says of itself in short, as plain text; empty where it
// says nothing.
func Summary(v *content.View, d content.Document) (string, error) {
	summary := content.KindOf(d).Summary
	if summary == nil {
		return "", nil
	}
	p := summary(d)
	if p.Markdown {
		return content.PlainTextOfMarkdown(v, p.Text)
	}
	return p.Text, nil
}

// RecordingOf is what can be played of a document, nil where there is nothing.
func RecordingOf(d content.Document) *content.Recording {
	recording := content.KindOf(d).Recording
	if recording == nil {
		return nil
	}
	return recording(d)
}
