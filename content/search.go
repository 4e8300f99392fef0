package content

import "slices"

// SearchField is where in a document search found something.
type SearchField string

// The fields of search, the weightiest first.
const (
	InTitle        SearchField = "TITLE"        // titles and names that the document goes by
	InNames        SearchField = "NAME"         // of people in it
	InTopics       SearchField = "TOPIC"        // names of its topics
	InOrganisation SearchField = "ORGANISATION" // of those who stand behind it
	InMeasures     SearchField = "MEASURE"
	InSummary      SearchField = "SUMMARY"
	InBody         SearchField = "BODY"
	InTranscript   SearchField = "TRANSCRIPT"
	InCaptions     SearchField = "CAPTION"
)

// Valid tells whether the field is one of those above.
func (f SearchField) Valid() bool {
	return slices.Contains([]SearchField{
		InTitle, InNames, InTopics, InOrganisation, InMeasures, InSummary, InBody, InTranscript, InCaptions,
	}, f)
}

// Passage is one text by which a document is found.
type Passage struct {
	Field    SearchField
	Text     string
	Language Language // that it is written in
	// Start is when it is said or begins, in a recording; nil for other texts.
	Start *Duration

	markdown bool // the text has marks of formatting

	// Of is the document whose title the text is, where there is no text, or whom
	// it is about. A passage is for those only who see that document.
	Of ID
	// Consent is what a person whom it is about must not refuse.
	Consent ConsentTo
}

func passage(in SearchField, text string) Passage { return Passage{Field: in, Text: text} }

func formatted(in SearchField, r *RichText) Passage {
	return Passage{Field: in, Text: markdown(r), markdown: true}
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

// Passages are the texts by which this reader finds a document that the view gave
// out, in the language that the document is served in.
func (v *View) Passages(d Document) ([]Passage, error) {
	var passages []Passage
	for _, p := range KindOf(d).Texts(d) {
		if p.Language == "" {
			p.Language = d.Base().Language
		}
		if p.Of != "" {
			shown, err := v.attribute(&p)
			if err != nil {
				return nil, err
			}
			if !shown {
				continue
			}
		}
		if p.markdown {
			var err error
			if p.Text, err = v.plain(p.Text); err != nil {
				return nil, err
			}
		}
		if p.Text != "" {
			passages = append(passages, p)
		}
	}
	return passages, nil
}

// attribute fills in the title of the document that a passage is of, and tells
// whether this reader may see the passage.
func (v *View) attribute(p *Passage) (bool, error) {
	of, err := v.Get(p.Of)
	if IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if p.Consent != "" {
		if refused, err := v.refused(p.Of, p.Consent); err != nil || refused {
			return false, err
		}
	}
	if p.Text == "" {
		p.Text, p.Language = KindOf(of).Title(of).String(), of.Base().Language
	}
	return true, nil
}

// In is the view for a reader who prefers another language. It is closed with
// the view that it is made of.
func (v *View) In(l Language) *View {
	other := *v
	other.languages, other.form = Preferences(l), v.reads.newForm()
	return &other
}

// Previews tells whether the view shows drafts as if they were published.
func (v *View) Previews() bool { return v.space == DraftIndex }

// Present tells whether the view looks at the present.
func (v *View) Present() bool { return !v.shifted }

// SearchRefs are the documents on which depends what search finds a document by,
// whether readers see them or not.
func SearchRefs(d Document) (ids []ID) {
	for _, p := range KindOf(d).Texts(d) {
		if p.Of != "" && !slices.Contains(ids, p.Of) {
			ids = append(ids, p.Of)
		}
	}
	return ids
}

// Facets are what the documents that were found are counted by.
type Facets struct {
	Topics, Conferences, Speakers []ID
	Year                          int // 0 where it has none
}

// FacetsOf are a document's facets as this reader sees them.
func (v *View) FacetsOf(d Document) (f Facets, err error) {
	for i := range KindOf(d).Attributes {
		a := &KindOf(d).Attributes[i]
		var into *[]ID
		switch a.Ref {
		case topicKind.Name:
			into = &f.Topics
		case conferenceKind.Name:
			into = &f.Conferences
		case speakerKind.Name:
			into = &f.Speakers
		default:
			continue
		}
		for _, key := range a.Of(d) {
			p := Passage{Of: ID(key), Consent: a.Consent}
			if shown, err := v.attribute(&p); err != nil {
				return f, err
			} else if shown && !slices.Contains(*into, p.Of) {
				*into = append(*into, p.Of)
			}
		}
	}
	if dated, ok := d.(interface{ year() int }); ok {
		f.Year = dated.year()
	}
	return f, nil
}

func yearOf(d Date) (year int) {
	for _, digit := range d[:min(len(d), 4)] {
		year = 10*year + int(digit-'0')
	}
	return year
}

func (c *Conference) year() int {
	if c.StartDate != "" {
		return yearOf(c.StartDate)
	}
	return c.Year
}

func (p *PolicyProposal) year() int { return yearOf(p.PresentedOn) }
func (p *Photo) year() int          { return yearOf(p.TakenOn) }

func (s *Session) year() int {
	if s.StartsAt.IsZero() {
		return 0
	}
	return s.StartsAt.Year()
}

func (v *Video) year() int {
	if v.RecordedAt.IsZero() {
		return 0
	}
	return v.RecordedAt.Year()
}

func (e *PodcastEpisode) year() int {
	if e.ReleasedAt.IsZero() {
		return 0
	}
	return e.ReleasedAt.Year()
}

// IDs lists up to limit documents of a kind that this reader may see, in an order
// that edits leave as it is but for moving a document to the end. place is what a
// list before gave, empty for the first. Where next is empty there
// are no more. Some may be hidden: Get tells.
func (v *View) IDs(kind *Kind, place string, limit int) (ids []ID, next string, err error) {
	all := indexPrefix(kind, Index{Order: "updatedAt"}, "")
	r := Range{From: all, To: after(all)}
	if place != "" {
		r.From = place + "\x00"
	}
	keys, err := v.Scan(r, false, limit)
	for _, k := range keys {
		ids = append(ids, KeyID(k))
	}
	if len(keys) == limit {
		next = keys[len(keys)-1]
	}
	return ids, next, err
}

// Count is how many documents of a kind this reader's index has.
func (v *View) Count(kind *Kind) (int, error) {
	return v.count(indexRanges[kind][Index{Order: "updatedAt"}][""])
}
