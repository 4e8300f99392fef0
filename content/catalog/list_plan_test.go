package catalog_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/content/locale"
)

// TestPlansEqualConditions: a page of a planned list of a parent equals that of the same list
// with the condition that its documents refer to the parent: its documents, cursors, count, and
// read set. One plan serves readers of all languages and roles.
func TestPlansEqualConditions(t *testing.T) {
	t.Parallel()
	store, _ := programme(t, 120)
	contenttest.Save(t, store, contenttest.Speaker("carl"))
	contenttest.Edit(t, store, func(tx *content.Transaction) error { return catalog.HideSpeaker(tx, contenttest.ID("speaker", "bo")) })
	random := rand.New(rand.NewPCG(5, 6))
	for round := range 200 {
		list := listing.Spec{Kind: content.KindNamed("session"), Order: []string{"startsAt", "title", "updatedAt"}[random.IntN(3)], Descending: random.IntN(2) == 0}
		for _, c := range randomConditions(random) {
			list.Where = append(list.Where, c.Condition)
		}
		attribute := []string{"conference", "speaker"}[random.IntN(2)]
		parent := contenttest.ID(attribute, map[string][]string{"conference": {"et", "to", "gone"}, "speaker": {"anna", "bo", "carl"}}[attribute][random.IntN(3)])
		q := listing.Query{Kind: list.Kind, Order: list.Order, Descending: list.Descending, First: new(1 + random.IntN(9))}
		q.Where = append([]listing.Condition{{Attribute: attribute, In: []content.Key{content.StringKey(parent)}}}, list.Where...)
		list.By = attribute
		plan, err := listing.NewPlan(list)
		if err != nil {
			t.Fatal(err)
		}
		var readers sync.WaitGroup
		for _, v := range viewsOf(t, store) {
			readers.Go(func() { samePages(t, round, v, plan, parent, q) })
		}
		readers.Wait()
	}
}

// viewsOf returns two views for each of several readers.
func viewsOf(t *testing.T, store content.Store) (views [][2]*content.View) {
	for _, actor := range []content.Actor{content.Anonymous, contenttest.Publisher} {
		for _, language := range []locale.Language{"da", "en"} {
			views = append(views, [2]*content.View{contenttest.View(t, store, actor, language), contenttest.View(t, store, actor, language)})
		}
	}
	var drafts [2]*content.View
	for i := range drafts {
		var err error
		if drafts[i], err = contenttest.View(t, store, contenttest.Publisher).Drafts(); err != nil {
			t.Fatal(err)
		}
	}
	return append(views, drafts)
}

// samePages reads a list page by page, by its plan and by its conditions.
func samePages(t *testing.T, round int, views [2]*content.View, plan *listing.Plan, parent content.ID, q listing.Query) {
	for {
		planned, err := listing.ReadPage[*catalog.Session](views[0], plan, parent, listing.Page{First: q.First, After: q.After})
		if err != nil {
			t.Error(err)
			return
		}
		want, err := listing.Read[*catalog.Session](views[1], q)
		if err != nil {
			t.Error(err)
			return
		}
		n, err1 := planned.TotalCount()
		m, err2 := want.TotalCount()
		if !slices.Equal(planned.Nodes(), want.Nodes()) || !reflect.DeepEqual(planned.Edges(), want.Edges()) || n != m || err1 != nil || err2 != nil {
			t.Errorf("round %d: by a plan %q of %d, by conditions %q of %d (%v, %v)", round, contenttest.Slugs(planned), n, contenttest.Slugs(want), m, err1, err2)
			return
		}
		if a, b := views[0].Reads(), views[1].Reads(); !equalReads(a, b) {
			t.Errorf("round %d: a plan reads %+v, conditions %+v", round, a, b)
			return
		}
		if more, err := planned.PageInfo().HasNextPage(); err != nil || !more {
			return
		}
		q.After = want.PageInfo().EndCursor()
	}
}

// equalReads reports whether two views have the same read set. An empty list may be nil.
func equalReads(a, b content.Reads) bool {
	return slices.Equal(a.Documents, b.Documents) && slices.Equal(a.Absent, b.Absent) && slices.Equal(a.Spans, b.Spans) && a.Entries == b.Entries
}

// TestPlansRefuse: an invalid list is refused before anything is read.
func TestPlansRefuse(t *testing.T) {
	t.Parallel()
	video := content.KindNamed("video")
	for name, q := range map[string]listing.Spec{
		"no such parent":        {Kind: video, Order: "recordedAt", By: "kind"},
		"a parent by no id":     {Kind: video, Order: "recordedAt", By: "title"},
		"no such order":         {Kind: video, Order: "duration"},
		"no such condition":     {Kind: video, Order: "recordedAt", Where: []listing.Condition{{Attribute: "duration"}}},
		"more values than fair": {Kind: video, Order: "recordedAt", Where: []listing.Condition{{Attribute: "session", In: make([]content.Key, 51)}}},
	} {
		if _, err := listing.NewPlan(q); content.CodeOf(err) != content.CodeBadInput {
			t.Errorf("%s: %v", name, err)
		}
	}
}
