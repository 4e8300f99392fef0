package search

import (
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strconv"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
)

// The fields of the index. Texts are in three of them, by their weight.
const (
	fieldID = "_id" // bleve's own

	fieldTitle = "a" // titles and names of the document
	fieldAbout = "b" // names, topics, organisations, measures, summary
	fieldBody  = "c" // all other texts
	fieldPairs = "p" // pairs of consecutive words (pair)

	fieldLoose  = "t" // words of titles without æ, ø, å
	fieldLength = "n" // the length of titles (lengthClass)

	fieldKind       = "kind"
	fieldTopic      = "topic"
	fieldConference = "conference"
	fieldSpeaker    = "speaker"
	fieldYear       = "year"
	fieldRef        = "ref"  // ids of documents on which the texts depend
	fieldOver       = "over" // in the public index: the preview shows another version
)

// textFields are the fields with words, the weightiest first.
func textFields() [3]string { return [...]string{fieldTitle, fieldAbout, fieldBody} }

// searched is for fields whose terms are searched for, without frequencies.
const searched = index.IndexField | index.SkipFreqNorm

// band is the field of a passage, as an index into textFields.
func band(f content.SearchField) int {
	switch f {
	case content.InTitle:
		return 0
	case content.InNames, content.InTopics, content.InOrganisation, content.InMeasures, content.InSummary:
		return 1
	}
	return 2
}

// source is the data of a document for the index, as one reader sees it.
type source struct {
	id       content.ID
	passages []content.Passage // in all languages
	refs     []content.ID
	facets   catalog.Facets
	over     bool
}

// refsOf returns the documents on which a document's searched texts depend, whether readers
// see them or not.
func refsOf(d content.Document) (ids []content.ID) {
	for _, p := range content.KindOf(d).Texts(d) {
		if p.Of != "" && !slices.Contains(ids, p.Of) {
			ids = append(ids, p.Of)
		}
	}
	return ids
}

// readSource reads a document in each of its languages, or returns nil if the view does not
// show it.
func readSource(view *content.View, id content.ID) (*source, error) {
	shown, err := view.Get(id)
	if content.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s := &source{id: id, refs: refsOf(shown)}
	if s.facets, err = catalog.FacetsOf(view, shown); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, l := range shown.Base().Languages {
		passages, err := readIn(view, shown, l)
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

// readPassages returns the texts of a document, as a view serves it, in normal form.
func readPassages(view *content.View, d content.Document) ([]content.Passage, error) {
	passages, err := catalog.PassagesOf(view, d)
	for i := range passages {
		p := &passages[i]
		p.Text = normal(p.Text)
	}
	return passages, err
}

// readIn reads the texts of a document, as a view serves it, in one of its languages. A
// document with one language is the same in each.
func readIn(view *content.View, d content.Document, l locale.Language) (_ []content.Passage, err error) {
	view = view.In(l)
	if len(d.Base().Languages) > 1 {
		if d, err = view.Get(d.Base().ID); err != nil {
			return nil, err
		}
	}
	return readPassages(view, d)
}

// equal reports whether the index would have the same for both.
func (s *source) equal(o *source) bool {
	return slices.EqualFunc(s.passages, o.passages, func(a, b content.Passage) bool {
		return a.Field == b.Field && a.Text == b.Text && a.Language == b.Language
	}) && slices.Equal(s.refs, o.refs) && slices.Equal(s.facets.Topics, o.facets.Topics) &&
		slices.Equal(s.facets.Conferences, o.facets.Conferences) && slices.Equal(s.facets.Speakers, o.facets.Speakers) &&
		s.facets.Year == o.facets.Year
}

// document returns the document for bleve. It adds new words that may be parts of compounds to
// fresh.
func (v *vocabulary) document(s *source, fresh []string) (*document.Document, []string) {
	const perWord = 8 // bytes of text, approximately
	texts, pairs, titles := [3]index.TokenFrequencies{}, make(index.TokenFrequencies, s.size()/perWord), 0
	var spoken []string
	var all []*entry
	for _, p := range s.passages {
		spoken = spoken[:0]
		for w := range words(p.Text) {
			spoken = append(spoken, w.text)
		}
		all, fresh = v.entries(spoken, fresh)
		b := band(p.Field)
		if texts[b] == nil {
			texts[b] = make(index.TokenFrequencies, len(all))
		}
		for i, e := range all {
			texts[b][e.text] = &e.token
			if i > 0 {
				name := &v.pairs[pair(all[i-1].hash, e.hash)]
				pairs[name.text] = &name.token
			}
		}
		if b == 0 {
			titles += len(all)
		}
	}
	d := document.NewDocument(string(s.id))
	for i, field := range textFields() {
		if len(texts[i]) > 0 {
			d.AddField(&termField{field, texts[i]})
		}
	}
	if len(pairs) > 0 {
		d.AddField(&termField{fieldPairs, pairs})
	}
	addTerms(d, fieldLength, lengthClass(titles))
	addTerms(d, fieldLoose, looseWords(texts[0])...)
	addTerms(d, fieldKind, s.id.Kind().Name)
	addTerms(d, fieldTopic, texted(s.facets.Topics)...)
	addTerms(d, fieldConference, texted(s.facets.Conferences)...)
	addTerms(d, fieldSpeaker, texted(s.facets.Speakers)...)
	if s.facets.Year != 0 {
		addTerms(d, fieldYear, strconv.Itoa(s.facets.Year))
	}
	addTerms(d, fieldRef, texted(s.refs)...)
	if s.over {
		addTerms(d, fieldOver, "1")
	}
	return d, fresh
}

// sum is a hash of the index's data of a document, 0 for none.
func (s *source) sum() uint64 {
	if s == nil {
		return 0
	}
	h := fnv.New64a()
	tell := func(text string) {
		_, _ = io.WriteString(h, text) // never fails
		_, _ = h.Write([]byte{0})
	}
	for _, p := range s.passages {
		tell(string(p.Field))
		tell(p.Text)
	}
	for _, ids := range [][]content.ID{s.refs, s.facets.Topics, s.facets.Conferences, s.facets.Speakers} {
		for _, id := range ids {
			tell(string(id))
		}
		tell("")
	}
	tell(fmt.Sprint(s.facets.Year, s.over))
	return h.Sum64()
}

// looseWords returns words as they are typed without æ, ø, å, if that differs.
func looseWords(words index.TokenFrequencies) (all []string) {
	for w := range words {
		if l := loose(fold(w)); l != w {
			all = append(all, l)
		}
	}
	return all
}

func texted(ids []content.ID) []string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	return texts
}

// size returns the approximate size of the texts in bytes.
func (s *source) size() (n int) {
	for _, p := range s.passages {
		n += len(p.Text)
	}
	return n
}

// fieldWeight sorts highlights: the weightiest field first.
func fieldWeight(f content.SearchField) int {
	return slices.Index([]content.SearchField{
		content.InTitle, content.InNames, content.InTopics, content.InOrganisation, content.InMeasures,
		content.InSummary, content.InCaptions, content.InTranscript, content.InBody,
	}, f)
}
