package pictures_test

import (
	"bytes"
	"image"
	"image/color"
	"testing"

	"lectern/content"
	"lectern/internal/media/pictures"
)

func addPictures(f *testing.F) {
	f.Helper()
	for _, o := range []uint16{1, 6} {
		for _, file := range testFiles(f, orders["little"], o, displayProfile(false)) {
			f.Add(file)
		}
	}
	for _, file := range testFiles(f, orders["big"], 3, displayProfile(true)) {
		f.Add(file)
	}
	f.Add(plainPNG(f, image.NewPaletted(image.Rect(0, 0, 5, 5), color.Palette{color.Black, color.White})))
	f.Add([]byte("GIF89a"))
}

// tooLarge limits fuzzing to fast inputs.
func tooLarge(file []byte) bool {
	c, _, err := image.DecodeConfig(bytes.NewReader(file))
	return err == nil && c.Width*c.Height > 1<<20
}

// FuzzClean: the output contains only a picture, cleaning it again changes nothing, and its
// metadata is true.
func FuzzClean(f *testing.F) {
	addPictures(f)
	f.Fuzz(func(t *testing.T, file []byte) {
		if tooLarge(file) {
			return
		}
		var once, twice bytes.Buffer
		facts, err := pictures.Clean(&once, bytes.NewReader(file), int64(len(file)))
		if err != nil {
			if content.CodeOf(err) != content.CodeBadInput {
				t.Fatal(err)
			}
			return
		}
		requireLook(t, facts)
		if !bytes.Contains(file, []byte(secret)) || !bytes.Contains(once.Bytes(), []byte(secret)) { // random pixels may contain it, too
			requireClean(t, once.Bytes())
		}
		again, err := pictures.Clean(&twice, bytes.NewReader(once.Bytes()), int64(once.Len()))
		if err != nil || !bytes.Equal(once.Bytes(), twice.Bytes()) {
			t.Fatalf("cleaned again: %v, %d bytes of %d", err, twice.Len(), once.Len())
		}
		if again.Width != facts.Width || again.Height != facts.Height || again.MIMEType != facts.MIMEType || again.Bytes != int64(once.Len()) {
			t.Fatalf("%+v, and again %+v", facts, again)
		}
		config, _, err := image.DecodeConfig(bytes.NewReader(once.Bytes()))
		if err != nil || config.Width != facts.Width || config.Height != facts.Height {
			t.Fatalf("it is %+v, %v, and is told to be %+v", config, err, facts)
		}
	})
}

// FuzzParsePath: only signed paths are accepted, and a path that someone with the key signed is
// parsed correctly or refused.
func FuzzParsePath(f *testing.F) {
	signer, err := pictures.NewSigner(make([]byte, 32))
	if err != nil {
		f.Fatal(err)
	}
	id := content.NewAssetID([32]byte{1, 2, 3})
	for _, spec := range []pictures.Spec{
		{Width: 800, Height: 600, Fit: pictures.Cover, Format: pictures.WebP}, {Height: 1, Fit: pictures.Contain, Format: pictures.JPEG},
	} {
		f.Add(signer.Path(id, spec), spec.String())
	}
	f.Fuzz(func(t *testing.T, path, name string) {
		if id, spec, ok := signer.Parse(path); ok && signer.Path(id, spec) != path {
			t.Fatalf("%q is read as %s and %+v", path, id, spec)
		}
		spec, ok := pictures.ParseSpec(name)
		if !ok {
			return
		}
		if spec.String() != name || spec.Check() != nil {
			t.Fatalf("%q is read as %+v", name, spec)
		}
		if gotID, got, ok := signer.Parse(signer.Path(id, spec)); !ok || got != spec || gotID != id {
			t.Fatalf("%+v is not read again", spec)
		}
	})
}
