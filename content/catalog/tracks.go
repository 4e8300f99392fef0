package catalog

import (
	"strings"

	"lectern/content"
	"lectern/content/caption"
	"lectern/content/locale"
)

// TextTracks are the texts that run along with a document and were written
// here.
func TextTracks(d content.Document) (tracks []caption.Track) {
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

func (k *Captions) track() caption.Track {
	return caption.Track{Name: strings.ToLower(string(k.Kind)), Language: k.Language, Text: k.Text}
}

func (t *Transcript) track() caption.Track {
	return caption.Track{Name: "transcript", Language: t.Language, Text: t.Text}
}

// address gives captions that were written here the address at which this
// service has them: it is known when they are served only.
func (v *Video) address(site *content.Site) {
	for i := range v.Captions {
		if k := &v.Captions[i]; k.Text != "" {
			k.URL = locale.URL(k.track().Path(string(v.ID), caption.WebVTT)).Under(site.Service)
		}
	}
}

// address is as that of a video.
func (e *PodcastEpisode) address(site *content.Site) {
	for i := range e.Transcripts {
		if t := &e.Transcripts[i]; t.Text != "" {
			t.URL, t.MIMEType = locale.URL(t.track().Path(string(e.ID), caption.WebVTT)).Under(site.Service), caption.WebVTT.MIMEType
		}
	}
}

// Files are the addresses of captions that were written here, in each form, that
// of URL first; none of others.
func (k *Captions) Files() []caption.TextFile {
	if k.Text == "" {
		return nil
	}
	return caption.Files(k.URL)
}

// Files are as those of captions.
func (t *Transcript) Files() []caption.TextFile {
	if t.Text == "" {
		return nil
	}
	return caption.Files(t.URL)
}

// normalise writes the captions in one form.
func (v *Video) normalise() {
	for i := range v.Captions {
		v.Captions[i].Text = caption.Normal(v.Captions[i].Text)
	}
}

// normalise is as that of a video.
func (e *PodcastEpisode) normalise() {
	for i := range e.Transcripts {
		e.Transcripts[i].Text = caption.Normal(e.Transcripts[i].Text)
	}
}

// Cues is a page of what the captions say, by time; nil where they were not
// written here.
func (k *Captions) Cues(at, from, to *locale.Duration, first int, after *string) (*CueConnection, error) {
	return cuesOf(k.track(), CueRange{at, from, to}, first, after)
}

// Cues is a page of what the transcript says, by time; nil where it was not
// written here.
func (t *Transcript) Cues(at, from, to *locale.Duration, first int, after *string) (*CueConnection, error) {
	return cuesOf(t.track(), CueRange{at, from, to}, first, after)
}

func cuesOf(t caption.Track, r CueRange, first int, after *string) (*CueConnection, error) {
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
func (v *Video) Said() *locale.RichText {
	if v.Transcript != nil {
		return v.Transcript
	}
	k := v.spoken()
	if k == nil {
		return nil
	}
	text := locale.NewText(string(k.Language), caption.Spoken(caption.Cues(k.Text)))
	if len(text) == 0 {
		return nil
	}
	return &locale.RichText{Text: text}
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
