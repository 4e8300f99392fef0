package graph

import (
	"fmt"
	"testing"
	"time"

	"lectern/content"
	fulltext "lectern/internal/search"
)

// searchIn returns a search over a store at its current revision.
func searchIn(t *testing.T, store content.Store) Searcher {
	t.Helper()
	x, err := fulltext.New(t.TempDir(), fulltext.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Follow(t.Context(), store, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	snapshot, err := store.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	for deadline := time.Now().Add(time.Minute); x.Revision() < snapshot.Revision(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the index came to %d of %d", x.Revision(), snapshot.Revision())
		}
	}
	return x
}

// searches returns queries for visible, secret and similar names.
func (a *asker) searches() (all []string) {
	found := "{ totalCount indexedRevision didYouMean pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { id } edges { " +
		a.leaves(a.types["SearchEdge"], 3) + "node { id slug } } facets { types { type count } years { year count }"
	for _, of := range []string{"Topic", "Conference", "Speaker"} {
		name := a.types["Search"+of+"Count"].Fields[0].Name
		a.asked["Search"+of+"Count."+name], a.asked["Search"+of+"Count.count"] = true, true
		found += " " + name + "s { count " + name + " { " + a.leaves(a.types[of], 1) + "} }"
	}
	found += " } }"
	for _, f := range []string{
		"SearchConnection.totalCount", "SearchConnection.indexedRevision", "SearchConnection.didYouMean", "SearchConnection.pageInfo",
		"SearchConnection.nodes", "SearchConnection.edges", "SearchConnection.facets", "SearchEdge.node",
		"SearchFacets.types", "SearchFacets.years", "SearchFacets.topics", "SearchFacets.conferences", "SearchFacets.speakers",
		"SearchTypeCount.type", "SearchTypeCount.count", "SearchYearCount.year", "SearchYearCount.count", "Suggestion.text", "Suggestion.node",
	} {
		a.asked[f] = true
	}
	for _, q := range []string{
		"LEAKMARK", "leakmerk", "laekmark", "leakmarks", "legal leakmark", "-x leakmark", "\\\"leakmark legal\\\"", "hidden", "erased", "withdrawn",
		"session", "title", "Hemmelig", "Sol", "Bo", "udspil", "samtale", "Aarhus", "test", "konference", "titel", "da", "en", "",
	} {
		all = append(all, fmt.Sprintf(`{ search(first: 100, query: "%s") %s }`, q, found))
	}
	for _, by := range []string{"topic", "conference", "speaker"} {
		for range 20 {
			id := a.w.all[a.w.random.IntN(len(a.w.all))]
			all = append(all, fmt.Sprintf(`{ search(first: 100, query: "title session en samtale", filter: {%s: {eq: %q}}) %s }`, by, id, found))
		}
	}
	for _, prefix := range []string{"l", "le", "leakm", "leakmark", "legal", "h", "hid", "s", "so", "t", "e", "w", "u"} {
		all = append(all, fmt.Sprintf(`{ suggest(prefix: %q, first: 20) { text node { id slug } } }`, prefix))
	}
	return all
}
