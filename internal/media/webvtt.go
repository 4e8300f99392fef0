package media

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"lectern/content"
)

// maxCaptions bounds what is read into memory; Limits are below it.
const maxCaptions = 16 << 20

// cleanCaptions takes a WebVTT file, without its byte order mark and with plain
// ends of lines. What is said in it is checked when a video holds it.
func cleanCaptions(to io.Writer, file io.ReaderAt, size int64) (content.Asset, error) {
	if size > maxCaptions {
		return content.Asset{}, tooLarge(maxCaptions)
	}
	b, err := io.ReadAll(io.NewSectionReader(file, 0, size))
	if err != nil {
		return content.Asset{}, err
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	head, _, _ := strings.Cut(strings.ReplaceAll(string(b[:min(len(b), headBytes)]), "\r", "\n"), "\n")
	if head != "WEBVTT" && !strings.HasPrefix(head, "WEBVTT ") && !strings.HasPrefix(head, "WEBVTT\t") || !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0 {
		return content.Asset{}, content.Errorf(content.CodeBadInput, "These are no captions in WebVTT and UTF-8.")
	}
	_, err = io.WriteString(to, strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(b)))
	return content.Asset{Kind: content.AssetCaptions, MIMEType: "text/vtt"}, err
}
