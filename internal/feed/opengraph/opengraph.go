package opengraph

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
	"lectern/content/picture"
	"lectern/internal/feed"
)

// maxDescription is the length of a description that programs show, in characters.
const maxDescription = 300

// Of returns the data of a document's page for shared links.
func Of(v *content.View, d content.Document) (g *content.OpenGraph, err error) {
	m, kind := d.Base(), content.KindOf(d)
	title, err := catalog.Headline(v, d)
	if err != nil {
		return nil, err
	}
	g = &content.OpenGraph{
		// A decorative photo without a caption has no words of its own.
		Title: cmp.Or(title, m.Slug), Type: cmp.Or(kind.PageType, "article"), URL: m.URL, Locale: localeOf(m.Language), AlternateLocales: []string{},
		PublishedAt: m.PublishedAt, ModifiedAt: &m.UpdatedAt,
	}
	for _, l := range m.Languages {
		if l != m.Language {
			g.AlternateLocales = append(g.AlternateLocales, localeOf(l))
		}
	}
	if g.Image, err = pictureOf(v, d); err != nil {
		return nil, err
	}
	if r := feed.RecordingOf(d); r != nil {
		switch r.Kind {
		case content.AssetVideo:
			g.Video = &r.Files[0]
		case content.AssetAudio:
			g.Audio = &r.Files[0]
		}
	}
	// The notice and the helpline come first (promise 13).
	notice, err := catalog.ContentNotice(v, d)
	if err != nil {
		return nil, err
	}
	about, err := feed.Summary(v, d)
	if err != nil {
		return nil, err
	}
	g.Description = shorten(feed.Joined(notice.String(), about))
	return g, nil
}

// width is that of the picture, in pixels: programs that show links ask for 1200 × 630.
const width = 1200

// pictureOf returns the picture of a document in the size for links. JPEG is the format that all
// programs show.
func pictureOf(v *content.View, d content.Document) (*content.Picture, error) {
	whole, err := catalog.PictureOf(v, d)
	if whole == nil || err != nil {
		return whole, err
	}
	image := content.ImageAt(v, whole.URL)
	if image == nil {
		return whole, nil
	}
	image.Focus = whole.Focus
	cut, err := content.ImageVariants(v, image, []int{width}, content.Variant{Shape: picture.ShapeSocial, Format: picture.FormatJPEG})
	if err != nil || len(cut) == 0 {
		return whole, err
	}
	return &content.Picture{URL: cut[0].URL, Alt: whole.Alt, Width: cut[0].Width, Height: cut[0].Height}, nil
}

// localeOf returns a language in Open Graph's form, with the country where it is most spoken.
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
