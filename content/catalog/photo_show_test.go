package catalog_test

import (
	"slices"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
)

// TestNoWithheldPersonInRandomWorlds: after each of many random edits and steps of the clock,
// no reader and no one who previews sees a recording or a photo of a person who is hidden or
// does not consent to it, unless there is a statement that the person can't be recognised.
func TestNoWithheldPersonInRandomWorlds(t *testing.T) {
	t.Parallel()
	hidden, stated := 0, 0
	for seed := range uint64(4) {
		store, w := contenttest.NewMemory(), contenttest.NewWorld(seed)
		for range 300 {
			if err := w.Edit(t.Context(), store); err != nil {
				t.Fatal(err)
			}
			s, err := store.Snapshot(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"photo-0", "photo-1", "photo-2", "photo-3"} {
				id := contenttest.ID("photo", name)
				state, err := s.State(id)
				if err != nil || state.Published == 0 {
					continue
				}
				if state.Shown() == 0 {
					if hidden++; hidden%3 == 0 {
						contenttest.Edit(t, store, func(tx *content.Transaction) error {
							return catalog.ShowPhoto(tx, id, state.Hidden[0].For, "Seen from behind.")
						})
						break // the snapshot is older
					}
					for _, actor := range []content.Actor{content.Anonymous, contenttest.Publisher} {
						if _, err := contenttest.View(t, store, actor).Get(id); !content.IsNotFound(err) {
							t.Fatalf("seed %d: %s sees %s: %v", seed, actor.Role, id, err)
						}
					}
					continue
				}
				stated += shownOf(t, s, state, id)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if hidden < 3 || stated == 0 { // the third is shown for a statement
		t.Errorf("photos were hidden %d times, and shown %d times for a statement", hidden, stated)
	}
}

// shownOf returns how many people in a visible photo withhold photos but can't be recognised in
// it, and reports those who can be.
func shownOf(t *testing.T, s content.Snapshot, state content.State, id content.ID) (stated int) {
	t.Helper()
	published, err := content.FullVersion(s, id, state.Published)
	if err != nil {
		t.Fatal(err)
	}
	working, err := content.FullVersion(s, id, state.Working())
	if err != nil {
		t.Fatal(err)
	}
	p := published.(*catalog.Photo)
	for _, place := range p.People {
		if place.SpeakerID == "" {
			continue
		}
		person, err := s.State(place.SpeakerID)
		if err != nil {
			t.Fatal(err)
		}
		takedown := content.Hiding{For: place.SpeakerID, Why: content.HiddenByEditor}
		if !slices.Contains(person.Refused, content.ConsentToPhoto) && !slices.Contains(person.Hidden, takedown) {
			continue
		}
		if !slices.ContainsFunc(working.(*catalog.Photo).Unrecognisable, func(u catalog.Unrecognisable) bool {
			return u.SpeakerID == place.SpeakerID && u.File == string(p.Asset.URL)
		}) {
			t.Fatalf("%s shows %s at %d", id, place.SpeakerID, s.Revision())
		}
		stated++
	}
	return stated
}

// TestExpiredPhotoConsentHidesGroupPhotos: an expiry hides the photos of a person by itself,
// also those with other people, and no others.
func TestExpiredPhotoConsentHidesGroupPhotos(t *testing.T) {
	t.Parallel()
	ends := catalog.Consent{To: content.ConsentToPhoto, Scope: "Alt", GivenOn: "2021-01-01", ExpiresOn: "2021-09-10"}
	store := annasWorld(t, consent(content.ConsentToName), ends)
	_, _, alone := recordings("bo")
	alone.ID, alone.Slug = contenttest.ID("photo", "bo"), "bo-alene"
	contenttest.Publish(t, store, alone)
	runDue(t, store, contenttest.Epoch.AddDate(0, 1, 0))
	v := contenttest.View(t, store, content.Anonymous)
	if _, err := v.Get(contenttest.ID("photo", "foto")); !content.IsNotFound(err) {
		t.Errorf("the photo with Anna: %v", err)
	}
	if _, err := v.Get(alone.ID); err != nil {
		t.Errorf("the photo without her: %v", err)
	}
}

// TestErasureKeepsPhotosHidden: erasing a person shows no photo again.
func TestErasureKeepsPhotosHidden(t *testing.T) {
	t.Parallel()
	store := annasWorld(t, allConsents()...)
	anna, photo := contenttest.ID("speaker", "anna"), contenttest.ID("photo", "foto")
	contenttest.Edit(t, store, func(tx *content.Transaction) error { return catalog.WithdrawAllConsents(tx, anna) })
	receipt, err := catalog.ErasePerson(t.Context(), store, eraserOptions(), anna)
	if err != nil || !slices.Equal(receipt.Photos, []content.ID{photo}) {
		t.Fatalf("photos: %v, %v", receipt, err)
	}
	gone := func(when string) {
		t.Helper()
		if _, err := contenttest.View(t, store, content.Anonymous).Get(photo); !content.IsNotFound(err) {
			t.Errorf("%s: %v", when, err)
		}
	}
	gone("erased")
	_, _, same := recordings("bo")
	contenttest.Publish(t, store, same)
	gone("the same file published")
	_, _, other := recordings("bo")
	other.Asset = &content.Image{URL: "/media/andet.jpg"}
	contenttest.Publish(t, store, other)
	if _, err := contenttest.View(t, store, content.Anonymous).Get(photo); err != nil {
		t.Errorf("another file published: %v", err)
	}
}
