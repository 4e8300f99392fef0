//go:build peers

package pictures_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lectern/internal/media/pictures"
)

// run returns the output of a program.
func run(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	var says bytes.Buffer
	c := exec.Command(name, args...)
	c.Stderr = &says
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s %s: %v: %s", name, strings.Join(args, " "), err, says.String())
	}
	return out
}

func inFile(t *testing.T, data []byte, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// exiftool returns everything that it finds in a file, including duplicates, with the group of
// each.
func exiftool(t *testing.T, file []byte) map[string]any {
	t.Helper()
	var found []map[string]any
	if err := json.Unmarshal(run(t, "exiftool", "-a", "-G1", "-s", "-u", "-ee3", "-j", inFile(t, file, "picture")), &found); err != nil {
		t.Fatal(err)
	}
	return found[0]
}

// basic matches what exiftool may find in a cleaned file: data of the file system, of the
// pixels, and of a rebuilt profile.
var basic = regexp.MustCompile(`^(SourceFile|ExifTool:ExifToolVersion|System:.*|File:(FileType|FileTypeExtension|MIMEType|ImageWidth|ImageHeight|EncodingProcess|BitsPerSample|ColorComponents|YCbCrSubSampling)` +
	`|Composite:(ImageSize|Megapixels)|JFIF:(JFIFVersion|ResolutionUnit|XResolution|YResolution)|Adobe:(DCTEncodeVersion|APP14Flags[01]|ColorTransform)` +
	`|PNG:(ImageWidth|ImageHeight|BitDepth|ColorType|Compression|Filter|Interlace|Palette|Transparency|ProfileName)` +
	`|RIFF:(VP8Version|ImageWidth|ImageHeight|HorizontalScale|VerticalScale|WebP_Flags|AlphaIsUsed|ImageSizeAndScale|Alpha.*)` +
	`|ICC-header:.*|ICC_Profile:(ProfileDescription|ProfileCopyright|MediaWhitePoint|(Red|Green|Blue)(MatrixColumn|TRC)|GrayTRC|ChromaticAdaptation))$`)

// empty are fields of a profile that must have these neutral values.
var empty = map[string]string{
	"ICC-header:ProfileDateTime": "2000:01:01 00:00:00", "ICC-header:DeviceManufacturer": "", "ICC-header:DeviceModel": "", "ICC-header:ProfileCreator": "",
	"ICC-header:ProfileCMMType": "", "ICC-header:PrimaryPlatform": "Unknown ()", "ICC_Profile:ProfileDescription": "-", "ICC_Profile:ProfileCopyright": "-", "PNG:ProfileName": "-",
	"ICC-header:ProfileID": "0", "ICC-header:DeviceAttributes": "Reflective, Glossy, Positive, Color",
}

// TestPeerExiftool: exiftool finds the metadata in the files of cameras, but not in cleaned
// files or variants.
func TestPeerExiftool(t *testing.T) {
	t.Parallel()
	for order, o := range orders {
		for _, orientation := range []uint16{1, 6} {
			for name, file := range testFiles(t, o, orientation, displayProfile(false)) {
				t.Run(fmt.Sprintf("%s/%s/%d", name, order, orientation), func(t *testing.T) {
					before := exiftool(t, file)
					for _, tag := range []string{"GPS:GPSLatitude", "IFD0:Artist", "ExifIFD:SerialNumber", "ExifIFD:OwnerName", "IFD1:ThumbnailLength"} {
						if before[tag] == nil {
							t.Errorf("exiftool finds no %s in what was put there", tag)
						}
					}
					cleaned, _ := clean(t, file)
					requireBasic(t, "cleaned", cleaned)
					for _, format := range []pictures.Format{pictures.JPEG, pictures.PNG, pictures.WebP} {
						variant, _ := makeVariant(t, cleaned, pictures.Spec{Width: 16, Fit: pictures.Contain, Format: format})
						requireBasic(t, "as "+string(format), variant)
					}
				})
			}
		}
	}
	// Only in JPEGs.
	camera := exiftool(t, testFiles(t, orders["big"], 1, nil)["JPEG"])
	for _, tag := range []string{"IPTC:By-line", "XMP-dc:Creator", "MPF0:NumberOfImages", "File:Comment", "Photoshop:PhotoshopThumbnail"} {
		if camera[tag] == nil {
			t.Errorf("exiftool finds no %s in what was put there", tag)
		}
	}
}

func requireBasic(t *testing.T, what string, file []byte) {
	t.Helper()
	for tag, value := range exiftool(t, file) {
		want, says := empty[tag]
		switch {
		case !basic.MatchString(tag):
			t.Errorf("%s: there is %s: %v", what, tag, value)
		case says && fmt.Sprint(value) != want:
			t.Errorf("%s: %s is %q", what, tag, value)
		}
	}
}

// TestPeerDecoders: other decoders find the same pixels in the cleaned file as in the original,
// progressive or not, without warnings.
func TestPeerDecoders(t *testing.T) {
	t.Parallel()
	for name, file := range testFiles(t, orders["little"], 1, displayProfile(false)) {
		cleaned, _ := clean(t, file)
		before, after := inFile(t, file, "before"), inFile(t, cleaned, "after")
		switch {
		case bytes.HasPrefix(file, []byte("\xff\xd8")):
			if !bytes.Equal(run(t, "djpeg", "-strict", "-ppm", after), run(t, "djpeg", "-ppm", before)) {
				t.Errorf("%s: djpeg finds other pixels", name)
			}
			progressive := run(t, "jpegtran", "-copy", "all", "-progressive", before)
			requireSameInDjpeg(t, name+" progressive", progressive)
			restarted := run(t, "jpegtran", "-copy", "all", "-restart", "1B", before)
			requireSameInDjpeg(t, name+" with restarts", restarted)
		case bytes.HasPrefix(file, []byte("RIFF")):
			if !bytes.Equal(run(t, "dwebp", "-quiet", "-pam", "-o", "-", after), run(t, "dwebp", "-quiet", "-pam", "-o", "-", before)) {
				t.Errorf("%s: dwebp finds other pixels", name)
			}
			run(t, "webpinfo", "-quiet", after) // fails on errors
		}
	}
}

func requireSameInDjpeg(t *testing.T, name string, file []byte) {
	t.Helper()
	cleaned, _ := clean(t, file)
	requireClean(t, cleaned)
	if !bytes.Equal(run(t, "djpeg", "-strict", "-ppm", inFile(t, cleaned, "after")), run(t, "djpeg", "-ppm", inFile(t, file, "before"))) {
		t.Errorf("%s: djpeg finds other pixels", name)
	}
}

// TestPeerColours: Little CMS reads the rebuilt profile as equal to the original, and dwebp
// shows the colours from which a variant was generated.
func TestPeerColours(t *testing.T) {
	t.Parallel()
	file := testFiles(t, orders["big"], 1, displayProfile(false))["JPEG"]
	cleaned, _ := clean(t, file)
	inSRGB := func(file []byte) []byte {
		out := filepath.Join(t.TempDir(), "srgb")
		run(t, "jpgicc", "-q100", inFile(t, file, "in"), out)
		return run(t, "djpeg", "-ppm", out)
	}
	converted, plain := inSRGB(cleaned), run(t, "djpeg", "-ppm", inFile(t, cleaned, "plain"))
	if !slices.Equal(converted, inSRGB(file)) {
		t.Error("the colours are others")
	}
	if bytes.Equal(converted, plain) {
		t.Error("the profile changes nothing, so that this test says nothing")
	}
	png := plainPNG(t, testPicture(64, 64))
	variant, _ := makeVariant(t, png, pictures.Spec{Width: 64, Fit: pictures.Contain, Format: pictures.WebP})
	back := filepath.Join(t.TempDir(), "back.png")
	run(t, "dwebp", "-quiet", inFile(t, variant, "webp"), "-o", back)
	shown, err := os.ReadFile(back)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := makeVariant(t, plainWebP(t, testPicture(64, 64), false), pictures.Spec{Width: 64, Fit: pictures.Contain, Format: pictures.PNG})
	for i, want := range quarters {
		x, y := 16+i%2*32, 16+i/2*32
		requireColour(t, decode(t, shown).At(x, y), want, false)
		requireColour(t, decode(t, again).At(x, y), want, false)
	}
}
