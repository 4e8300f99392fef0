package catalog_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
)

// TestShowsAsset: readers see a file exactly while a public document shows it.
func TestShowsAsset(t *testing.T) {
	t.Parallel()
	w := newMediaWorld(t)
	picture := w.picture("a")
	look := func(when string, public, preview bool) {
		t.Helper()
		if gotPublic, gotPreview := w.shows(picture); gotPublic != public || gotPreview != preview {
			t.Errorf("%s: public %v, preview %v; want %v, %v", when, gotPublic, gotPreview, public, preview)
		}
	}
	look("nothing has it", false, false)
	p := photo("Billede", picture.ID.URL())
	w.must(func(tx *content.Transaction) error { return tx.Save(p) })
	look("a draft has it", false, true)
	w.must(func(tx *content.Transaction) error { return tx.Publish(p.ID) })
	look("it is published", true, true)
	w.must(func(tx *content.Transaction) error {
		return tx.Save(photo("Billede", "https://example.org/other.jpg"))
	})
	look("the draft beside it has another", true, false)
	w.must(func(tx *content.Transaction) error { return tx.Unpublish(p.ID) })
	look("it is published no longer", false, false)
	w.publish(podcast(picture.ID.URL()))
	look("another document shows it", true, true)
	w.must(func(tx *content.Transaction) error { return tx.Archive(contenttest.ID("podcast", "p")) })
	look("that was archived", false, false)

	anna := contenttest.Speaker("Anna")
	anna.PhotoURL, anna.WithoutConsentReason = picture.ID.URL(), ""
	anna.Consents = []catalog.Consent{
		{To: content.ConsentToName, Scope: "All", GivenOn: "2021-01-01"}, {To: content.ConsentToPhoto, Scope: "All", GivenOn: "2021-01-01"},
	}
	w.publish(anna)
	look("a person has it", true, true)
	w.must(func(tx *content.Transaction) error {
		return catalog.WithdrawConsent(tx, anna.ID, []content.ConsentTo{content.ConsentToPhoto})
	})
	look("the person takes the consent back", false, false)
	w.publish(photo("Billede", picture.ID.URL()))
	look("a photo has it, too", true, true)
	w.must(func(tx *content.Transaction) error { return catalog.HideSpeaker(tx, anna.ID) })
	look("who has nothing to do with the photo is hidden", true, true)
}

// TestAssetUses: editors see all documents that refer to a file, and readers those that are
// visible to them.
func TestAssetUses(t *testing.T) {
	t.Parallel()
	w := newMediaWorld(t)
	picture, other := w.picture("a"), w.picture("b")
	w.publish(podcast(picture.ID.URL()), photo("Ny kladde", picture.ID.URL()))
	w.must(func(tx *content.Transaction) error {
		return cmp(tx.Save(photo("Ny kladde", other.ID.URL())), tx.Save(photo("Kladde", picture.ID.URL())))
	})
	names := func(v *content.View) string {
		uses, err := listing.AssetUses(v, picture.ID)
		if err != nil {
			t.Fatal(err)
		}
		out := []string{}
		for _, d := range uses {
			out = append(out, d.Base().Slug)
		}
		slices.Sort(out)
		return strings.Join(out, " ")
	}
	if got := names(w.view(content.ViewOptions{})); got != "ny-kladde p" {
		t.Errorf("readers: %s", got)
	}
	if got := names(w.drafts()); got != "kladde ny-kladde p" {
		t.Errorf("editors: %s", got)
	}
}

func cmp(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// TestNamedAssets: a former version still needs its file; the versions of an erased person need
// none.
func TestNamedAssets(t *testing.T) {
	t.Parallel()
	w := newMediaWorld(t)
	former, now, portrait, unused := w.picture("a"), w.picture("b"), w.picture("c"), w.picture("d")
	w.publish(photo("Billede", former.ID.URL()))
	w.publish(photo("Billede", now.ID.URL()))
	anna := contenttest.Speaker("Anna")
	anna.PhotoURL = portrait.ID.URL()
	w.publish(anna)
	look := func(want ...*content.Asset) {
		t.Helper()
		named, err := listing.NamedAssets(context.Background(), w.store)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range []*content.Asset{former, now, portrait, unused} {
			if named[a.ID] != slices.Contains(want, a) {
				t.Errorf("%s is named: %v", a.Name, named[a.ID])
			}
		}
	}
	look(former, now, portrait)
	o := contenttest.Options()
	o.Actor.Role = content.RoleAdmin
	if _, err := catalog.ErasePerson(context.Background(), w.store, o, anna.ID); err != nil {
		t.Fatal(err)
	}
	look(former, now)
}

// TestErasingLeavesDigits: digits of a file that resemble a name stay.
func TestErasingLeavesDigits(t *testing.T) {
	t.Parallel()
	w := newMediaWorld(t)
	var picture *content.Asset
	for i := 0; picture == nil || !strings.Contains(string(picture.ID), "ada"); i++ {
		picture = w.picture(strings.Repeat("x", i+1))
	}
	w.publish(contenttest.Speaker("Ada"), photo("Billede", picture.ID.URL(), "Ada"))
	o := contenttest.Options()
	o.Actor.Role = content.RoleAdmin
	if _, err := catalog.ErasePerson(context.Background(), w.store, o, contenttest.ID("speaker", "Ada")); err != nil {
		t.Fatal(err)
	}
	if public, _ := w.shows(picture); public {
		t.Error("the photo shows somebody who was erased")
	}
	contenttest.Edit(t, w.store, func(tx *content.Transaction) error {
		return catalog.ShowPhoto(tx, contenttest.ID("photo", "Billede"), contenttest.ID("speaker", "Ada"), "Set bagfra.")
	})
	if public, _ := w.shows(picture); !public {
		t.Error("the photo has its file no longer")
	}
}

// TestMissingFile: a missing file still has a URL, and the metadata in the document; other
// metadata is available once the file has returned.
func TestMissingFile(t *testing.T) {
	t.Parallel()
	w := newMediaWorld(t)
	picture := w.picture("a")
	w.publish(photo("Billede", picture.ID.URL()))
	w.site = contenttest.Site(contenttest.NewLibrary())
	for range 2 {
		p, err := content.Get[*catalog.Photo](w.view(content.ViewOptions{}), contenttest.ID("photo", "Billede"))
		if err != nil || strings.Contains(string(p.Asset.URL), "asset") || p.Asset.Width != 1200 || p.Asset.Colour != w.colour(picture) {
			t.Errorf("readers see %+v, %v", p.Asset, err)
		}
		w.site.Assets = w.library
	}
}

// colour returns the colour of a picture from its metadata.
func (w *mediaWorld) colour(a *content.Asset) string {
	if known, err := w.site.Assets.Asset(a.ID); err == nil {
		return known.Colour
	}
	return ""
}

// TestRandomAssets: after random edits, no URL from a view is an asset, and a file is shown
// exactly if a document that a reader can get has its URL.
func TestRandomAssets(t *testing.T) {
	t.Parallel()
	shown, hidden := 0, 0
	for seed := range uint64(30) {
		store, world := contenttest.NewMemory(), contenttest.NewWorld(seed)
		named := map[content.AssetID]bool{}
		for range 120 {
			if err := world.Edit(t.Context(), store); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			now, err := listing.NamedAssets(t.Context(), store)
			if err != nil {
				t.Fatal(err)
			}
			for id := range now {
				named[id] = true
			}
		}
		for _, actor := range []content.Actor{content.Anonymous, contenttest.Publisher} {
			v := contenttest.View(t, store, actor)
			all := allDocuments(t, v)
			if strings.Contains(all, "asset:") {
				t.Fatalf("seed %d: an asset leaves a view", seed)
			}
			for id := range named {
				shows, err := listing.ShowsAsset(v, id)
				if err != nil {
					t.Fatal(err)
				}
				if want := strings.Contains(all, "/media/"+strings.TrimPrefix(string(id), "asset_")); shows != want {
					t.Errorf("seed %d: %s is shown: %v, want %v", seed, id, shows, want)
				}
				if shows {
					shown++
				} else {
					hidden++
				}
			}
		}
	}
	if shown < 30 || hidden < 5 {
		t.Errorf("only %d were shown and %d not", shown, hidden)
	}
}

// allDocuments returns each document of the view, as JSON.
func allDocuments(t *testing.T, v *content.View) string {
	t.Helper()
	var all strings.Builder
	for _, kind := range catalog.Kinds() {
		keys, err := v.Scan(nil, content.Range{From: kind.Name + "\x00", To: kind.Name + "\x01"}, false, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range keys {
			d, err := v.Get(content.KeyID(key))
			if content.IsNotFound(err) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := json.NewEncoder(&all).Encode(d); err != nil {
				t.Fatal(err)
			}
		}
	}
	return all.String()
}
