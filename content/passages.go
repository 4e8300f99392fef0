package content

import (
	"slices"
)

func passage(in SearchField, text string) Passage { return Passage{Field: in, Text: text} }

func formatted(in SearchField, r *RichText) Passage {
	return Passage{Field: in, Text: markdown(r), Markdown: true}
}

// theName is the title of another document.
func theName(in SearchField, id ID) Passage { return Passage{Field: in, Of: id} }

// about is a text that is for those who see another document.
func about(id ID, in SearchField, text string) Passage { return Passage{Field: in, Text: text, Of: id} }

func topicPassages(ids []ID) (passages []Passage) {
	for _, id := range ids {
		passages = append(passages, theName(InTopics, id))
	}
	return passages
}

func castPassages(cast []Appearance) (passages []Passage) {
	for _, a := range cast {
		passages = append(passages, theName(InNames, a.SpeakerID))
		if title := a.Title.String(); title != "" {
			passages = append(passages, about(a.SpeakerID, InBody, title))
		}
		if a.Organisation != "" {
			passages = append(passages, about(a.SpeakerID, InOrganisation, a.Organisation))
		}
	}
	return passages
}

func chapterPassages(chapters []Chapter) (passages []Passage) {
	for _, ch := range chapters {
		start := ch.StartsAt
		passages = append(passages, Passage{Field: InBody, Text: ch.Title.String(), Start: &start})
	}
	return passages
}

// trackPassages are the cues of the texts that run along with a recording and
// were written here: those in the language that the document is served in, and
// those in languages that it is not served in at all.
func trackPassages(d Document, in SearchField) (passages []Passage) {
	m := d.Base()
	for _, t := range TextTracks(d) {
		if t.Language != m.Language && slices.Contains(m.Languages, t.Language) {
			continue
		}
		for _, cue := range Cues(t.Text) {
			start := cue.Start
			passages = append(passages, Passage{Field: in, Text: cue.Text, Language: t.Language, Start: &start})
		}
	}
	return passages
}
