package webpage

import (
	"fmt"
	"html"
	"html/template"
	"strings"

	"lectern/content"
	"lectern/internal/feed"
)

// paragraphs returns a passage as HTML.
func paragraphs(v *content.View, p content.Passage) (template.HTML, error) {
	if !p.Markdown {
		return template.HTML(feed.Paragraphs(p.Text)), nil
	}
	rendered, err := content.HTMLOfMarkdown(v, p.Text, p.Language)
	return template.HTML(rendered), err
}

// care adds the notice, which precedes everything else (promise 13).
func (p *data) care(v *content.View, _ *feed.Request, d content.Document) error {
	care, err := feed.CareOf(v, d)
	p.Care = template.HTML(care.HTML(p.Language))
	return err
}

// when fills in when the document's subject takes or took place.
func (p *data) when(v *content.View, _ *feed.Request, d content.Document) error {
	when := content.KindOf(d).When
	if when == nil {
		return nil
	}
	said, err := when(v, d)
	if said != nil {
		p.When = *said
	}
	return err
}

// player plays the files of a recording that are here; it is empty where all are
// elsewhere, since a page loads nothing from there (promise 2).
func player(site *content.Site, d content.Document) template.HTML {
	r := feed.RecordingOf(d)
	if r == nil {
		return ""
	}
	var b strings.Builder
	for _, f := range r.Files {
		if own(site, f.URL) {
			fmt.Fprintf(&b, `<source src="%s">`, html.EscapeString(relative(site, f.URL)))
		}
	}
	if b.Len() == 0 {
		return ""
	}
	for _, t := range r.Tracks {
		if own(site, t.URL) {
			fmt.Fprintf(&b, `<track kind="%s" srclang="%s" label="%s" src="%s">`,
				html.EscapeString(t.Kind), html.EscapeString(string(t.Language)), html.EscapeString(nameOf(t.Language)), html.EscapeString(relative(site, t.URL)))
		}
	}
	element := strings.ToLower(string(r.Kind))
	return template.HTML(`<` + element + ` controls preload="none">` + b.String() + `</` + element + `>`)
}
