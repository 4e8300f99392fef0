package content

import "lectern/content/locale"

// Presentation is what is shown of a kind's documents where one is not shown whole: in
// feeds, beside links, to search engines, on a page for people. The documents come as a
// view gives them to readers. A function is left out where there is nothing to show.
type Presentation struct {
	// One and Many are what a document and several are called, in each language of the
	// service.
	One, Many locale.Text
	// News says that what is published goes to the feeds of news.
	News bool
	// PageType is the type of its pages in the Open Graph protocol; empty means "article".
	PageType string
	// Summary is what a document says of itself in short.
	Summary func(d Document) Passage
	// When says in words when its subject takes place, or came about.
	When func(v *View, d Document) (*string, error)
	// Picture is a document's own picture, nil where it has none, and PictureBeside that
	// of another document, which stands for it then.
	Picture       func(d Document) *Picture
	PictureBeside func(v *View, d Document) (*Picture, error)
	// Recording is what can be played of a document, nil where there is nothing.
	Recording func(d Document) *Recording
	// Care is a document's own. Within are documents of earlier kinds whose care holds
	// for it too, as far as it has none: the nearest first.
	Care   func(d Document) Care
	Within func(d Document) []ID
}

// Care is what readers are told before something that may hurt, and where they find
// help (promise 13). Each may be empty.
type Care struct {
	Notice   locale.Text
	Helpline *Helpline
}

// Helpline is where a reader who needs help finds it.
type Helpline struct {
	Name  locale.Text `json:"name,omitempty" rule:"required"`
	Phone string      `json:"phone,omitempty"` // with country code: "+45 12 34 56 78"
	URL   locale.URL  `json:"url,omitempty"`
	Hours locale.Text `json:"hours,omitempty"`
}

// Picture stands for a document.
type Picture struct {
	URL           locale.URL
	Alt           string
	Width, Height int // in pixels; 0 where they are not known
}

// Recording is what is heard or seen of a document in files: what only a provider's
// player plays is left out.
type Recording struct {
	Kind   AssetKind        // AssetAudio or AssetVideo
	Files  []MediaFile      // the same recording, the best first
	Tracks []RecordingTrack // texts that run along with it
}

// MediaFile is a file that can be played.
type MediaFile struct {
	URL      locale.URL
	MIMEType string
	Bytes    int // 0 where it is not known
}

// RecordingTrack is a text that runs along with a recording, as WebVTT.
type RecordingTrack struct {
	Kind     string // in the words of HTML's track element: "captions"
	Language locale.Language
	URL      locale.URL
}
