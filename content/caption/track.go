package caption

import (
	"strings"

	"lectern/content/locale"
)

// Track is a timed text of a recording, stored by the service: captions of a video, or the
// transcript of an episode.
type Track struct {
	Name     string // in URLs: "captions", "transcript"
	Language locale.Language
	Text     string // WebVTT
}

// Format is a form in which the service has timed texts.
type Format struct{ Extension, MIMEType string }

// The formats, that of the stored text first.
var (
	WebVTT = Format{".vtt", "text/vtt"}
	HTML   = Format{".html", "text/html"}
	JSON   = Format{".json", "application/json"} // as Podcasting 2.0 defines transcripts
	Plain  = Format{".txt", "text/plain"}
)

// Formats returns all formats.
func Formats() []Format { return []Format{WebVTT, HTML, JSON, Plain} }

// TextFile is the URL of a timed text in one format.
type TextFile struct {
	URL      locale.URL
	MIMEType string
}

// Path returns the path of a document's text in a format, by the document's id.
func (t Track) Path(of string, f Format) string {
	return "/captions/" + of + "/" + string(t.Language) + "/" + t.Name + f.Extension
}

// Files returns the URLs of a text in all formats, from its WebVTT URL.
func Files(webVTT locale.URL) (files []TextFile) {
	if stem, ok := strings.CutSuffix(string(webVTT), WebVTT.Extension); ok {
		for _, f := range Formats() {
			files = append(files, TextFile{locale.URL(stem + f.Extension), f.MIMEType})
		}
	}
	return files
}
