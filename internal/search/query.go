package search

import (
	"slices"
	"strconv"

	"lectern/content/catalog"
)

// question is what the index is asked.
type question struct {
	words  []*wordQuery
	enough int // how many of the words a document has to have
	bounds
}

// bounds are what a document must be, whatever its texts: it has one of some terms,
// of each of several, and none of others.
type bounds struct{ must, not []terms }

// allOf asks for documents with all of some words.
func allOf(words []*wordQuery) *question { return &question{words: words, enough: len(words)} }

// group are words of the corpus that a typed one may stand for, and are as near to
// it.
type group struct {
	words []string
	near  float64
}

// wordQuery finds the documents that have one of some words, in any of the text
// fields, or that another question finds.
type wordQuery struct {
	groups []group
	fields []int // of textFields
	loose  group // of fieldLoose
	others []weighted
}

// weighted is a question that counts for less than a word itself.
type weighted struct {
	all  *question
	near float64
}

// compiled is a query in the words of the corpus.
type compiled struct {
	typed  *typed
	words  []*wordQuery
	wanted map[string]int // the words that are searched for, and for which one that was typed
}

// compile makes a query of what was typed.
func (v *vocabulary) compile(q *typed, t *thesaurus) *compiled {
	c := &compiled{typed: q, wanted: map[string]int{}}
	for i, w := range q.words {
		c.words = append(c.words, v.wordQuery(w, all3(), func(q *wordQuery) { c.want(q, i) }))
	}
	for _, group := range t.find(v, q.words) {
		v.addSynonyms(c, group)
	}
	return c
}

func (c *compiled) want(q *wordQuery, word int) {
	for _, g := range q.groups {
		for _, w := range g.words {
			if _, ok := c.wanted[w]; !ok {
				c.wanted[w] = word
			}
		}
	}
}

// addSynonyms lets other names of a subject count, for less, as the words that
// name it.
func (v *vocabulary) addSynonyms(c *compiled, s synonym) {
	for _, name := range s.others {
		var parts []*wordQuery
		for _, w := range name {
			parts = append(parts, v.wordQuery(w, all3(), func(q *wordQuery) { c.want(q, s.from) }))
		}
		// The other name stands for each of the words that it replaces.
		for i := s.from; i < s.to; i++ {
			w := c.words[i]
			w.others = append(w.others, weighted{allOf(parts), nearSynonym / float64(len(parts))})
		}
	}
}

func all3() []int { return []int{0, 1, 2} }

// wordQuery finds a word in any of its forms and spellings. What it looks for is
// wanted.
func (v *vocabulary) wordQuery(w string, fields []int, want func(*wordQuery)) *wordQuery {
	like := v.like(w)
	q := &wordQuery{fields: fields, groups: []group{{[]string{w}, nearExact}, {like.forms, nearStem}, {like.containing, nearPart}}}
	want(q)
	parts := v.lexicon.parts(loose(fold(w)))
	if len(parts) == 0 {
		return q
	}
	apart := make([]*wordQuery, len(parts))
	for i, part := range parts {
		of := &wordQuery{fields: fields, groups: []group{{v.ofPart(v.danish.stem(part)), nearExact}}}
		apart[i] = of
		want(of)
	}
	q.others = append(q.others, weighted{allOf(apart), nearParts / float64(len(parts))})
	return q
}

// most is how many of some words are most of them.
func most(words int) int {
	if words <= 2 {
		return 1
	}
	return (2*words + 2) / 3
}

// question asks for documents with all words, and where it is wide, also for those
// with most of them.
func (c *compiled) question(wide bool, b bounds, v *vocabulary) *question {
	q := allOf(c.words)
	if wide {
		q.enough = min(most(len(c.words)), len(c.words))
	}
	q.must, q.not = slices.Clone(b.must), slices.Concat(b.not, c.without(v))
	for _, phrase := range c.typed.phrases {
		for i := range len(phrase) - 1 {
			q.must = append(q.must, terms{fieldPairs, []string{pairTerm(pair(looseHash(phrase[i]), looseHash(phrase[i+1])))}})
		}
	}
	return q
}

// without finds what is not to be found.
func (c *compiled) without(v *vocabulary) (not []terms) {
	for _, w := range c.typed.excluded {
		for _, field := range textFields() {
			not = append(not, terms{field, append(v.like(w).forms, w)})
		}
	}
	return not
}

// narrow are the bounds that a query sets itself.
func narrow(q *catalog.SearchQuery) (b bounds) {
	add := func(field string, given bool, values []string) {
		if given {
			b.must = append(b.must, terms{field, values})
		}
	}
	kinds := make([]string, len(q.Kinds))
	for i, k := range q.Kinds {
		kinds[i] = k.Name
	}
	years := make([]string, len(q.Years))
	for i, y := range q.Years {
		years[i] = strconv.Itoa(y)
	}
	add(fieldKind, q.Kinds != nil, kinds)
	add(fieldTopic, q.Topics != nil, texted(q.Topics))
	add(fieldConference, q.Conferences != nil, texted(q.Conferences))
	add(fieldSpeaker, q.Speakers != nil, texted(q.Speakers))
	add(fieldYear, q.Years != nil, years)
	return b
}
