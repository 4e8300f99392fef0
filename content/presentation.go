package content

import "lectern/content/locale"

// Presentation is how a kind's documents are shown where they are not shown as a whole: in
// feeds, beside links, to search engines, on a page for people. The documents are those of a
// view for readers. A function is nil if there is nothing to show.
type Presentation struct {
	// One and Many are the singular and plural for documents of the kind, in each language of
	// the service.
	One, Many locale.Text
	// News means that published documents are in the news feeds.
	News bool
	// PageType is the type of its pages in the Open Graph protocol; "" means "article".
	PageType string
	// Summary returns a document's short text about itself.
	Summary func(d Document) Passage
	// When returns as text when a document's subject takes place, or was created.
	When func(v *View, d Document) (*string, error)
	// Picture returns a document's own picture, or nil; PictureBeside returns that of another
	// document, which is used instead.
	Picture       func(d Document) *Picture
	PictureBeside func(v *View, d Document) (*Picture, error)
	// Recording returns the recording of a document that can be played, or nil.
	Recording func(d Document) *Recording
	// Care returns a document's own care. Within returns documents of earlier kinds whose care
	// applies to it if it has none: the nearest first.
	Care   func(d Document) Care
	Within func(d Document) []ID
}

// Care precedes content that may hurt: a notice, and where to find help (promise 13). Each may
// be empty.
type Care struct {
	Notice   locale.Text
	Helpline *Helpline
}

// Helpline is where a reader can get help.
type Helpline struct {
	Name  locale.Text `json:"name,omitempty" rule:"required"`
	Phone string      `json:"phone,omitempty"` // with country code: "+45 12 34 56 78"
	URL   locale.URL  `json:"url,omitempty"`
	Hours locale.Text `json:"hours,omitempty"`
}

// Picture is a picture that represents a document.
type Picture struct {
	URL           locale.URL
	Alt           string
	Width, Height int         // in pixels; 0 if unknown
	Focus         *FocalPoint `json:"-"` // stays visible when it is cropped; nil for the centre
}

// Recording is the audio or video of a document in files, without sources that only a
// provider's player can play.
type Recording struct {
	Kind   AssetKind        // AssetAudio or AssetVideo
	Files  []MediaFile      // the same recording, the best first
	Tracks []RecordingTrack // timed texts of it
}

// MediaFile is a file that can be played.
type MediaFile struct {
	URL      locale.URL
	MIMEType string
	Bytes    int // 0 if unknown
}

// RecordingTrack is a timed text of a recording, as WebVTT.
type RecordingTrack struct {
	Kind     string // in the terms of HTML's track element: "captions"
	Language locale.Language
	URL      locale.URL
}
