package pictures

import (
	"fmt"
	"image"

	"github.com/bbrks/go-blurhash"
)

// lookSize is the maximum width and height of the picture that look works on.
const lookSize = 64

// look returns the dominant colour and the BlurHash of a picture. Both are computed on white,
// and in sRGB.
func look(img image.Image, o orientation) (colour, placeholder string) {
	b := img.Bounds()
	small := shrink(img, b, max(1, (max(b.Dx(), b.Dy())+lookSize-1)/lookSize))
	small = o.turn(onWhite(small)).(*image.RGBA)
	across, down := 4, 3
	if small.Rect.Dy() > small.Rect.Dx() {
		across, down = down, across
	}
	placeholder, err := blurhash.Encode(across, down, small)
	if err != nil {
		placeholder = "" // impossible: the numbers of components are valid
	}
	return dominant(small), placeholder
}

// dominant returns the average of the pixels in the most frequent group of similar colours.
func dominant(img *image.RGBA) string {
	const bits = 3 // of red, green and blue each
	type sum struct{ n, r, g, b int }
	var groups [1 << (3 * bits)]sum
	most := 0
	for i := 0; i+3 < len(img.Pix); i += 4 {
		r, g, b := int(img.Pix[i]), int(img.Pix[i+1]), int(img.Pix[i+2])
		group := r>>(8-bits)<<(2*bits) | g>>(8-bits)<<bits | b>>(8-bits)
		s := &groups[group]
		s.n, s.r, s.g, s.b = s.n+1, s.r+r, s.g+g, s.b+b
		if s.n > groups[most].n {
			most = group
		}
	}
	s := groups[most]
	return fmt.Sprintf("#%02x%02x%02x", s.r/s.n, s.g/s.n, s.b/s.n)
}
