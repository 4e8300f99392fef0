package oembed

import (
	"encoding/xml"
	"strconv"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/internal/feed"
)

// The default sizes, in pixels.
const (
	videoWidth  = 640
	audioWidth  = 480
	audioHeight = 160
	minSize     = 1
)

// Routes returns the endpoint.
func Routes() feed.Routes {
	return feed.Routes{{Path: "/feeds/oembed", Parameters: []string{"url", "format", "maxwidth", "maxheight", "dnt"}, Encode: encode}}
}

// document is the response, in both formats.
type document struct {
	XMLName  xml.Name `xml:"oembed" json:"-"`
	Type     string   `xml:"type" json:"type"` // "video", "rich" or "link"
	Version  string   `xml:"version" json:"version"`
	Title    string   `xml:"title" json:"title"`
	Author   string   `xml:"author_name,omitempty" json:"author_name,omitempty"`
	Page     string   `xml:"author_url,omitempty" json:"author_url,omitempty"`
	Provider string   `xml:"provider_name" json:"provider_name"`
	Home     string   `xml:"provider_url" json:"provider_url"`
	HTML     string   `xml:"html,omitempty" json:"html,omitempty"`
	Width    int      `xml:"width,omitempty" json:"width,omitempty"`
	Height   int      `xml:"height,omitempty" json:"height,omitempty"`

	Thumbnail       locale.URL `xml:"thumbnail_url,omitempty" json:"thumbnail_url,omitempty"`
	ThumbnailWidth  int        `xml:"thumbnail_width,omitempty" json:"thumbnail_width,omitempty"`
	ThumbnailHeight int        `xml:"thumbnail_height,omitempty" json:"thumbnail_height,omitempty"`
}

// bounds is the space of the requesting site; 0 means unlimited.
type bounds struct{ width, height int }

func encode(v *content.View, r *feed.Request) (*feed.Representation, error) {
	format := r.Value("format")
	if format != "" && format != "json" && format != "xml" {
		return nil, content.Errorf(content.CodeBadInput, "The parameter format must be json or xml.").At("format")
	}
	room, err := room(r)
	if err != nil {
		return nil, err
	}
	d, v, err := shown(v, r)
	if err != nil {
		return nil, err
	}
	site, err := origin(d.Base().URL)
	if err != nil {
		return nil, err
	}
	title, err := catalog.Headline(v, d)
	if err != nil {
		return nil, err
	}
	out := &document{Type: "link", Version: "1.0", Title: title, Provider: site.Hostname(), Home: site.Scheme + "://" + site.Host}
	care, err := feed.CareOf(v, d)
	if err != nil {
		return nil, err
	}
	picture := locale.URL("")
	switch d := d.(type) {
	case *catalog.Video:
		picture = d.Thumbnail
		out.video(d, care, room, r.Value("dnt") != "" && r.Value("dnt") != "0")
	case *catalog.PodcastEpisode:
		p, err := content.Get[*catalog.Podcast](v, d.PodcastID)
		if err != nil && !content.IsNotFound(err) {
			return nil, err
		}
		if err == nil {
			out.Author, out.Page = p.Title.String(), string(p.URL)
		}
		picture = d.Artwork
		out.episode(d, care, room)
	}
	if err := out.thumbnail(v, picture, room); err != nil {
		return nil, err
	}
	if format == "xml" {
		return feed.XML("text/xml", out), nil
	}
	return feed.JSON("application/json", out), nil
}

// thumbnail returns a picture of known size, fitted to the available space: the format
// requires both dimensions.
func (o *document) thumbnail(v *content.View, address locale.URL, room bounds) error {
	image := content.ImageAt(v, address)
	if image == nil || image.Width == 0 || image.Height == 0 {
		return nil
	}
	size := fit(image.Width, image.Height, room)
	if size.width == image.Width {
		o.Thumbnail, o.ThumbnailWidth, o.ThumbnailHeight = image.URL, image.Width, image.Height
		return nil
	}
	smaller, err := content.ImageVariants(v, image, []int{max(1, size.width)}, content.Variant{AtMost: true})
	if err != nil || len(smaller) == 0 {
		return err
	}
	o.Thumbnail, o.ThumbnailWidth, o.ThumbnailHeight = smaller[0].URL, smaller[0].Width, smaller[0].Height
	return nil
}

// room reads the space of the requesting site.
func room(r *feed.Request) (b bounds, err error) {
	for name, into := range map[string]*int{"maxwidth": &b.width, "maxheight": &b.height} {
		asked := r.Value(name)
		if asked == "" {
			continue
		}
		if *into, err = strconv.Atoi(asked); err != nil || *into < minSize {
			return b, content.Errorf(content.CodeBadInput, "The parameter %s must be a number of pixels.", name).At(name)
		}
	}
	return b, nil
}

// shown returns the video or the episode of a page, in the page's language if its URL has one.
func shown(v *content.View, r *feed.Request) (content.Document, *content.View, error) {
	page := locale.URL(r.Value("url"))
	if page == "" {
		return nil, nil, content.Errorf(content.CodeBadInput, "The parameter url must be the URL of a page.").At("url")
	}
	for _, name := range []string{"video", "podcastEpisode"} {
		kind := content.KindNamed(name)
		slug, language, ok := r.Site.Page(kind, page)
		if !ok {
			continue
		}
		if language != "" {
			if l, err := locale.ParseLanguage(string(language)); err == nil {
				v = v.In(l)
			}
		}
		d, err := v.BySlug(kind, slug)
		if content.IsNotFound(err) {
			continue // both kinds may have the same template
		}
		return d, v, err
	}
	return nil, nil, content.Errorf(content.CodeNotFound, "There is no video or episode at this URL.")
}
