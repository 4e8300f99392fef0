package caption

import "strings"

import (
	"lectern/content/locale"
)

// Track is a text that runs along with a recording and was written here:
// captions of a video, or the transcript of an episode.
type Track struct {
	Name     string // in addresses: "captions", "transcript"
	Language locale.Language
	Text     string // WebVTT
}

// Format is a form in which the service has such texts.
type Format struct{ Extension, MIMEType string }

// The forms, that of the text itself first.
var (
	WebVTT = Format{".vtt", "text/vtt"}
	HTML   = Format{".html", "text/html"}
	JSON   = Format{".json", "application/json"} // as Podcasting 2.0 has transcripts
	Plain  = Format{".txt", "text/plain"}
)

// Formats lists them.
func Formats() []Format { return []Format{WebVTT, HTML, JSON, Plain} }

// TextFile is an address at which such a text is, in one form.
type TextFile struct {
	URL      locale.URL
	MIMEType string
}

// Path is where the service has the text of a document, by its id, in a form.
func (t Track) Path(of string, f Format) string {
	return "/captions/" + of + "/" + string(t.Language) + "/" + t.Name + f.Extension
}

// Files are the addresses of a text in all forms, from the one that it has
// as WebVTT.
func Files(webVTT locale.URL) (files []TextFile) {
	if stem, ok := strings.CutSuffix(string(webVTT), WebVTT.Extension); ok {
		for _, f := range Formats() {
			files = append(files, TextFile{locale.URL(stem + f.Extension), f.MIMEType})
		}
	}
	return files
}
