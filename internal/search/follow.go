package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/blevesearch/bleve/v2/document"

	"lectern/content"
)

const (
	// sliceDocuments, sliceBytes and sliceTime limit what is read in one snapshot and written
	// in one batch: the store closes old snapshots, and a batch is in memory.
	sliceDocuments = 400
	sliceBytes     = 1 << 20
	sliceTime      = 300 * time.Millisecond
	// changesAtOnce is the maximum number of changes that are read at once.
	changesAtOnce = 32
)

// reader is the actor that sees drafts as the preview shows them.
var reader = content.Actor{Name: "search", Role: content.RolePreviewer}

// views are the views of readers and previewers, at one revision.
type views struct {
	snapshot content.Snapshot
	of       [spaces]*content.View
}

func (x *Index) openViews(ctx context.Context) (*views, error) {
	snapshot, err := x.store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	v := &views{snapshot: snapshot}
	for s := range spaces {
		const many = 1 << 30 // other limits end a slice
		v.of[s], err = content.OpenView(ctx, x.store, content.ViewOptions{Actor: reader, Preview: s == drafts, Site: x.site, Over: snapshot, MaxReads: many})
		if err != nil {
			_ = snapshot.Close() // the other error is the one to report
			return nil, err
		}
	}
	return v, nil
}

func (v *views) close() { _ = v.snapshot.Close() } // only read

// step brings a generation nearer to the store: by a slice of the first walk, or of the log.
// It reports whether there was nothing to do.
func (x *Index) step(ctx context.Context, g *generation) (idle bool, err error) {
	v, err := x.openViews(ctx)
	if err != nil {
		return false, err
	}
	defer v.close()
	if g.walk != nil {
		return false, x.walkOn(ctx, g, v)
	}
	if v.snapshot.Revision() == g.state.Place {
		return true, nil
	}
	return false, x.followLog(ctx, g, v)
}

// followLog indexes the documents of the next changes.
func (x *Index) followLog(ctx context.Context, g *generation, v *views) error {
	next := g.state
	var touched []content.ID
	for len(touched) < sliceDocuments {
		changes, err := v.snapshot.Changes(next.Place, changesAtOnce)
		if err != nil {
			return err
		}
		for i := range changes {
			for _, e := range changes[i].Entries {
				touched = append(touched, e.ID)
				next.Scrub = next.Scrub || e.State.Erased || slices.Contains(e.Actions, content.Erase)
			}
			next.Place, next.At = changes[i].Revision, changes[i].Time
		}
		if len(changes) < changesAtOnce {
			break
		}
	}
	touched = unique(touched)
	about := slices.DeleteFunc(slices.Clone(touched), func(id content.ID) bool { return id.Kind().Name != topics })
	if len(about) > 0 {
		if err := x.renameTopics(v, about); err != nil {
			return err
		}
	}
	todo, err := x.withReferrers(g, touched)
	if err != nil {
		return err
	}
	return x.indexAll(ctx, g, v, todo, next)
}

// indexAll indexes documents, in several slices if there are many, and sets the state with the
// last one.
func (x *Index) indexAll(ctx context.Context, g *generation, v *views, todo []content.ID, next state) error {
	for {
		slice := todo[:min(len(todo), sliceDocuments)]
		as := next
		if len(slice) < len(todo) {
			as.Place, as.At = g.state.Place, g.state.At
		}
		done, err := x.index(g, v, slice, as)
		if err != nil {
			return err
		}
		if todo = todo[done:]; len(todo) == 0 {
			x.setState(g, next)
			return nil
		}
		if err := x.renew(ctx, v); err != nil {
			return err
		}
	}
}

// renew reopens the views, since the store closes old snapshots.
func (x *Index) renew(ctx context.Context, v *views) error {
	fresh, err := x.openViews(ctx)
	if err != nil {
		return err
	}
	v.close()
	*v = *fresh
	return nil
}

// index writes documents, as many as fit a slice, with the state that is true when all of them
// are written. It returns their number.
func (x *Index) index(g *generation, v *views, ids []content.ID, as state) (done int, err error) {
	sources, done, err := readSlice(v, ids)
	if err != nil {
		return 0, err
	}
	if done < len(ids) {
		as.Place, as.At = g.state.Place, g.state.At
	}
	var fresh []string
	for _, s := range []space{drafts, public} {
		batch := g.indexes[s].NewBatch()
		for i, src := range sources[s] {
			same, err := g.has(s, ids[i], src)
			if err != nil {
				return 0, err
			}
			if same {
				continue
			}
			if src == nil {
				batch.Delete(string(ids[i]))
				continue
			}
			var d *document.Document
			d, fresh = x.vocabulary.document(src, fresh)
			if err := batch.IndexAdvanced(d); err != nil {
				return 0, err
			}
		}
		if err := g.write(s, batch, as); err != nil {
			return 0, err
		}
	}
	x.vocabulary.compose(fresh, false)
	return done, nil
}

// readSlice reads as many documents as fit a slice, as each space has them: drafts only if the
// preview shows them differently.
func readSlice(v *views, ids []content.ID) (sources [spaces][]*source, done int, err error) {
	begin, size := time.Now(), 0
	for done < len(ids) && size < sliceBytes && (done == 0 || time.Since(begin) < sliceTime) {
		var both [spaces]*source
		for s := range spaces {
			if both[s], err = readSource(v.of[s], ids[done]); err != nil {
				return sources, 0, err
			}
			if both[s] != nil {
				size += both[s].size()
			}
		}
		switch shown, previewed := both[public], both[drafts]; {
		case shown == nil:
		case previewed != nil && shown.equal(previewed):
			both[drafts] = nil
		default:
			shown.over = true
		}
		for s := range spaces {
			sources[s] = append(sources[s], both[s])
		}
		done++
	}
	return sources, done, nil
}

// withReferrers adds the documents whose texts contain those of others.
func (x *Index) withReferrers(g *generation, ids []content.ID) ([]content.ID, error) {
	found := slices.Clone(ids)
	for chunk := range slices.Chunk(ids, 100) {
		more, err := idsWith(g, terms{fieldRef, texted(chunk)})
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	return unique(found), nil
}

// idsWith returns the documents of both spaces that have one of some terms.
func idsWith(g *generation, t terms) (ids []content.ID, err error) {
	for s := range spaces {
		r, err := g.target(s).read()
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		some, err := r.idsWith(t)
		if err := errors.Join(err, r.close()); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		ids = append(ids, some...)
	}
	return ids, nil
}

func (r *segments) idsWith(t terms) (ids []content.ID, err error) {
	all, err := r.readAny(t)
	if err != nil {
		return nil, err
	}
	for i, documents := range all {
		for _, document := range documents.ToArray() {
			id, err := r.id(i, document)
			if err != nil {
				return nil, err
			}
			ids = append(ids, content.ID(id))
		}
	}
	return ids, nil
}

func unique[T ~string](all []T) []T {
	slices.Sort(all)
	return slices.Compact(all)
}

// timeOf returns the time of a change, or zero.
func timeOf(snapshot content.Snapshot, r content.Revision) (time.Time, error) {
	changes, err := snapshot.Log(r+1, 1)
	if err != nil || len(changes) == 0 || changes[0].Revision != r {
		return time.Time{}, err
	}
	return changes[0].Time, nil
}
