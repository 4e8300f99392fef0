package content

import (
	"strings"
)

// TextTracks are the texts that run along with a document and were written
// here.
func TextTracks(d Document) (tracks []TextTrack) {
	switch d := d.(type) {
	case *Video:
		for i := range d.Captions {
			tracks = append(tracks, d.Captions[i].track())
		}
	case *PodcastEpisode:
		for i := range d.Transcripts {
			tracks = append(tracks, d.Transcripts[i].track())
		}
	}
	written := tracks[:0]
	for _, t := range tracks {
		if t.Text != "" {
			written = append(written, t)
		}
	}
	return written
}

func (k *Captions) track() TextTrack {
	return TextTrack{strings.ToLower(string(k.Kind)), k.Language, k.Text}
}

func (t *Transcript) track() TextTrack { return TextTrack{"transcript", t.Language, t.Text} }

// address gives captions that were written here the address at which this
// service has them: it is known when they are served only.
func (v *Video) address(site *Site) {
	for i := range v.Captions {
		if k := &v.Captions[i]; k.Text != "" {
			k.URL = URL(k.track().Path(string(v.ID), TextWebVTT)).Under(site.Service)
		}
	}
}

// address is as that of a video.
func (e *PodcastEpisode) address(site *Site) {
	for i := range e.Transcripts {
		if t := &e.Transcripts[i]; t.Text != "" {
			t.URL, t.MIMEType = URL(t.track().Path(string(e.ID), TextWebVTT)).Under(site.Service), TextWebVTT.MIMEType
		}
	}
}

// Files are the addresses of captions that were written here, in each form, that
// of URL first; none of others.
func (k *Captions) Files() []TextFile {
	if k.Text == "" {
		return nil
	}
	return textFiles(k.URL)
}

// Files are as those of captions.
func (t *Transcript) Files() []TextFile {
	if t.Text == "" {
		return nil
	}
	return textFiles(t.URL)
}

// normalise writes the captions in one form.
func (v *Video) normalise() {
	for i := range v.Captions {
		v.Captions[i].Text = normalCaptions(v.Captions[i].Text)
	}
}

// normalise is as that of a video.
func (e *PodcastEpisode) normalise() {
	for i := range e.Transcripts {
		e.Transcripts[i].Text = normalCaptions(e.Transcripts[i].Text)
	}
}

// Cues is a page of what the captions say, by time; nil where they were not
// written here.
func (k *Captions) Cues(at, from, to *Duration, first int, after *string) (*CueConnection, error) {
	return cuesOf(k.track(), CueRange{at, from, to}, first, after)
}

// Cues is a page of what the transcript says, by time; nil where it was not
// written here.
func (t *Transcript) Cues(at, from, to *Duration, first int, after *string) (*CueConnection, error) {
	return cuesOf(t.track(), CueRange{at, from, to}, first, after)
}

func cuesOf(t TextTrack, r CueRange, first int, after *string) (*CueConnection, error) {
	if t.Text == "" {
		return nil, nil
	}
	return ListCues(t.Text, r, first, after)
}

// TranscriptSource says what a transcript was made from.
type TranscriptSource string

// What a transcript is made from.
const (
	TranscriptWritten  TranscriptSource = "WRITTEN"  // by an editor
	TranscriptCaptions TranscriptSource = "CAPTIONS" // here, from captions in its language
)

// Valid tells whether the source is one of those above.
func (s TranscriptSource) Valid() bool { return s == TranscriptWritten || s == TranscriptCaptions }

// Said is what is said in the video as one text, in the language that it is
// served in: the transcript, else its captions as paragraphs; nil where it has
// neither.
func (v *Video) Said() *RichText {
	if v.Transcript != nil {
		return v.Transcript
	}
	k := v.spoken()
	if k == nil {
		return nil
	}
	text := NewText(string(k.Language), spokenText(Cues(k.Text)))
	if len(text) == 0 {
		return nil
	}
	return &RichText{text}
}

// TranscriptSource is what Said was made from; nil where it is nil.
func (v *Video) TranscriptSource() *TranscriptSource {
	source := TranscriptWritten
	switch {
	case v.Said() == nil:
		return nil
	case v.Transcript == nil:
		source = TranscriptCaptions
	}
	return &source
}

// spoken are the captions that say what is said in the language that the video
// is served in; nil where it has none.
func (v *Video) spoken() *Captions {
	for _, kind := range []CaptionsKind{CaptionsCaptions, CaptionsSubtitles} {
		for i := range v.Captions {
			if k := &v.Captions[i]; k.Kind == kind && k.Language == v.Language && k.Text != "" {
				return k
			}
		}
	}
	return nil
}
