package pictures_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"lectern/content"
	"lectern/internal/media/pictures"
)

// requireRefused asserts that a file is refused with a message, and returns that.
func requireRefused(t *testing.T, file []byte) string {
	t.Helper()
	var written bytes.Buffer
	_, err := pictures.Clean(&written, bytes.NewReader(file), int64(len(file)))
	var refusal *content.Error
	if !errors.As(err, &refusal) || refusal.Code != content.CodeBadInput {
		t.Fatalf("Clean gave %v", err)
	}
	if written.Len() != 0 {
		t.Fatalf("Clean wrote %d bytes", written.Len())
	}
	return refusal.Message
}

func header(name string, width, height uint32, rest ...byte) []byte {
	b := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	return chunk(name, string(append(b, rest...)))
}

func startOfFrame(marker byte, width, height uint16, components byte) []byte {
	b := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16([]byte{8}, height), width)
	b = append(b, components)
	for i := range components {
		b = append(b, i+1, 0x11, 0)
	}
	return segment(marker, string(b))
}

func TestRefused(t *testing.T) {
	// Not parallel: it measures memory.
	jpg, png, webp := plainJPEG(t, testPicture(48, 32)), plainPNG(t, testPicture(48, 32)), plainWebP(t, testPicture(48, 32), false)
	scan := segment(0xda, "\x01\x01\x00\x00\x3f\x00") // without data
	cmyk := image.NewCMYK(image.Rect(0, 0, 8, 8))
	pngStart := png[:8]
	ftyp := func(brand string) []byte { return []byte("\x00\x00\x00\x18ftyp" + brand + "\x00\x00\x00\x00mif1heic") }
	for name, c := range map[string]struct {
		file []byte
		says string
	}{
		"nothing":            {nil, "not a supported picture"},
		"a text":             {[]byte("Kære alle"), "not a supported picture"},
		"HTML":               {[]byte("<!DOCTYPE html><html><img src=x>"), "not a supported picture"},
		"an MP4":             {ftyp("isom"), "not a supported picture"},
		"HEIC":               {ftyp("heic"), "Export it as JPEG"},
		"AVIF":               {ftyp("avif"), "AVIF"},
		"SVG":                {[]byte("\ufeff\n <svg xmlns='http://www.w3.org/2000/svg'/>"), "SVG"},
		"SVG in XML":         {[]byte("<?xml version='1.0'?>\n<!-- --><SVG/>"), "SVG"},
		"GIF":                {[]byte("GIF89a\x01\x00\x01\x00"), "GIF"},
		"TIFF":               {[]byte("II*\x00\x08\x00\x00\x00"), "TIFF"},
		"JPEG XL":            {[]byte("\xff\x0a\x00\x00"), "standard JPEG"},
		"Photoshop":          {[]byte("8BPS\x00\x01"), "Photoshop"},
		"BMP":                {[]byte("BM\x00\x00"), "BMP"},
		"CMYK":               {slices.Concat(jpg[:2], startOfFrame(0xc0, 8, 8, 4), scan, []byte{0xff, 0xd9}), "CMYK"},
		"lossless JPEG":      {slices.Concat(jpg[:2], startOfFrame(0xc3, 8, 8, 3), scan, []byte{0xff, 0xd9}), "standard JPEG"},
		"arithmetic JPEG":    {slices.Concat(jpg[:2], startOfFrame(0xc9, 8, 8, 3), scan, []byte{0xff, 0xd9}), "standard JPEG"},
		"JPEG of no scan":    {slices.Concat(jpg[:2], startOfFrame(0xc0, 8, 8, 3), []byte{0xff, 0xd9}), "damaged"},
		"JPEG of two":        {slices.Concat(jpg[:2], startOfFrame(0xc0, 8, 8, 3), jpg[2:]), "damaged"},
		"JPEG of 200 scans":  {slices.Concat(jpg[:2], startOfFrame(0xc2, 8, 8, 1), bytes.Repeat(scan, 200), []byte{0xff, 0xd9}), "damaged"},
		"JPEG of many parts": {slices.Concat(jpg[:2], bytes.Repeat(slices.Concat(segment(0xdd, "\x00\x00"), segment(0xfe)), 100_000), jpg[2:]), "damaged"},
		"PNG of many parts":  {slices.Concat(png[:33], bytes.Repeat(chunk("IDAT", "x"), 100_000), png[33:]), "damaged"},
		"PNG of many kinds":  {slices.Concat(png[:33], manyChunks(chunk, 100_000)), "incomplete"},
		"WebP of many kinds": {riff(manyChunks(func(name string, data ...string) []byte { return riffChunk(name, nil) }, 100_000)), "damaged"},
		"JPEG bomb":          {slices.Concat(jpg[:2], startOfFrame(0xc0, 65535, 65535, 3), scan, []byte{0xff, 0xd9}), "100 megapixels"},
		"progressive bomb":   {slices.Concat(jpg[:2], startOfFrame(0xc2, 10000, 9999, 3), scan, []byte{0xff, 0xd9}), "memory"},
		"PNG bomb":           {slices.Concat(pngStart, header("IHDR", 60000, 60000, 8, 2, 0, 0, 0), chunk("IDAT"), chunk("IEND")), "100 megapixels"},
		"PNG that is wide":   {slices.Concat(pngStart, header("IHDR", 1<<31-1, 1, 1, 0, 0, 0, 0), chunk("IDAT"), chunk("IEND")), "100 megapixels"},
		"PNG of 16 bits":     {slices.Concat(pngStart, header("IHDR", 9999, 9999, 16, 6, 0, 0, 0), chunk("IDAT"), chunk("IEND")), "memory"},
		"PNG that inflates":  {slices.Concat(pngStart, header("IHDR", 8, 8, 8, 0, 0, 0, 0), chunk("IDAT", string(deflate(make([]byte, 1<<20)))), chunk("IEND")), "damaged"},
		"PNG of no pixels":   {slices.Concat(pngStart, header("IHDR", 8, 8, 8, 0, 0, 0, 0), chunk("IEND")), "damaged"},
		"PNG of no header":   {slices.Concat(pngStart, chunk("IDAT", "x"), chunk("IEND")), "damaged"},
		"PNG that moves":     {slices.Concat(png[:33], chunk("acTL", "\x00\x00\x00\x02\x00\x00\x00\x00"), png[33:]), "animated"},
		"PNG bit":            {flip(png, bytes.Index(png, []byte("IDAT"))+20), "damaged"},
		"WebP that moves":    {riff(riffChunk("VP8X", make([]byte, 10)), riffChunk("ANIM", make([]byte, 6)), webp[12:]), "animated"},
		"WebP bomb":          {riff(riffChunk("VP8L", []byte("\x2f\xff\xff\xff\x0f\x00\x00\x00"))), "100 megapixels"},
		"WebP of nothing":    {riff(riffChunk("EXIF", nil)), "damaged"},
		"WebP of 3 bytes":    {riff(riffChunk("VP8 ", []byte{1, 2, 3})), "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			says := requireRefused(t, c.file)
			runtime.ReadMemStats(&after)
			if !strings.Contains(says, c.says) {
				t.Errorf("it says %q", says)
			}
			if taken := after.TotalAlloc - before.TotalAlloc; taken > 16<<20 {
				t.Errorf("refusing it took %d bytes", taken)
			}
		})
	}
	if says := requireRefused(t, plainCMYK(t, cmyk)); !strings.Contains(says, "CMYK") {
		t.Errorf("it says %q", says)
	}
}

// manyChunks returns chunks with different names.
func manyChunks(chunk func(name string, data ...string) []byte, n uint32) (all []byte) {
	for i := range n {
		all = append(all, chunk(string(binary.BigEndian.AppendUint32(nil, 0x61000000+i)))...)
	}
	return all
}

// plainCMYK returns a JPEG whose frame has four components.
func plainCMYK(t *testing.T, m *image.CMYK) []byte {
	t.Helper()
	m.SetCMYK(0, 0, color.CMYK{C: 1})
	plain := plainJPEG(t, m)
	at := bytes.Index(plain, []byte{0xff, 0xc0})
	plain[at+9] = 4
	return plain
}

func flip(file []byte, at int) []byte {
	b := slices.Clone(file)
	b[at] ^= 1
	return b
}

// TestCutOff: a truncated file is refused, wherever it ends.
func TestCutOff(t *testing.T) {
	t.Parallel()
	for name, file := range map[string][]byte{
		"JPEG": plainJPEG(t, testPicture(48, 32)), "PNG": plainPNG(t, testPicture(48, 32)),
		"WebP": plainWebP(t, testPicture(48, 32), false), "WebP lossless": plainWebP(t, testPicture(48, 32), true),
	} {
		for n := range file {
			if name == "PNG" && n >= len(file)-4 {
				break // only the last chunk's checksum is missing
			}
			if says := requireRefused(t, file[:n]); n > 12 && !strings.Contains(says, "incomplete") && !strings.Contains(says, "damaged") {
				t.Errorf("%s of %d bytes: it says %q", name, n, says)
			}
		}
	}
}

// TestMissingRows: a file with its end but without all rows is refused.
func TestMissingRows(t *testing.T) {
	t.Parallel()
	jpg := plainJPEG(t, testPicture(480, 320))
	requireRefused(t, slices.Concat(jpg[:len(jpg)/2], []byte{0xff, 0xd9}))
	png := plainPNG(t, testPicture(480, 320))
	pixels := png[41 : len(png)-16]
	requireRefused(t, slices.Concat(png[:33], chunk("IDAT", string(pixels[:len(pixels)/2])), chunk("IEND")))
}

// TestRestOfPixels: data behind the pixels inside their chunks is removed. Cropped screenshots
// can have it.
func TestRestOfPixels(t *testing.T) {
	t.Parallel()
	plain := plainPNG(t, testPicture(48, 32))
	pixels := plain[41 : len(plain)-16]
	for name, file := range map[string][]byte{
		"in the chunk": slices.Concat(plain[:33], chunk("IDAT", string(pixels), secret), chunk("IDAT", secret), chunk("IEND")),
		"in its own":   slices.Concat(plain[:33], chunk("IDAT", string(pixels[:9])), chunk("IDAT"), chunk("IDAT", string(pixels[9:])), chunk("IDAT", secret), chunk("IEND")),
	} {
		cleaned, _ := clean(t, file)
		requireClean(t, cleaned)
		if !bytes.Equal(pixelsOf(t, cleaned), pixelsOf(t, plain)) {
			t.Errorf("%s: the pixels have changed", name)
		}
	}
}

func pixelsOf(t *testing.T, file []byte) []byte { return pixels(decode(t, file)).Pix }

type brokenDisk struct{ after int64 }

func (d brokenDisk) ReadAt(p []byte, at int64) (int, error) {
	if at+int64(len(p)) > d.after {
		return 0, fmt.Errorf("the disk is broken")
	}
	return copy(p, "\xff\xd8\xff\xfe"), nil
}

// TestBrokenDisk: a file that can't be read is not the uploader's fault.
func TestBrokenDisk(t *testing.T) {
	t.Parallel()
	for _, after := range []int64{0, 100} {
		if _, err := pictures.Clean(io.Discard, brokenDisk{after}, 1000); content.CodeOf(err) != content.CodeInternal {
			t.Errorf("got %v", err)
		}
	}
}
