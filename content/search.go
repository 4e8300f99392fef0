package content

import "slices"

import (
	"lectern/content/locale"
)

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
	Markdown bool            // the text has marks of formatting
	Language locale.Language // that it is written in
	// Start is when it is said or begins, in a recording; nil for other texts.
	Start *locale.Duration

	// Of is the document whose title the text is, where there is no text, or whom
	// it is about. A passage is for those only who see that document.
	Of ID
	// Consent is what a person whom it is about must not refuse.
	Consent ConsentTo
}

// PassagesOf are the texts by which this reader finds a document that the view gave
// out, in the language that the document is served in.
func PassagesOf(v *View, d Document) ([]Passage, error) {
	var passages []Passage
	for _, p := range KindOf(d).Texts(d) {
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
			if p.Text, err = plainText(v, p.Text); err != nil {
				return nil, err
			}
		}
		if p.Text != "" {
			passages = append(passages, p)
		}
	}
	return passages, nil
}

// ShowPassage fills in the title of the document that a passage is of, and tells
// whether this reader may see the passage.
func ShowPassage(v *View, p *Passage) (bool, error) {
	of, err := v.Get(p.Of)
	if IsNotFound(err) {
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
		p.Text, p.Language = KindOf(of).Title(of).String(), of.Base().Language
	}
	return true, nil
}

// In is the view for a reader who prefers another language. It is closed with
// the view that it is made of.
func (v *View) In(l locale.Language) *View {
	other := *v
	other.languages, other.form = locale.Preferences(l), v.reads.newForm()
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

// IDs lists up to limit documents of a kind that this reader may see, in an order
// that edits leave as it is but for moving a document to the end. place is what a
// list before gave, empty for the first. Where next is empty there
// are no more. Some may be hidden: Get tells.
func (v *View) IDs(kind *Kind, place string, limit int) (ids []ID, next string, err error) {
	all := indexPrefix(kind, Index{Order: "updatedAt"}, "")
	r := Range{From: all, To: keyAfter(all)}
	if place != "" {
		r.From = place + "\x00"
	}
	keys, err := v.Scan(nil, r, false, limit)
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
	return CountKeys(v, indexRanges[kind][Index{Order: "updatedAt"}][""])
}
