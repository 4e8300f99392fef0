package search

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// halt stops the follower, to simulate a slow one.
func (w *world) halt() {
	w.index.stop()
	w.index.stopped.Wait()
}

// A change that hides something takes effect in search before it is acknowledged, however late
// the index is: in hits, counts, facets, suggestions and spelling.
func TestWhatIsHiddenIsFoundNoMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	conference := contenttest.Conference("Fagdag")
	person := contenttest.Speaker("Xenografia Holm")
	w.publish(conference, person, contenttest.Session("Samtale", "Fagdag", 1, "Xenografia Holm"), contenttest.Session("Pause", "Fagdag", 3))
	w.finds("xenografia", "samtale", "xenografia-holm")
	w.halt()
	contenttest.Edit(t, w.store, func(tx *content.Transaction) error { return catalog.HideSpeaker(tx, person.ID) })

	w.finds("xenografia")
	found := w.find(content.Anonymous, catalog.SearchQuery{Text: "fagdag samtale pause", First: 10})
	facets, err := found.Facets()
	if err != nil || len(facets.Speakers) > 0 {
		t.Errorf("speakers %v, %v", facets.Speakers, err)
	}
	view := contenttest.View(t, w.store, content.Anonymous)
	suggestions, err := w.index.Suggest(t.Context(), view, "xeno", 5)
	if err != nil || len(suggestions) > 0 {
		t.Errorf("suggestions %v, %v", suggestions, err)
	}
	if d := w.find(content.Anonymous, catalog.SearchQuery{Text: "xenografja", First: 5}).DidYouMean(); d != nil {
		t.Errorf("did you mean %q", *d)
	}
	if c := w.find(content.Anonymous, catalog.SearchQuery{Text: "xenografia", First: 5}); c.TotalCount() != 0 || c.IndexedRevision() != 1 {
		t.Errorf("%d hits at revision %d", c.TotalCount(), c.IndexedRevision())
	}
}

// Drafts are only for previews.
func TestDrafts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(topic("Forebyggelse"), topic("Behandling"))
	draft := topic("Forebyggelse")
	draft.Name = locale.NewText("da", "Hemmelighed")
	contenttest.Save(t, w.store, draft, topic("Kladde om hemmeligheder"))
	w.wait()
	w.finds("hemmelighed")
	w.finds("forebyggelse", "forebyggelse")
	if d := w.find(content.Anonymous, catalog.SearchQuery{Text: "hemmelighet", First: 5}).DidYouMean(); d != nil {
		t.Errorf("a suggestion names %q", *d)
	}
	previewer := content.Actor{Name: "p", Role: content.RolePreviewer}
	for q, want := range map[string][]string{
		"hemmelighed": {"forebyggelse", "kladde-om-hemmeligheder"}, "behandling": {"behandling"}, "forebyggelse": {},
	} {
		c := w.find(previewer, catalog.SearchQuery{Text: q, First: 10})
		got := slugs(c)
		slices.Sort(got)
		if !slices.Equal(got, want) || c.TotalCount() != len(want) {
			t.Errorf("%q: a previewer finds %d, %q, want %q", q, c.TotalCount(), got, want)
		}
	}
}

// A person with a pseudonym is found only by the pseudonym.
func TestPseudonym(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	person := contenttest.Speaker("Sol")
	person.Name, person.Pseudonym = "Xenografia Holm", "Sol"
	person.WithoutConsentReason = "Says so."
	w.publish(contenttest.Conference("Fagdag"), person, contenttest.Session("Samtale", "Fagdag", 1, "Sol"))
	w.finds("sol", "samtale", "sol")
	w.finds("xenografia")
}

// When a person is erased the index is rebuilt: no word of the old one remains on disk.
func TestErasure(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	person := contenttest.Speaker("Xenografia Holm")
	w.publish(contenttest.Conference("Fagdag"), person, contenttest.Session("Samtale", "Fagdag", 1, "Xenografia Holm"))
	old := w.index.serving.dir
	o := contenttest.Options()
	o.Actor.Role = content.RoleAdmin
	if _, err := catalog.ErasePerson(t.Context(), w.store, o, person.ID); err != nil {
		t.Fatal(err)
	}
	w.finds("xenografia")
	w.wait()
	w.finds("xenografia")
	w.finds("samtale", "samtale")
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("the old index is still there: %v", err)
	}
	for _, index := range w.index.serving.indexes {
		for _, field := range textFields() {
			dict, err := index.FieldDict(field)
			if err != nil {
				t.Fatal(err)
			}
			for entry, err := dict.Next(); entry != nil; entry, err = dict.Next() {
				if err != nil || strings.Contains(entry.Term, "xenog") {
					t.Errorf("the index still has %q (%v)", entry.Term, err)
				}
			}
			if err := dict.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	err := filepath.WalkDir(w.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if b, err := os.ReadFile(path); err != nil || bytes.Contains(bytes.ToLower(b), []byte("xenog")) {
			t.Errorf("%s has the name (%v)", path, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
