package webpage

import (
	"fmt"
	"html"
	"html/template"
	"strings"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/internal/feed"
	"lectern/internal/feed/programme"
)

// paragraphs are a passage as HTML.
func paragraphs(v *content.View, p content.Passage) (template.HTML, error) {
	if !p.Markdown {
		return template.HTML(feed.Paragraphs(p.Text)), nil
	}
	rendered, err := content.HTMLOfMarkdown(v, p.Text, p.Language)
	return template.HTML(rendered), err
}

// care fills in what is told before anything else (promise 13).
func (p *data) care(v *content.View, _ *feed.Request, d content.Document) error {
	care, err := careOf(v, d)
	p.Care = template.HTML(care.HTML(p.Language))
	return err
}

func careOf(v *content.View, d content.Document) (feed.Care, error) {
	switch d := d.(type) {
	case *catalog.Conference:
		return feed.NewCare(d.ContentNotice, d.Helpline), nil
	case *catalog.Session:
		c, err := content.Get[*catalog.Conference](v, d.ConferenceID)
		if err != nil {
			return feed.NewCare(d.ContentNotice, nil), ignoreNotFound(err)
		}
		return programme.CareOf(d, c), nil
	case *catalog.Video, *catalog.PodcastEpisode, *catalog.Photo:
		return feed.CareOf(v, d)
	}
	return feed.Care{}, nil
}

func ignoreNotFound(err error) error {
	if content.IsNotFound(err) {
		return nil
	}
	return err
}

// when fills in when the document's subject takes or took place.
func (p *data) when(v *content.View, _ *feed.Request, d content.Document) (err error) {
	var said *string
	switch d := d.(type) {
	case *catalog.Conference:
		said = d.DatesText(locale.DateTextLong)
	case *catalog.Session:
		said, err = catalog.StartsAtText(v, d, locale.DateTextLong)
	case *catalog.Video:
		said, err = catalog.RecordedAtText(v, d, locale.DateTextDay)
	case *catalog.PodcastEpisode:
		said = d.ReleasedAtText(locale.DateTextDay)
	case *catalog.PolicyProposal:
		said = d.PresentedOnText(locale.DateTextDay)
	case *catalog.Photo:
		said = d.TakenOnText(locale.DateTextDay)
	}
	if said != nil {
		p.When = *said
	}
	return err
}

// player plays the files of a video or an episode that are all here; it is empty
// where one is elsewhere, since a page loads nothing from there (promise 2).
func player(site *content.Site, d content.Document) template.HTML {
	var b strings.Builder
	switch d := d.(type) {
	case *catalog.Video:
		var files []locale.URL
		for _, s := range d.Sources {
			if s.Provider == "" && own(site, s.URL) {
				files = append(files, s.URL)
			}
		}
		if len(files) == 0 {
			return ""
		}
		b.WriteString(`<video controls preload="none">`)
		for _, u := range files {
			fmt.Fprintf(&b, `<source src="%s">`, html.EscapeString(relative(site, u)))
		}
		for _, c := range d.Captions {
			if own(site, c.URL) {
				fmt.Fprintf(&b, `<track kind="%s" srclang="%s" label="%s" src="%s">`,
					strings.ToLower(string(c.Kind)), html.EscapeString(string(c.Language)), html.EscapeString(nameOf(c.Language)), html.EscapeString(relative(site, c.URL)))
			}
		}
		b.WriteString("</video>")
	case *catalog.PodcastEpisode:
		if d.Audio != nil && own(site, d.Audio.URL) {
			fmt.Fprintf(&b, `<audio controls preload="none" src="%s"></audio>`, html.EscapeString(relative(site, d.Audio.URL)))
		}
	}
	return template.HTML(b.String())
}
