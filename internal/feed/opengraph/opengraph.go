package opengraph

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
	"lectern/content/locale"
	"lectern/internal/feed"
)

// maxDescription is what programs show of a description, in characters.
const maxDescription = 300

// Of is what a link to a document shows.
func Of(v *content.View, d content.Document) (*content.OpenGraph, error) {
	m := d.Base()
	g := &content.OpenGraph{
		// A decorative photo without a caption has no words of its own.
		Title: cmp.Or(content.KindOf(d).Title(d).String(), m.Slug), Type: "article", URL: m.URL, Locale: localeOf(m.Language), AlternateLocales: []string{},
		PublishedAt: m.PublishedAt, ModifiedAt: &m.UpdatedAt,
	}
	for _, l := range m.Languages {
		if l != m.Language {
			g.AlternateLocales = append(g.AlternateLocales, localeOf(l))
		}
	}
	about, err := describe(v, d, g)
	if err != nil {
		return nil, err
	}
	g.Description = shorten(about)
	return g, nil
}

// describe fills in what is of the kind, and gives what the document is about.
func describe(v *content.View, d content.Document, g *content.OpenGraph) (about string, err error) {
	switch d := d.(type) {
	case *catalog.Conference:
		g.Image, err = photo(v, "conference", d.ID)
		return after(d.ContentNotice, d.Summary.String()), err
	case *catalog.Session:
		notice := d.ContentNotice
		if len(notice) == 0 {
			c, err := content.Get[*catalog.Conference](v, d.ConferenceID)
			if err == nil {
				notice = c.ContentNotice
			} else if !content.IsNotFound(err) {
				return "", err
			}
		}
		if g.Image, err = photo(v, "session", d.ID); err != nil {
			return "", err
		}
		about, err = content.PlainTextOf(v, d.Abstract)
		return after(notice, about), err
	case *catalog.Speaker:
		g.Type, g.Image = "profile", image(d.PhotoURL, d.Name)
		return content.PlainTextOf(v, d.Bio)
	case *catalog.Video:
		g.Type, g.Image, g.Video = "video.other", image(d.Thumbnail, g.Title), file(d)
		return ofMedia(v, d, d.Description.String())
	case *catalog.PodcastEpisode:
		if d.Audio != nil {
			g.Audio = &content.OpenGraphMedia{URL: d.Audio.URL, MIMEType: d.Audio.MIMEType}
		}
		if g.Image, err = artwork(v, d, g.Title); err != nil {
			return "", err
		}
		return ofMedia(v, d, d.Summary.String())
	case *catalog.Podcast:
		g.Type, g.Image = "website", image(d.Artwork, g.Title)
		return d.Description.String(), nil
	case *catalog.PolicyProposal:
		return d.Summary.String(), nil
	case *catalog.Organisation:
		g.Type, g.Image = "website", image(d.Logo, g.Title)
	case *catalog.Photo:
		g.Image = picture(d)
		return ofMedia(v, d, d.Alt.String())
	case *catalog.Topic:
		g.Type = "website"
		return d.Description.String(), nil
	}
	return "", nil
}

// after is what something is about, after what readers are told before (promise
// 13).
func after(notice locale.Text, about string) string {
	return feed.Joined(feed.NewCare(notice, nil).Plain(), about)
}

func ofMedia(v *content.View, d content.Document, about string) (string, error) {
	notice, err := catalog.ContentNotice(v, d)
	return after(notice, about), err
}

// photo is the first photo from a conference or a session, nil where there is
// none.
func photo(v *content.View, of string, id content.ID) (*content.OpenGraphImage, error) {
	one := 1
	found, err := listing.Read[*catalog.Photo](v, listing.Query{
		Kind: content.KindNamed("photo"), Order: "takenOn", First: &one,
		Where: []listing.Condition{{Attribute: of, In: []content.Key{content.StringKey(id)}}},
	})
	if err != nil || len(found.Nodes()) == 0 {
		return nil, err
	}
	return picture(found.Nodes()[0]), nil
}

func picture(p *catalog.Photo) *content.OpenGraphImage {
	if p.Asset == nil {
		return nil
	}
	return &content.OpenGraphImage{URL: p.Asset.URL, Alt: p.Alt.String(), Width: p.Asset.Width, Height: p.Asset.Height}
}

func image(at locale.URL, alt string) *content.OpenGraphImage {
	if at == "" {
		return nil
	}
	return &content.OpenGraphImage{URL: at, Alt: alt}
}

// artwork is an episode's, else its podcast's.
func artwork(v *content.View, e *catalog.PodcastEpisode, alt string) (*content.OpenGraphImage, error) {
	if e.Artwork != "" {
		return image(e.Artwork, alt), nil
	}
	p, err := content.Get[*catalog.Podcast](v, e.PodcastID)
	if content.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return image(p.Artwork, p.Title.String()), nil
}

// file is the best file of a video. A player of somebody else's is none: it
// would tell its provider who looks at the link.
func file(v *catalog.Video) *content.OpenGraphMedia {
	for _, s := range v.Sources {
		if s.Provider == "" {
			return &content.OpenGraphMedia{URL: s.URL, MIMEType: s.MIMEType}
		}
	}
	return nil
}

// localeOf is a language as Open Graph writes it, with the place that it is most
// spoken in.
func localeOf(l locale.Language) string {
	tag := language.Make(string(l))
	base, _ := tag.Base()
	region, _ := tag.Region()
	return base.String() + "_" + region.String()
}

// shorten cuts a text between words, on one line.
func shorten(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= maxDescription {
		return s
	}
	cut := string([]rune(s)[:maxDescription-1])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return cut + "…"
}
