package content

import (
	"lectern/content/locale"
)

// Variants makes pictures in other sizes. It is safe for use by several
// goroutines.
type Variants interface {
	// VariantPath is where readers find a picture as a variant has it, under the
	// service: "/media/9f86…/…". Nobody but the service can make such a path, so
	// that nobody can ask for endless sizes. The picture is made when it is first
	// asked for.
	VariantPath(picture *Asset, v Variant) string
}

// Variant is how a picture is to be had. The zero value of each field leaves
// it to the picture.
type Variant struct {
	Width, Height int // in pixels; one alone gives the other
	Fit           ImageFit
	Format        ImageFormat
	// Focus is what stays in it when it is cropped; its middle where it is nil.
	Focus *FocalPoint
}

// MaxVariantSide bounds the width and the height of a variant.
const MaxVariantSide = 4096

// ImageFit says what happens to a picture of other proportions than are asked for.
type ImageFit string

// The ways to fit.
const (
	FitCover   ImageFit = "COVER"   // it fills all of the width and the height, and is cropped
	FitContain ImageFit = "CONTAIN" // all of it is there, within the width and the height
)

// ImageFormat is one that pictures can be had in.
type ImageFormat string

// The formats.
const (
	FormatJPEG ImageFormat = "JPEG"
	FormatPNG  ImageFormat = "PNG"
	FormatWebP ImageFormat = "WEBP"
)

// ImageAt is a picture file.
type Image struct {
	URL    locale.URL `json:"url,omitempty" asset:"IMAGE" rule:"required"`
	Width  int        `json:"width,omitempty"` // in pixels
	Height int        `json:"height,omitempty"`

	// What else is known of an uploaded one, as a view gives it.
	MIMEType    string      `json:"-"`
	Bytes       int         `json:"-"`
	Colour      string      `json:"-"` // Asset has what they are
	Placeholder string      `json:"-"`
	Focus       *FocalPoint `json:"-"` // of the photo that it is in
}

// FocalPoint is what has to stay in the picture when it is cropped.
type FocalPoint struct {
	X float64 `json:"x,omitempty"` // from the left edge, 0, to the right edge, 1
	Y float64 `json:"y,omitempty"` // from the top, 0, to the bottom, 1
}

// Describe fills in what is known of the picture.
func (m *Image) Describe(s *Site) {
	if a := s.File(m.URL); a != nil {
		m.fill(a)
	}
}

func (m *Image) fill(a *Asset) {
	m.Width, m.Height, m.MIMEType, m.Bytes = a.Width, a.Height, a.MIMEType, int(a.Bytes)
	m.Colour, m.Placeholder = a.Colour, a.Placeholder
}

// ImageAt is the picture at an address, as documents hold it or as the view gave
// it out: nil where there is none.
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

// ImageURL is the address of a picture that the view gave out as a variant has
// it. A picture that is no asset has one address only, and so has every one
// where nobody makes others.
func ImageURL(v *View, image *Image, variant Variant) (locale.URL, error) {
	for _, side := range []struct {
		name   string
		pixels int
	}{{"width", variant.Width}, {"height", variant.Height}} {
		if side.pixels < 0 || side.pixels > MaxVariantSide {
			return "", Errorf(CodeBadInput, "Width and height must be from 1 to %d pixels.", MaxVariantSide).At(side.name)
		}
	}
	if variant == (Variant{}) || v.site.Variants == nil {
		return image.URL, nil
	}
	a, err := v.site.asset(image.URL)
	if err != nil || a == nil || a.Kind != AssetImage {
		return image.URL, err
	}
	variant.Focus = image.Focus
	return locale.URL(v.site.Variants.VariantPath(a, variant)).Under(v.site.Service), nil
}
