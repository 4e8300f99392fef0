package content

import (
	"lectern/content/locale"
)

// Variants generates pictures in other sizes. It is safe for concurrent use.
type Variants interface {
	// VariantPath returns the path of a variant of a picture: "/media/9f86…/…". Paths are
	// signed, so that no one can request endless sizes. The picture is generated on its first
	// request.
	VariantPath(picture *Asset, v Variant) string
}

// Variant is a requested form of a picture. A zero field leaves it as it is.
type Variant struct {
	Width, Height int // in pixels; one alone determines the other
	Fit           ImageFit
	Format        ImageFormat
	// Focus stays in the picture when it is cropped; nil means the centre.
	Focus *FocalPoint
}

// MaxVariantSide is the maximum width and height of a variant, in pixels.
const MaxVariantSide = 4096

// ImageFit says how a picture fits into a size of other proportions.
type ImageFit string

// The ways to fit.
const (
	FitCover   ImageFit = "COVER"   // fills the width and the height, cropped if necessary
	FitContain ImageFit = "CONTAIN" // the whole picture, within the width and the height
)

// ImageFormat is a format of variants.
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

// ImageURL returns the URL of a variant of a picture that a view returned. A picture that is
// no asset has only its own URL, and so have all pictures without Variants.
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
