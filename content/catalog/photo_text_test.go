package catalog_test

import (
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// TestPeopleText follows the people in a row through changes: no one takes the place of
// another.
func TestPeopleText(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	agreed := func(name string) *catalog.Speaker {
		s := contenttest.Speaker(name)
		s.WithoutConsentReason = ""
		for _, to := range []content.ConsentTo{content.ConsentToName, content.ConsentToPhoto} {
			s.Consents = append(s.Consents, catalog.Consent{To: to, Scope: "All", GivenOn: "2021-01-01"})
		}
		return s
	}
	bo := agreed("Bo Legal")
	bo.Slug, bo.JobTitle = "bo-k", nil
	bo.Pseudonym = "Bo K."
	p := photo("row", "https://example.org/p.jpg", "Anna", "Bo Legal")
	p.Caption = locale.NewText("da", "Række", "en", "Row")
	p.People = append(p.People, catalog.PhotoPerson{Name: "Carl Ø"}, catalog.PhotoPerson{})
	alone := photo("alone", "https://example.org/p.jpg", "Anna")
	contenttest.Publish(t, store, agreed("Anna"), bo, p, alone, photo("nobody", "https://example.org/p.jpg"))
	look := func(name string, l locale.Language, want string) {
		t.Helper()
		v := contenttest.View(t, store, content.Anonymous, l)
		d, err := content.Get[*catalog.Photo](v, contenttest.ID("photo", name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := catalog.PeopleText(v, d)
		if err != nil {
			t.Fatal(err)
		}
		if (got == nil) != (want == "") || got != nil && *got != want {
			t.Errorf("%s in %s: %v, want %q", name, l, got, want)
		}
	}
	look("row", "da", "Fra venstre: Anna, Bo K., Carl Ø og en person, som ikke er nævnt")
	look("row", "en", "From left: Anna, Bo K., Carl Ø and a person who is not named")
	look("alone", "da", "Anna")
	look("nobody", "da", "")
	withdraw := func(name string) {
		t.Helper()
		contenttest.Edit(t, store, func(tx *content.Transaction) error {
			return catalog.WithdrawConsent(tx, contenttest.ID("speaker", name), []content.ConsentTo{content.ConsentToPhoto})
		})
	}
	withdraw("Anna")
	unrecognisable := func(name string, photos ...string) {
		t.Helper()
		for _, photo := range photos {
			contenttest.Edit(t, store, func(tx *content.Transaction) error {
				return catalog.ShowPhoto(tx, contenttest.ID("photo", photo), contenttest.ID("speaker", name), "Set bagfra.")
			})
		}
	}
	unrecognisable("Anna", "row", "alone")
	look("row", "da", "Fra venstre: en person, som ikke er nævnt, Bo K., Carl Ø og en person, som ikke er nævnt")
	look("alone", "en", "")
	withdraw("Bo Legal")
	unrecognisable("Bo Legal", "row")
	look("row", "en", "From left: a person who is not named, a person who is not named, Carl Ø and a person who is not named")
}
