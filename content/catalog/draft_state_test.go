package catalog_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/content/locale"
)

var draftStates = []content.DraftState{
	content.DraftNeverPublished, content.DraftUnpublished, content.DraftPublished, content.DraftChanged, content.DraftScheduled, content.DraftArchived, content.DraftHidden,
}

// TestDraftsInState: in random stores, the list of the drafts in a state has the documents in
// that state, in the order of the list, page by page from both ends, with their count.
func TestDraftsInState(t *testing.T) {
	t.Parallel()
	met := map[content.DraftState]bool{}
	for seed := range seeds(3) {
		store, world := contenttest.NewMemory(), contenttest.NewWorld(seed)
		for range 250 {
			if err := world.Edit(context.Background(), store); err != nil {
				t.Fatal(err)
			}
		}
		drafts, err := contenttest.View(t, store, contenttest.Publisher).Drafts()
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range content.Kinds() {
			want := statesOf(t, store, kind)
			for _, state := range draftStates {
				if len(want[state]) > 0 {
					met[state] = true
				}
				compareState(t, drafts, kind, state, want[state])
			}
		}
	}
	for _, state := range draftStates {
		if !met[state] {
			t.Errorf("no document was %s", state)
		}
	}
}

// statesOf returns the ids of a kind's documents by state, from the log.
func statesOf(t *testing.T, store content.Store, kind *content.Kind) map[content.DraftState][]content.ID {
	t.Helper()
	all := map[content.DraftState][]content.ID{}
	snapshot, err := store.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	changes, err := snapshot.Changes(0, int(snapshot.Revision()))
	if err != nil {
		t.Fatal(err)
	}
	last := map[content.ID]content.State{}
	for _, set := range changes {
		for _, e := range set.Entries {
			last[e.ID] = e.State
		}
	}
	for id, s := range last {
		if id.Kind() != kind || s.Erased || s.Discarded {
			continue
		}
		add := func(state content.DraftState, is bool) {
			if is {
				all[state] = append(all[state], id)
			}
		}
		add(content.DraftArchived, s.Archived)
		if s.Archived {
			continue
		}
		add(content.DraftNeverPublished, s.Published == 0 && s.Seen == 0)
		add(content.DraftUnpublished, s.Published == 0 && s.Seen != 0)
		add(content.DraftPublished, s.Published != 0 && s.Draft == 0)
		add(content.DraftChanged, s.Published != 0 && s.Draft != 0)
		add(content.DraftScheduled, slices.ContainsFunc(s.Steps, func(o content.Step) bool { return !o.Missed }))
		add(content.DraftHidden, len(s.Hidden) > 0 || slices.Contains(s.Refused, content.ConsentToName))
	}
	return all
}

// compareState reads the list of the documents in a state in each order.
func compareState(t *testing.T, v *content.View, kind *content.Kind, state content.DraftState, want []content.ID) {
	t.Helper()
	slices.Sort(want)
	orders := []string{"updatedAt"}
	for _, index := range kind.Indexes {
		if index.By == "" && index.Order != "slug" && index.Order != "updatedAt" {
			orders = append(orders, index.Order)
		}
	}
	for _, order := range orders {
		for _, last := range []bool{false, true} {
			plan, err := listing.NewPlan(listing.Spec{Kind: kind, Order: order, State: state})
			if err != nil {
				t.Fatal(err)
			}
			var got []content.ID
			page, size := listing.Page{}, 3
			for more := true; more; {
				if page.First = &size; last {
					page.First, page.Last = nil, &size
				}
				c, err := listing.ReadPage[content.Document](v, plan, "", page)
				if err != nil {
					t.Fatal(err)
				}
				for _, d := range c.Nodes() {
					got = append(got, d.Base().ID)
				}
				if n, err := c.TotalCount(); err != nil || n != len(want) {
					t.Errorf("%s %s: the count is %d of %d (%v)", kind.Name, state, n, len(want), err)
				}
				if more, err = c.PageInfo().HasNextPage(); last {
					more, err = c.PageInfo().HasPreviousPage()
				}
				if err != nil {
					t.Fatal(err)
				}
				page.After, page.Before = c.PageInfo().EndCursor(), nil
				if last {
					page.After, page.Before = nil, c.PageInfo().StartCursor()
				}
			}
			if slices.Sort(got); !slices.Equal(got, want) {
				t.Errorf("%s %s by %s: %v, want %v", kind.Name, state, order, got, want)
			}
		}
	}
}

// TestStateListsCostAPage: a page of the few changed topics among many costs that page, with
// another condition too, and a cursor belongs to the list of its state.
func TestStateListsCostAPage(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	const many, changed = 400, 5
	for i := range many {
		contenttest.Publish(t, store, topicNamed(i))
	}
	for i := range changed {
		contenttest.Save(t, store, topicNamed(i*7))
	}
	kind := content.KindNamed("topic")
	read := func(spec listing.Spec, page listing.Page) (*listing.Connection[content.Document], content.Reads, error) {
		v, err := contenttest.View(t, store, contenttest.Publisher).Drafts()
		if err != nil {
			t.Fatal(err)
		}
		plan, err := listing.NewPlan(spec)
		if err != nil {
			t.Fatal(err)
		}
		c, err := listing.ReadPage[content.Document](v, plan, "", page)
		return c, v.Reads(), err
	}
	size := 3
	spec := listing.Spec{Kind: kind, Order: "updatedAt", State: content.DraftChanged}
	c, reads, err := read(spec, listing.Page{First: &size})
	if err != nil || len(c.Nodes()) != size || len(reads.Documents) > size+1 || reads.Entries > 2*size+2 {
		t.Errorf("%d documents from %d reads and %d entries (%v)", len(c.Nodes()), len(reads.Documents), reads.Entries, err)
	}
	cursor := c.PageInfo().EndCursor()
	spec.Where = []listing.Condition{{Attribute: "slug", In: []content.Key{content.StringKey(topicNamed(7).Slug)}}}
	if c, reads, err := read(spec, listing.Page{First: &size}); err != nil || len(c.Nodes()) != 1 || len(reads.Documents) > changed {
		t.Errorf("with a condition: %d documents from %d reads (%v)", len(c.Nodes()), len(reads.Documents), err)
	}
	spec.Where, spec.State = nil, content.DraftPublished
	if _, _, err := read(spec, listing.Page{First: &size, After: cursor}); content.CodeOf(err) != content.CodeBadCursor {
		t.Errorf("the cursor of another state: %v", err)
	}
}

func topicNamed(i int) *catalog.Topic {
	name := fmt.Sprintf("t%d", i)
	return &catalog.Topic{Meta: contenttest.Meta("topic", name), Name: locale.NewText("da", name)}
}
