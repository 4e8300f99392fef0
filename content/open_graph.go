package content

import (
	"time"

	"lectern/content/locale"
)

// Pages describe the page of a document to programs: search engines, and programs that show
// links.
type Pages interface {
	// JSONLD returns the schema.org description of a document, as JSON that is safe in the
	// script element of a page.
	JSONLD(v *View, d Document) (string, error)
	// OpenGraph returns what a link to a document shows.
	OpenGraph(v *View, d Document) (*OpenGraph, error)
}

// OpenGraph is what a link to the page of a document shows, in the terms of the Open Graph
// protocol.
type OpenGraph struct {
	Title       string
	Description string // short plain text; a notice comes first
	Type        string // "article", "profile", "video.other", "website"
	URL         locale.URL
	Image       *Picture
	// Locale is the language of the texts, with the country where it is most spoken: "da_DK".
	// AlternateLocales are the other languages.
	Locale           string
	AlternateLocales []string
	Video, Audio     *MediaFile
	PublishedAt      *time.Time
	ModifiedAt       *time.Time
}
