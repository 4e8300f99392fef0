package catalog_test

import (
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
)

// TestViewsOfOneOperation: views that are derived from another return documents by their own
// settings, even those that the other has just returned.
func TestViewsOfOneOperation(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	speaker := contenttest.Speaker("anna")
	contenttest.Publish(t, store, speaker)
	view := contenttest.View(t, store, contenttest.Publisher, "da")
	english := view.In("en")
	drafts, err := view.Drafts()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for _, test := range []struct {
			of   *content.View
			want string
		}{{view, "Job of anna"}, {english, "Job of anna (en)"}, {view.In("en"), "Job of anna (en)"}, {view.In("da"), "Job of anna"}} {
			s, err := content.Get[*catalog.Speaker](test.of, speaker.ID)
			if err != nil || s.JobTitle.String() != test.want || len(s.JobTitle) != 1 {
				t.Errorf("got %v, %v, want %s", s.JobTitle, err, test.want)
			}
		}
		if s, err := content.Get[*catalog.Speaker](drafts, speaker.ID); err != nil || len(s.JobTitle) != 2 {
			t.Errorf("a draft has %v, %v", s.JobTitle, err)
		}
	}
}
