package catalog_test

import (
	"fmt"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
)

// TestAPageCostsTheSameWhateverLiesBesideIt reads the same page of a conference's sessions
// alone, and among ten times as many of other conferences.
func TestAPageCostsTheSameWhateverLiesBesideIt(t *testing.T) {
	t.Parallel()
	read := func(conferences int) content.Reads {
		store := contenttest.NewMemory()
		for c := range conferences {
			_, err := content.Edit(t.Context(), store, contenttest.Options(), func(tx *content.Transaction) error {
				name := fmt.Sprint("c", c)
				if err := tx.Save(contenttest.Conference(name)); err != nil {
					return err
				}
				for n := range 8 {
					if err := tx.Save(contenttest.Session(fmt.Sprint(name, "s", n), name, n)); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		view, err := content.OpenView(t.Context(), store, content.ViewOptions{Actor: content.Actor{Role: content.RoleEditor}, Preview: true})
		if err != nil {
			t.Fatal(err)
		}
		defer view.Close()
		page, err := listing.Read[*catalog.Session](view, listing.Query{
			Kind: content.KindNamed("session"), Order: "startsAt", First: new(5),
			Where: []listing.Condition{{Attribute: "conference", In: []content.Key{content.StringKey(contenttest.ID("conference", "c0"))}}},
		})
		if err != nil || len(page.Nodes()) != 5 {
			t.Fatal(page, err)
		}
		return view.Reads()
	}
	alone, among := read(1), read(11)
	if among.Entries != alone.Entries || len(among.Documents) != len(alone.Documents) || len(among.Spans) != len(alone.Spans) {
		t.Errorf("reads %d entries in %d ranges and %d documents; alone %d in %d and %d",
			among.Entries, len(among.Spans), len(among.Documents), alone.Entries, len(alone.Spans), len(alone.Documents))
	}
}
