package pictures

import (
	"image"
	"io"

	"lectern/content"
)

// The limits of pictures, all checked before decoding.
const (
	MaxPixels = 100_000_000 // in all
	MaxSide   = 65_535      // wide or high: what a JPEG can be
	// MaxMemory is the approximate maximum memory for reading one picture. A hundred
	// megapixels of a typical JPEG need 150 MB.
	MaxMemory = 512 << 20
)

// layout is the structure of a file, found without decoding.
type layout struct {
	mime          string
	width, height int         // as stored
	orientation   orientation // how it is displayed
	// profile is the colour profile: rebuilt from the numbers of the file's, or nil for sRGB.
	profile []byte
	memory  int64 // that decoding takes, about
	// assemble returns the file with only the picture, and with a profile.
	assemble func(profile []byte) []part
	decode   func(io.Reader) (image.Image, error)
	encode   func(io.Writer, image.Image) error // in the best quality: for rotated pictures
}

// part is a part of the file, or bytes of ours.
type part struct {
	at, length int64
	ours       []byte
}

// Clean decodes a picture completely and writes it without anything else in its file. A
// picture that is refused is CodeBadInput, with a message for the uploader. The pixels stay
// identical, unless the picture must be rotated to be upright: then a JPEG is re-encoded. The
// returned facts are those of the output. Cleaning the output again gives the same bytes.
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

// facts returns the facts of a decoded picture, except its length.
func (l *layout) facts(img image.Image) content.Asset {
	width, height := l.orientation.size(l.width, l.height)
	colour, placeholder := look(img, l.orientation)
	return content.Asset{
		Kind: content.AssetImage, MIMEType: l.mime,
		Width: width, Height: height, Colour: colour, Placeholder: placeholder,
	}
}

// check refuses pictures that need too much memory or time.
func (l *layout) check() error {
	switch pixels := int64(l.width) * int64(l.height); {
	case l.width <= 0 || l.height <= 0:
		return damaged(nil)
	case l.width > MaxSide || l.height > MaxSide || pixels > MaxPixels:
		return refuse("The picture has %d × %d pixels; at most %d megapixels are allowed. Save it smaller, and upload that.",
			l.width, l.height, MaxPixels/1_000_000)
	case !l.orientation.upright():
		l.memory *= 2 // the rotated picture is in memory as well
	}
	if l.memory > MaxMemory {
		return refuse("The picture has %d × %d pixels in a form that needs too much memory to read. Save it smaller or as a standard JPEG, and upload that.",
			l.width, l.height)
	}
	return nil
}
