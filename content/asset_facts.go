package content

import (
	"lectern/content/internal/record"
	"lectern/content/locale"
)

// What a document says of its files follows from the files, whatever an editor
// writes: nothing is typed twice, no length can be wrong in a feed, and a file
// that is put in the place of another brings its own. It is filled in as the
// document is saved, so that what publishing guarantees to readers (the type and
// the length of a recording) holds also while a file can't be found; and again
// as it leaves a view, with what no document has a field for (the colour of a
// picture).

// Described is a document, or a part of one, that says something of the files that
// it names.
type Described interface {
	// Describe fills in what is known of the files. The receiver may be changed,
	// and has its addresses as documents hold them.
	Describe(s *Site)
}

// TextTaker is a part of a document that takes in what a file of captions says, in
// place of its address: then it is searched, has cues and is served in each form,
// as if it had been written here, and a name goes from it when a person is erased.
type TextTaker interface {
	// TakeText takes it in, where Site.CaptionsText has it.
	TakeText(s *Site)
}

// describe fills in what is known of the files of a document that may be changed,
// with its addresses as documents hold them.
func (s *Site) describe(d Document) { d.(parted).Visit(&describer{site: s}) }

// describer fills in what is known of the files that parts of documents name.
type describer struct {
	record.Nothing
	site *Site
}

func (x *describer) Part(p any) {
	if p, ok := p.(Described); ok {
		p.Describe(x.site)
	}
}

// textTaker takes texts in.
type textTaker struct {
	record.Nothing
	site *Site
}

func (x *textTaker) Part(p any) {
	if p, ok := p.(TextTaker); ok {
		p.TakeText(x.site)
	}
}

// MaxCaptionsText is how many bytes of captions a document takes in.
const MaxCaptionsText = 200_000

// CaptionsText is what a file of captions says, if an address is that of one which
// a document can take in; else empty. Those that are longer than that, or can't be
// read now, stay files.
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

// File is what is known of a file, if an address is that of one; else nil.
func (s *Site) File(u locale.URL) *Asset {
	a, err := s.asset(u)
	if err != nil {
		return nil
	}
	return a
}
