package pictures

import (
	"image"
	"image/draw"
)

// orientation says where the first row and column of a stored picture are displayed, numbered
// as in EXIF.
type orientation uint16

const (
	upright      orientation = 1
	mirrored     orientation = 2
	upsideDown   orientation = 3
	flipped      orientation = 4
	transposed   orientation = 5 // mirrored at the diagonal from the top left
	quarterRight orientation = 6 // to be turned clockwise
	transversed  orientation = 7 // mirrored at the other diagonal
	quarterLeft  orientation = 8
)

func (o orientation) valid() bool   { return o >= upright && o <= quarterLeft }
func (o orientation) upright() bool { return o == upright }

// swaps reports whether width and height are exchanged.
func (o orientation) swaps() bool { return o >= transposed }

// size returns the displayed size of a stored size.
func (o orientation) size(width, height int) (int, int) {
	if o.swaps() {
		return height, width
	}
	return width, height
}

// stored returns the point of a stored picture, of width × height, that is displayed at x, y.
func (o orientation) stored(x, y, width, height int) (int, int) {
	switch o {
	case mirrored:
		return width - 1 - x, y
	case upsideDown:
		return width - 1 - x, height - 1 - y
	case flipped:
		return x, height - 1 - y
	case transposed:
		return y, x
	case quarterRight:
		return y, height - 1 - x
	case transversed:
		return width - 1 - y, height - 1 - x
	case quarterLeft:
		return width - 1 - y, x
	}
	return x, y
}

// turn rotates a decoded picture to its displayed form, in the same pixel format.
func (o orientation) turn(img image.Image) image.Image {
	if o.upright() {
		return img
	}
	width, height := img.Bounds().Dx(), img.Bounds().Dy()
	rect := image.Rectangle{}
	rect.Max.X, rect.Max.Y = o.size(width, height)
	switch m := img.(type) {
	case *image.YCbCr:
		return o.turnYCbCr(m, rect)
	case *image.Gray:
		t := image.NewGray(rect)
		o.plane(t.Pix, m.Pix, m.Stride, width, height, 1)
		return t
	case *image.Gray16:
		t := image.NewGray16(rect)
		o.plane(t.Pix, m.Pix, m.Stride, width, height, 2)
		return t
	case *image.Paletted:
		t := image.NewPaletted(rect, m.Palette)
		o.plane(t.Pix, m.Pix, m.Stride, width, height, 1)
		return t
	case *image.RGBA:
		t := image.NewRGBA(rect)
		o.plane(t.Pix, m.Pix, m.Stride, width, height, 4)
		return t
	case *image.RGBA64:
		t := image.NewRGBA64(rect)
		o.plane(t.Pix, m.Pix, m.Stride, width, height, 8)
		return t
	case *image.NRGBA64:
		t := image.NewNRGBA64(rect)
		o.plane(t.Pix, m.Pix, m.Stride, width, height, 8)
		return t
	default:
		n := straight(img)
		t := image.NewNRGBA(rect)
		o.plane(t.Pix, n.Pix, n.Stride, width, height, 4)
		return t
	}
}

// turnYCbCr rotates the three planes of a JPEG. If two columns or rows share their colours and
// their number is odd, the colours shift by one pixel, which is invisible.
func (o orientation) turnYCbCr(m *image.YCbCr, rect image.Rectangle) image.Image {
	ratio := m.SubsampleRatio
	if o.swaps() {
		switch ratio {
		case image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio420:
		case image.YCbCrSubsampleRatio422:
			ratio = image.YCbCrSubsampleRatio440
		case image.YCbCrSubsampleRatio440:
			ratio = image.YCbCrSubsampleRatio422
		default: // the other way round there is none
			rgb := image.NewRGBA(m.Rect)
			draw.Draw(rgb, m.Rect, m, m.Rect.Min, draw.Src)
			return o.turn(rgb)
		}
	}
	t := image.NewYCbCr(rect, ratio)
	width, height := m.Rect.Dx(), m.Rect.Dy()
	o.plane(t.Y, m.Y, m.YStride, width, height, 1)
	cw, ch := o.size(t.CStride, len(t.Cb)/t.CStride)
	o.plane(t.Cb, m.Cb, m.CStride, cw, ch, 1)
	o.plane(t.Cr, m.Cr, m.CStride, cw, ch, 1)
	return t
}

// plane rotates rows of pixels of some bytes each. The result has no gaps between rows.
func (o orientation) plane(turned, stored []byte, stride, width, height, bytes int) {
	offset := func(x, y int) int {
		x, y = o.stored(x, y, width, height)
		return y*stride + x*bytes
	}
	start := offset(0, 0)
	right, down := offset(1, 0)-start, offset(0, 1)-start // negative where it goes back
	w, h := o.size(width, height)
	to := 0
	for y := range h {
		from := start + y*down
		if bytes == 1 {
			for range w {
				turned[to] = stored[from]
				to++
				from += right
			}
			continue
		}
		for range w {
			copy(turned[to:to+bytes], stored[from:from+bytes])
			to += bytes
			from += right
		}
	}
}

// straight returns a picture's pixels without premultiplied alpha, row after row.
func straight(img image.Image) *image.NRGBA {
	b := img.Bounds()
	if n, ok := img.(*image.NRGBA); ok && n.Stride == 4*b.Dx() {
		return n
	}
	n := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	if m, ok := img.(*image.RGBA); ok && m.Opaque() { // there is no difference then
		for y := range b.Dy() {
			copy(n.Pix[y*n.Stride:(y+1)*n.Stride], m.Pix[y*m.Stride:])
		}
		return n
	}
	draw.Draw(n, n.Rect, img, b.Min, draw.Src)
	return n
}
