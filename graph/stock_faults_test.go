//go:build reference

package graph

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
)

// faults fail for some calls, which depend only on the call, since the stock executor makes
// them in another order.
type faults struct {
	salt  string
	oneIn uint32
}

// at fails for the chosen calls. Lists fail more rarely: otherwise nothing would be left of
// most responses.
func (f *faults) at(method string, arguments ...any) error {
	call := fmt.Sprint(method, arguments)
	h := fnv.New32a()
	_, _ = io.WriteString(h, f.salt+call)
	oneIn := f.oneIn
	if method == "scan" || method == "count" {
		oneIn *= 10
	}
	switch h.Sum32() >> 8 % oneIn {
	case 0:
		return errors.New("disk on fire: " + call)
	case 1:
		panic("no sense: " + call)
	case 2:
		panic(fmt.Errorf("no sense at all: %s", call))
	case 3:
		return content.Errorf(content.CodeNotFound, "There is no such document.")
	case 4:
		return content.Wrap(content.CodeCorrupt, errors.New("checksum of "+call), "A document is damaged.")
	case 5:
		return content.Errorf(content.CodeTooComplex, "Too much is read.").At("some", "where")
	}
	return nil
}

// faultyStore is a store whose snapshots fail at some reads of versions and indexes.
type faultyStore struct {
	content.Store
	*faults
}

func (s faultyStore) Snapshot(ctx context.Context) (content.Snapshot, error) {
	snapshot, err := s.Store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	return faultySnapshot{snapshot, s.faults}, nil
}

type faultySnapshot struct {
	content.Snapshot
	faults *faults
}

func (s faultySnapshot) Version(id content.ID, r content.Revision) (*content.Stored, error) {
	if err := s.faults.at("version", id); err != nil {
		return nil, err
	}
	return s.Snapshot.Version(id, r)
}

func (s faultySnapshot) Scan(keys []string, space content.Space, from, to string, reverse bool, limit int) ([]string, error) {
	if err := s.faults.at("scan", space, from, to); err != nil {
		return nil, err
	}
	return s.Snapshot.Scan(keys, space, from, to, reverse, limit)
}

func (s faultySnapshot) Count(space content.Space, prefix string) (int, error) {
	if err := s.faults.at("count", space, prefix); err != nil {
		return 0, err
	}
	return s.Snapshot.Count(space, prefix)
}

func (s faultySnapshot) History(id content.ID, before content.Revision, limit int) ([]content.Revision, error) {
	if err := s.faults.at("history", id); err != nil {
		return nil, err
	}
	return s.Snapshot.History(id, before, limit)
}

// faultyParts are the other dependencies of resolvers, which fail sometimes.
type faultyParts struct {
	Searcher
	content.Pages
	*faults
}

func (p faultyParts) Search(ctx context.Context, view *content.View, q catalog.SearchQuery) (*catalog.SearchConnection, error) {
	if err := p.at("search", q.Text); err != nil {
		return nil, err
	}
	return p.Searcher.Search(ctx, view, q)
}

func (p faultyParts) JSONLD(v *content.View, d content.Document) (string, error) {
	if err := p.at("jsonld", d.Base().ID); err != nil {
		return "", err
	}
	return p.Pages.JSONLD(v, d)
}

func (p faultyParts) OpenGraph(v *content.View, d content.Document) (*content.OpenGraph, error) {
	if err := p.at("open graph", d.Base().ID); err != nil {
		return nil, err
	}
	return p.Pages.OpenGraph(v, d)
}

// TestReferenceFaults sends all and random queries while reads fail and resolvers panic.
func TestReferenceFaults(t *testing.T) {
	t.Parallel()
	const random = 150
	n := &tally{}
	for seed := range uint64(*secretSeeds) {
		w := newWorld(t, seed)
		a := &asker{types: schemaTypes(), w: w, asked: map[string]bool{}}
		queries := append(append(a.queries(), awkwardQueries(w)...), draftQueries(a)...)
		search := searchIn(t, w.store)
		for i, oneIn := range []uint32{25, 100, 400} {
			f := &faults{fmt.Sprint(seed), oneIn}
			parts := faultyParts{search, described{}, f}
			p := newPair(t, n, Config{Store: faultyStore{w.store, f}, Search: parts, Pages: parts, Site: w.site(), Library: w.library})
			for j := i; j < len(queries); j += 4 {
				query := queries[j]
				if j%8 < 4 {
					query = previewed(query)
				}
				p.ask(editor, "da", query, nil)
			}
			for j := range uint64(random) {
				c := newChance(w, seed, j, true)
				p.ask(editor, "en", c.query(true), c.variables)
			}
		}
	}
	n.report(t, *secretSeeds*1000)
}
