package content

import (
	"slices"
	"strconv"

	"lectern/content/locale"
	"lectern/content/picture"
)

// Variants generates pictures in other sizes. It is safe for concurrent use.
type Variants interface {
	// Variant returns the variant of a picture that fits best: its path "/media/9f86…/…" and its
	// true size, never larger than the picture. There are finitely many for each picture, and
	// paths are signed, so that no one can request endless sizes. The picture is generated on its
	// first request. The path is empty if nothing fits.
	Variant(picture *Asset, v Variant) (path string, width, height int)
}

// Variant is a wanted form of a picture.
type Variant struct {
	Width  int  // in pixels; the variant has the next larger width of a ladder
	AtMost bool // the next smaller width instead
	Shape  picture.Shape
	Fit    picture.Fit
	Format picture.Format
	// Focus stays in the picture when it is cropped; nil means the centre.
	Focus *FocalPoint
}

// maxVariants is the maximum number of widths at once.
const maxVariants = 20

// ImageVariant is a picture in another size.
type ImageVariant struct {
	URL           locale.URL
	Width, Height int // in pixels
}

// Image is a picture file.
type Image struct {
	URL    locale.URL `json:"url,omitempty" asset:"IMAGE" rule:"required"`
	Width  int        `json:"width,omitempty"` // in pixels
	Height int        `json:"height,omitempty"`

	// Further metadata of an uploaded picture, set by views.
	MIMEType    string      `json:"-"`
	Bytes       int         `json:"-"`
	Colour      string      `json:"-"` // Asset has what they are
	Placeholder string      `json:"-"`
	Focus       *FocalPoint `json:"-"` // of the photo that it is in
}

// FocalPoint is the point that stays in the picture when it is cropped.
type FocalPoint struct {
	X float64 `json:"x,omitempty"` // from the left edge, 0, to the right edge, 1
	Y float64 `json:"y,omitempty"` // from the top, 0, to the bottom, 1
}

// Describe fills in the metadata of the picture. Its size stays if that of the file is unknown.
func (m *Image) Describe(s *Site) {
	if a := s.File(m.URL); a != nil {
		m.fill(a)
	}
}

func (m *Image) fill(a *Asset) {
	m.MIMEType, m.Bytes = a.MIMEType, int(a.Bytes)
	if a.Width > 0 && a.Height > 0 {
		m.Width, m.Height = a.Width, a.Height
	}
	m.Colour, m.Placeholder = a.Colour, a.Placeholder
}

// ImageAt returns the picture at a URL, in stored form or as a view returned it, or nil.
func ImageAt(v *View, u locale.URL) *Image {
	if u == "" {
		return nil
	}
	address, _ := v.site.public(u)
	image := &Image{URL: address}
	if a := v.site.File(u); a != nil {
		image.fill(a)
	}
	return image
}

// ImageVariants returns variants of a picture that a view returned, one for each width, without
// duplicates. There are none of a picture that is no asset. It is BAD_INPUT for a width below 1,
// and for more than 20 widths.
func ImageVariants(v *View, image *Image, widths []int, wanted Variant) (all []*ImageVariant, err error) {
	if len(widths) > maxVariants {
		return nil, Errorf(CodeBadInput, "At most %d widths are allowed at once.", maxVariants).At("widths")
	}
	if i := slices.IndexFunc(widths, func(w int) bool { return w < 1 }); i >= 0 {
		return nil, Errorf(CodeBadInput, "A width must be at least 1 pixel.").At("widths", strconv.Itoa(i))
	}
	a, err := v.site.asset(image.URL)
	if err != nil || a == nil || a.Kind != AssetImage || v.site.Variants == nil {
		return nil, err
	}
	wanted.Focus = image.Focus
	for _, wanted.Width = range widths {
		path, width, height := v.site.Variants.Variant(a, wanted)
		url := locale.URL(path).Under(v.site.Service)
		if path != "" && !slices.ContainsFunc(all, func(o *ImageVariant) bool { return o.URL == url }) {
			all = append(all, &ImageVariant{url, width, height})
		}
	}
	return all, nil
}
