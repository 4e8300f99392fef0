package media

import (
	"bytes"
	"io"
	"regexp"

	"lectern/content"
	"lectern/internal/media/captions"
	"lectern/internal/media/pictures"
	"lectern/internal/media/recordings"
)

// Clean writes a file without private data, and returns what follows from its bytes, such as
// kind and type. It returns BAD_INPUT, with a message for the uploader, if the file is damaged
// or of another format. It does not set the asset's id, name, length and time.
type Clean func(to io.Writer, file io.ReaderAt, size int64) (content.Asset, error)

// Formats are the accepted formats, in families with one Clean function each. Files of a
// family that is nil are refused.
type Formats struct{ Pictures, Recordings, Captions, Documents Clean }

// DefaultFormats returns the formats of the service. It is the one place that lists them.
func DefaultFormats() Formats {
	return Formats{Pictures: atOnce(2, pictures.Clean), Recordings: recordings.Clean, Captions: captions.Clean, Documents: cleanPDF}
}

// atOnce limits the number of files that are cleaned at the same time to n: a picture may need
// half a gigabyte of memory.
func atOnce(n int, clean Clean) Clean {
	places := make(chan struct{}, n)
	return func(to io.Writer, file io.ReaderAt, size int64) (content.Asset, error) {
		places <- struct{}{}
		defer func() { <-places }()
		return clean(to, file, size)
	}
}

// extension returns the extension of a file of a type in its URL.
func extension(mimeType string) string { return (&content.Asset{MIMEType: mimeType}).Extension() }

// format is what the first bytes say about a file.
type format struct {
	clean Clean
	kinds []content.AssetKind // the possible kinds
}

// The first bytes of formats, including those that Clean refuses with a better message.
// Package pictures has those of pictures.
var (
	soundSigns     = []sign{{0, "ID3"}, {8, "WAVE"}, {0, "fLaC"}, {4, "ftypM4A"}, {4, "ftypM4B"}}
	recordingSigns = []sign{{0, "OggS"}, {4, "ftyp"}, {4, "moov"}, {4, "mdat"}, {4, "wide"}, {0, "\x1a\x45\xdf\xa3"}}
	activeText     = regexp.MustCompile(`(?i)^(\x{feff}|\s)*<(\?xml|!doctype|!--|html|svg|head|body|script)`)
	subRip         = regexp.MustCompile(`^(\x{feff})?\s*\d+[ \t]*\r?\n\d+:\d\d:\d\d[,.]\d+ +--> `)
	zipSign        = sign{0, "PK\x03\x04"}
)

type sign struct {
	at    int
	bytes string
}

func (s sign) in(head []byte) bool {
	return len(head) >= s.at && bytes.HasPrefix(head[s.at:], []byte(s.bytes))
}

func anyIn(head []byte, signs []sign) bool {
	for _, s := range signs {
		if s.in(head) {
			return true
		}
	}
	return false
}

// of determines the format of a file by its first bytes. Its name and the client's media type
// are ignored.
func (f Formats) of(head []byte) (format, error) {
	refuse := func(why string) (format, error) {
		return format{}, content.Wrap(content.CodeBadInput, errFormat, why+" "+taken)
	}
	found := format{}
	switch {
	case len(head) == 0:
		return format{}, content.Errorf(content.CodeBadInput, "The file is empty.")
	case activeText.Match(head):
		return refuse("This is an HTML, SVG or XML file, which can contain scripts.")
	case pictures.Known(head):
		found = format{f.Pictures, []content.AssetKind{content.AssetImage}}
	case anyIn(head, soundSigns) || isMPEGAudio(head):
		found = format{f.Recordings, []content.AssetKind{content.AssetAudio}}
	case anyIn(head, recordingSigns):
		found = format{f.Recordings, []content.AssetKind{content.AssetAudio, content.AssetVideo}}
	case bytes.HasPrefix(bytes.TrimPrefix(head, []byte("\ufeff")), []byte("WEBVTT")) || subRip.Match(head):
		found = format{f.Captions, []content.AssetKind{content.AssetCaptions}}
	case sign{0, "%PDF-"}.in(head):
		found = format{f.Documents, []content.AssetKind{content.AssetDocument}}
	case zipSign.in(head):
		return refuse("This is an archive or an office document. Save it as PDF.")
	default:
		return refuse("The format of the file is not recognised.")
	}
	if found.clean == nil {
		return refuse("Files of this format are not supported.")
	}
	return found, nil
}

const taken = "Supported are pictures (JPEG, PNG, WebP), recordings (MP3, M4A, WAV, FLAC, MP4, WebM), captions (WebVTT, SubRip) and documents (PDF)."

// isMPEGAudio reports whether a file begins with a frame of MPEG audio: eleven set bits, and a
// valid version, layer, bit rate and sampling rate.
func isMPEGAudio(head []byte) bool {
	return len(head) >= 4 && head[0] == 0xff && head[1]&0xe0 == 0xe0 &&
		head[1]&0x18 != 0x08 && head[1]&0x06 != 0 && head[2]&0xf0 != 0xf0 && head[2]&0x0c != 0x0c
}
