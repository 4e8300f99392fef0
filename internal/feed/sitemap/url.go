package sitemap

import (
	"encoding/xml"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/internal/feed"
)

const (
	xhtmlNamespace = "http://www.w3.org/1999/xhtml"
	imageNamespace = "http://www.google.com/schemas/sitemap-image/1.1"
	videoNamespace = "http://www.google.com/schemas/sitemap-video/1.1"

	// What search engines take of a film, in bytes and in seconds.
	maxTitle       = 100
	maxDescription = 2048
	maxDuration    = 28800
)

type document struct {
	XMLName   xml.Name   `xml:"urlset"`
	Namespace string     `xml:"xmlns,attr"`
	XHTML     string     `xml:"xmlns:xhtml,attr"`
	Image     string     `xml:"xmlns:image,attr"`
	Video     string     `xml:"xmlns:video,attr"`
	URLs      []*address `xml:"url"`
}

type address struct {
	Loc        string      `xml:"loc"`
	LastMod    string      `xml:"lastmod"`
	Alternates []alternate `xml:"xhtml:link"`
	Images     []image     `xml:"image:image"`
	Video      *video      `xml:"video:video"`
}

type alternate struct {
	Rel      string `xml:"rel,attr"`
	Language string `xml:"hreflang,attr"`
	Href     string `xml:"href,attr"`
}

type image struct {
	Loc string `xml:"image:loc"`
}

// video has the order that its schema asks for: the description, which begins with
// what a viewer should be told, before the film (promise 13).
type video struct {
	Thumbnail   string `xml:"video:thumbnail_loc"`
	Title       string `xml:"video:title"`
	Description string `xml:"video:description"`
	Content     string `xml:"video:content_loc,omitempty"`
	Player      string `xml:"video:player_loc,omitempty"`
	Duration    int    `xml:"video:duration,omitempty"` // in seconds
	Published   string `xml:"video:publication_date,omitempty"`
}

// urlsOf are the pages of a document: one in each of its languages, where the
// website has these.
func urlsOf(v *content.View, site *content.Site, id content.ID) ([]*address, error) {
	d, err := v.Get(id)
	if err != nil {
		return nil, err
	}
	m := d.Base()
	first, err := urlOf(v, d)
	if err != nil {
		return nil, err
	}
	urls := []*address{first}
	alternates := []alternate{{"alternate", string(m.Language), string(m.URL)}}
	for _, l := range m.Languages {
		page := site.PageIn(d, l)
		if page == m.URL {
			continue
		}
		in := v.In(l)
		translated, err := in.Get(id)
		if err != nil {
			return nil, err
		}
		u, err := urlOf(in, translated)
		if err != nil {
			return nil, err
		}
		urls, alternates = append(urls, u), append(alternates, alternate{"alternate", string(l), string(page)})
	}
	if len(urls) > 1 {
		for _, u := range urls {
			u.Alternates = alternates
		}
	}
	return urls, nil
}

func urlOf(v *content.View, d content.Document) (*address, error) {
	u := &address{Loc: string(d.Base().URL), LastMod: date(d.Base().UpdatedAt)}
	picture := func(url locale.URL) {
		if url != "" {
			u.Images = []image{{string(url)}}
		}
	}
	switch d := d.(type) {
	case *catalog.Photo:
		if d.Asset != nil {
			picture(d.Asset.URL)
		}
	case *catalog.Podcast:
		picture(d.Artwork)
	case *catalog.PodcastEpisode:
		picture(d.Artwork)
	case *catalog.Organisation:
		picture(d.Logo)
	case *catalog.Speaker:
		picture(d.PhotoURL)
	case *catalog.Video:
		var err error
		u.Video, err = videoOf(v, d)
		return u, err
	}
	return u, nil
}

// videoOf is what search engines learn of a video: nothing, where they would
// not take it. A player whose viewers are asked first is at the page only.
func videoOf(v *content.View, d *catalog.Video) (*video, error) {
	if d.Thumbnail == "" {
		return nil, nil
	}
	care, err := feed.CareOf(v, d)
	if err != nil {
		return nil, err
	}
	out := &video{
		Thumbnail: string(d.Thumbnail), Title: feed.Cut(d.Title.String(), maxTitle),
		Description: feed.Cut(feed.Joined(care.Plain(), d.Description.String()), maxDescription),
	}
	if out.Description == "" {
		out.Description = out.Title
	}
	for _, s := range d.Sources {
		switch {
		case s.Provider == "" && out.Content == "":
			out.Content = string(s.URL)
		case s.Provider != "" && !s.RequiresConsent && out.Player == "":
			out.Player = string(s.URL)
		}
	}
	if out.Content == "" && out.Player == "" {
		return nil, nil
	}
	if seconds := int(time.Duration(d.Duration).Round(time.Second) / time.Second); seconds <= maxDuration {
		out.Duration = seconds
	}
	if d.PublishedAt != nil {
		out.Published = date(*d.PublishedAt)
	}
	return out, nil
}
