package webpage

import (
	_ "embed"
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/internal/feed"
	"lectern/internal/feed/opengraph"
	"lectern/internal/response/page"
)

//go:embed webpage.html
var source string

var document = page.MustParse("document", source, nil)

// MediaType is the media type of a page.
const MediaType = "text/html; charset=utf-8"

// Routes returns the pages of the kinds for which own returns true: /sessions/{slug}.
func Routes(own func(*content.Kind) bool) (all feed.Routes) {
	for _, kind := range catalog.Kinds() {
		if own(kind) {
			all = append(all, &feed.Route{Path: "/" + kind.Folder + "/{slug}", Encode: func(v *content.View, r *feed.Request) (*feed.Representation, error) {
				return encode(v, r, kind)
			}})
		}
	}
	return all
}

// data is the data of the layout.
type data struct {
	Language locale.Language // of the document's texts
	Words    *words
	Kind     string
	Title    string
	Others   []other // languages
	Care     template.HTML
	When     string
	Picture  *picture
	Player   template.HTML
	Texts    []text
	Related  []group
	JSONLD   string // address
	Query    template.URL
}

// other is the same document in another language.
type other struct {
	Language locale.Language
	Name     string
	Address  string
}

// picture is one that this service holds: a page loads nothing from elsewhere
// (promise 2).
type picture struct {
	URL, Alt      string
	Width, Height int
}

type text struct {
	Language locale.Language
	HTML     template.HTML
}

func encode(v *content.View, r *feed.Request, kind *content.Kind) (*feed.Representation, error) {
	d, err := v.BySlug(kind, r.Value("slug"))
	if err != nil {
		return nil, err
	}
	m := d.Base()
	w := wordsIn(m.Language)
	title, err := catalog.Headline(v, d)
	if err != nil {
		return nil, err
	}
	p := &data{
		Language: m.Language, Words: w, Kind: kind.One.In(w.Language), Title: title,
		Others: others(r, m), JSONLD: "/feeds/jsonld/" + kind.Name + "/" + m.Slug + ".json?language=" + url.QueryEscape(string(m.Language)),
	}
	p.Query = page.PlaygroundLink(fmt.Sprintf( // the slug has only a to z, digits and hyphens
		"query @inContext(language: %q) {\n  %s(slug: %q) {\n    id\n    url\n    openGraph {\n      title\n      description\n    }\n    jsonLd\n  }\n}\n", m.Language, kind.Prefix, m.Slug))
	for _, fill := range []func(*content.View, *feed.Request, content.Document) error{p.care, p.when, p.media, p.texts, p.related} {
		if err := fill(v, r, d); err != nil {
			return nil, err
		}
	}
	return &feed.Representation{Type: MediaType, Body: func() ([]byte, error) { return document.Render(p), nil }}, nil
}

// others returns the same page in the document's other languages.
func others(r *feed.Request, m *content.Meta) (all []other) {
	for _, l := range m.Languages {
		if l != m.Language {
			all = append(all, other{l, nameOf(l), relative(r.Site, locale.URL(r.Address(map[string]string{"language": string(l)})))})
		}
	}
	return all
}

// relative returns a URL of this service without its host, so that a page works under each
// host name.
func relative(site *content.Site, u locale.URL) string {
	if path, ok := strings.CutPrefix(string(u), string(site.Service)+"/"); ok {
		return "/" + path
	}
	return string(u)
}

// own reports whether a URL is one of this service.
func own(site *content.Site, u locale.URL) bool {
	return strings.HasPrefix(string(u), string(site.Service)+"/")
}

// media adds the picture, and a player for files that are here.
func (p *data) media(v *content.View, r *feed.Request, d content.Document) error {
	g, err := opengraph.Of(v, d)
	if err != nil {
		return err
	}
	if i := g.Image; i != nil && own(r.Site, i.URL) {
		p.Picture = &picture{relative(r.Site, i.URL), i.Alt, i.Width, i.Height}
	}
	p.Player = player(r.Site, d)
	return nil
}

// texts adds the document's own texts, in paragraphs.
func (p *data) texts(v *content.View, _ *feed.Request, d content.Document) error {
	for _, passage := range content.KindOf(d).Texts(d) {
		if passage.Of != "" || passage.Start != nil || passage.Field == content.InTitle || passage.Text == "" {
			continue // texts of other documents, of moments in a recording, and the title
		}
		if passage.Language == "" {
			passage.Language = d.Base().Language
		}
		html, err := paragraphs(v, passage)
		if err != nil {
			return err
		}
		if html != "" {
			p.Texts = append(p.Texts, text{passage.Language, html})
		}
	}
	return nil
}
