//go:build reference

package graph

import (
	"fmt"
	"testing"

	"lectern/content/contenttest"
)

// TestReferenceIncomplete previews incomplete drafts: if a missing value must not be null, an
// error says what the draft lacks.
func TestReferenceIncomplete(t *testing.T) {
	t.Parallel()
	n := &tally{}
	for seed := range uint64(*secretSeeds) {
		w := newWorld(t, seed)
		options := contenttest.Options()
		options.Site = w.site()
		contenttest.Hollow(t, w.store, options, w.random, w.all)
		p := w.pairIn(t, n)
		a := &asker{types: schemaTypes(), w: w, asked: map[string]bool{}}
		queries := draftQueries(a)
		for _, id := range w.all {
			name := typeName(id.Kind())
			leaves := a.leaves(a.types[name], 3)
			queries = append(queries, fmt.Sprintf("{ node(id: %q) { ... on %s { %s} } nodes(ids: [%s]) { id ... on %[2]s { %[3]s} } }", id, name, leaves, quoted(w.all)))
		}
		for i, query := range a.queries() {
			if i%4 == 0 {
				queries = append(queries, query)
			}
		}
		for i, query := range queries {
			p.ask(editor, []string{"da", "en"}[i%2], previewed(query), nil)
		}
		for i := range uint64(100) {
			c := newChance(w, seed, i, true)
			p.ask(editor, "da", c.query(true), c.variables)
		}
	}
	n.report(t, *secretSeeds*400)
	if n.withNulls < *secretSeeds*20 {
		t.Errorf("only %d responses have nulls: are there incomplete drafts?", n.withNulls)
	}
}
