package content

// What a document says of its files follows from the files, whatever an editor
// writes: nothing is typed twice, no length can be wrong in a feed, and a file
// that is put in the place of another brings its own. It is filled in as the
// document is saved, so that what publishing guarantees to readers (the type and
// the length of a recording) holds also while a file can't be found; and again
// as it leaves a view, with what no document has a field for (the colour of a
// picture).

// describe fills in what is known of the files of a document that may be changed,
// with its addresses as documents hold them.
func (s *Site) describe(d Document) {
	d.(parted).visit(&describer{site: s})
	switch d := d.(type) {
	case *Video:
		for i := len(d.Sources) - 1; i >= 0; i-- { // the first one that is known decides
			s.with(d.Sources[i].URL, d.lasts)
		}
	case *PodcastEpisode:
		if d.Audio != nil {
			s.with(d.Audio.URL, d.lasts)
		}
	case *Photo:
		if d.Asset != nil {
			d.Asset.Focus = d.FocalPoint
		}
	}
}

// describer fills in what is known of the files that parts of documents name.
type describer struct {
	nothing
	site *Site
}

func (x *describer) part(p any) {
	switch m := p.(type) {
	case *Image:
		x.site.with(m.URL, m.is)
	case *Audio:
		x.site.with(m.URL, m.is)
	case *Source:
		x.site.with(m.URL, m.is)
	case *Transcript:
		x.site.with(m.URL, func(a *Asset) { m.MIMEType = a.MIMEType })
	case *Attachment:
		x.site.with(m.URL, func(a *Asset) { m.MIMEType = a.MIMEType })
	}
}

// takeInText writes what uploaded captions say into the field that names them: then
// they are searched, have cues and are served in each form, as if they had
// been written here, and a name goes from them when a person is erased. Those that
// are longer than a document may hold, or can't be read now, stay files.
func (s *Site) takeInText(f field) {
	if !f.value.CanAddr() {
		return
	}
	switch m := f.value.Addr().Interface().(type) {
	case *Captions:
		if text := s.captions(m.URL); text != "" {
			m.URL, m.Text = "", text
		}
	case *Transcript:
		if text := s.captions(m.URL); text != "" {
			m.URL, m.MIMEType, m.Text = "", "", text
		}
	}
}

// captions is what a file says that a document can take in, else empty.
func (s *Site) captions(u URL) (text string) {
	s.with(u, func(a *Asset) {
		if a.Kind != AssetCaptions || a.Bytes > MaxCaptionsText {
			return
		}
		if said, err := s.Assets.Captions(a.ID); err == nil {
			text = said
		}
	})
	return text
}

// with tells what is known of a file, if an address is that of one.
func (s *Site) with(u URL, fill func(*Asset)) {
	if a, err := s.asset(u); err == nil && a != nil {
		fill(a)
	}
}

func (m *Image) is(a *Asset) {
	m.Width, m.Height, m.MIMEType, m.Bytes = a.Width, a.Height, a.MIMEType, int(a.Bytes)
	m.Colour, m.Placeholder = a.Colour, a.Placeholder
}

func (m *Audio) is(a *Asset) { m.MIMEType, m.Bytes = a.MIMEType, int(a.Bytes) }

func (m *Source) is(a *Asset) { m.MIMEType, m.Height, m.Bytes = a.MIMEType, a.Height, int(a.Bytes) }

func (v *Video) lasts(a *Asset) {
	if a.Duration > 0 {
		v.Duration = a.Duration
	}
}

func (e *PodcastEpisode) lasts(a *Asset) {
	if a.Duration > 0 {
		e.Duration = a.Duration
	}
}
