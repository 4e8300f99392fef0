package captions

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

func TestFile(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, out, refused string }{
		"WebVTT":            {in: "WEBVTT - intern\r\n\r\nNOTE Bo\r\n\r\n00:00.000 --> 00:01.500\r\nHej.", out: "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nHej.\n"},
		"SubRip":            {in: "\ufeff1\r\n00:00:00,000 --> 00:00:01,500\r\nHej.\r\n", out: "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nHej.\n"},
		"UTF-16":            {in: "\xff\xfeW\x00E\x00", refused: "The file is in UTF-16. Save it as UTF-8."},
		"UTF-16 without it": {in: "\x00W\x00E", refused: "The file is in UTF-16. Save it as UTF-8."},
		"Windows-1252":      {in: "1\n00:00:00,000 --> 00:00:01,500\nK\xf8benhavn", refused: "The file is in an older encoding, such as Windows-1252. Save it as UTF-8."},
		"something else":    {in: "Kære alle", refused: "This has the wrong format. Expected: WebVTT, 1."},
		"nothing":           {in: "", refused: "This has the wrong format. Expected: WebVTT, 1."},
		"a cue that ends before it begins": {
			in: "WEBVTT\n\n00:00.000 --> 00:01.000\nA\n\n00:03.000 --> 00:02.000\nB", refused: "Cue 2 (at 00:00:03.000) ends before it begins.",
		},
	} {
		var out bytes.Buffer
		asset, err := Clean(&out, strings.NewReader(test.in), int64(len(test.in)))
		if test.refused != "" {
			if content.CodeOf(err) != content.CodeBadInput || !strings.HasSuffix(err.Error(), test.refused) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		want := content.Asset{Kind: content.AssetCaptions, MIMEType: "text/vtt", Bytes: int64(len(test.out)), Duration: locale.Duration(1500 * time.Millisecond)}
		if err != nil || out.String() != test.out || asset != want {
			t.Errorf("%s: %+v, %v: %q", name, asset, err, out.String())
		}
	}
	if _, err := Clean(io.Discard, strings.NewReader("WEBVTT"), 100); content.CodeOf(err) != content.CodeBadInput {
		t.Errorf("a truncated file: %v", err)
	}
}
