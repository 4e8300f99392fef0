package content

import (
	"net/url"
	"strings"

	"lectern/content/locale"
	"lectern/internal/richtext"
)

// HTMLOf returns a rich text of the view as HTML that is safe to put into a page (see package
// richtext), with links relative to the website. It is empty if there is no text, or one that
// shows nothing.
func HTMLOf(v *View, r *locale.RichText) (string, error) {
	return HTMLOfMarkdown(v, locale.MarkdownOf(r), r.Whole().Language())
}

// HTMLOfMarkdown is HTMLOf for a text in Markdown, in its language.
func HTMLOfMarkdown(v *View, markdown string, l locale.Language) (string, error) {
	html, err := richtext.HTML(v.ctx, markdown, v.site.shows(l))
	if err != nil {
		return "", errTooLong()
	}
	return html, nil
}

// PlainTextOf returns the words of a rich text, which may be "".
func PlainTextOf(v *View, r *locale.RichText) (string, error) {
	return PlainTextOfMarkdown(v, locale.MarkdownOf(r))
}

// PlainTextOfMarkdown is PlainTextOf for a text in Markdown.
func PlainTextOfMarkdown(v *View, markdown string) (string, error) {
	plain, err := richtext.Plain(v.ctx, markdown)
	if err != nil {
		return "", errTooLong()
	}
	return plain, nil
}

// shows returns how rich texts in a language are shown.
func (s *Site) shows(l locale.Language) richtext.Options {
	return richtext.Options{Website: string(s.root(l)), Language: string(l)}
}

// root returns the URL of the website in a language, "https://example.org/", or "" if there is
// no website.
func (s *Site) root(l locale.Language) locale.URL {
	address := strings.NewReplacer("{language}", string(l), "{kind}", "", "{slug}", "").Replace(s.Website)
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return locale.URL(u.Scheme + "://" + u.Host + "/")
}
