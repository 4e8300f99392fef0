package search

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2"

	"lectern/content"
	"lectern/content/catalog"
)

// walk is the progress of the first pass over all documents.
type walk struct {
	begun bool
	from  content.Revision // where following the log begins afterwards
	kind  int              // of content.Kinds
	place string           // in the list of the kind
	todo  []content.ID

	batches [spaces]*bleve.Batch // read but not written yet
	size    int                  // of their texts
}

// walkBytes is the size of texts that are written at once: more means fewer merges and more
// memory, about ten times this.
const walkBytes = 4 << 20

// walkOn indexes the next documents of the first walk.
func (x *Index) walkOn(ctx context.Context, g *generation, v *views) (err error) {
	w := g.walk
	if !w.begun {
		w.begun, w.from = true, v.snapshot.Revision()
	}
	for len(w.todo) == 0 && w.kind < len(catalog.Kinds()) {
		ids, next, err := v.of[drafts].IDs(catalog.Kinds()[w.kind], w.place, sliceDocuments)
		if err != nil {
			return err
		}
		w.todo, w.place = ids, next
		if next == "" {
			w.kind++
		}
	}
	if len(w.todo) > 0 {
		return x.gather(g, v)
	}
	if err := x.writeGathered(g); err != nil {
		return err
	}
	if err := g.merge(ctx); err != nil {
		return err
	}
	x.vocabulary.compose(nil, true)
	whole := g.state
	whole.Place = w.from
	if whole.At, err = timeOf(v.snapshot, w.from); err != nil {
		return err
	}
	for s := range spaces {
		if err := g.write(s, g.indexes[s].NewBatch(), whole); err != nil {
			return err
		}
	}
	g.walk = nil
	x.setState(g, whole)
	return x.loadThesaurus(v)
}

// gather reads a slice, and writes the collected documents when there are enough.
func (x *Index) gather(g *generation, v *views) error {
	w := g.walk
	sources, done, err := readSlice(v, w.todo)
	if err != nil {
		return err
	}
	w.todo = w.todo[done:]
	for s := range spaces {
		if w.batches[s] == nil {
			w.batches[s] = g.indexes[s].NewBatch()
		}
		for _, src := range sources[s] {
			if src == nil {
				continue
			}
			d, _ := x.vocabulary.document(src, nil)
			if err := w.batches[s].IndexAdvanced(d); err != nil {
				return err
			}
			w.size += src.size()
		}
	}
	if w.size < walkBytes {
		return nil
	}
	return x.writeGathered(g)
}

func (x *Index) writeGathered(g *generation) error {
	for s, batch := range g.walk.batches {
		if batch == nil || batch.Size() == 0 {
			continue
		}
		if err := g.indexes[s].Batch(batch); err != nil {
			return fmt.Errorf("search: %w", err)
		}
	}
	g.walk.batches, g.walk.size = [spaces]*bleve.Batch{}, 0
	return nil
}
