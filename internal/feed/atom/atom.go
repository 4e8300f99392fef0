package atom

import (
	"encoding/xml"
	"net/url"
	"slices"
	"strings"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
	"lectern/content/locale"
	"lectern/internal/feed"
)

const (
	mediaType = "application/atom+xml"
	namespace = "http://www.w3.org/2005/Atom"
	// size is the number of entries in a feed.
	size = 50
	// all is the name of the feed of all kinds.
	all = "all"
)

// Routes are the feeds of news.
func Routes() feed.Routes {
	return feed.Routes{{Path: "/feeds/atom/{kind}.xml", Encode: encode}}
}

type document struct {
	XMLName   xml.Name `xml:"feed"`
	Namespace string   `xml:"xmlns,attr"`
	Language  string   `xml:"xml:lang,attr"`
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Updated   string   `xml:"updated"`
	Author    string   `xml:"author>name"`
	Generator string   `xml:"generator"`
	Links     []link   `xml:"link"`
	Entries   []*entry `xml:"entry"`
}

// The summary, which begins with the notice, precedes the URL of a recording (promise 13).
type entry struct {
	Language  string `xml:"xml:lang,attr"`
	ID        string `xml:"id"`
	Title     string `xml:"title"`
	Published string `xml:"published,omitempty"`
	Updated   string `xml:"updated"`
	Category  term   `xml:"category"`
	Summary   string `xml:"summary,omitempty"`
	Links     []link `xml:"link"`
}

type link struct {
	Rel      string `xml:"rel,attr"`
	Href     string `xml:"href,attr"`
	Type     string `xml:"type,attr,omitempty"`
	Language string `xml:"hreflang,attr,omitempty"`
	Length   int    `xml:"length,attr,omitempty"`
}

type term struct {
	Term string `xml:"term,attr"`
}

// encode writes the news of the kind whose plural is in the path.
func encode(v *content.View, r *feed.Request) (*feed.Representation, error) {
	kinds, err := kindsNamed(r.Value("kind"))
	if err != nil {
		return nil, err
	}
	documents, err := newest(v, kinds)
	if err != nil {
		return nil, err
	}
	language := ownLanguage(r)
	f := &document{
		Namespace: namespace, Language: string(language), ID: r.Address(nil), Title: title(kinds, language),
		Author: host(r.Site), Generator: "Lectern", Links: []link{{Rel: "self", Href: r.Address(nil), Type: mediaType}},
	}
	for _, l := range locale.Languages() {
		if l != language {
			f.Links = append(f.Links, link{Rel: "alternate", Href: r.Address(map[string]string{"language": string(l)}), Type: mediaType, Language: string(l)})
		}
	}
	updated := time.Unix(0, 0)
	for _, d := range documents {
		e, err := entryOf(v, r.Site, d)
		if err != nil {
			return nil, err
		}
		f.Entries = append(f.Entries, e)
		if d.Base().UpdatedAt.After(updated) {
			updated = d.Base().UpdatedAt
		}
	}
	f.Updated = date(updated)
	return feed.XML(mediaType, f), nil
}

// kindsNamed returns the kinds of a feed: one by its folder, or all kinds with news.
func kindsNamed(folder string) (named []*content.Kind, err error) {
	names := []string{all}
	for _, kind := range catalog.Kinds() {
		if !kind.News {
			continue
		}
		names = append(names, kind.Folder)
		if folder == all || folder == kind.Folder {
			named = append(named, kind)
		}
	}
	if len(named) == 0 {
		return nil, content.Errorf(content.CodeNotFound, "There is no feed with this name. The feeds are %s.", strings.Join(names, ", "))
	}
	return named, nil
}

// newest returns the most recently changed documents of some kinds.
func newest(v *content.View, of []*content.Kind) (documents []content.Document, err error) {
	for _, kind := range of {
		first := size
		page, err := listing.Read[content.Document](v, listing.Query{Kind: kind, Order: "updatedAt", Descending: true, First: &first})
		if err != nil {
			return nil, err
		}
		documents = append(documents, page.Nodes()...)
	}
	slices.SortStableFunc(documents, func(a, b content.Document) int { return b.Base().UpdatedAt.Compare(a.Base().UpdatedAt) })
	return documents[:min(size, len(documents))], nil
}

func entryOf(v *content.View, site *content.Site, d content.Document) (*entry, error) {
	m, kind := d.Base(), content.KindOf(d)
	title, err := catalog.Headline(v, d)
	if err != nil {
		return nil, err
	}
	e := &entry{
		Language: string(m.Language), ID: "urn:lectern:" + string(m.ID), Title: title,
		Updated: date(m.UpdatedAt), Category: term{kind.Folder},
	}
	if m.PublishedAt != nil {
		e.Published = date(*m.PublishedAt)
	}
	care, err := feed.CareOf(v, d)
	if err != nil {
		return nil, err
	}
	about, err := feed.Summary(v, d)
	if err != nil {
		return nil, err
	}
	e.Summary = feed.Joined(care.Plain(), about)
	e.Links = []link{{Rel: "alternate", Href: string(m.URL), Type: "text/html", Language: string(m.Language)}}
	for _, l := range m.Languages {
		if page := site.PageIn(d, l); page != m.URL {
			e.Links = append(e.Links, link{Rel: "alternate", Href: string(page), Type: "text/html", Language: string(l)})
		}
	}
	if recording, ok := enclosure(d); ok {
		e.Links = append(e.Links, recording)
	}
	return e, nil
}

// enclosure returns the file of a recording. External players are on its page.
func enclosure(d content.Document) (link, bool) {
	r := feed.RecordingOf(d)
	if r == nil {
		return link{}, false
	}
	best := r.Files[0]
	return link{Rel: "enclosure", Href: string(best.URL), Type: best.MIMEType, Length: best.Bytes}, true
}

// ownLanguage returns the language of the feed's own texts: the best of the service's.
func ownLanguage(r *feed.Request) locale.Language {
	for _, l := range r.Languages() {
		if slices.Contains(locale.Languages(), l) {
			return l
		}
	}
	return locale.DefaultLanguage
}

// title returns the title of the feed of some kinds.
func title(of []*content.Kind, l locale.Language) string {
	if len(of) == 1 {
		return of[0].Many.In(l)
	}
	return news.In(l)
}

// news is the title of the feed of all kinds.
var news = locale.NewText("da", "Nyt", "en", "News")

// host returns the host of the website, which stands for the authors.
func host(site *content.Site) string {
	u, err := url.Parse(site.Website)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

func date(t time.Time) string { return t.UTC().Format(time.RFC3339) }
