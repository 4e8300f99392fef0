package atom

import (
	"encoding/xml"
	"net/url"
	"slices"
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
	// size is how many entries a feed has.
	size = 50
	// all is the name of the feed of all kinds.
	all = "all"
)

// kinds are those that there is news of.
func kinds() []string {
	return []string{"conference", "session", "video", "podcastEpisode", "policyProposal", "photo"}
}

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

// The summary, which begins with what a reader should be told, stands before the
// address of a recording (promise 13).
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

// encode writes the news of the kind that the address names by its plural.
func encode(v *content.View, r *feed.Request) (*feed.Representation, error) {
	news, err := newest(v, r.Value("kind"))
	if err != nil {
		return nil, err
	}
	language := ownLanguage(r)
	f := &document{
		Namespace: namespace, Language: string(language), ID: r.Address(nil), Title: title(r.Value("kind"), language),
		Author: host(r.Site), Generator: "Lectern", Links: []link{{Rel: "self", Href: r.Address(nil), Type: mediaType}},
	}
	for _, l := range locale.Languages() {
		if l != language {
			f.Links = append(f.Links, link{Rel: "alternate", Href: r.Address(map[string]string{"language": string(l)}), Type: mediaType, Language: string(l)})
		}
	}
	updated := time.Unix(0, 0)
	for _, d := range news {
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

// newest are the documents that changed last, of a kind that there is news of.
func newest(v *content.View, folder string) (news []content.Document, err error) {
	found := false
	for _, name := range kinds() {
		kind := content.KindNamed(name)
		if folder != all && folder != kind.Folder {
			continue
		}
		found = true
		first := size
		page, err := listing.Read[content.Document](v, listing.Query{Kind: kind, Order: "updatedAt", Descending: true, First: &first})
		if err != nil {
			return nil, err
		}
		news = append(news, page.Nodes()...)
	}
	if !found {
		return nil, content.Errorf(content.CodeNotFound, "There is no feed with this name. The feeds are conferences, sessions, videos, episodes, proposals, photos and all.")
	}
	slices.SortStableFunc(news, func(a, b content.Document) int { return b.Base().UpdatedAt.Compare(a.Base().UpdatedAt) })
	return news[:min(size, len(news))], nil
}

func entryOf(v *content.View, site *content.Site, d content.Document) (*entry, error) {
	m, kind := d.Base(), content.KindOf(d)
	e := &entry{
		Language: string(m.Language), ID: "urn:lectern:" + string(m.ID), Title: kind.Title(d).String(),
		Updated: date(m.UpdatedAt), Category: term{kind.Folder},
	}
	if m.PublishedAt != nil {
		e.Published = date(*m.PublishedAt)
	}
	care, err := feed.CareOf(v, d)
	if err != nil {
		return nil, err
	}
	about, err := summary(v, d)
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

// summary is what a document says of itself in short.
func summary(v *content.View, d content.Document) (string, error) {
	switch d := d.(type) {
	case *catalog.Conference:
		return d.Summary.String(), nil
	case *catalog.Session:
		return content.PlainTextOf(v, d.Abstract)
	case *catalog.Video:
		return d.Description.String(), nil
	case *catalog.PodcastEpisode:
		return d.Summary.String(), nil
	case *catalog.PolicyProposal:
		return d.Summary.String(), nil
	case *catalog.Photo:
		return d.Alt.String(), nil
	}
	return "", nil
}

// enclosure is the file of a recording. What others play is at its page.
func enclosure(d content.Document) (link, bool) {
	switch d := d.(type) {
	case *catalog.PodcastEpisode:
		if a := d.Audio; a != nil {
			return link{Rel: "enclosure", Href: string(a.URL), Type: a.MIMEType, Length: a.Bytes}, true
		}
	case *catalog.Video:
		for _, s := range d.Sources {
			if s.Provider == "" {
				return link{Rel: "enclosure", Href: string(s.URL), Type: s.MIMEType, Length: s.Bytes}, true
			}
		}
	}
	return link{}, false
}

// ownLanguage is that of what the feed itself says: the best of the service's.
func ownLanguage(r *feed.Request) locale.Language {
	for _, l := range r.Languages() {
		if slices.Contains(locale.Languages(), l) {
			return l
		}
	}
	return locale.DefaultLanguage
}

// title is what the feed is called.
func title(name string, l locale.Language) string {
	names := map[string][2]string{
		"conferences": {"Konferencer", "Conferences"}, "sessions": {"Programpunkter", "Sessions"}, "videos": {"Film", "Videos"},
		"episodes": {"Podcastafsnit", "Podcast episodes"}, "proposals": {"Lovforslag og aftaler", "Policy proposals"},
		"photos": {"Fotos", "Photos"}, all: {"Nyt", "News"},
	}
	if l == locale.DefaultLanguage {
		return names[name][0]
	}
	return names[name][1]
}

// host is the website's, which stands for those who write there.
func host(site *content.Site) string {
	u, err := url.Parse(site.Website)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

func date(t time.Time) string { return t.UTC().Format(time.RFC3339) }
