package search

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"

	"lectern/content"
)

// hit is a document that was found.
type hit struct {
	score float64
	id    string
}

// compare is the order of hits: by score, and equal ones by their ids.
func (h hit) compare(o hit) int {
	return cmp.Or(cmp.Compare(o.score, h.score), cmp.Compare(h.id, o.id))
}

// ranked are the best hits, and how many there are in all.
type ranked struct {
	hits  []hit
	total int
}

// best are the first hits after a place. Bleve's own collector looks the id of each
// document up, which takes longer than finding it; here it is only for those that
// may be among the best.
func (l *asked) best(ctx context.Context, q query.Query, size int, after *place) (*ranked, error) {
	f := &ranked{}
	for _, target := range l.targets {
		if err := f.collect(ctx, target, q, size, after); err != nil {
			if ctx.Err() != nil {
				return nil, content.Errorf(content.CodeTimeout, "The operation took too long.")
			}
			return nil, fmt.Errorf("search: %w", err)
		}
	}
	return f, nil
}

// aborting is after how many documents it is looked whether somebody still waits.
const aborting = 1024

func (f *ranked) collect(ctx context.Context, target bleve.Index, q query.Query, size int, after *place) (err error) {
	advanced, err := target.Advanced()
	if err != nil {
		return err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	searcher, err := q.Searcher(ctx, reader, target.Mapping(), search.SearcherOptions{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, searcher.Close()) }()
	sc := &search.SearchContext{DocumentMatchPool: search.NewDocumentMatchPool(searcher.DocumentMatchPoolSize()+1, 0), IndexReader: reader}
	for n := 0; ; n++ {
		if n%aborting == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		match, err := searcher.Next(sc)
		if err != nil || match == nil {
			return err
		}
		f.total++
		if f.mayTake(match.Score, size, after) {
			id, err := reader.ExternalID(match.IndexInternalID)
			if err != nil {
				return err
			}
			f.take(hit{match.Score, id}, size, after)
		}
		sc.DocumentMatchPool.Put(match)
	}
}

// mayTake tells whether a score may be among the best.
func (f *ranked) mayTake(score float64, size int, after *place) bool {
	return (after == nil || score <= after.score) && (len(f.hits) < size || size > 0 && score >= f.hits[size-1].score)
}

// take puts a hit at its place, if it is among the best.
func (f *ranked) take(h hit, size int, after *place) {
	if after != nil && h.compare(hit{after.score, after.id}) <= 0 {
		return
	}
	at, _ := slices.BinarySearchFunc(f.hits, h, hit.compare)
	if at < size {
		f.hits = slices.Insert(f.hits[:min(len(f.hits), size-1)], at, h)
	}
}
