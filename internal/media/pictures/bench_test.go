package pictures_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"io"
	"math"
	"math/rand/v2"
	"testing"

	"lectern/internal/media/pictures"
)

// photo returns a picture similar to one of a camera with 24 megapixels: waves and grain, some
// 10 MB.
func photo(b *testing.B, width, height int) []byte {
	b.Helper()
	m := image.NewYCbCr(image.Rect(0, 0, width, height), image.YCbCrSubsampleRatio420)
	grain := rand.New(rand.NewPCG(1, 2))
	for y := range height {
		for x := range width {
			m.Y[m.YOffset(x, y)] = uint8(120 + 60*math.Sin(float64(x)/90)*math.Cos(float64(y)/70) + grain.NormFloat64()*6)
		}
	}
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = uint8(110+i/7%40), uint8(110+i/11%40)
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, m, &jpeg.Options{Quality: 92}); err != nil {
		b.Fatal(err)
	}
	return file.Bytes()
}

func BenchmarkClean(b *testing.B) {
	plain := photo(b, 6000, 4000)
	for name, orientation := range map[string]uint16{"upright": 1, "turned": 6} {
		file := cameraJPEG(b, plain, orders["big"], orientation, displayProfile(false))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := pictures.Clean(io.Discard, bytes.NewReader(file), int64(len(file))); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkMake(b *testing.B) {
	file := photo(b, 6000, 4000)
	for _, format := range []pictures.Format{pictures.JPEG, pictures.PNG, pictures.WebP} {
		b.Run(string(format), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				variant, err := pictures.Make(bytes.NewReader(file), int64(len(file)), pictures.Spec{Width: 800, Fit: pictures.Contain, Format: format})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(variant)), "bytes")
			}
		})
	}
}
