package search

import (
	"slices"
	"strings"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// shelf caches frequently used data of segments in memory, in a form that is fast to count.
// Segments never change, and end when they are merged: their data is then dropped, too. It
// takes some ten bytes per document and twenty per word of titles.
type shelf struct {
	mu sync.Mutex
	of map[spot]any
}

type spot struct {
	segment segment.Segment
	field   string
}

// shelved caches one field of the segments, which is read on demand.
func shelved[T any](r *segments, s *scorch.SegmentSnapshot, field string, read func(*scorch.SegmentSnapshot, string) (T, error)) (T, error) {
	r.shelf.mu.Lock()
	defer r.shelf.mu.Unlock()
	at := spot{s.Segment(), field}
	if kept, ok := r.shelf.of[at].(T); ok {
		return kept, nil
	}
	made, err := read(s, field)
	if err != nil {
		return made, err
	}
	fresh := map[spot]any{at: made}
	for at, kept := range r.shelf.of {
		if slices.ContainsFunc(r.all, func(s *scorch.SegmentSnapshot) bool { return s.Segment() == at.segment }) {
			fresh[at] = kept
		}
	}
	r.shelf.of = fresh
	return made, nil
}

// column has the terms of a field in the documents of a segment.
type column struct {
	names []string
	first []uint32 // the start of each document's terms in ordinals, and the end
	// ordinals are indexes into the names.
	ordinals []uint32
}

func readColumn(s *scorch.SegmentSnapshot, field string) (*column, error) {
	words, err := readDictionary(s, field)
	if err != nil {
		return nil, err
	}
	c := &column{names: words.terms, first: make([]uint32, s.FullSize()+1)}
	documents := make([]*roaring.Bitmap, len(c.names))
	for i, name := range c.names {
		if documents[i], err = anyInSegment(s, terms{field, []string{name}}); err != nil {
			return nil, err
		}
		documents[i].Iterate(func(d uint32) bool {
			c.first[d+1]++
			return true
		})
	}
	for d := range s.FullSize() {
		c.first[d+1] += c.first[d]
	}
	c.ordinals = make([]uint32, c.first[s.FullSize()])
	next := slices.Clone(c.first)
	for i := range c.names {
		documents[i].Iterate(func(d uint32) bool {
			c.ordinals[next[d]] = uint32(i)
			next[d]++
			return true
		})
	}
	return c, nil
}

// of returns the ordinals of a document.
func (c *column) of(document uint32) []uint32 {
	return c.ordinals[c.first[document]:c.first[document+1]]
}

// columns returns the columns of a field, by segment.
func (r *segments) columns(field string) ([]*column, error) {
	all := make([]*column, len(r.all))
	for i, s := range r.all {
		var err error
		if all[i], err = shelved(r, s, field, readColumn); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// dictionary has the sorted terms of a field in a segment, and the number of documents of
// each.
type dictionary struct {
	terms  []string
	counts []uint32
}

func readDictionary(s *scorch.SegmentSnapshot, field string) (*dictionary, error) {
	of, err := s.Segment().Dictionary(field)
	if err != nil {
		return nil, err
	}
	d := &dictionary{}
	for entries := of.AutomatonIterator(nil, nil, nil); ; {
		entry, err := entries.Next()
		if err != nil || entry == nil {
			return d, err
		}
		d.terms, d.counts = append(d.terms, entry.Term), append(d.counts, uint32(entry.Count))
	}
}

// count returns the number of documents with a term.
func (d *dictionary) count(term string) uint64 {
	if at, has := slices.BinarySearch(d.terms, term); has {
		return uint64(d.counts[at])
	}
	return 0
}

// most returns the terms with a prefix that are in the most documents.
func (d *dictionary) most(prefix string, limit int) (terms []string) {
	at, _ := slices.BinarySearch(d.terms, prefix)
	var best []int
	for ; at < len(d.terms) && strings.HasPrefix(d.terms[at], prefix); at++ {
		if len(best) == limit && d.counts[at] <= d.counts[best[limit-1]] {
			continue
		}
		to, _ := slices.BinarySearchFunc(best, d.counts[at], func(i int, count uint32) int { return int(int64(count) - int64(d.counts[i])) })
		for to < len(best) && d.counts[best[to]] == d.counts[at] { // after equal ones
			to++
		}
		best = slices.Insert(best[:min(len(best), limit-1)], to, at)
	}
	for _, i := range best {
		terms = append(terms, d.terms[i])
	}
	return terms
}

// completions returns the terms of a field with a prefix, those in the most documents first.
func (r *segments) completions(field, prefix string) (found []index.DictEntry, err error) {
	var all []*dictionary
	var candidates []string
	for _, s := range r.all {
		d, err := shelved(r, s, field, readDictionary)
		if err != nil {
			return nil, err
		}
		all = append(all, d)
		candidates = append(candidates, d.most(prefix, maxCompletions)...)
	}
	for _, term := range unique(append(candidates, prefix)) {
		e := index.DictEntry{Term: term}
		for _, d := range all {
			e.Count += d.count(term)
		}
		if e.Count > 0 {
			found = append(found, e)
		}
	}
	return found, nil
}

// fill reads data in advance, so that no query waits for it.
func (t target) fill() error {
	r, err := t.read()
	if err != nil {
		return err
	}
	defer func() { _ = r.close() }() // only read
	for _, field := range append(facetFields(), fieldLength) {
		if _, err := r.columns(field); err != nil {
			return err
		}
	}
	for _, field := range []string{fieldTitle, fieldLoose} {
		if _, err := r.completions(field, ""); err != nil {
			return err
		}
	}
	return nil
}
