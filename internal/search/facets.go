package search

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"lectern/content"
)

// facetValues is how many values of a facet are given.
const facetValues = 20

// facetFields are the fields that are counted.
func facetFields() []string {
	return []string{fieldKind, fieldTopic, fieldConference, fieldSpeaker, fieldYear}
}

// facets counts what a search found.
func (x *Index) facets(ctx context.Context, view *content.View, q *content.SearchQuery, wide bool) (*content.SearchFacets, error) {
	look, err := x.look(view)
	if err != nil {
		return nil, err
	}
	defer look.release()
	if look.nothing {
		return noFacets()
	}
	look.compiled = x.vocabulary.compile(x.vocabulary.parse(q.Text), look.thesaurus)
	look.bounds.must = append(look.bounds.must, narrow(q).must...)
	counts, err := look.count(ctx, look.compiled.question(wide, look.bounds, x.vocabulary))
	if err != nil {
		return nil, err
	}
	return look.seenOf(counts)
}

// counted is a value of a facet, and how many documents have it.
type counted struct {
	value string
	n     int
}

// tally counts the values of a field by their ordinals.
type tally struct {
	*values
	field  string
	counts [][]int // of each of the columns
}

func (r *segments) tally(field string) (*tally, error) {
	values, err := r.values(field)
	if err != nil {
		return nil, err
	}
	t := &tally{values: values, field: field}
	for _, c := range values.columns {
		t.counts = append(t.counts, make([]int, len(c.names)))
	}
	return t, nil
}

func (t *tally) add(document uint64) {
	_, ordinals := t.of(document)
	for _, o := range ordinals {
		t.counts[t.at][o]++
	}
}

// into adds what was counted to what was counted before.
func (t *tally) into(all map[string]map[string]int) {
	of := all[t.field]
	if of == nil {
		of = map[string]int{}
		all[t.field] = of
	}
	for i, c := range t.columns {
		for o, n := range t.counts[i] {
			if n > 0 {
				of[c.names[o]] += n
			}
		}
	}
}

// count gives the values of each facet that the documents have which a question
// finds, the one in the most of them first, and equal ones by their names.
func (l *asked) count(ctx context.Context, q *question) (map[string][]counted, error) {
	all := map[string]map[string]int{}
	var of *segments
	var tallies []*tally
	end := func() {
		for _, t := range tallies {
			t.into(all)
		}
		tallies = tallies[:0]
	}
	err := l.each(ctx, q, func(r *segments, f *finder) error {
		if r != of {
			end()
			of = r
			for _, field := range facetFields() {
				t, err := r.tally(field)
				if err != nil {
					return err
				}
				tallies = append(tallies, t)
			}
		}
		for _, t := range tallies {
			t.add(f.at)
		}
		return nil
	})
	end()
	ordered := map[string][]counted{}
	for field, of := range all {
		for value, n := range of {
			ordered[field] = append(ordered[field], counted{value, n})
		}
		slices.SortFunc(ordered[field], func(a, b counted) int { return cmp.Or(b.n-a.n, cmp.Compare(a.value, b.value)) })
	}
	return ordered, err
}

// seenOf are the counts of those values that the reader may see.
func (l *asked) seenOf(all map[string][]counted) (*content.SearchFacets, error) {
	f := &content.SearchFacets{}
	for _, c := range first(all[fieldKind]) {
		f.Types = append(f.Types, &content.SearchTypeCount{Type: content.TypeOf(content.KindNamed(c.value)), Count: c.n})
	}
	for _, c := range first(all[fieldYear]) {
		year, err := strconv.Atoi(c.value)
		if err != nil {
			return nil, err
		}
		f.Years = append(f.Years, &content.SearchYearCount{Year: year, Count: c.n})
	}
	var err error
	f.Topics, err = seen(l.view, all[fieldTopic], func(d *content.Topic, n int) *content.SearchTopicCount {
		return &content.SearchTopicCount{Topic: d, Count: n}
	})
	if err == nil {
		f.Conferences, err = seen(l.view, all[fieldConference], func(d *content.Conference, n int) *content.SearchConferenceCount {
			return &content.SearchConferenceCount{Conference: d, Count: n}
		})
	}
	if err == nil {
		f.Speakers, err = seen(l.view, all[fieldSpeaker], func(d *content.Speaker, n int) *content.SearchSpeakerCount {
			return &content.SearchSpeakerCount{Speaker: d, Count: n}
		})
	}
	return f, err
}

func first[T any](all []T) []T { return all[:min(len(all), facetValues)] }

// seen are the first documents of a facet that the reader may see, with their
// counts.
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
