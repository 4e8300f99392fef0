package pictures

import (
	"cmp"
	"fmt"
	"image"
	"math"
	"slices"
	"strconv"
	"strings"

	"lectern/content"
	"lectern/content/mediatype"
	"lectern/content/picture"
)

// Fit is how a picture fits into the box of a variant.
type Fit string

// The fits.
const (
	Contain Fit = "contain" // the whole picture, within the box
	Cover   Fit = "cover"   // fills the box, cropped if necessary
)

// Format is how a variant is encoded.
type Format string

// The formats, by the endings of their files.
const (
	JPEG Format = "jpg" // what is transparent becomes white
	PNG  Format = "png"
	WebP Format = "webp"
)

// MIMEType returns the media type of the format.
func (f Format) MIMEType() string {
	return mediatype.OfExtension("." + string(f))
}

// Spec identifies a variant of a picture. A variant is never larger than the picture: from a
// larger box it takes only the shape.
type Spec struct {
	Width, Height int // of the box, in pixels; with Contain, one may be 0 and follows from the other
	Fit           Fit
	Format        Format
	// Focus is the point that stays visible when the picture is cropped, in hundredths of its
	// width and height from the centre.
	Focus image.Point
}

// MaxVariantSide is the maximum width and height of a variant, and MaxVariantPixels that of their product:
// they bound the cost of a variant for all clients.
const (
	MaxVariantSide   = 4096
	MaxVariantPixels = 1 << 22
)

// ladder has the widths of variants, in pixels: a picture has finitely many.
var ladder = []int{32, 64, 96, 128, 192, 256, 384, 512, 640, 768, 1024, 1200, 1280, 1600, 1920, 2560}

// step returns the width of the ladder that serves another: the next larger one, the largest if
// there is none, or the next smaller one, 0 if there is none.
func step(width int, atMost bool) int {
	i, found := slices.BinarySearch(ladder, width)
	switch {
	case atMost && !found && i == 0:
		return 0
	case atMost && !found, i == len(ladder):
		i--
	}
	return ladder[i]
}

// shapes are the proportions of variants.
var shapes = map[picture.Shape]image.Point{
	picture.ShapeSquare: {1, 1}, picture.ShapeLandscape: {4, 3}, picture.ShapePortrait: {3, 4}, picture.ShapeWide: {16, 9}, picture.ShapeSocial: {40, 21},
}

var formats = map[picture.Format]Format{picture.FormatJPEG: JPEG, picture.FormatPNG: PNG, picture.FormatWebP: WebP}

// SpecFor returns the spec of the variant that fits best, and its true size. ok is false if
// there is none. Defaults: the picture's own proportions, the fit Cover, the format WebP, which
// every browser shows, the centre as focus. Equivalent requests have the same spec, so that a
// variant is generated once.
func SpecFor(of *content.Asset, wanted content.Variant) (s Spec, width, height int, ok bool) {
	s = Spec{Width: step(wanted.Width, wanted.AtMost), Fit: Contain, Format: cmp.Or(formats[wanted.Format], WebP)}
	if s.Width == 0 || of.Width == 0 || of.Height == 0 {
		return Spec{}, 0, 0, false
	}
	largest := of.Width
	if shape := shapes[wanted.Shape]; shape != (image.Point{}) {
		across := of.Height * shape.X / shape.Y // the width of the shape at the picture's height
		if wanted.Fit == picture.FitContain {
			largest = max(largest, across+1)
		} else {
			s.Fit, largest = Cover, max(1, min(largest, across))
			if wanted.Focus != nil {
				s = s.Around(wanted.Focus.X, wanted.Focus.Y)
			}
		}
		s.Width = min(s.Width, largest)
		s.Height = max(1, int(math.Round(float64(s.Width*shape.Y)/float64(shape.X))))
	}
	s.Width = min(s.Width, largest)
	// The box becomes the variant's own size, so that boxes of the same variant are one.
	_, s.Width, s.Height = s.frame(of.Width, of.Height)
	if s.Fit == Contain {
		s.Height = 0
	}
	_, width, height = s.frame(of.Width, of.Height)
	return s, width, height, true
}

// Around returns the spec with a focus: from 0, left and top, to 1, right and bottom. It has
// no effect if nothing is cropped.
func (s Spec) Around(x, y float64) Spec {
	if s.Fit == Cover {
		s.Focus = image.Pt(hundredths(x), hundredths(y))
	}
	return s
}

func hundredths(x float64) int {
	if math.IsNaN(x) {
		return 0
	}
	return int(math.Round(100*min(max(x, 0), 1))) - 50
}

// Check returns an error if no variant can have this spec.
func (s Spec) Check() error {
	within := func(n int) bool { return 0 <= n && n <= MaxVariantSide }
	switch {
	case !within(s.Width) || !within(s.Height) || s.Width == 0 && s.Height == 0:
		return refuse("Width or height must be given, each from 1 to %d pixels.", MaxVariantSide)
	case s.Fit != Contain && s.Fit != Cover:
		return refuse("Unknown fit. It must be COVER or CONTAIN.")
	case s.Fit == Cover && (s.Width == 0 || s.Height == 0):
		return refuse("COVER needs both a width and a height.")
	case s.Format != JPEG && s.Format != PNG && s.Format != WebP:
		return refuse("Unknown picture format. It must be JPEG, PNG or WEBP.")
	case s.Fit == Contain && s.Focus != image.Point{} || !s.Focus.In(image.Rect(-50, -50, 51, 51)):
		return refuse("The focal point is outside the picture.")
	}
	return nil
}

// String returns the spec as in URLs: "800x600-cover-50-25.webp", "800x-contain.jpg".
func (s Spec) String() string {
	var b strings.Builder
	for _, n := range []int{s.Width, s.Height} {
		if n > 0 {
			b.WriteString(strconv.Itoa(n))
		}
		b.WriteByte('x')
	}
	name := strings.TrimSuffix(b.String(), "x") + "-" + string(s.Fit)
	if s.Fit == Cover {
		name += fmt.Sprintf("-%d-%d", s.Focus.X+50, s.Focus.Y+50)
	}
	return name + "." + string(s.Format)
}

// ParseSpec parses the output of String, and nothing else.
func ParseSpec(name string) (s Spec, ok bool) {
	rest, format, _ := strings.Cut(name, ".")
	s.Format = Format(format)
	fields := strings.Split(rest, "-")
	width, height, _ := strings.Cut(fields[0], "x")
	s.Width, s.Height = number(width), number(height)
	if len(fields) > 1 {
		s.Fit = Fit(fields[1])
	}
	if len(fields) == 4 {
		s.Focus = image.Pt(number(fields[2])-50, number(fields[3])-50)
	}
	if s.Check() != nil || s.String() != name {
		return Spec{}, false
	}
	return s, true
}

// number returns 0 for an empty text.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}

// frame returns the part of the picture that the variant shows, and its size.
func (s Spec) frame(width, height int) (crop image.Rectangle, w, h int) {
	crop, w, h = s.unbounded(width, height)
	if over := float64(w) * float64(h) / MaxVariantPixels; over > 1 {
		w, h = max(1, int(float64(w)/math.Sqrt(over))), max(1, int(float64(h)/math.Sqrt(over)))
	}
	return crop, w, h
}

// unbounded is frame for a variant of any number of pixels.
func (s Spec) unbounded(width, height int) (crop image.Rectangle, w, h int) {
	pw, ph := float64(width), float64(height)
	if s.Fit == Contain {
		shrunk := 1.0
		if s.Width > 0 {
			shrunk = min(shrunk, float64(s.Width)/pw)
		}
		if s.Height > 0 {
			shrunk = min(shrunk, float64(s.Height)/ph)
		}
		return image.Rect(0, 0, width, height), pixels(pw*shrunk, width), pixels(ph*shrunk, height)
	}
	boxW, boxH := float64(s.Width), float64(s.Height)
	largest := min(pw/boxW, ph/boxH) // crop of the box's shape, in boxes
	cropW, cropH := pixels(boxW*largest, width), pixels(boxH*largest, height)
	crop = image.Rect(0, 0, cropW, cropH).Add(image.Pt(
		start(s.Focus.X, cropW, width), start(s.Focus.Y, cropH, height)))
	shown := min(largest, 1)
	return crop, pixels(boxW*shown, cropW), pixels(boxH*shown, cropH)
}

// pixels rounds a length to whole pixels, from 1 to most.
func pixels(length float64, most int) int {
	return min(max(1, int(math.Round(length))), most)
}

// start returns the start of a crop whose centre is as near to the focus as possible.
func start(focus, crop, whole int) int {
	middle := float64(50+focus) / 100 * float64(whole)
	return min(max(0, int(math.Round(middle-float64(crop)/2))), whole-crop)
}
