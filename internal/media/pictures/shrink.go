package pictures

import (
	"image"
	"image/draw"

	xdraw "golang.org/x/image/draw"
)

// scale returns a part of a picture in a smaller or equal size, with premultiplied alpha. It
// first shrinks the picture to somewhat over twice the size by averages, which is fast and
// needs little memory; the rest is done by Catmull-Rom interpolation.
func scale(img image.Image, crop image.Rectangle, width, height int) *image.RGBA {
	small := shrink(img, crop, max(1, min(crop.Dx()/(2*width), crop.Dy()/(2*height))))
	if small.Rect.Dx() == width && small.Rect.Dy() == height {
		return small
	}
	scaled := image.NewRGBA(image.Rect(0, 0, width, height))
	xdraw.CatmullRom.Scale(scaled, scaled.Rect, small, small.Rect, draw.Src, nil)
	return scaled
}

// shrink scales a part of a picture down by averaging squares of pixels. Those at the right
// and lower edges may be smaller.
func shrink(img image.Image, crop image.Rectangle, by int) *image.RGBA {
	width, height := (crop.Dx()+by-1)/by, (crop.Dy()+by-1)/by
	small := image.NewRGBA(image.Rect(0, 0, width, height))
	if by == 1 {
		draw.Draw(small, small.Rect, img, crop.Min, draw.Src)
		return small
	}
	row := image.NewRGBA(image.Rect(0, 0, crop.Dx(), 1))
	sums := make([]uint64, 4*width)
	for y := range height {
		clear(sums)
		rows := min(by, crop.Dy()-y*by)
		for r := range rows {
			draw.Draw(row, row.Rect, img, image.Pt(crop.Min.X, crop.Min.Y+y*by+r), draw.Src)
			addUp(sums, row.Pix, by)
		}
		to := small.Pix[y*small.Stride:]
		for x := range width {
			n := uint64(rows * min(by, crop.Dx()-x*by))
			for c := 4 * x; c < 4*x+4; c++ {
				to[c] = uint8((sums[c] + n/2) / n)
			}
		}
	}
	return small
}

// addUp adds groups of pixels of a row to their sums.
func addUp(sums []uint64, pixels []uint8, by int) {
	for len(pixels) > 0 {
		n := min(4*by, len(pixels))
		var red, green, blue, opacity uint64
		for i := 0; i < n; i += 4 {
			p := pixels[i : i+4 : i+4]
			red, green, blue, opacity = red+uint64(p[0]), green+uint64(p[1]), blue+uint64(p[2]), opacity+uint64(p[3])
		}
		sums[0], sums[1], sums[2], sums[3] = sums[0]+red, sums[1]+green, sums[2]+blue, sums[3]+opacity
		sums, pixels = sums[4:], pixels[n:]
	}
}

// onWhite returns a picture on a white background.
func onWhite(img *image.RGBA) *image.RGBA {
	if img.Opaque() {
		return img
	}
	page := image.NewRGBA(img.Rect)
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(page, page.Rect, img, image.Point{}, draw.Over)
	return page
}
