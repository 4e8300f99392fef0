package search

import (
	"slices"
	"strconv"

	"lectern/content/catalog"
)

// question is a query on the index.
type question struct {
	words  []*wordQuery
	enough int // the minimum number of words in a document
	bounds
}

// bounds are conditions besides the texts: a document must have one term of each of several
// sets, and none of others.
type bounds struct{ must, not []terms }

// allOf matches documents with all of some words.
func allOf(words []*wordQuery) *question { return &question{words: words, enough: len(words)} }

// group has words of the corpus that a typed word may mean, with the same nearness.
type group struct {
	words []string
	near  float64
}

// wordQuery matches the documents with one of some words in any of the text fields, or that
// match another question.
type wordQuery struct {
	groups []group
	fields []int // indexes into textFields
	loose  group // of fieldLoose
	others []weighted
}

// weighted is a question that counts less than the word itself.
type weighted struct {
	all  *question
	near float64
}

// compiled is a query in the words of the corpus.
type compiled struct {
	typed  *typed
	words  []*wordQuery
	wanted map[string]int // the searched words, mapped to the typed ones
}

// compile compiles a parsed query.
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

// addSynonyms adds other names of a topic, which count less, to the words that name it.
func (v *vocabulary) addSynonyms(c *compiled, s synonym) {
	for _, name := range s.others {
		var parts []*wordQuery
		for _, w := range name {
			parts = append(parts, v.wordQuery(w, all3(), func(q *wordQuery) { c.want(q, s.from) }))
		}
		// The other name can match instead of each of these words.
		for i := s.from; i < s.to; i++ {
			w := c.words[i]
			w.others = append(w.others, weighted{allOf(parts), nearSynonym / float64(len(parts))})
		}
	}
}

func all3() []int { return []int{0, 1, 2} }

// wordQuery matches a word in any of its forms and spellings, and adds them to wanted.
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

// most returns how many words are most of n.
func most(words int) int {
	if words <= 2 {
		return 1
	}
	return (2*words + 2) / 3
}

// question matches documents with all words; if it is wide, also those with most of them.
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

// without matches excluded documents.
func (c *compiled) without(v *vocabulary) (not []terms) {
	for _, w := range c.typed.excluded {
		for _, field := range textFields() {
			not = append(not, terms{field, append(v.like(w).forms, w)})
		}
	}
	return not
}

// narrow returns the bounds that a query sets itself.
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
