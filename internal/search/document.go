package search

import (
	"slices"
	"strconv"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"lectern/content"
)

// The fields of the index. Texts stand in three of them, by their weight.
const (
	fieldTitle = "a" // what the document is called
	fieldAbout = "b" // names, topics, organisations, measures, summary
	fieldBody  = "c" // all else
	fieldPairs = "p" // words that follow each other (pair)

	fieldKind       = "kind"
	fieldTopic      = "topic"
	fieldConference = "conference"
	fieldSpeaker    = "speaker"
	fieldYear       = "year"
	fieldRef        = "ref"  // ids on whose documents the texts depend
	fieldOver       = "over" // in the public index: the preview shows another version
)

// textFields are those with words, the weightiest first.
func textFields() [3]string { return [...]string{fieldTitle, fieldAbout, fieldBody} }

// textOptions are what the index keeps of a text field: how often a word is there,
// and how long the text is, of titles only. For the others it would be more than
// the texts themselves.
func textOptions(band int) index.FieldIndexingOptions {
	if band == 0 {
		return index.IndexField
	}
	return index.IndexField | index.SkipFreqNorm
}

// band is the field that a passage goes to, by its place in textFields.
func band(f content.SearchField) int {
	switch f {
	case content.InTitle:
		return 0
	case content.InNames, content.InTopics, content.InOrganisation, content.InMeasures, content.InSummary:
		return 1
	}
	return 2
}

// source is what the index is told of a document, as one reader sees it.
type source struct {
	id       content.ID
	passages []content.Passage // in all of its languages
	refs     []content.ID
	facets   content.Facets
	over     bool
}

// readSource reads a document in each of its languages; nil where the view does
// not show it.
func readSource(view *content.View, id content.ID) (*source, error) {
	shown, err := view.Get(id)
	if content.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s := &source{id: id, refs: content.SearchRefs(shown)}
	if s.facets, err = view.FacetsOf(shown); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, l := range shown.Base().Languages {
		passages, _, err := readPassages(view.In(l), id)
		if err != nil {
			return nil, err
		}
		for _, p := range passages {
			if key := string(p.Field) + p.Text; !seen[key] {
				seen[key] = true
				s.passages = append(s.passages, p)
			}
		}
	}
	return s, nil
}

// readPassages are the texts of a document as a view serves it, in normal form.
func readPassages(view *content.View, id content.ID) ([]content.Passage, content.Document, error) {
	d, err := view.Get(id)
	if err != nil {
		return nil, nil, err
	}
	passages, err := view.Passages(d)
	for i := range passages {
		p := &passages[i]
		if p.Markdown {
			p.Text = plain(p.Text)
		}
		p.Text = normal(p.Text)
	}
	return passages, d, err
}

// equal tells whether the index would hold the same for both.
func (s *source) equal(o *source) bool {
	return slices.EqualFunc(s.passages, o.passages, func(a, b content.Passage) bool {
		return a.Field == b.Field && a.Text == b.Text && a.Language == b.Language
	}) && slices.Equal(s.refs, o.refs) && slices.Equal(s.facets.Topics, o.facets.Topics) &&
		slices.Equal(s.facets.Conferences, o.facets.Conferences) && slices.Equal(s.facets.Speakers, o.facets.Speakers) &&
		s.facets.Year == o.facets.Year
}

// vocabulary adds the words of texts in languages with compounds to a list, loose.
func (a *analyser) vocabulary(to []string, s *source) []string {
	for _, p := range s.passages {
		if !a.of(p.Language).compounds {
			continue
		}
		for w := range words(p.Text) {
			to = append(to, loose(fold(w.text)))
		}
	}
	return to
}

// document is what bleve is given.
func (a *analyser) document(s *source) *document.Document {
	var texts [3]ready
	pairs := map[string]bool{}
	for _, p := range s.passages {
		b := band(p.Field)
		texts[b] = a.text(texts[b], p.Text, p.Language)
		last := ""
		for w := range words(p.Text) {
			if last != "" {
				pairs[pair(last, w.text)] = true
			}
			last = w.text
		}
	}
	d := document.NewDocument(string(s.id))
	for i, field := range textFields() {
		if len(texts[i]) > 0 {
			d.AddField(document.NewTextFieldCustom(field, nil, nil, textOptions(i), texts[i]))
		}
	}
	all := make(ready, 0, len(pairs))
	for p := range pairs {
		all = append(all, p)
	}
	slices.Sort(all)
	if len(all) > 0 {
		d.AddField(document.NewTextFieldCustom(fieldPairs, nil, nil, index.IndexField|index.SkipFreqNorm, all))
	}
	const counted, found = index.IndexField | index.DocValues | index.SkipFreqNorm, index.IndexField | index.SkipFreqNorm
	add := func(field string, options index.FieldIndexingOptions, values ...string) {
		if len(values) > 0 {
			d.AddField(document.NewTextFieldCustom(field, nil, nil, options, ready(values)))
		}
	}
	add(fieldKind, counted, s.id.Kind().Name)
	add(fieldTopic, counted, texted(s.facets.Topics)...)
	add(fieldConference, counted, texted(s.facets.Conferences)...)
	add(fieldSpeaker, counted, texted(s.facets.Speakers)...)
	if s.facets.Year != 0 {
		add(fieldYear, counted, strconv.Itoa(s.facets.Year))
	}
	add(fieldRef, found, texted(s.refs)...)
	if s.over {
		add(fieldOver, found, "1")
	}
	return d
}

func texted(ids []content.ID) []string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	return texts
}

// size is about how many bytes of text there are.
func (s *source) size() (n int) {
	for _, p := range s.passages {
		n += len(p.Text)
	}
	return n
}

// fieldWeight orders highlights: the weightiest field first.
func fieldWeight(f content.SearchField) int {
	return slices.Index([]content.SearchField{
		content.InTitle, content.InNames, content.InTopics, content.InOrganisation, content.InMeasures,
		content.InSummary, content.InCaptions, content.InTranscript, content.InBody,
	}, f)
}
