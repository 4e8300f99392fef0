// Package mediatype has the media types of the files that the service accepts, with their
// extensions: Go's own table depends on the machine. It must not know files.
package mediatype

import (
	"maps"
	"slices"
	"strings"
)

var extensions = map[string]string{
	"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif", "image/avif": ".avif",
	"audio/mpeg": ".mp3", "audio/mp4": ".m4a", "audio/x-m4a": ".m4a", "audio/wav": ".wav", "audio/x-wav": ".wav",
	"audio/ogg": ".ogg", "audio/flac": ".flac", "audio/webm": ".weba",
	"video/mp4": ".mp4", "video/webm": ".webm", "video/ogg": ".ogv",
	"text/vtt": ".vtt", "text/html": ".html", "text/plain": ".txt", "application/pdf": ".pdf",
}

// Extension returns the extension of a type: ".jpg"; ".bin" for others.
func Extension(mimeType string) string {
	if e, ok := extensions[mimeType]; ok {
		return e
	}
	return ".bin"
}

// OfExtension returns the type of an extension, or "".
func OfExtension(extension string) string {
	for _, t := range slices.Sorted(maps.Keys(extensions)) {
		if extensions[t] == strings.ToLower(extension) {
			return t
		}
	}
	return ""
}
