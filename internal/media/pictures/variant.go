package pictures

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	encoder "github.com/gen2brain/webp"

	"lectern/content"
)

// The quality of encoded pictures, of 100.
const (
	variantQuality = 82
	turnedQuality  = 95
)

// Make generates a variant of a picture that Clean has written.
func Make(f io.ReaderAt, size int64, spec Spec) ([]byte, error) {
	if err := spec.Check(); err != nil {
		return nil, err
	}
	file := &source{r: f}
	l, err := file.layout(size)
	if err != nil {
		return nil, err
	}
	img, err := file.decode(l)
	if err != nil {
		return nil, err
	}
	crop, width, height := spec.frame(l.width, l.height)
	return encode(scale(img, crop, width, height), spec.Format.encode, l.profile)
}

// encode returns the bytes of a picture with a profile, or without one if it is nil.
func encode(img image.Image, with func(io.Writer, image.Image) error, profile []byte) ([]byte, error) {
	var encoded bytes.Buffer
	err := with(&encoded, img)
	if err == nil && profile != nil {
		file := &source{r: bytes.NewReader(encoded.Bytes())}
		var l *layout
		if l, err = file.layout(int64(encoded.Len())); err == nil {
			l.profile = profile
			return io.ReadAll(file.kept(l))
		}
	}
	if err != nil {
		return nil, content.Wrap(content.CodeInternal, err, "The picture can't be encoded.")
	}
	return encoded.Bytes(), nil
}

// encode writes a variant.
func (f Format) encode(w io.Writer, img image.Image) error {
	switch f {
	case JPEG:
		return jpeg.Encode(w, onWhite(img.(*image.RGBA)), &jpeg.Options{Quality: variantQuality})
	case PNG:
		return png.Encode(w, straight(img))
	default:
		return encoder.Encode(w, straight(img), encoder.Options{Quality: variantQuality, Method: 4})
	}
}

// The encoders of rotated pictures.

func encodeTurnedJPEG(w io.Writer, img image.Image) error {
	return jpeg.Encode(w, img, &jpeg.Options{Quality: turnedQuality})
}

func encodeTurnedWebP(w io.Writer, img image.Image) error {
	return encoder.Encode(w, straight(img), encoder.Options{Quality: turnedQuality, Method: 4})
}

func encodeLosslessWebP(w io.Writer, img image.Image) error {
	return encoder.Encode(w, straight(img), encoder.Options{Lossless: true, Exact: true, Method: 4})
}
