package pictures_test

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"lectern/content"
	"lectern/content/picture"
	"lectern/internal/media/pictures"
)

func TestSpecNames(t *testing.T) {
	t.Parallel()
	cover := pictures.Spec{Width: 800, Height: 600, Fit: pictures.Cover, Format: pictures.WebP}
	for name, spec := range map[string]pictures.Spec{
		"800x-contain.jpg":          {Width: 800, Fit: pictures.Contain, Format: pictures.JPEG},
		"x600-contain.png":          {Height: 600, Fit: pictures.Contain, Format: pictures.PNG},
		"800x600-contain.webp":      {Width: 800, Height: 600, Fit: pictures.Contain, Format: pictures.WebP},
		"800x600-cover-50-50.webp":  cover,
		"800x600-cover-0-100.webp":  cover.Around(-1, 2),
		"800x600-cover-33-67.webp":  cover.Around(1.0/3, 2.0/3),
		"4096x1-cover-50-50.webp":   {Width: 4096, Height: 1, Fit: pictures.Cover, Format: pictures.WebP},
		"800x599-cover-50-100.webp": {Width: 800, Height: 599, Fit: pictures.Cover, Format: pictures.WebP, Focus: image.Pt(0, 50)},
	} {
		if err := spec.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := spec.String(); got != name {
			t.Errorf("got %s, want %s", got, name)
		}
		if got, ok := pictures.ParseSpec(name); !ok || got != spec {
			t.Errorf("%s is read as %+v, %v", name, got, ok)
		}
	}
	if got := cover.Around(math.NaN(), math.Inf(1)); got.Check() != nil {
		t.Errorf("a focus of NaN gives %+v", got)
	}
	contain := pictures.Spec{Width: 1, Fit: pictures.Contain, Format: pictures.PNG}
	if contain.Around(0, 0) != contain {
		t.Error("where nothing is cropped a focus makes another variant")
	}
	for _, name := range []string{
		"", "800", "800x600", "x-contain.jpg", "0x-contain.jpg", "08x-contain.jpg", "+8x-contain.jpg", "-8x-contain.jpg", "8x0-contain.jpg", "4097x-contain.jpg",
		"8x8-contain.gif", "8x8-contain.jpeg", "8x8-contain", "8x8-contain.", "8x8-fill.jpg", "8x-cover-50-50.jpg", "8x8-cover.jpg", "8x8-cover-50.jpg",
		"8x8-cover-50-101.jpg", "8x8-cover--1-50.jpg", "8x8-cover-050-50.jpg", "8x8-contain-0-0.jpg", "8x8-contain-50-50.jpg", "8x8-contain.jpg.png", "8X8-contain.jpg", "8x8-contain.jpg/",
		"99999999999999999999x8-contain.jpg",
	} {
		if spec, ok := pictures.ParseSpec(name); ok {
			t.Errorf("%q is read as %+v", name, spec)
		}
	}
}

func TestSpecCheck(t *testing.T) {
	t.Parallel()
	for _, spec := range []pictures.Spec{
		{},
		{Width: -1, Fit: pictures.Contain, Format: pictures.JPEG},
		{Width: 4097, Fit: pictures.Contain, Format: pictures.JPEG},
		{Width: 8, Fit: "fill", Format: pictures.JPEG},
		{Width: 8, Fit: pictures.Cover, Format: pictures.JPEG},
		{Width: 8, Fit: pictures.Contain, Format: "avif"},
		{Width: 8, Fit: pictures.Contain, Format: pictures.JPEG, Focus: image.Pt(1, 1)},
		{Width: 8, Height: 8, Fit: pictures.Cover, Format: pictures.JPEG, Focus: image.Pt(51, 0)},
	} {
		if err := spec.Check(); content.CodeOf(err) != content.CodeBadInput {
			t.Errorf("%+v: %v", spec, err)
		}
	}
}

func TestSigner(t *testing.T) {
	t.Parallel()
	key := make([]byte, 32)
	signer, err := pictures.NewSigner(key)
	if err != nil {
		t.Fatal(err)
	}
	other, err := pictures.NewSigner(append(key, 1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pictures.NewSigner(key[:31]); err == nil {
		t.Error("a short key is accepted")
	}
	id := content.NewAssetID([32]byte{0xab, 31: 1})
	spec := pictures.Spec{Width: 800, Height: 600, Fit: pictures.Cover, Format: pictures.WebP}
	path := signer.Path(id, spec)
	gotID, gotSpec, ok := signer.Parse(path)
	if !ok || gotID != id || gotSpec != spec {
		t.Errorf("%s is read as %s, %+v, %v", path, gotID, gotSpec, ok)
	}
	if _, _, ok := other.Parse(path); ok {
		t.Error("another key takes it")
	}
	for i := range path {
		for _, c := range []byte{path[i] ^ 1, path[i] ^ 0x20, '/', '0', 'A'} {
			changed := path[:i] + string(rune(c)) + path[i+1:]
			if _, _, ok := signer.Parse(changed); ok && changed != path {
				t.Errorf("%q is taken", changed)
			}
		}
		for _, changed := range []string{path[:i], path[:i] + path[i+1:], path[:i] + "0" + path[i:], path[i:]} {
			if _, _, ok := signer.Parse(changed); ok && changed != path {
				t.Errorf("%q is taken", changed)
			}
		}
	}
	// Signed but invalid specifications are refused.
	for _, spec := range []pictures.Spec{{}, {Width: 9999, Fit: pictures.Contain, Format: pictures.JPEG}, {Width: 1, Fit: "../..", Format: pictures.JPEG}} {
		if _, _, ok := signer.Parse(signer.Path(id, spec)); ok {
			t.Errorf("%+v is taken", spec)
		}
	}
}

// TestSpecFor: a width goes to the ladder, no variant is larger than the picture or the bound,
// and the size is that of the spec.
func TestSpecFor(t *testing.T) {
	t.Parallel()
	wide, huge := &content.Asset{Width: 300, Height: 200}, &content.Asset{Width: 9000, Height: 6000}
	flat := &content.Asset{Width: 4000, Height: 10}
	type v = content.Variant
	for _, c := range []struct {
		asset         *content.Asset
		wanted        v
		want          string
		width, height int
	}{
		{wide, v{Width: 1}, "32x-contain.webp", 32, 21},
		{wide, v{Width: 96}, "96x-contain.webp", 96, 64},
		{wide, v{Width: 97, Format: picture.FormatPNG}, "128x-contain.png", 128, 85},
		{wide, v{Width: 640, Focus: &content.FocalPoint{X: 0.1}}, "300x-contain.webp", 300, 200},
		{wide, v{Width: 97, AtMost: true}, "96x-contain.webp", 96, 64},
		{wide, v{Width: 96, AtMost: true}, "96x-contain.webp", 96, 64},
		{wide, v{Width: 31, AtMost: true}, "", 0, 0},
		{wide, v{Width: 64, Shape: picture.ShapeSquare, Format: picture.FormatJPEG, Focus: &content.FocalPoint{X: 0.25, Y: 1}}, "64x64-cover-25-100.jpg", 64, 64},
		{wide, v{Width: 640, Shape: picture.ShapeSquare}, "200x200-cover-50-50.webp", 200, 200},
		{wide, v{Width: 256, Shape: picture.ShapeSquare, Fit: picture.FitContain}, "256x-contain.webp", 256, 171},
		{wide, v{Width: 256, Shape: picture.ShapeWide, Fit: picture.FitContain}, "216x-contain.webp", 216, 144},
		{wide, v{Width: 640, Shape: picture.ShapeWide, Fit: picture.FitContain}, "300x-contain.webp", 300, 200},
		{wide, v{Width: 1200, Shape: picture.ShapeSocial}, "300x158-cover-50-50.webp", 300, 158},
		{huge, v{Width: 1200, Shape: picture.ShapeSocial, Format: picture.FormatJPEG}, "1200x630-cover-50-50.jpg", 1200, 630},
		{huge, v{Width: 99999}, "2508x-contain.webp", 2508, 1672},
		{huge, v{Width: 2560, Shape: picture.ShapeSquare}, "2048x2048-cover-50-50.webp", 2048, 2048},
		{huge, v{Width: 2000, Shape: picture.ShapePortrait}, "1773x2364-cover-50-50.webp", 1773, 2364},
		{flat, v{Width: 32, Shape: picture.ShapePortrait}, "7x9-cover-50-50.webp", 7, 9},
		{&content.Asset{}, v{Width: 32}, "", 0, 0},
	} {
		spec, width, height, ok := pictures.SpecFor(c.asset, c.wanted)
		if ok != (c.want != "") || ok && (spec.Check() != nil || spec.String() != c.want) || width != c.width || height != c.height {
			t.Errorf("%v %+v: %s, %d × %d, %t; want %s, %d × %d", *c.asset, c.wanted, spec, width, height, ok, c.want, c.width, c.height)
		}
	}
}

// TestVariantsAreFinite: of pictures of any size, whatever is requested, there are few variants,
// each within the bounds, and the size that is told is that of the file.
func TestVariantsAreFinite(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	shapes := []picture.Shape{"", picture.ShapeOriginal, picture.ShapeSquare, picture.ShapeLandscape, picture.ShapePortrait, picture.ShapeWide, picture.ShapeSocial, "OTHER"}
	for range 200 {
		asset := &content.Asset{Width: 1 + random.IntN(1<<random.IntN(14)), Height: 1 + random.IntN(1<<random.IntN(14))}
		specs := map[string]bool{}
		for range 500 {
			wanted := content.Variant{Width: 1 + random.IntN(1<<random.IntN(20)), Shape: shapes[random.IntN(len(shapes))], Fit: []picture.Fit{picture.FitCover, picture.FitContain}[random.IntN(2)]}
			spec, width, height, ok := pictures.SpecFor(asset, wanted)
			if !ok || spec.Check() != nil || width < 1 || height < 1 || width > asset.Width || height > asset.Height || width*height > pictures.MaxVariantPixels {
				t.Fatalf("%v %+v: %s, %d × %d, %t", *asset, wanted, spec, width, height, ok)
			}
			specs[spec.String()] = true
		}
		if len(specs) > 16*11 {
			t.Errorf("%v has %d variants in one format", *asset, len(specs))
		}
	}
}
