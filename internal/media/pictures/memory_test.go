package pictures

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"runtime"
	"slices"
	"testing"

	encoder "github.com/gen2brain/webp"
)

// TestMemory: the estimated memory of a picture, which is compared with the bound, is at least
// the total that decoding and rotating it allocates.
func TestMemory(t *testing.T) {
	// Not parallel: it measures memory.
	rect := image.Rect(0, 0, 800, 600)
	encoded := func(m image.Image, as func(io.Writer, image.Image) error) []byte {
		var b bytes.Buffer
		if err := as(&b, m); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	asJPEG := func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) }
	asWebP := func(lossless bool) func(io.Writer, image.Image) error {
		return func(w io.Writer, m image.Image) error {
			return encoder.Encode(w, m, encoder.Options{Lossless: lossless, Quality: 50, Method: 1})
		}
	}
	transparent := image.NewNRGBA(rect)
	transparent.Set(1, 1, color.White)
	colours := image.NewNRGBA(rect)
	for i := range colours.Pix {
		colours.Pix[i] = uint8(i%4/3*255 | i/4000)
	}
	exif := append([]byte("\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"), 0, 0, 0, 0)
	plain := encoded(colours, asJPEG)
	for name, file := range map[string][]byte{
		"JPEG":          plain,
		"turned":        slices.Concat(plain[:2], exif, plain[2:]),
		"grey JPEG":     encoded(image.NewGray(rect), asJPEG),
		"PNG":           encoded(colours, png.Encode),
		"alpha":         encoded(transparent, png.Encode),
		"grey PNG":      encoded(image.NewGray(rect), png.Encode),
		"16 bits":       encoded(image.NewNRGBA64(rect), png.Encode),
		"palette":       encoded(image.NewPaletted(rect, color.Palette{color.Black, color.White}), png.Encode),
		"WebP":          encoded(colours, asWebP(false)),
		"WebP alpha":    encoded(transparent, asWebP(false)),
		"WebP lossless": encoded(colours, asWebP(true)),
	} {
		t.Run(name, func(t *testing.T) {
			source := &source{r: bytes.NewReader(file)}
			l, err := source.layout(int64(len(file)))
			if err != nil {
				t.Fatal(err)
			}
			if (name == "turned") == l.orientation.upright() {
				t.Fatalf("its orientation is %d", l.orientation)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			img, err := source.decode(l)
			if err != nil {
				t.Fatal(err)
			}
			l.orientation.turn(img)
			runtime.ReadMemStats(&after)
			const buffers = 1 << 18
			if taken, said := int64(after.TotalAlloc-before.TotalAlloc), l.memory+int64(len(file))+buffers; taken > said {
				t.Errorf("it took %d bytes, and was said to take %d", taken, said)
			}
		})
	}
}
