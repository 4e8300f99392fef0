package content

import (
	"lectern/content/internal/record"
	"lectern/content/locale"
)

// The metadata of a document's files comes from the files, whatever an editor writes: nobody
// types it twice, no length in a feed can be wrong, and a replaced file brings its own. It is
// filled in when the document is saved, so that what publishing guarantees to readers (the
// type and the length of a recording) holds even while a file is missing; and again when a
// view serves it, with metadata that no document stores (the colour of a picture).

// Described is a document, or a part of one, with metadata of its files.
type Described interface {
	// Describe fills in the metadata of the files. The receiver may be changed, and has its
	// URLs in stored form.
	Describe(s *Site)
}

// TextTaker is a part of a document that stores the text of a captions file instead of its
// URL. The text is then searched, has cues and is served in each format, as if it had been
// written in the service, and an erasure removes a person's name from it.
type TextTaker interface {
	// TakeText stores the text, if Site.CaptionsText has it.
	TakeText(s *Site)
}

// describe fills in the metadata of the files of a document that may be changed, with its URLs
// in stored form.
func (s *Site) describe(d Document) { d.(parted).Visit(&describer{site: s}) }

// describer fills in the metadata of the files in parts of documents.
type describer struct {
	record.Nothing
	site *Site
}

func (x *describer) Part(p any) {
	if p, ok := p.(Described); ok {
		p.Describe(x.site)
	}
}

// textTaker stores the texts of captions files.
type textTaker struct {
	record.Nothing
	site *Site
}

func (x *textTaker) Part(p any) {
	if p, ok := p.(TextTaker); ok {
		p.TakeText(x.site)
	}
}

// MaxCaptionsText is the maximum size of captions in a document, in bytes.
const MaxCaptionsText = 200_000

// CaptionsText returns the text of a captions file if a URL is of one that fits into a
// document, otherwise "". Longer files, and those that can't be read now, stay files.
func (s *Site) CaptionsText(u locale.URL) string {
	a := s.File(u)
	if a == nil || a.Kind != AssetCaptions || a.Bytes > MaxCaptionsText {
		return ""
	}
	text, err := s.Assets.Captions(a.ID)
	if err != nil {
		return ""
	}
	return text
}

// File returns the metadata of a file if a URL is of one, otherwise nil.
func (s *Site) File(u locale.URL) *Asset {
	a, err := s.asset(u)
	if err != nil {
		return nil
	}
	return a
}
