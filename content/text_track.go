package content

import "strings"

// TextTrack is a text that runs along with a recording and was written here:
// captions of a video, or the transcript of an episode.
type TextTrack struct {
	Name     string // in addresses: "captions", "transcript"
	Language Language
	Text     string // WebVTT
}

// TextFormat is a form in which the service has such texts.
type TextFormat struct{ Extension, MIMEType string }

// The forms, that of the text itself first.
var (
	TextWebVTT = TextFormat{".vtt", "text/vtt"}
	TextHTML   = TextFormat{".html", "text/html"}
	TextJSON   = TextFormat{".json", "application/json"} // as Podcasting 2.0 has transcripts
	TextPlain  = TextFormat{".txt", "text/plain"}
)

// TextFormats lists them.
func TextFormats() []TextFormat { return []TextFormat{TextWebVTT, TextHTML, TextJSON, TextPlain} }

// TextFile is an address at which such a text is, in one form.
type TextFile struct {
	URL      URL
	MIMEType string
}

// Path is where the service has the text of a document, by its id, in a form.
func (t TextTrack) Path(of string, f TextFormat) string {
	return "/captions/" + of + "/" + string(t.Language) + "/" + t.Name + f.Extension
}

// textFiles are the addresses of a text in all forms, from the one that it has
// as WebVTT.
func textFiles(webVTT URL) (files []TextFile) {
	if stem, ok := strings.CutSuffix(string(webVTT), TextWebVTT.Extension); ok {
		for _, f := range TextFormats() {
			files = append(files, TextFile{URL(stem + f.Extension), f.MIMEType})
		}
	}
	return files
}
