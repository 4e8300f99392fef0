package feed

import (
	"html"
	"strings"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
)

// Care is what precedes a document: a notice of content that may hurt, and where to find help
// (promise 13).
type Care content.Care

// CareOf returns the care of a document: its own, or that of a document that it belongs to.
func CareOf(v *content.View, d content.Document) (c Care, err error) {
	if c.Notice, err = catalog.ContentNotice(v, d); err != nil {
		return c, err
	}
	c.Helpline, err = catalog.HelplineOf(v, d)
	return c, err
}

// Plain returns the care as plain text, with a paragraph for each part. It may be empty.
func (c Care) Plain() string {
	var parts []string
	if len(c.Notice) > 0 {
		parts = append(parts, c.Notice.String())
	}
	if h := c.Helpline; h != nil {
		line := h.Name.String()
		for _, part := range []string{h.Phone, h.Hours.String(), string(h.URL)} {
			if part != "" {
				line += ", " + part
			}
		}
		parts = append(parts, line)
	}
	return strings.Join(parts, "\n\n")
}

// Joined joins plain texts, a paragraph each, without the empty ones.
func Joined(texts ...string) string {
	var parts []string
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, "\n\n")
}

// HTML returns the care as HTML paragraphs, with their language if it differs from that of the
// surrounding text. It may be empty.
func (c Care) HTML(in locale.Language) string {
	var b strings.Builder
	if len(c.Notice) > 0 {
		b.WriteString(paragraph(c.Notice.Language(), in) + "<strong>" + html.EscapeString(c.Notice.String()) + "</strong></p>\n")
	}
	if h := c.Helpline; h != nil {
		b.WriteString(paragraph(h.Name.Language(), in))
		name := html.EscapeString(h.Name.String())
		if h.URL != "" {
			name = link(string(h.URL), name)
		}
		b.WriteString(name)
		if h.Phone != "" {
			number := strings.ReplaceAll(h.Phone, " ", "")
			b.WriteString(", " + link("tel:"+number, html.EscapeString(h.Phone)))
		}
		if hours := h.Hours.String(); hours != "" {
			b.WriteString(", " + html.EscapeString(hours))
		}
		b.WriteString("</p>\n")
	}
	return b.String()
}

func paragraph(l, in locale.Language) string {
	if l == "" || l == in {
		return "<p>"
	}
	return `<p lang="` + html.EscapeString(string(l)) + `">`
}

// link returns a link whose target does not learn where the reader came from.
func link(address, words string) string {
	return `<a href="` + html.EscapeString(address) + `" rel="noopener noreferrer">` + words + "</a>"
}

// Paragraphs returns a plain text as HTML paragraphs.
func Paragraphs(text string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(text, "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(part), "\n", "<br>\n") + "</p>\n")
		}
	}
	return b.String()
}
