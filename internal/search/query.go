package search

import (
	"slices"
	"strconv"

	"github.com/blevesearch/bleve/v2/search/query"

	"lectern/content"
)

// compiled is a query as the index is asked.
type compiled struct {
	typed  *typed
	words  []query.Query
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
		var parts []query.Query
		for _, w := range name {
			parts = append(parts, v.wordQuery(w, all3(), func(q *wordQuery) { c.want(q, s.from) }))
		}
		// The other name stands for each of the words that it replaces.
		for i := s.from; i < s.to; i++ {
			w := c.words[i].(*wordQuery)
			w.others = append(w.others, weighted{query: query.NewConjunctionQuery(parts), near: nearSynonym / float64(len(parts))})
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
	apart := make([]query.Query, len(parts))
	for i, part := range parts {
		of := &wordQuery{fields: fields, groups: []group{{v.ofPart(v.danish.stem(part)), nearExact}}}
		apart[i] = of
		want(of)
	}
	q.others = append(q.others, weighted{query: query.NewConjunctionQuery(apart), near: nearParts / float64(len(parts))})
	return q
}

// most is how many of some words are most of them.
func most(words int) int {
	if words <= 2 {
		return 1
	}
	return (2*words + 2) / 3
}

// above lifts what has all words over what has most of them.
const above = 1000

// scored is what ranks: documents with all words, and where it is wide, those
// with most of them below.
func (c *compiled) scored(wide bool) query.Query {
	if len(c.words) == 1 {
		return c.words[0]
	}
	conjunction := query.NewConjunctionQuery(c.words)
	if !wide {
		return conjunction
	}
	some := query.NewDisjunctionQuery(c.words)
	some.SetMin(float64(most(len(c.words))))
	return &wordQuery{others: []weighted{{query: conjunction, near: 1, bonus: above}, {query: some, near: 1}}}
}

// bounds are what a document must be, whatever its texts.
type bounds struct {
	must []query.Query
	not  []query.Query
}

// bleve is the query with its bounds.
func (c *compiled) bleve(wide bool, b bounds, v *vocabulary) query.Query {
	q := query.NewBooleanQuery([]query.Query{c.scored(wide)}, nil, slices.Concat(b.not, c.without(v)))
	filters := slices.Clone(b.must)
	for _, phrase := range c.typed.phrases {
		for i := range len(phrase) - 1 {
			filters = append(filters, term(fieldPairs, pairTerm(pair(looseHash(phrase[i]), looseHash(phrase[i+1])))))
		}
	}
	if len(filters) > 0 {
		q.AddFilter(query.NewConjunctionQuery(filters))
	}
	return q
}

// without finds what is not to be found.
func (c *compiled) without(v *vocabulary) (not []query.Query) {
	for _, w := range c.typed.excluded {
		for _, field := range textFields() {
			not = append(not, anyOf(field, append(v.like(w).forms, w)))
		}
	}
	return not
}

func term(field, text string) query.Query {
	q := query.NewTermQuery(text)
	q.SetField(field)
	return q
}

// anyOf finds what has one of some terms in a field; nothing, where there are
// none.
func anyOf(field string, terms []string) query.Query {
	all := make([]query.Query, len(terms))
	for i, t := range terms {
		all[i] = term(field, t)
	}
	if len(all) == 0 {
		return query.NewMatchNoneQuery()
	}
	return query.NewDisjunctionQuery(all)
}

// narrow are the bounds that a query sets itself.
func narrow(q *content.SearchQuery) (b bounds) {
	add := func(field string, given bool, values []string) {
		if given {
			b.must = append(b.must, anyOf(field, values))
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
