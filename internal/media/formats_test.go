package media

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lectern/content"
)

func TestFormats(t *testing.T) {
	t.Parallel()
	formats := options("").Formats
	tests := map[string]string{ // first bytes → the accepted kinds, or a part of the refusal
		"8BPS\x00\x01": "[IMAGE]", "\xff\x0a": "[IMAGE]", "\x00\x00\x00\x18ftypheix": "[IMAGE]", // refused by package pictures, which says what to do
		"\xff\xd8\xff\xe0": "[IMAGE]", png(""): "[IMAGE]", "GIF89a": "[IMAGE]", "RIFF\x00\x00\x00\x00WEBPVP8 ": "[IMAGE]", "\x00\x00\x00\x20ftypavif": "[IMAGE]",
		"ID3\x04": "[AUDIO]", "\xff\xfb\x90\x00": "[AUDIO]", "RIFF\x00\x00\x00\x00WAVEfmt ": "[AUDIO]", "fLaC": "[AUDIO]", "\x00\x00\x00\x20ftypM4A ": "[AUDIO]",
		"\x00\x00\x00\x20ftypisom": "[AUDIO VIDEO]", "\x1a\x45\xdf\xa3": "[AUDIO VIDEO]", "OggS": "[AUDIO VIDEO]",
		"WEBVTT\n": "[CAPTIONS]", "\ufeffWEBVTT": "[CAPTIONS]", "1\r\n00:00:01,000 --> 00:00:02,000\r\nHej": "[CAPTIONS]",
		"%PDF-1.7": "[DOCUMENT]",
		"":         "empty", "<svg>": "SVG", "\ufeff <?xml version=\"1.0\"?><svg/>": "SVG", "<!DOCTYPE html>": "SVG", "\n<HTML>": "SVG", "<script>": "SVG",
		"PK\x03\x04": "archive", "hello": "not recognised", "\xff\xff\xff\xff": "not recognised", "MZ\x90": "not recognised", "RIFF": "not recognised", " %PDF-1.7": "not recognised",
		"#!/bin/sh": "not recognised", "\xff\xf1\x50\x80": "not recognised",
	}
	for head, want := range tests {
		found, err := formats.of([]byte(head))
		if got := fmt.Sprint(found.kinds, err); !strings.Contains(got, want) || err != nil && content.CodeOf(err) != content.CodeBadInput {
			t.Errorf("%q: %s, want %s", head, got, want)
		}
	}
	formats.Pictures = nil
	if _, err := formats.of([]byte(png(""))); err == nil || !strings.Contains(err.Error(), "Files of this format") {
		t.Errorf("an unsupported family: %v", err)
	}
}

// packed returns a stream of PDF objects.
func packed(text string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = io.WriteString(w, text) // to memory
	_ = w.Close()
	return "1 0 obj\n<</Type/ObjStm/Filter/FlateDecode>>\nstream\r\n" + b.String() + "\nendstream\nendobj\n"
}

func TestPDF(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ file, says string }{
		"plain":                          {pdf("1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj"), ""},
		"version 2":                      {"%PDF-2.0\n1 0 obj\n%%EOF", ""},
		"a word in a page's stream":      {pdf("<<>>\nstream\n/JavaScript \nendstream"), ""},
		"names that begin alike":         {pdf("<</JSON 1/Launcher 2>> "), ""},
		"packed objects":                 {pdf(packed("<</Type/Page>> ")), ""},
		"no end":                         {"%PDF-1.7\n", "damaged"},
		"of the future":                  {"%PDF-9.9\n%%EOF", "damaged"},
		"a process":                      {pdf("<</S/JavaScript/JS(app.alert)>>"), "JavaScript"},
		"a program at a window's edge":   {pdf(strings.Repeat(" ", pdfWindow-14) + "/JavaScript "), "JavaScript"},
		"a program after a stream":       {pdf("<<>>stream\nx\nendstream <</S/Launch >>"), "Launch"},
		"a program in packed objects":    {pdf(packed("<</S/JavaScript/JS(x)>>")), "JavaScript"},
		"a program in objects as it is":  {pdf("1 0 obj<</Type/ObjStm>>stream\n<</JS(x)>>\nendstream"), "JS"},
		"a file within":                  {pdf("<</EmbeddedFiles 1 0 R>>"), "EmbeddedFiles"},
		"encrypted":                      {pdf("trailer<</Encrypt 1 0 R>>"), "Encrypt"},
		"a form of another kind":         {pdf("<</XFA[]>>"), "XFA"},
		"a name in a roundabout writing": {pdf("<</S/J#61vaScript>>"), "obfuscated"},
		"too many parts":                 {pdf(strings.Repeat("stream endstream ", pdfStreams+1)), "too many parts"},
	}
	for name, test := range tests {
		var out bytes.Buffer
		asset, err := cleanPDF(&out, strings.NewReader(test.file), int64(len(test.file)))
		switch {
		case test.says == "" && (err != nil || out.String() != test.file || asset.Kind != content.AssetDocument || asset.MIMEType != "application/pdf"):
			t.Errorf("%s: %v %+v", name, err, asset)
		case test.says != "" && (content.CodeOf(err) != content.CodeBadInput || !strings.Contains(err.Error(), test.says)):
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAtOnce: no more files are cleaned simultaneously than configured.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	var now, most atomic.Int32
	began, goOn := make(chan bool), make(chan bool)
	clean := atOnce(2, func(io.Writer, io.ReaderAt, int64) (content.Asset, error) {
		defer now.Add(-1)
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		began <- true
		<-goOn
		return content.Asset{}, nil
	})
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() { _, _ = clean(nil, nil, 0) })
	}
	<-began
	<-began
	select {
	case <-began:
		t.Fatal("a third one began")
	case <-time.After(20 * time.Millisecond):
	}
	for range 3 {
		goOn <- true
		<-began
	}
	goOn <- true
	goOn <- true
	all.Wait()
	if most.Load() != 2 {
		t.Errorf("%d at once", most.Load())
	}
}

// TestCaptionsFile: both formats become WebVTT.
func TestCaptionsFile(t *testing.T) {
	t.Parallel()
	l := open(t, options(t.TempDir()))
	for name, file := range map[string]string{
		"WebVTT": "\ufeffWEBVTT - titel\r\n\r\n00:01.000 --> 00:02.000\r\nHej\r\n",
		"SubRip": "1\r\n00:00:01,000 --> 00:00:02,000\r\nHej\r\n",
	} {
		asset, err := l.Add(content.AssetUpload{}, strings.NewReader(file))
		if err != nil || asset.Kind != content.AssetCaptions || asset.MIMEType != "text/vtt" {
			t.Errorf("%s: %+v, %v", name, asset, err)
		}
	}
	if _, err := l.Add(content.AssetUpload{}, strings.NewReader("WEBVTT\n\n00:02.000 --> 00:01.000\nHej\n")); content.CodeOf(err) != content.CodeBadInput {
		t.Errorf("a cue that ends before it begins: %v", err)
	}
}

// FuzzFormats adds any file: it is refused with BAD_INPUT, or its type is that of its bytes,
// never HTML.
func FuzzFormats(f *testing.F) {
	for _, seed := range []string{"", png("x"), mp4("x"), vtt, pdf(packed("<</JS(x)>>")), pdf("stream endstream"), "%PDF-1.7\nstream\n%%EOF", "<svg/>", "\ufeffWEBVTT\r\n", "1\n00:00:01,000 --> 00:00:02,000\nx", "\xff\xfb\x90\x00"} {
		f.Add([]byte(seed))
	}
	formats := options("").Formats
	f.Fuzz(func(t *testing.T, file []byte) {
		found, err := formats.of(file[:min(len(file), headBytes)])
		var asset content.Asset
		if err == nil {
			asset, err = found.clean(io.Discard, bytes.NewReader(file), int64(len(file)))
		}
		if err != nil {
			if content.CodeOf(err) != content.CodeBadInput {
				t.Error(err)
			}
			return
		}
		if !asset.Kind.Valid() || extension(asset.MIMEType) == ".bin" {
			t.Errorf("%+v", asset)
		}
	})
}
