package pictures

import (
	"image"
	"io"

	"lectern/content"
)

// What is taken. All of it is known before a picture is decoded.
const (
	MaxPixels = 100_000_000 // in all
	MaxSide   = 65_535      // wide or high: what a JPEG can be
	// MaxMemory is the most that reading one picture may take, about. A hundred
	// megapixels of a usual JPEG take 150 MB.
	MaxMemory = 512 << 20
)

// layout is what the walk through a file found, before anything is decoded.
type layout struct {
	mime          string
	width, height int         // as stored
	orientation   orientation // how it is displayed
	// profile says what the colours mean: ours, made from the numbers of the
	// file's, or nil, for sRGB.
	profile []byte
	memory  int64 // that decoding takes, about
	// assemble gives the file without all that is not the picture, and with a
	// profile.
	assemble func(profile []byte) []part
	decode   func(io.Reader) (image.Image, error)
	encode   func(io.Writer, image.Image) error // as well as it can be: for pictures that are turned
}

// part is a stretch of the file, or some bytes of ours.
type part struct {
	at, length int64
	ours       []byte
}

// Clean decodes a picture to its end and writes it without anything else that its
// file holds. What can't be taken is CodeBadInput, with words for anyone who uploads.
// The pixels stay as they are, to the bit, unless they have to be turned
// to be displayed upright: then a JPEG is re-encoded. What it tells is of what it
// has written. Cleaning that again gives the same bytes.
func Clean(dst io.Writer, f io.ReaderAt, size int64) (content.Asset, error) {
	file := &source{r: f}
	l, err := file.layout(size)
	if err != nil {
		return content.Asset{}, err
	}
	img, err := file.decode(l)
	if err != nil {
		return content.Asset{}, err
	}
	facts := l.facts(img)
	if l.orientation.upright() {
		img = nil // let it go
		facts.Bytes, err = io.Copy(dst, file.kept(l))
		return facts, file.because(err)
	}
	turned, err := encode(l.orientation.turn(img), l.encode, l.profile)
	if err != nil {
		return content.Asset{}, err
	}
	written, err := dst.Write(turned)
	facts.Bytes = int64(written)
	return facts, err
}

// facts tells what there is to know of a picture that was decoded, but its length.
func (l *layout) facts(img image.Image) content.Asset {
	width, height := l.orientation.size(l.width, l.height)
	colour, placeholder := look(img, l.orientation)
	return content.Asset{
		Kind: content.AssetImage, MIMEType: l.mime,
		Width: width, Height: height, Colour: colour, Placeholder: placeholder,
	}
}

// check refuses what would take too much to decode.
func (l *layout) check() error {
	switch pixels := int64(l.width) * int64(l.height); {
	case l.width <= 0 || l.height <= 0:
		return damaged(nil)
	case l.width > MaxSide || l.height > MaxSide || pixels > MaxPixels:
		return refuse("The picture has %d × %d pixels; at most %d megapixels are allowed. Save it smaller, and upload that.",
			l.width, l.height, MaxPixels/1_000_000)
	case !l.orientation.upright():
		l.memory *= 2 // the turned one stands beside it
	}
	if l.memory > MaxMemory {
		return refuse("The picture has %d × %d pixels in a form that needs too much memory to read. Save it smaller or as a standard JPEG, and upload that.",
			l.width, l.height)
	}
	return nil
}
