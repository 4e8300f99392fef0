package pictures

import (
	"fmt"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"math/rand/v2"
	"testing"
)

// TestTurn: each format of pixels, each orientation. Every pixel is in its place, and returns
// when the picture is rotated back.
func TestTurn(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	fill := func(planes ...[]uint8) {
		for _, p := range planes {
			for i := range p {
				p[i] = uint8(random.Uint32())
			}
		}
	}
	even, odd := image.Rect(0, 0, 16, 8), image.Rect(0, 0, 7, 5)
	var all []image.Image
	for _, ratio := range []image.YCbCrSubsampleRatio{
		image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
		image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
	} {
		m := image.NewYCbCr(even, ratio)
		fill(m.Y, m.Cb, m.Cr)
		all = append(all, m)
	}
	whole := image.NewYCbCr(odd, image.YCbCrSubsampleRatio444)
	grey, grey16 := image.NewGray(odd), image.NewGray16(odd)
	rgba64, nrgba, nrgba64 := image.NewRGBA64(odd), image.NewNRGBA(odd), image.NewNRGBA64(odd)
	paletted := image.NewPaletted(odd, palette.WebSafe)
	fill(whole.Y, whole.Cb, whole.Cr, grey.Pix, grey16.Pix, nrgba.Pix, nrgba64.Pix)
	rgba := image.NewRGBA(odd)
	for _, m := range []draw.Image{rgba, rgba64, paletted} {
		draw.Draw(m, odd, nrgba, image.Point{}, draw.Src)
	}
	all = append(all, whole, grey, grey16, rgba, rgba64, nrgba, nrgba64, paletted)
	back := map[orientation]orientation{quarterRight: quarterLeft, quarterLeft: quarterRight}
	for _, m := range all {
		for o := upright; o <= quarterLeft; o++ {
			t.Run(fmt.Sprintf("%T/%d", m, o), func(t *testing.T) {
				width, height := m.Bounds().Dx(), m.Bounds().Dy()
				turned := o.turn(m)
				w, h := o.size(width, height)
				if turned.Bounds() != image.Rect(0, 0, w, h) {
					t.Fatalf("it is %v", turned.Bounds())
				}
				for y := range h {
					for x := range w {
						sx, sy := o.stored(x, y, width, height)
						requireEqual(t, turned.At(x, y), m.At(sx, sy))
					}
				}
				other := o
				if b, ok := back[o]; ok {
					other = b
				}
				again := other.turn(turned)
				for y := range height {
					for x := range width {
						requireEqual(t, again.At(x, y), m.At(x, y))
					}
				}
			})
		}
	}
}

// requireEqual compares colours at eight bits, the precision of JPEG.
func requireEqual(t *testing.T, got, want color.Color) {
	t.Helper()
	if g, w := color.RGBAModel.Convert(got), color.RGBAModel.Convert(want); g != w {
		t.Fatalf("got %v, want %v", g, w)
	}
}
