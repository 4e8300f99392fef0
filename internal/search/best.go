package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"lectern/content"
)

// hit is a found document.
type hit struct {
	score float64
	id    string
}

// compare orders hits by score, and equal ones by their ids.
func (h hit) compare(o hit) int {
	return cmp.Or(cmp.Compare(o.score, h.score), cmp.Compare(h.id, o.id))
}

// ranked has the best hits, and the set of all found documents.
type ranked struct {
	hits  []hit
	found []documents // of each index
	total int
}

// best collects the first hits after a place.
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

// aborting is the number of documents between checks of the context.
const aborting = 1024

// rank collects the best hits of an evaluated question. It looks up the id of a document only
// if it may be among them, since that is slower than finding it.
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

// mayTake reports whether a score may be among the best.
func (f *ranked) mayTake(score float64, size int, after *place) bool {
	return (after == nil || score <= after.score) && (len(f.hits) < size || size > 0 && score >= f.hits[size-1].score)
}

// take inserts a hit if it is among the best.
func (f *ranked) take(h hit, size int, after *place) {
	if after != nil && h.compare(hit{after.score, after.id}) <= 0 {
		return
	}
	at, _ := slices.BinarySearchFunc(f.hits, h, hit.compare)
	if at < size {
		f.hits = slices.Insert(f.hits[:min(len(f.hits), size-1)], at, h)
	}
}
