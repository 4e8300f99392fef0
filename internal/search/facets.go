package search

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"

	"lectern/content"
)

const (
	facetValues = 20
	// facetSpare are further values, for those that the reader may not see.
	facetSpare = 20
)

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
	request := bleve.NewSearchRequestOptions(look.compiled.bleve(wide, look.bounds, x.vocabulary), 0, 0, false)
	request.Score = "none"
	for _, field := range []string{fieldKind, fieldTopic, fieldConference, fieldSpeaker, fieldYear} {
		request.AddFacet(field, bleve.NewFacetRequest(field, facetValues+facetSpare))
	}
	result, err := look.run(ctx, request)
	if err != nil {
		return nil, err
	}
	return look.counts(result.Facets)
}

// run asks bleve itself, which counts what fields have.
func (l *asked) run(ctx context.Context, request *bleve.SearchRequest) (*bleve.SearchResult, error) {
	var result *bleve.SearchResult
	var err error
	if len(l.targets) == 1 {
		result, err = l.targets[0].SearchInContext(ctx, request)
	} else {
		result, err = bleve.MultiSearch(ctx, request, nil, l.targets...)
	}
	switch {
	case ctx.Err() != nil:
		return nil, content.Errorf(content.CodeTimeout, "The operation took too long.")
	case err != nil:
		return nil, fmt.Errorf("search: %w", err)
	case result.Status != nil && result.Status.Failed > 0:
		return nil, fmt.Errorf("search: %v", result.Status.Errors)
	}
	return result, nil
}

// counts gives the counts of those values that the reader may see.
func (l *asked) counts(all search.FacetResults) (*content.SearchFacets, error) {
	f := &content.SearchFacets{}
	for _, t := range terms(all[fieldKind]) {
		f.Types = append(f.Types, &content.SearchTypeCount{Type: content.TypeOf(content.KindNamed(t.Term)), Count: t.Count})
	}
	for _, t := range terms(all[fieldYear]) {
		year, err := strconv.Atoi(t.Term)
		if err != nil {
			return nil, err
		}
		f.Years = append(f.Years, &content.SearchYearCount{Year: year, Count: t.Count})
	}
	err := seen(l.view, all[fieldTopic], func(d *content.Topic, n int) {
		f.Topics = append(f.Topics, &content.SearchTopicCount{Topic: d, Count: n})
	})
	if err == nil {
		err = seen(l.view, all[fieldConference], func(d *content.Conference, n int) {
			f.Conferences = append(f.Conferences, &content.SearchConferenceCount{Conference: d, Count: n})
		})
	}
	if err == nil {
		err = seen(l.view, all[fieldSpeaker], func(d *content.Speaker, n int) {
			f.Speakers = append(f.Speakers, &content.SearchSpeakerCount{Speaker: d, Count: n})
		})
	}
	f.Types, f.Years = first(f.Types), first(f.Years)
	f.Topics, f.Conferences, f.Speakers = first(f.Topics), first(f.Conferences), first(f.Speakers)
	return f, err
}

func first[T any](all []T) []T { return all[:min(len(all), facetValues)] }

// terms are the values of a facet, the largest count first, and equal ones in the
// order of their names.
func terms(r *search.FacetResult) []*search.TermFacet {
	if r == nil || r.Terms == nil {
		return nil
	}
	all := slices.Clone(r.Terms.Terms())
	slices.SortStableFunc(all, func(a, b *search.TermFacet) int {
		switch {
		case a.Count != b.Count:
			return b.Count - a.Count
		case a.Term < b.Term:
			return -1
		}
		return 1
	})
	return all
}

// seen gives the documents of a facet that the reader may see, with their counts.
func seen[D content.Document](view *content.View, r *search.FacetResult, add func(D, int)) error {
	for _, t := range terms(r) {
		d, err := content.Get[D](view, content.ID(t.Term))
		if content.IsNotFound(err) {
			continue
		}
		if err != nil {
			return err
		}
		add(d, t.Count)
	}
	return nil
}
