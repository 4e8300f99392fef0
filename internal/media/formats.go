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

// Clean writes a file without what nobody should see of it, and says what it is:
// its kind, its type, and what else follows from its bytes. It is BAD_INPUT, in
// words for whoever uploads, for a file that is damaged or of another format. It
// says nothing of the file's id, name, length and time.
type Clean func(to io.Writer, file io.ReaderAt, size int64) (content.Asset, error)

// Formats are those that a library takes, in families of one Clean each. Files
// of a family that is nil are refused.
type Formats struct{ Pictures, Recordings, Captions, Documents Clean }

// DefaultFormats are those of the service: the one place that names them.
func DefaultFormats() Formats {
	return Formats{Pictures: atOnce(2, pictures.Clean), Recordings: recordings.Clean, Captions: captions.Clean, Documents: cleanPDF}
}

// atOnce lets n files be cleaned at the same time, and others wait: a picture may
// take half a gigabyte of memory.
func atOnce(n int, clean Clean) Clean {
	places := make(chan struct{}, n)
	return func(to io.Writer, file io.ReaderAt, size int64) (content.Asset, error) {
		places <- struct{}{}
		defer func() { <-places }()
		return clean(to, file, size)
	}
}

// extension is what the name of a file of a type ends in, in its address.
func extension(mimeType string) string { return (&content.Asset{MIMEType: mimeType}).Extension() }

// format is what the first bytes of a file say that it is.
type format struct {
	clean Clean
	kinds []content.AssetKind // that it can be
}

// The beginnings of files, those included that Clean refuses in better words.
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

// of decides by the first bytes what a file is. Its name and what the client
// says of it count for nothing.
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

// isMPEGAudio tells whether a file begins with a frame of MPEG audio: eleven bits
// that are set, a version, a layer, a bit rate and a sampling rate that there are.
func isMPEGAudio(head []byte) bool {
	return len(head) >= 4 && head[0] == 0xff && head[1]&0xe0 == 0xe0 &&
		head[1]&0x18 != 0x08 && head[1]&0x06 != 0 && head[2]&0xf0 != 0xf0 && head[2]&0x0c != 0x0c
}
