package pictures_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"

	encoder "github.com/gen2brain/webp"

	"lectern/content"
	"lectern/internal/media/pictures"
)

func makeVariant(t *testing.T, file []byte, spec pictures.Spec) ([]byte, image.Image) {
	t.Helper()
	variant, err := pictures.Make(bytes.NewReader(file), int64(len(file)), spec)
	if err != nil {
		t.Fatal(err)
	}
	requireClean(t, variant)
	return variant, decode(t, variant)
}

func TestVariantSizes(t *testing.T) {
	t.Parallel()
	wide := plainPNG(t, testPicture(300, 200))
	for _, c := range []struct {
		width, height int
		fit           pictures.Fit
		want          image.Point
	}{
		{150, 0, pictures.Contain, image.Pt(150, 100)},
		{0, 50, pictures.Contain, image.Pt(75, 50)},
		{90, 90, pictures.Contain, image.Pt(90, 60)},
		{100, 99, pictures.Contain, image.Pt(100, 67)},
		{4096, 4096, pictures.Contain, image.Pt(300, 200)},
		{1, 0, pictures.Contain, image.Pt(1, 1)},
		{90, 90, pictures.Cover, image.Pt(90, 90)},
		{300, 200, pictures.Cover, image.Pt(300, 200)},
		{400, 400, pictures.Cover, image.Pt(200, 200)},  // never larger: only its aspect ratio
		{4096, 1024, pictures.Cover, image.Pt(300, 75)}, // likewise
		{1, 4096, pictures.Cover, image.Pt(1, 200)},     // a column
		{4096, 1, pictures.Cover, image.Pt(300, 1)},     // a row
		{299, 200, pictures.Cover, image.Pt(299, 200)},  // almost all
		{300, 100, pictures.Cover, image.Pt(300, 100)},  // cropped, not scaled
		{200, 300, pictures.Cover, image.Pt(133, 200)},  // 133.3
	} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			for _, format := range []pictures.Format{pictures.JPEG, pictures.PNG, pictures.WebP} {
				_, m := makeVariant(t, wide, pictures.Spec{Width: c.width, Height: c.height, Fit: c.fit, Format: format})
				if m.Bounds().Size() != c.want {
					t.Errorf("%s: got %v", format, m.Bounds())
				}
			}
		})
	}
}

// TestVariantFocus: the crop is around the focal point, as near as the edges allow.
func TestVariantFocus(t *testing.T) {
	t.Parallel()
	wide, tall := image.NewNRGBA(image.Rect(0, 0, 400, 200)), image.NewNRGBA(image.Rect(0, 0, 200, 400))
	for i := range 400 { // the colour of each pixel is its position
		for j := range 200 {
			c := color.NRGBA{uint8(i / 256), uint8(i % 256), 0, 255}
			wide.SetNRGBA(i, j, c)
			tall.SetNRGBA(j, i, c)
		}
	}
	for _, c := range []struct {
		focus float64
		first int
	}{{0, 0}, {0.2, 0}, {0.25, 0}, {0.3, 20}, {0.5, 100}, {0.6, 140}, {0.75, 200}, {1, 200}} {
		spec := pictures.Spec{Width: 200, Height: 200, Fit: pictures.Cover, Format: pictures.PNG}
		for name, v := range map[string]pictures.Spec{"wide": spec.Around(c.focus, 0.1), "tall": spec.Around(0.9, c.focus)} {
			_, m := makeVariant(t, plainPNG(t, map[string]image.Image{"wide": wide, "tall": tall}[name]), v)
			upperLeft := pixels(m).NRGBAAt(0, 0)
			if got := 256*int(upperLeft.R) + int(upperLeft.G); got != c.first || m.Bounds().Size() != image.Pt(200, 200) {
				t.Errorf("%s around %v: %v begins at %d, want %d", name, c.focus, m.Bounds(), got, c.first)
			}
		}
	}
}

// TestVariantColours: scaled down a little, a lot and not at all, in each format, the quarters
// keep their colours, and their opacity if the format has it.
func TestVariantColours(t *testing.T) {
	t.Parallel()
	m := testPicture(320, 240)
	for y := range 120 {
		for x := range 160 {
			m.Pix[m.PixOffset(x, y)+3] = 0 // the first quarter is transparent
		}
	}
	for name, file := range map[string][]byte{"PNG": plainPNG(t, m), "WebP": plainWebP(t, m, false), "WebP lossless": plainWebP(t, m, true)} {
		for _, format := range []pictures.Format{pictures.JPEG, pictures.PNG, pictures.WebP} {
			for _, width := range []int{320, 250, 32} {
				_, v := makeVariant(t, file, pictures.Spec{Width: width, Fit: pictures.Contain, Format: format})
				w, h := v.Bounds().Dx(), v.Bounds().Dy()
				for i := range quarters {
					x, y := w/4+i%2*w/2, h/4+i/2*h/2
					got := at(v, x, y, format == pictures.WebP)
					switch {
					case i > 0:
						requireColour(t, got, quarters[i], false)
					case format == pictures.JPEG:
						requireColour(t, got, color.White, false)
					default:
						if _, _, _, opacity := v.At(x, y).RGBA(); opacity != 0 {
							t.Errorf("%s to %s: %d opaque", name, format, opacity)
						}
					}
				}
			}
		}
	}
}

// TestVariantProfile: colours keep their meaning.
func TestVariantProfile(t *testing.T) {
	t.Parallel()
	for name, file := range testFiles(t, orders["big"], 6, displayProfile(false)) {
		cleaned, _ := clean(t, file)
		for _, format := range []pictures.Format{pictures.JPEG, pictures.PNG, pictures.WebP} {
			variant, _ := makeVariant(t, cleaned, pictures.Spec{Width: 16, Fit: pictures.Contain, Format: format})
			has := bytes.Contains(variant, []byte("ICC_PROFILE")) || bytes.Contains(variant, []byte("iCCP")) || bytes.Contains(variant, []byte("ICCP"))
			if want := name != "grey"; has != want {
				t.Errorf("%s to %s: a profile is there: %v", name, format, has)
			}
		}
	}
}

func TestVariantRefused(t *testing.T) {
	t.Parallel()
	file := plainPNG(t, testPicture(8, 8))
	if _, err := pictures.Make(bytes.NewReader(file), int64(len(file)), pictures.Spec{}); content.CodeOf(err) != content.CodeBadInput {
		t.Errorf("got %v", err)
	}
	if _, err := pictures.Make(bytes.NewReader([]byte("x")), 1, pictures.Spec{Width: 1, Fit: pictures.Contain, Format: pictures.PNG}); content.CodeOf(err) != content.CodeBadInput {
		t.Errorf("got %v", err)
	}
}

// TestNoLibraryOfTheSystem: WebP is encoded by the program itself, whatever is installed.
func TestNoLibraryOfTheSystem(t *testing.T) {
	t.Parallel()
	if err := encoder.Dynamic(); err == nil || !strings.Contains(err.Error(), "purego: system libraries") {
		t.Errorf("got %v", err)
	}
}
