package contenttest

import (
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
)

// testReads counts the allocations for cached documents and pages of lists. Under the race
// detector pools drop some of their content, and there are more allocations.
func testReads(t *testing.T, open opener) {
	store := open(t)
	Congress(t, store)
	plan, err := listing.NewPlan(listing.Spec{Kind: content.KindNamed("video"), Order: "recordedAt", By: "session"})
	if err != nil {
		t.Fatal(err)
	}
	one, with, without := 1, ID("session", "session 0"), ID("session", "session 1")
	page := func(v *content.View, parent content.ID, want int) {
		found, err := listing.ReadPage[*catalog.Video](v, plan, parent, listing.Page{First: &one})
		if err != nil || len(found.Nodes()) != want {
			t.Fatalf("%d videos of %s, want %d: %v", len(found.Nodes()), parent, want, err)
		}
	}
	view := View(t, store, content.Anonymous)
	for name, test := range map[string]struct {
		most      float64
		read      func(*content.View)
		documents int
		entries   int
		spans     int
	}{
		"a document": {0, func(v *content.View) {
			if _, err := v.Get(with); err != nil {
				t.Fatal(err)
			}
		}, 1, 0, 0},
		"a page of one":  {3, func(v *content.View) { page(v, with, 1) }, 2, 1, 1},
		"a page of none": {3, func(v *content.View) { page(v, without, 0) }, 1, 0, 1},
	} {
		if got := testing.AllocsPerRun(500, func() { test.read(view) }); got > test.most {
			t.Errorf("%s takes %.0f allocations, not %.0f", name, got, test.most)
		}
		v := View(t, store, content.Anonymous)
		test.read(v)
		if r := v.Reads(); len(r.Documents) != test.documents || r.Entries != test.entries || len(r.Spans) != test.spans {
			t.Errorf("%s reads %+v", name, r)
		}
	}
}
