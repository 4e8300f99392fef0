package content

import "time"

import (
	"lectern/content/locale"
)

// Pages tell programs what the page of a document is about: search engines, and
// whatever shows a link to it.
type Pages interface {
	// JSONLD is what schema.org has for a document, as JSON that is safe to put
	// into the script element of a page.
	JSONLD(v *View, d Document) (string, error)
	// OpenGraph is what a link to a document shows.
	OpenGraph(v *View, d Document) (*OpenGraph, error)
}

// OpenGraph is what a link to the page of a document shows, in the words of the
// Open Graph protocol.
type OpenGraph struct {
	Title       string
	Description string // plain text, short; what readers are told first comes first
	Type        string // "article", "profile", "video.other", "website"
	URL         locale.URL
	Image       *OpenGraphImage
	// Locale is the language that the texts are in, with the place that it is most
	// spoken in: "da_DK". AlternateLocales are those that there are besides.
	Locale           string
	AlternateLocales []string
	Video, Audio     *OpenGraphMedia
	PublishedAt      *time.Time
	ModifiedAt       *time.Time
}

// OpenGraphImage is the picture beside a link.
type OpenGraphImage struct {
	URL           locale.URL
	Alt           string
	Width, Height int // in pixels; 0 where they are not known
}

// OpenGraphMedia is a file that can be played beside a link.
type OpenGraphMedia struct {
	URL      locale.URL
	MIMEType string
}
