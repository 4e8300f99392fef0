package pictures_test

import (
	"image"
	"math"
	"testing"

	"lectern/content"
	"lectern/internal/media/pictures"
)

func TestSpecNames(t *testing.T) {
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
		t.Errorf("a focus of no numbers gives %+v", got)
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
		t.Error("a short key is taken")
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
	// What is signed but says nothing that can be is not taken.
	for _, spec := range []pictures.Spec{{}, {Width: 9999, Fit: pictures.Contain, Format: pictures.JPEG}, {Width: 1, Fit: "../..", Format: pictures.JPEG}} {
		if _, _, ok := signer.Parse(signer.Path(id, spec)); ok {
			t.Errorf("%+v is taken", spec)
		}
	}
}
