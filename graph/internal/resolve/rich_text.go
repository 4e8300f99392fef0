package resolve

import (
	"context"

	"lectern/content"
	"lectern/content/locale"
)

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
