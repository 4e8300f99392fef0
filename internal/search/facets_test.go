package search

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/blevesearch/bleve/v2"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
)

// TestFacetsLikeBleve: the values of found documents, and their counts, are those of bleve's
// own facets.
func TestFacetsLikeBleve(t *testing.T) {
	t.Parallel()
	eachState(t, 41, func(d *desk, random *rand.Rand) {
		r := d.read()
		for range 30 {
			of := terms{fieldTitle, []string{randomTerm(random)}}
			found, err := r.readAny(of)
			if err != nil {
				t.Fatal(err)
			}
			query := bleve.NewTermQuery(of.any[0])
			query.SetField(of.field)
			request := bleve.NewSearchRequestOptions(query, 0, 0, false)
			for _, field := range facetFields() {
				request.AddFacet(field, bleve.NewFacetRequest(field, 1000))
			}
			result, err := d.indexes[public].Search(request)
			if err != nil {
				t.Fatal(err)
			}
			if result.Total != found.count() {
				t.Fatalf("%s: %d documents, bleve finds %d", of.key(), found.count(), result.Total)
			}
			for _, field := range facetFields() {
				var want []counted
				for _, facet := range result.Facets[field].Terms.Terms() {
					want = append(want, counted{facet.Term, facet.Count})
				}
				slices.SortFunc(want, func(a, b counted) int { return cmp.Or(b.n-a.n, cmp.Compare(a.value, b.value)) })
				if got := count([]documents{found}, [][]*column{d.column(r, field)}); !slices.Equal(got, want) {
					t.Fatalf("%s of %s: %v, want %v", field, of.key(), got, want)
				}
			}
		}
	})
}

// TestCountOfSeveralIndexes: counts are of all indexes together, the most frequent value first,
// and equal ones by name.
func TestCountOfSeveralIndexes(t *testing.T) {
	t.Parallel()
	one, other := newDesk(t), newDesk(t)
	one.write(map[string]paper{"a": {"x": {"two", "one"}, "y": {"all"}}, "b": {"x": {"two"}, "y": {"all"}}, "c": {"x": {"three"}}})
	other.write(map[string]paper{"d": {"x": {"three"}, "y": {"all"}}, "e": {"x": {"one"}, "y": {"all"}}, "f": {"y": {"all"}}})
	var found []documents
	var columns [][]*column
	for _, d := range []*desk{one, other} {
		r := d.read()
		all, err := r.readAny(terms{"y", []string{"all"}})
		if err != nil {
			t.Fatal(err)
		}
		found, columns = append(found, all), append(columns, d.column(r, "x"))
	}
	if got, want := count(found, columns), []counted{{"one", 2}, {"two", 2}, {"three", 1}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestCountAfterDeletion: a column that was read before documents were deleted counts only
// those that are left.
func TestCountAfterDeletion(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.write(map[string]paper{"a": {"x": {"one"}}, "b": {"x": {"one"}}, "c": {"x": {"one", "two"}}})
	before := d.column(d.read(), "x")
	d.write(nil, "b", "c")
	r := d.read()
	after := d.column(r, "x")
	if !slices.Equal(before, after) {
		t.Fatal("the column was read again: the test checks nothing")
	}
	found, err := r.readAny(terms{"x", []string{"one", "two"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := count([]documents{found}, [][]*column{after}), []counted{{"one", 1}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestFacetsShowWhatIsSeen: a facet is filled with values that the reader sees: hidden ones
// take no place.
func TestFacetsShowWhatIsSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const hidden = 3
	documents := []content.Document{contenttest.Conference("Fagdag")}
	session := contenttest.Session("Samtale", "Fagdag", 1)
	for n := range facetValues + hidden {
		about := topic("Emne " + strconv.Itoa(n))
		session.TopicIDs = append(session.TopicIDs, about.ID)
		documents = append(documents, about)
	}
	w.publish(append(documents, session)...)
	facets := func() *catalog.SearchFacets {
		t.Helper()
		f, err := w.find(content.Anonymous, catalog.SearchQuery{Text: "samtale", First: 5}).Facets()
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	if f := facets(); len(f.Topics) != facetValues || len(f.Conferences) != 1 || len(f.Years) != 1 || f.Years[0].Year != 2021 {
		t.Errorf("%d topics, %d conferences, years %v", len(f.Topics), len(f.Conferences), f.Years)
	}
	// The index still has the ids of all topics; the reader sees those that are left.
	gone := map[content.ID]bool{}
	for _, id := range session.TopicIDs[:hidden+1] {
		gone[id] = true
		contenttest.Edit(t, w.store, func(tx *content.Transaction) error { return tx.Unpublish(id) })
	}
	w.wait()
	f := facets()
	if len(f.Topics) != facetValues-1 {
		t.Errorf("%d topics, of which %d are published", len(f.Topics), facetValues-1)
	}
	for _, c := range f.Topics {
		if gone[c.Topic.ID] || c.Count != 1 {
			t.Errorf("%s is shown, with a count of %d", c.Topic.ID, c.Count)
		}
	}
}
