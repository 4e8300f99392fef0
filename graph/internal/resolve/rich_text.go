package resolve

import (
	"context"

	"lectern/content/locale"
	"lectern/internal/richtext"
)

// RichTextHTML is a text as HTML.
func RichTextHTML(_ context.Context, t *locale.RichText) (string, error) {
	return richtext.HTML(t.Markdown())
}

// RichTextPlain is a text without its formatting.
func RichTextPlain(_ context.Context, t *locale.RichText) (string, error) {
	return richtext.Plain(t.Markdown()), nil
}
