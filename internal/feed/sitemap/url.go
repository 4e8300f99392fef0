package sitemap

import (
	"encoding/xml"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/internal/feed"
)

const (
	xhtmlNamespace = "http://www.w3.org/1999/xhtml"
	imageNamespace = "http://www.google.com/schemas/sitemap-image/1.1"
	videoNamespace = "http://www.google.com/schemas/sitemap-video/1.1"

	// Limits of search engines for a video, in bytes and in seconds.
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

// video has the order that its schema requires: the description, which begins with the notice,
// precedes the video (promise 13).
type video struct {
	Thumbnail   string `xml:"video:thumbnail_loc"`
	Title       string `xml:"video:title"`
	Description string `xml:"video:description"`
	Content     string `xml:"video:content_loc,omitempty"`
	Player      string `xml:"video:player_loc,omitempty"`
	Duration    int    `xml:"video:duration,omitempty"` // in seconds
	Published   string `xml:"video:publication_date,omitempty"`
}

// urlsOf returns the pages of a document: one in each of its languages, if the website has one
// per language.
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
	if film, ok := d.(*catalog.Video); ok { // a film's picture is a part of it
		var err error
		u.Video, err = videoOf(v, film)
		return u, err
	}
	if picture := content.KindOf(d).Picture; picture != nil {
		if p := picture(d); p != nil {
			u.Images = []image{{string(p.URL)}}
		}
	}
	return u, nil
}

// videoOf returns the sitemap entry of a video, or nil if search engines would reject it. A
// player that requires consent is only on the page.
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
