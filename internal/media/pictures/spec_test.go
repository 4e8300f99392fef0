package pictures_test

import (
	"image"
	"math"
	"testing"

	"lectern/content"
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

func TestSpecFor(t *testing.T) {
	t.Parallel()
	wide, tall, huge := &content.Asset{Width: 300, Height: 200}, &content.Asset{Width: 200, Height: 300}, &content.Asset{Width: 9000, Height: 6000}
	for _, c := range []struct {
		picture       *content.Asset
		width, height int
		fit           pictures.Fit
		format        pictures.Format
		focus         *content.FocalPoint
		want          string
	}{
		{wide, 0, 0, "", "", nil, "300x-contain.webp"},
		{tall, 0, 0, pictures.Cover, pictures.PNG, nil, "x300-contain.png"},
		{huge, 0, 0, "", pictures.JPEG, nil, "4096x-contain.jpg"},
		{wide, 640, 0, pictures.Cover, "", &content.FocalPoint{X: 0.1}, "300x-contain.webp"},
		{wide, 64, 0, pictures.Cover, "", nil, "64x-contain.webp"},
		{wide, 0, 64, pictures.Cover, "", nil, "x64-contain.webp"},
		{wide, 0, 640, "", "", nil, "x200-contain.webp"},
		{wide, 640, 64, pictures.Contain, "", nil, "300x64-contain.webp"},
		{wide, 640, 640, pictures.Cover, "", nil, "640x640-cover-50-50.webp"},
		{wide, 64, 64, "", pictures.JPEG, &content.FocalPoint{X: 0.25, Y: 1}, "64x64-cover-25-100.jpg"},
		{huge, 5000, 5000, pictures.Cover, "", nil, "4096x4096-cover-50-50.webp"},
	} {
		spec := pictures.SpecFor(c.picture, c.width, c.height, c.fit, c.format, c.focus)
		if err := spec.Check(); err != nil || spec.String() != c.want {
			t.Errorf("%+v: got %s, %v", c, spec, err)
		}
	}
}
