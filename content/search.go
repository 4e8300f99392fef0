package content

import (
	"slices"

	"lectern/content/locale"
)

// SearchField is the part of a document in which search found something.
type SearchField string

// The fields of search, the weightiest first.
const (
	InTitle        SearchField = "TITLE"        // titles and names of the document
	InNames        SearchField = "NAME"         // of people in it
	InTopics       SearchField = "TOPIC"        // names of its topics
	InOrganisation SearchField = "ORGANISATION" // names of related organisations
	InMeasures     SearchField = "MEASURE"
	InSummary      SearchField = "SUMMARY"
	InBody         SearchField = "BODY"
	InTranscript   SearchField = "TRANSCRIPT"
	InCaptions     SearchField = "CAPTION"
)

// Valid reports whether the field is one of those above.
func (f SearchField) Valid() bool {
	return slices.Contains([]SearchField{
		InTitle, InNames, InTopics, InOrganisation, InMeasures, InSummary, InBody, InTranscript, InCaptions,
	}, f)
}

// Passage is a text by which search finds a document.
type Passage struct {
	Field    SearchField
	Text     string
	Markdown bool            // the text is Markdown
	Language locale.Language // the language of the text
	// Start is the time in a recording at which the text begins; nil for other texts.
	Start *locale.Duration

	// Of is the document whose title the text is, if there is no text, or the person that it
	// is about. Only readers who see that document get the passage.
	Of ID
	// Consent is what the person that it is about must not refuse.
	Consent ConsentTo
}

// In returns the view for a reader who prefers another language. It closes with the original
// view.
func (v *View) In(l locale.Language) *View {
	other := *v
	other.languages, other.form = locale.Preferences(l), v.reads.newForm()
	return &other
}

// Previews reports whether the view shows drafts as if they were published.
func (v *View) Previews() bool { return v.space == DraftIndex }

// Present reports whether the view is of the present.
func (v *View) Present() bool { return !v.shifted }

// IDs returns up to limit documents of a kind that this reader may see, in an order that edits
// change only by moving a document to the end. place comes from the call before; it is empty
// for the first. An empty next means that there are no more. Some may be hidden: check with
// Get.
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

// Count returns the number of documents of a kind in this reader's index.
func (v *View) Count(kind *Kind) (int, error) {
	return CountKeys(v, indexRanges[kind][Index{Order: "updatedAt"}][""])
}
