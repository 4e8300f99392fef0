package pictures_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"io"
	"regexp"
	"testing"

	"github.com/bbrks/go-blurhash"

	"lectern/content"
	"lectern/internal/media/pictures"
)

func factsOf(t *testing.T, file []byte) content.Asset {
	t.Helper()
	facts, err := pictures.Clean(io.Discard, bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

func TestFacts(t *testing.T) {
	t.Parallel()
	m := image.NewNRGBA(image.Rect(0, 0, 300, 100))
	draw.Draw(m, m.Rect, image.NewUniform(color.NRGBA{0x2f, 0x6f, 0x8f, 255}), image.Point{}, draw.Src)
	draw.Draw(m, image.Rect(0, 0, 100, 100), image.NewUniform(color.NRGBA{250, 10, 10, 255}), image.Point{}, draw.Src)
	facts := factsOf(t, plainPNG(t, m))
	if facts.Kind != content.AssetImage || facts.MIMEType != "image/png" || facts.Width != 300 || facts.Height != 100 {
		t.Errorf("got %+v", facts)
	}
	if facts.Colour != "#2f6f8f" {
		t.Errorf("its colour is %s", facts.Colour)
	}
	// The placeholder is red on the left and not on the right.
	drawn, err := blurhash.Decode(facts.Placeholder, 30, 10, 1)
	if err != nil {
		t.Fatalf("%q: %v", facts.Placeholder, err)
	}
	left, right := pixels(drawn).NRGBAAt(2, 5), pixels(drawn).NRGBAAt(25, 5)
	if left.R < 150 || left.B > 100 || right.R > 120 || right.B < 100 {
		t.Errorf("the placeholder has %v on the left and %v on the right", left, right)
	}
}

// TestFactsOfSmallAndThin: pictures of any shape have metadata.
func TestFactsOfSmallAndThin(t *testing.T) {
	t.Parallel()
	for _, size := range []image.Point{{1, 1}, {1, 2000}, {2000, 1}, {3, 5}, {65, 64}} {
		m := image.NewNRGBA(image.Rectangle{Max: size})
		for name, file := range map[string][]byte{"PNG": plainPNG(t, m), "JPEG": plainJPEG(t, m), "WebP": plainWebP(t, m, true)} {
			facts := factsOf(t, file)
			if facts.Width != size.X || facts.Height != size.Y || facts.Bytes != int64(len(file)) {
				t.Errorf("%s of %v: %+v", name, size, facts)
			}
			requireLook(t, facts)
			if name != "JPEG" && facts.Colour != "#ffffff" { // it is transparent
				t.Errorf("%s of %v: its colour is %s", name, size, facts.Colour)
			}
		}
	}
}

func requireLook(t testing.TB, facts content.Asset) {
	t.Helper()
	if !regexp.MustCompile(`^#[0-9a-f]{6}$`).MatchString(facts.Colour) || len(facts.Placeholder) != 28 {
		t.Errorf("the colour is %q and the placeholder %q", facts.Colour, facts.Placeholder)
	}
}
