package search

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strings"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
)

// enough is the number of documents with all words that makes a search for most of them
// unnecessary.
const enough = 10

// asked is one use of the index, for one reader.
type asked struct {
	index     *Index
	view      *content.View
	revision  content.Revision
	segments  []*segments // of the indexes that this reader may search
	bounds    bounds
	compiled  *compiled
	thesaurus *thesaurus
	nothing   bool // too many changes are pending to return anything
	leave     func()
}

// release ends the use.
func (l *asked) release() {
	for _, r := range l.segments {
		_ = r.close() // only read
	}
	l.leave()
}

// look opens the index for a reader. Only what the view shows is found: documents whose
// current form is not in the index are excluded.
func (x *Index) look(view *content.View) (*asked, error) {
	if !view.Present() {
		return nil, content.Errorf(content.CodeBadInput, "Search looks at the present only: leave out at.").At("at")
	}
	l, targets := x.enter(view)
	for _, t := range targets {
		r, err := t.read()
		if err != nil {
			l.release()
			return nil, err
		}
		l.segments = append(l.segments, r)
	}
	return l, nil
}

// enter begins a use of the serving generation.
func (x *Index) enter(view *content.View) (*asked, []target) {
	x.mu.Lock()
	defer x.mu.Unlock()
	g := x.serving
	if g == nil {
		return &asked{index: x, view: view, nothing: true, leave: func() {}}, nil
	}
	g.users++
	l := &asked{index: x, view: view, revision: g.place(), thesaurus: x.thesaurus, leave: func() { x.leave(g) }}
	if l.nothing = len(x.pending) > maxPending; !l.nothing && len(x.pending) > 0 {
		ids := make([]string, 0, len(x.pending))
		for id := range x.pending {
			ids = append(ids, string(id))
		}
		slices.Sort(ids)
		l.bounds.not = append(l.bounds.not, terms{fieldID, ids}, terms{fieldRef, ids})
	}
	targets := []target{g.target(public)}
	if view.Previews() {
		targets = append(targets, g.target(drafts))
		l.bounds.not = append(l.bounds.not, terms{fieldOver, []string{"1"}})
	}
	return l, targets
}

// Search finds documents for a reader.
func (x *Index) Search(ctx context.Context, view *content.View, q catalog.SearchQuery) (*catalog.SearchConnection, error) {
	if q.First < 1 || q.First > listing.MaxPage {
		return nil, content.Errorf(content.CodeBadInput, "first must be from 1 to %d.", listing.MaxPage).At("first")
	}
	var after *place
	if q.After != nil {
		var err error
		if after, err = readCursor(*q.After, identity(&q)); err != nil {
			return nil, err
		}
	}
	look, err := x.look(view)
	if err != nil {
		return nil, err
	}
	defer look.release()
	look.compiled = x.vocabulary.compile(x.vocabulary.parse(q.Text), look.thesaurus)
	seen, err := look.visible(&q)
	if err != nil {
		return nil, err
	}
	if look.nothing || !seen || len(look.compiled.words) == 0 {
		return catalog.NewSearchConnection(catalog.Found{IndexedRevision: look.revision, Facets: noFacets}), nil
	}
	narrowed := narrow(&q)
	look.bounds.must = append(look.bounds.must, narrowed.must...)
	return look.page(ctx, &q, after)
}

func noFacets() (*catalog.SearchFacets, error) { return &catalog.SearchFacets{}, nil }

// visible removes ids from filters that this reader can't see: a filter must not reveal the
// references of a hidden document. It reports whether anything can be found then.
func (l *asked) visible(q *catalog.SearchQuery) (bool, error) {
	for _, ids := range []*[]content.ID{&q.Topics, &q.Conferences, &q.Speakers} {
		if *ids == nil {
			continue
		}
		seen := make([]content.ID, 0, len(*ids))
		for _, id := range *ids {
			_, err := l.view.Get(id)
			if err != nil && !content.IsNotFound(err) {
				return false, err
			}
			if err == nil {
				seen = append(seen, id)
			}
		}
		if *ids = seen; len(seen) == 0 {
			return false, nil
		}
	}
	return true, nil
}

// page reads a page of hits.
func (l *asked) page(ctx context.Context, q *catalog.SearchQuery, after *place) (*catalog.SearchConnection, error) {
	wide := after != nil && after.wide
	none := false // no document has all words
	result, err := l.ask(ctx, wide, q.First+1, after)
	if err != nil {
		return nil, err
	}
	if after == nil && most(len(l.compiled.words)) < len(l.compiled.words) && result.total < enough {
		wide, none = true, result.total == 0
		if result, err = l.ask(ctx, wide, q.First+1, nil); err != nil {
			return nil, err
		}
	}
	found := catalog.Found{
		Next: len(result.hits) > q.First, Later: after != nil, Total: result.total, IndexedRevision: l.revision,
	}
	for _, hit := range result.hits[:min(len(result.hits), q.First)] {
		edge, err := l.edge(content.ID(hit.id))
		if err != nil {
			return nil, err
		}
		if edge == nil { // the index is slightly behind, or two pairs of words have the same hash
			found.Total--
			continue
		}
		edge.Score = hit.score
		edge.Cursor = place{wide, hit.score, hit.id}.cursor(identity(q))
		found.Edges = append(found.Edges, edge)
	}
	if (none || found.Total == 0) && after == nil {
		if found.DidYouMean, err = l.didYouMean(ctx); err != nil {
			return nil, err
		}
	}
	if found.Facets, err = l.facets(result.found); err != nil {
		return nil, err
	}
	return catalog.NewSearchConnection(found), nil
}

// ask returns hits after a place.
func (l *asked) ask(ctx context.Context, wide bool, size int, after *place) (*ranked, error) {
	return l.best(ctx, l.compiled.question(wide, l.bounds, l.index.vocabulary), size, after)
}

// place is the start of a page of hits.
type place struct {
	wide  bool
	score float64
	id    string
}

const cursorHead = 8 + 8 + 1

// identity identifies a search, for its cursors.
func identity(q *catalog.SearchQuery) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%q %q %q %q %v", strings.TrimSpace(q.Text), q.Topics, q.Conferences, q.Speakers, q.Years)
	for _, k := range q.Kinds {
		fmt.Fprintf(h, " %s", k.Name)
	}
	return h.Sum64()
}

func (p place) cursor(identity uint64) string {
	b := binary.BigEndian.AppendUint64(nil, identity)
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(p.score))
	wide := byte(0)
	if p.wide {
		wide = 1
	}
	return base64.RawURLEncoding.EncodeToString(append(append(b, wide), p.id...))
}

func readCursor(cursor string, identity uint64) (*place, error) {
	bad := content.Errorf(content.CodeBadCursor, "This cursor is not of this search: cursors hold for the query, filter and types that gave them.").At("after")
	const longest = 200
	if len(cursor) > longest {
		return nil, bad
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) <= cursorHead || binary.BigEndian.Uint64(b) != identity {
		return nil, bad
	}
	p := &place{b[16] == 1, math.Float64frombits(binary.BigEndian.Uint64(b[8:])), string(b[cursorHead:])}
	if id, err := content.ParseID(p.id); err != nil || id.Kind() == nil || math.IsNaN(p.score) || math.IsInf(p.score, 0) {
		return nil, bad
	}
	return p, nil
}
