package catalog

import (
	"cmp"

	"lectern/content"
	"lectern/content/locale"
)

// Describe fills in the metadata of the file.
func (m *Audio) Describe(s *content.Site) {
	if a := s.File(m.URL); a != nil {
		m.MIMEType, m.Bytes = a.MIMEType, int(a.Bytes)
	}
}

// Describe fills in the metadata of the file. The height stays if that of the file is unknown.
func (m *Source) Describe(s *content.Site) {
	if a := s.File(m.URL); a != nil {
		m.MIMEType, m.Bytes = a.MIMEType, int(a.Bytes)
		m.Height = cmp.Or(a.Height, m.Height)
	}
}

// Describe fills in the type of the file.
func (t *Transcript) Describe(s *content.Site) { t.MIMEType = typeOf(s, t.URL, t.MIMEType) }

// Describe fills in the type of the file.
func (a *Attachment) Describe(s *content.Site) { a.MIMEType = typeOf(s, a.URL, a.MIMEType) }

func typeOf(s *content.Site, u locale.URL, otherwise string) string {
	if a := s.File(u); a != nil {
		return a.MIMEType
	}
	return otherwise
}

// Describe fills in the duration of the video: that of the first source with a known one.
func (v *Video) Describe(s *content.Site) {
	for i := range v.Sources {
		if a := s.File(v.Sources[i].URL); a != nil && a.Duration > 0 {
			v.Duration = a.Duration
			return
		}
	}
}

// Describe fills in the duration of the episode.
func (e *PodcastEpisode) Describe(s *content.Site) {
	if e.Audio == nil {
		return
	}
	if a := s.File(e.Audio.URL); a != nil && a.Duration > 0 {
		e.Duration = a.Duration
	}
}

// Describe fills in the focal point of the picture.
func (p *Photo) Describe(*content.Site) {
	if p.Asset != nil {
		p.Asset.Focus = p.FocalPoint
	}
}

// TakeText replaces a captions file by its text.
func (k *Captions) TakeText(s *content.Site) {
	if text := s.CaptionsText(k.URL); text != "" {
		k.URL, k.Text = "", text
	}
}

// TakeText replaces a transcript file by its text.
func (t *Transcript) TakeText(s *content.Site) {
	if text := s.CaptionsText(t.URL); text != "" {
		t.URL, t.MIMEType, t.Text = "", "", text
	}
}
