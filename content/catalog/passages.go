package catalog

import (
	"slices"

	"lectern/content"
	"lectern/content/caption"
	"lectern/content/locale"
)

func passage(in content.SearchField, text string) content.Passage {
	return content.Passage{Field: in, Text: text}
}

func formatted(in content.SearchField, r *locale.RichText) content.Passage {
	return content.Passage{Field: in, Text: locale.MarkdownOf(r), Markdown: true}
}

// theName returns the title of another document.
func theName(in content.SearchField, id content.ID) content.Passage {
	return content.Passage{Field: in, Of: id}
}

// about returns a text for those who see another document.
func about(id content.ID, in content.SearchField, text string) content.Passage {
	return content.Passage{Field: in, Text: text, Of: id}
}

func topicPassages(ids []content.ID) (passages []content.Passage) {
	for _, id := range ids {
		passages = append(passages, theName(content.InTopics, id))
	}
	return passages
}

func castPassages(cast []Appearance) (passages []content.Passage) {
	for _, a := range cast {
		passages = append(passages, theName(content.InNames, a.SpeakerID))
		if title := a.Title.String(); title != "" {
			passages = append(passages, about(a.SpeakerID, content.InBody, title))
		}
		if a.Organisation != "" {
			passages = append(passages, about(a.SpeakerID, content.InOrganisation, a.Organisation))
		}
	}
	return passages
}

func chapterPassages(chapters []Chapter) (passages []content.Passage) {
	for _, ch := range chapters {
		start := ch.StartsAt
		passages = append(passages, content.Passage{Field: content.InBody, Text: ch.Title.String(), Start: &start})
	}
	return passages
}

// trackPassages returns the cues of a document's stored captions and transcripts: those in the
// language that the document is served in, and those in languages that it is not served in at
// all.
func trackPassages(d content.Document, in content.SearchField) (passages []content.Passage) {
	m := d.Base()
	for _, t := range TextTracks(d) {
		if t.Language != m.Language && slices.Contains(m.Languages, t.Language) {
			continue
		}
		for _, cue := range caption.Cues(t.Text) {
			start := cue.Start
			passages = append(passages, content.Passage{Field: in, Text: cue.Text, Language: t.Language, Start: &start})
		}
	}
	return passages
}

// PassagesOf returns the texts by which this reader finds a document of the view, in its
// served language.
func PassagesOf(v *content.View, d content.Document) ([]content.Passage, error) {
	var passages []content.Passage
	for _, p := range content.KindOf(d).Texts(d) {
		if p.Language == "" {
			p.Language = d.Base().Language
		}
		if p.Of != "" {
			shown, err := ShowPassage(v, &p)
			if err != nil {
				return nil, err
			}
			if !shown {
				continue
			}
		}
		if p.Markdown {
			var err error
			if p.Text, err = content.PlainTextOfMarkdown(v, p.Text); err != nil {
				return nil, err
			}
		}
		if p.Text != "" {
			passages = append(passages, p)
		}
	}
	return passages, nil
}

// ShowPassage fills in the title of a passage's document, and reports whether this reader may
// see the passage.
func ShowPassage(v *content.View, p *content.Passage) (bool, error) {
	of, err := v.Get(p.Of)
	if content.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if p.Consent != "" {
		if refused, err := v.Refuses(p.Of, p.Consent); err != nil || refused {
			return false, err
		}
	}
	if p.Text == "" {
		p.Text, p.Language = content.KindOf(of).Title(of).String(), of.Base().Language
	}
	return true, nil
}
