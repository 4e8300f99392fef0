package feed

import "lectern/content"

// Summary returns a document's short text about itself, as plain text; "" if it has none.
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

// RecordingOf returns the recording of a document that can be played, or nil.
func RecordingOf(d content.Document) *content.Recording {
	recording := content.KindOf(d).Recording
	if recording == nil {
		return nil
	}
	return recording(d)
}
