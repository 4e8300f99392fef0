package pictures

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"lectern/content"
)

// kind is a format of pictures.
type kind struct {
	is      func(head []byte) bool
	read    func(f io.ReaderAt, size int64) (*layout, error) // nil if it is not supported
	refusal string                                           // the reason, and what to do
}

// kindOf returns the picture format that a file begins as, or nil.
func kindOf(head []byte) *kind {
	kinds := []kind{
		{is: begins("\xff\xd8"), read: readJPEG},
		{is: begins(pngSignature), read: readPNG},
		{is: isWebP, read: readWebP},
		{is: begins("GIF8"), refusal: "GIF is not supported. Save a still picture as PNG, and upload an animation as a video."},
		{is: brand("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"), refusal: "This is a HEIC picture, the format of iPhones, which most browsers can't show. Export it as JPEG, and upload that."},
		{is: brand("avif", "avis"), refusal: "AVIF is not supported, because its metadata can't be removed here. Save the picture as JPEG, PNG or WebP, and upload that."},
		{is: isSVG, refusal: "SVG is not supported, because it can contain scripts. Export the drawing as PNG, and upload that."},
		{is: begins("II*\x00", "MM\x00*", "II+\x00", "MM\x00+", "FUJIFILMCCD-RAW"), refusal: "This is a TIFF or raw camera picture, which browsers can't show. Export it as JPEG, and upload that."},
		{is: begins("\xff\x0a", "\x00\x00\x00\x0cJXL ", "\x00\x00\x00\x0cjP  "), refusal: "Most browsers can't show this kind of JPEG. Save it as a standard JPEG, and upload that."},
		{is: begins("8BPS"), refusal: "This is a Photoshop file. Export it as JPEG or PNG, and upload that."},
		{is: begins("BM"), refusal: "BMP is not supported. Save the picture as PNG, and upload that."},
	}
	if i := slices.IndexFunc(kinds, func(k kind) bool { return k.is(head) }); i >= 0 {
		return &kinds[i]
	}
	return nil
}

// Known reports whether a file begins as a picture, of a supported format or of one with its
// own refusal.
func Known(head []byte) bool { return kindOf(head) != nil }

func begins(with ...string) func([]byte) bool {
	return func(head []byte) bool {
		return slices.ContainsFunc(with, func(w string) bool { return bytes.HasPrefix(head, []byte(w)) })
	}
}

// brand matches formats in MPEG-4 boxes by the brands in the first box. MP4 videos begin with
// such a box, too.
func brand(names ...string) func([]byte) bool {
	return func(head []byte) bool {
		return len(head) >= 12 && string(head[4:8]) == "ftyp" && slices.Contains(names, string(head[8:12]))
	}
}

func isSVG(head []byte) bool {
	text := strings.ToLower(strings.TrimLeft(strings.TrimPrefix(string(head), "\ufeff"), " \t\r\n"))
	return strings.HasPrefix(text, "<svg") || strings.HasPrefix(text, "<?xml") && strings.Contains(text, "<svg") ||
		strings.HasPrefix(text, "<!doctype svg")
}

// refuse returns an error with the reason for the uploader.
func refuse(format string, args ...any) error {
	return content.Errorf(content.CodeBadInput, format, args...)
}

func damaged(cause error) error {
	if errors.Is(cause, io.EOF) || errors.Is(cause, io.ErrUnexpectedEOF) {
		return content.Wrap(content.CodeBadInput, cause, "The picture is incomplete: its file ends too early. Upload it again, or save it again first.")
	}
	return content.Wrap(content.CodeBadInput, cause, "The picture is damaged or malformed. Open it, save it again, and upload that.")
}

func moves() error {
	return refuse("The picture is animated. Save a still picture, or upload it as a video.")
}
