package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	index "github.com/blevesearch/bleve_index_api"

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

// best are the first hits after a place. The id of a document is looked up only
// where it may be among them, since that takes longer than finding it.
func (l *asked) best(ctx context.Context, q *question, size int, after *place) (*ranked, error) {
	all := &ranked{}
	id := index.IndexInternalID{}
	return all, l.each(ctx, q, func(r *segments, f *finder) error {
		all.total++
		score := f.score()
		if !all.mayTake(score, size, after) {
			return nil
		}
		id = index.NewIndexInternalID(id, f.at)
		external, err := r.reader.ExternalID(id)
		if err != nil {
			return err
		}
		all.take(hit{score, external}, size, after)
		return nil
	})
}

// aborting is after how many documents it is looked whether somebody still waits.
const aborting = 1024

// each calls a function for each document that a question finds, with the finder at
// it.
func (l *asked) each(ctx context.Context, q *question, found func(*segments, *finder) error) error {
	for _, r := range l.segments {
		if err := r.each(ctx, q, found); err != nil {
			if ctx.Err() != nil {
				return content.Errorf(content.CodeTimeout, "The operation took too long.")
			}
			return fmt.Errorf("search: %w", err)
		}
	}
	return nil
}

func (r *segments) each(ctx context.Context, q *question, found func(*segments, *finder) error) error {
	f, err := q.find(r)
	if err != nil {
		return err
	}
	for n := 0; f.at != atEnd; n++ {
		if n%aborting == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := found(r, f); err != nil {
			return err
		}
		f.seek(f.at + 1)
	}
	return nil
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
