package search

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"

	"lectern/content"
	"lectern/content/catalog"
)

// facetValues is the maximum number of values of a facet.
const facetValues = 20

// facetFields are the counted fields.
func facetFields() []string {
	return []string{fieldKind, fieldTopic, fieldConference, fieldSpeaker, fieldYear}
}

// facets counts the found documents of each index, if facets are requested.
func (l *asked) facets(found []documents) (func() (*catalog.SearchFacets, error), error) {
	columns := map[string][][]*column{} // by field and index
	for _, field := range facetFields() {
		for _, r := range l.segments {
			of, err := r.columns(field)
			if err != nil {
				return nil, fmt.Errorf("search: %w", err)
			}
			columns[field] = append(columns[field], of)
		}
	}
	return func() (*catalog.SearchFacets, error) {
		all := map[string][]counted{}
		for field, of := range columns {
			all[field] = count(found, of)
		}
		return l.seenOf(all)
	}, nil
}

// counted is a value of a facet, with the number of its documents.
type counted struct {
	value string
	n     int
}

// count returns the values of the documents, those with the most documents first, and equal
// ones by name.
func count(found []documents, columns [][]*column) (ordered []counted) {
	all := map[string]int{}
	for i, of := range columns {
		for segment, c := range of {
			c.count(found[i][segment], all)
		}
	}
	for value, n := range all {
		ordered = append(ordered, counted{value, n})
	}
	slices.SortFunc(ordered, func(a, b counted) int { return cmp.Or(b.n-a.n, cmp.Compare(a.value, b.value)) })
	return ordered
}

// count adds the number of documents with each term.
func (c *column) count(documents *roaring.Bitmap, to map[string]int) {
	counts := make([]int, len(c.names)) // by ordinals, which is quicker
	documents.Iterate(func(d uint32) bool {
		for _, o := range c.of(d) {
			counts[o]++
		}
		return true
	})
	for o, n := range counts {
		if n > 0 {
			to[c.names[o]] += n
		}
	}
}

// seenOf returns the counts of those values that the reader may see.
func (l *asked) seenOf(all map[string][]counted) (*catalog.SearchFacets, error) {
	f := &catalog.SearchFacets{}
	for _, c := range first(all[fieldKind]) {
		f.Types = append(f.Types, &catalog.SearchTypeCount{Type: content.KindNamed(c.value).Type(), Count: c.n})
	}
	for _, c := range first(all[fieldYear]) {
		year, err := strconv.Atoi(c.value)
		if err != nil {
			return nil, err
		}
		f.Years = append(f.Years, &catalog.SearchYearCount{Year: year, Count: c.n})
	}
	var err error
	f.Topics, err = seen(l.view, all[fieldTopic], func(d *catalog.Topic, n int) *catalog.SearchTopicCount {
		return &catalog.SearchTopicCount{Topic: d, Count: n}
	})
	if err == nil {
		f.Conferences, err = seen(l.view, all[fieldConference], func(d *catalog.Conference, n int) *catalog.SearchConferenceCount {
			return &catalog.SearchConferenceCount{Conference: d, Count: n}
		})
	}
	if err == nil {
		f.Speakers, err = seen(l.view, all[fieldSpeaker], func(d *catalog.Speaker, n int) *catalog.SearchSpeakerCount {
			return &catalog.SearchSpeakerCount{Speaker: d, Count: n}
		})
	}
	return f, err
}

func first[T any](all []T) []T { return all[:min(len(all), facetValues)] }

// seen returns the first documents of a facet that the reader may see, with their counts.
func seen[D content.Document, C any](view *content.View, all []counted, count func(D, int) C) (counts []C, err error) {
	for _, c := range all {
		if len(counts) == facetValues {
			break
		}
		d, err := content.Get[D](view, content.ID(c.value))
		if content.IsNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		counts = append(counts, count(d, c.n))
	}
	return counts, nil
}
