package content

import (
	"net/url"
	"strings"

	"lectern/internal/richtext"
)

// HTML is a rich text as HTML that is safe to put into a page: see package richtext.
// Links relative to the website lead there. It is empty where there is no text, or one
// that shows nothing.
func (v *View) HTML(r *RichText) (string, error) {
	html, err := richtext.HTML(v.ctx, markdown(r), v.site.shows(r.text().Language()))
	if err != nil {
		return "", errTooLong()
	}
	return html, nil
}

// Plain is the words of a rich text; empty where there are none.
func (v *View) Plain(r *RichText) (string, error) { return v.plain(markdown(r)) }

func (v *View) plain(markdown string) (string, error) {
	plain, err := richtext.Plain(v.ctx, markdown)
	if err != nil {
		return "", errTooLong()
	}
	return plain, nil
}

// shows says how rich texts in a language are shown.
func (s *Site) shows(l Language) richtext.Options {
	return richtext.Options{Website: string(s.root(l)), Language: string(l)}
}

// root is the address of the website in a language, "https://example.org/"; empty where
// there is no website.
func (s *Site) root(l Language) URL {
	address := strings.NewReplacer("{language}", string(l), "{kind}", "", "{slug}", "").Replace(s.Website)
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return URL(u.Scheme + "://" + u.Host + "/")
}
