package catalog

import (
	"slices"
	"strings"

	"lectern/content"
	"lectern/content/caption"
	"lectern/content/locale"
)

// TextTracks returns the timed texts of a document that are stored in it.
func TextTracks(d content.Document) []caption.Track {
	t, ok := d.(interface{ tracks() []caption.Track })
	if !ok {
		return nil
	}
	return slices.DeleteFunc(t.tracks(), func(t caption.Track) bool { return t.Text == "" })
}

func (v *Video) tracks() (tracks []caption.Track) {
	for i := range v.Captions {
		tracks = append(tracks, v.Captions[i].track())
	}
	return tracks
}

func (e *PodcastEpisode) tracks() (tracks []caption.Track) {
	for i := range e.Transcripts {
		tracks = append(tracks, e.Transcripts[i].track())
	}
	return tracks
}

func (k *Captions) track() caption.Track {
	return caption.Track{Name: strings.ToLower(string(k.Kind)), Language: k.Language, Text: k.Text}
}

func (t *Transcript) track() caption.Track {
	return caption.Track{Name: "transcript", Language: t.Language, Text: t.Text}
}

// address fills in the URLs of stored captions, which depend on the site.
func (v *Video) address(site *content.Site) {
	for i := range v.Captions {
		if k := &v.Captions[i]; k.Text != "" {
			k.URL = locale.URL(k.track().Path(string(v.ID), caption.WebVTT)).Under(site.Service)
		}
	}
}

// address fills in the URLs of stored transcripts.
func (e *PodcastEpisode) address(site *content.Site) {
	for i := range e.Transcripts {
		if t := &e.Transcripts[i]; t.Text != "" {
			t.URL, t.MIMEType = locale.URL(t.track().Path(string(e.ID), caption.WebVTT)).Under(site.Service), caption.WebVTT.MIMEType
		}
	}
}

// Files returns the URLs of stored captions in each form, that of URL first; none for others.
func (k *Captions) Files() []caption.TextFile {
	if k.Text == "" {
		return nil
	}
	return caption.Files(k.URL)
}

// Files returns the URLs of a stored transcript in each form, that of URL first; none for
// others.
func (t *Transcript) Files() []caption.TextFile {
	if t.Text == "" {
		return nil
	}
	return caption.Files(t.URL)
}

// normalise normalises the captions.
func (v *Video) normalise() {
	for i := range v.Captions {
		v.Captions[i].Text = caption.Normal(v.Captions[i].Text)
	}
}

// normalise normalises the transcripts.
func (e *PodcastEpisode) normalise() {
	for i := range e.Transcripts {
		e.Transcripts[i].Text = caption.Normal(e.Transcripts[i].Text)
	}
}

// Cues returns a page of the captions' cues, by time; nil if the captions are not stored here.
func (k *Captions) Cues(at, from, to *locale.Duration, first int, after *string) (*CueConnection, error) {
	return cuesOf(k.track(), CueRange{at, from, to}, first, after)
}

// Cues returns a page of the transcript's cues, by time; nil if the transcript is not stored
// here.
func (t *Transcript) Cues(at, from, to *locale.Duration, first int, after *string) (*CueConnection, error) {
	return cuesOf(t.track(), CueRange{at, from, to}, first, after)
}

func cuesOf(t caption.Track, r CueRange, first int, after *string) (*CueConnection, error) {
	if t.Text == "" {
		return nil, nil
	}
	return ListCues(t.Text, r, first, after)
}

// TranscriptSource is the source of a transcript.
type TranscriptSource string

// The sources of transcripts.
const (
	TranscriptWritten  TranscriptSource = "WRITTEN"  // by an editor
	TranscriptCaptions TranscriptSource = "CAPTIONS" // generated from captions in its language
)

// Valid reports whether the source is one of those above.
func (s TranscriptSource) Valid() bool { return s == TranscriptWritten || s == TranscriptCaptions }

// Said returns the spoken words of the video as one text, in the language that it is served in:
// the transcript, or else its captions as paragraphs; nil if it has neither.
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

// TranscriptSource returns the source of Said; nil if that is nil.
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

// spoken returns the captions with the spoken words, in the language that the video is served
// in; nil if there are none.
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
