package resolve

import (
	"context"

	"lectern/content"
	"lectern/content/locale"
)

// QueryRichText returns a text that belongs to no document, or nil if it is empty.
func QueryRichText(ctx context.Context, markdown string) (*locale.RichText, error) {
	view, err := draftsFrom(ctx)
	if err != nil || markdown == "" {
		return nil, err
	}
	return locale.NewRichText(string(view.Languages()[0]), markdown), nil
}

// RichTextHTML returns a text as HTML.
func RichTextHTML(ctx context.Context, t *locale.RichText) (string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return "", err
	}
	return content.HTMLOf(view, t)
}

// RichTextPlain returns a text without its formatting.
func RichTextPlain(ctx context.Context, t *locale.RichText) (string, error) {
	view, err := ViewFrom(ctx)
	if err != nil {
		return "", err
	}
	return content.PlainTextOf(view, t)
}
