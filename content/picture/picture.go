// Package picture has the forms in which pictures are served. It must not know files or
// documents.
package picture

// Shape is the proportions of a variant.
type Shape string

// The shapes, as width : height.
const (
	ShapeOriginal  Shape = "ORIGINAL"  // as the picture
	ShapeSquare    Shape = "SQUARE"    // 1 : 1
	ShapeLandscape Shape = "LANDSCAPE" // 4 : 3
	ShapePortrait  Shape = "PORTRAIT"  // 3 : 4
	ShapeWide      Shape = "WIDE"      // 16 : 9
	ShapeSocial    Shape = "SOCIAL"    // 40 : 21, 1200 × 630 pixels
)

// Fit says how a picture fits into other proportions.
type Fit string

// The ways to fit.
const (
	FitCover   Fit = "COVER"   // fills the shape, cropped if necessary
	FitContain Fit = "CONTAIN" // the whole picture, within the shape
)

// Format is a format of variants.
type Format string

// The formats.
const (
	FormatJPEG Format = "JPEG"
	FormatPNG  Format = "PNG"
	FormatWebP Format = "WEBP"
)
