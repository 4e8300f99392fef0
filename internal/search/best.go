package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"

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

// ranked are the best hits, and all that was found.
type ranked struct {
	hits  []hit
	found []documents // of each of the indexes
	total int
}

// best are the first hits after a place.
func (l *asked) best(ctx context.Context, q *question, size int, after *place) (*ranked, error) {
	all := &ranked{}
	for _, r := range l.segments {
		a, err := q.answer(r)
		if err == nil {
			err = all.rank(ctx, r, a, size, after)
		}
		if ctx.Err() != nil {
			return nil, content.Errorf(content.CodeTimeout, "The operation took too long.")
		}
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
	}
	return all, nil
}

// aborting is after how many documents it is looked whether somebody still waits.
const aborting = 1024

// rank takes the best from a response. The id of a document is looked up only where
// it may be among them, since that takes longer than finding it.
func (f *ranked) rank(ctx context.Context, r *segments, a *answer, size int, after *place) error {
	f.found = append(f.found, a.documents)
	for i, documents := range a.documents {
		a.enter(i)
		for all := documents.Iterator(); all.HasNext(); f.total++ {
			if f.total%aborting == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			document := all.Next()
			score := a.score(document)
			if !f.mayTake(score, size, after) {
				continue
			}
			id, err := r.id(i, document)
			if err != nil {
				return err
			}
			f.take(hit{score, id}, size, after)
		}
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
