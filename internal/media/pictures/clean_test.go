package pictures_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	_ "image/jpeg"
	_ "image/png"
	"slices"
	"testing"

	_ "golang.org/x/image/webp"

	"lectern/content"
	"lectern/internal/media/pictures"
)

func clean(t testing.TB, file []byte) ([]byte, content.Asset) {
	t.Helper()
	var b bytes.Buffer
	facts, err := pictures.Clean(&b, bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if facts.Bytes != int64(b.Len()) {
		t.Errorf("it says that it wrote %d bytes, of %d", facts.Bytes, b.Len())
	}
	return b.Bytes(), facts
}

func decode(t testing.TB, file []byte) image.Image {
	t.Helper()
	m, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// pixels returns the picture in one format for all.
func pixels(m image.Image) *image.NRGBA {
	n := image.NewNRGBA(m.Bounds())
	draw.Draw(n, n.Rect, m, m.Bounds().Min, draw.Src)
	return n
}

var orders = map[string]binary.AppendByteOrder{"little": binary.LittleEndian, "big": binary.BigEndian}

// testFiles returns pictures that are stored as 48 × 32, with all metadata that must be
// removed.
func testFiles(t testing.TB, order binary.AppendByteOrder, orientation uint16, profile []byte) map[string][]byte {
	t.Helper()
	m := testPicture(48, 32)
	exif := exifOf(order, orientation, plainJPEG(t, testPicture(16, 16)))
	p := plainPNG(t, m)
	idat := bytes.Index(p, []byte("IDAT")) - 4
	webp := func(lossless bool, pixels *image.NRGBA) []byte {
		plain := plainWebP(t, pixels, lossless)
		inside := plain[12:]
		if at := bytes.Index(plain, []byte("ALPH")); at > 0 {
			inside = plain[at:]
		}
		var flags byte = 0x08 | 0x04
		if profile != nil {
			flags |= 0x20
		}
		if !pixels.Opaque() {
			flags |= 0x10
		}
		parts := [][]byte{riffChunk("VP8X", []byte{flags, 0, 0, 0, 47, 0, 0, 31, 0, 0})}
		if profile != nil {
			parts = append(parts, riffChunk("ICCP", profile))
		}
		return append(riff(append(parts, inside, riffChunk("EXIF", exif), riffChunk("XMP ", []byte(xmpPacket)), riffChunk("ODD ", []byte(secret)))...), secret+"-behind"...)
	}
	seeThrough := testPicture(48, 32)
	for i := 3; i < len(seeThrough.Pix)/3; i += 4 {
		seeThrough.Pix[i] = 100
	}
	var iccp []byte
	if profile != nil {
		iccp = chunk("iCCP", secret+"-name\x00\x00", string(deflate(profile)))
	}
	return map[string][]byte{
		"JPEG": cameraJPEG(t, plainJPEG(t, m), order, orientation, profile),
		"grey": cameraJPEG(t, plainJPEG(t, grey(m)), order, orientation, nil),
		"PNG": slices.Concat(p[:33], iccp, chunk("tEXt", "Author\x00"+secret), chunk("zTXt", "Comment\x00\x00", string(deflate([]byte(secret)))),
			chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00", xmpPacket), chunk("tIME", "\x07\xe5\x09\x10\x09\x00\x00"),
			chunk("pHYs", "\x00\x00\x00\x01\x00\x00\x00\x01\x00"), chunk("eXIf", string(exif)), chunk("prVt", secret),
			p[idat:len(p)-12], chunk("tEXt", "Late\x00"+secret), chunk("IEND"), []byte(secret+"-behind")),
		"WebP":          webp(false, m),
		"WebP lossless": webp(true, m),
		"WebP alpha":    webp(false, seeThrough),
	}
}

func grey(m image.Image) *image.Gray {
	g := image.NewGray(m.Bounds())
	draw.Draw(g, g.Rect, m, image.Point{}, draw.Src)
	return g
}

// TestCleanKeepsThePicture: without rotation, the picture keeps each bit, and nothing else
// remains.
func TestCleanKeepsThePicture(t *testing.T) {
	t.Parallel()
	for order, o := range orders {
		for profile, p := range map[string][]byte{"none": nil, "sRGB": displayProfile(true), "P3": displayProfile(false)} {
			for name, file := range testFiles(t, o, 1, p) {
				t.Run(fmt.Sprintf("%s/%s/%s", name, order, profile), func(t *testing.T) {
					cleaned, facts := clean(t, file)
					requireClean(t, cleaned)
					if !bytes.Equal(pixels(decode(t, cleaned)).Pix, pixels(decode(t, file)).Pix) {
						t.Error("its pixels have changed")
					}
					if again, _ := clean(t, cleaned); !bytes.Equal(again, cleaned) {
						t.Error("a second cleaning changed the file")
					}
					if facts.Width != 48 || facts.Height != 32 || facts.Kind != content.AssetImage {
						t.Errorf("got %+v", facts)
					}
					kept := bytes.Contains(cleaned, []byte("ICC")) || bytes.Contains(cleaned, []byte("iCCP"))
					if want := profile == "P3" && name != "grey"; kept != want {
						t.Errorf("a profile is there: %v, want %v", kept, want)
					}
				})
			}
		}
	}
}

// TestCleanTurns: each orientation, each format, both byte orders. The table has the quarter of
// the stored picture in each displayed corner, as in the figures of the EXIF specification.
func TestCleanTurns(t *testing.T) {
	t.Parallel()
	seen := map[uint16][4]int{
		1: {0, 1, 2, 3}, 2: {1, 0, 3, 2}, 3: {3, 2, 1, 0}, 4: {2, 3, 0, 1},
		5: {0, 2, 1, 3}, 6: {2, 0, 3, 1}, 7: {3, 1, 2, 0}, 8: {1, 3, 0, 2},
	}
	for order, o := range orders {
		for orientation, corners := range seen {
			for name, file := range testFiles(t, o, orientation, displayProfile(false)) {
				t.Run(fmt.Sprintf("%s/%s/%d", name, order, orientation), func(t *testing.T) {
					cleaned, facts := clean(t, file)
					requireClean(t, cleaned)
					want := image.Rect(0, 0, 48, 32)
					if orientation > 4 {
						want = image.Rect(0, 0, 32, 48)
					}
					m := decode(t, cleaned)
					if m.Bounds() != want || facts.Width != want.Max.X || facts.Height != want.Max.Y {
						t.Fatalf("it is %v, and %d × %d in the facts", m.Bounds(), facts.Width, facts.Height)
					}
					for i, quarter := range corners {
						x, y := want.Max.X/4+i%2*want.Max.X/2, want.Max.Y/4+i/2*want.Max.Y/2
						requireColour(t, at(m, x, y, name == "WebP" || name == "WebP alpha"), quarters[quarter], name == "grey")
					}
					if again, _ := clean(t, cleaned); !bytes.Equal(again, cleaned) {
						t.Error("a second cleaning changed the file")
					}
				})
			}
		}
	}
}

func requireColour(t *testing.T, got color.Color, want color.Color, grey bool) {
	t.Helper()
	if grey {
		want = color.GrayModel.Convert(want)
	}
	g, w := color.NRGBAModel.Convert(got).(color.NRGBA), color.NRGBAModel.Convert(want).(color.NRGBA)
	for _, d := range []int{int(g.R) - int(w.R), int(g.G) - int(w.G), int(g.B) - int(w.B)} {
		if d < -12 || d > 12 {
			t.Errorf("got the colour %v, want %v", g, w)
			return
		}
	}
}

// at returns a pixel's colour. Lossy WebP has the levels of video.
func at(m image.Image, x, y int, video bool) color.Color {
	c := color.NRGBAModel.Convert(m.At(x, y)).(color.NRGBA)
	if !video {
		return c
	}
	var ycc color.YCbCr
	switch m := m.(type) {
	case *image.YCbCr:
		ycc = m.YCbCrAt(x, y)
	case *image.NYCbCrA:
		ycc = m.YCbCrAt(x, y)
	}
	// ITU-R BT.601
	luma, blue, red := 1.164*(float64(ycc.Y)-16), float64(ycc.Cb)-128, float64(ycc.Cr)-128
	level := func(v float64) uint8 { return uint8(min(max(v, 0), 255)) }
	return color.NRGBA{level(luma + 1.596*red), level(luma - 0.392*blue - 0.813*red), level(luma + 2.017*blue), 255}
}
