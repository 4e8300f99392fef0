package captions

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"lectern/content"
	"lectern/content/caption"
	"lectern/content/catalog"
)

// Clean reads a file of captions, WebVTT or SubRip (.srt), and writes it as WebVTT
// in one form, without the notes of those who made it. The caller bounds its size:
// all of it is in memory. CodeBadInput says what makes
// it none, with the line or the cue.
func Clean(dst io.Writer, f io.ReaderAt, size int64) (content.Asset, error) {
	text, asset, err := read(f, size)
	if err != nil {
		return content.Asset{}, err
	}
	text = caption.Served(text)
	asset.Bytes = int64(len(text))
	_, err = io.WriteString(dst, text)
	return asset, err
}

func read(f io.ReaderAt, size int64) (string, content.Asset, error) {
	none := content.Asset{}
	b := make([]byte, max(0, size))
	if n, err := f.ReadAt(b, 0); n < len(b) {
		if errors.Is(err, io.EOF) {
			err = content.Errorf(content.CodeBadInput, "The file ends too early.")
		}
		return "", none, err
	}
	if err := checkEncoding(b); err != nil {
		return "", none, err
	}
	text, length, err := catalog.ReadCaptions(string(b))
	if err != nil {
		return "", none, err
	}
	return text, content.Asset{Kind: content.AssetCaptions, MIMEType: caption.WebVTT.MIMEType, Duration: length}, nil
}

// checkEncoding refuses everything but UTF-8: guessing another encoding would corrupt some
// words.
func checkEncoding(b []byte) error {
	name := "UTF-16"
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")), bytes.IndexByte(b, 0) >= 0:
	case !utf8.Valid(b):
		name = "an older encoding, such as Windows-1252"
	default:
		return nil
	}
	return content.Errorf(content.CodeBadInput, "The file is in %s. Save it as UTF-8.", name)
}
