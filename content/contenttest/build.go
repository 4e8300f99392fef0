package contenttest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
	"lectern/content/locale"
)

// Epoch is the default time: a day of the conference that Conference builds.
var Epoch = time.Date(2021, 9, 1, 9, 0, 0, 0, time.FixedZone("CEST", 2*60*60))

// Publisher is an actor who may save and publish.
var Publisher = content.Actor{Name: "test", Role: content.RolePublisher}

// ID returns the id of a test's document by its kind and name. It is deterministic.
func ID(kind, name string) content.ID {
	sum := sha256.Sum256([]byte(kind + " " + name))
	return content.NewID(content.KindNamed(kind), Epoch, [10]byte(sum[:10]))
}

// Meta returns the Meta of a new document with a kind and a name.
func Meta(kind, name string) content.Meta {
	return content.Meta{ID: ID(kind, name), Slug: locale.Slugify(name)}
}

// Conference returns a valid conference on 1 and 2 September 2021.
func Conference(name string) *catalog.Conference {
	return &catalog.Conference{
		Meta: Meta("conference", name), Title: both(name), Status: catalog.ConferenceHeld,
		StartDate: "2021-09-01", EndDate: "2021-09-02", TimeZone: "Europe/Copenhagen",
	}
}

// Session returns a valid talk of a conference, an hour long, some hours after Epoch.
func Session(name, conference string, hours int, speakers ...string) *catalog.Session {
	starts := Epoch.Add(time.Duration(hours) * time.Hour)
	s := &catalog.Session{
		Meta: Meta("session", name), Title: both(name), Kind: catalog.SessionTalk,
		ConferenceID: ID("conference", conference), StartsAt: starts, EndsAt: starts.Add(time.Hour),
	}
	for _, name := range speakers {
		s.Cast = append(s.Cast, catalog.Appearance{SpeakerID: ID("speaker", name), Role: catalog.RoleSpeaker})
	}
	return s
}

// Speaker returns a valid speaker without the need for a consent.
func Speaker(name string) *catalog.Speaker {
	return &catalog.Speaker{
		Meta: Meta("speaker", name), Name: name, JobTitle: both("Job of " + name), WithoutConsentReason: "Says so.",
	}
}

// both returns a text with different translations in Danish and English.
func both(s string) locale.Text { return locale.NewText("da", s, "en", s+" (en)") }

// Options returns EditOptions of the Publisher at Epoch, with deterministic entropy.
func Options() content.EditOptions {
	n := byte(0)
	return content.EditOptions{Actor: Publisher, Now: Epoch, Site: site, Entropy: func(b []byte) (int, error) {
		for i := range b {
			n++
			b[i] = n
		}
		return len(b), nil
	}}
}

// Publish saves documents and publishes them, in one change.
func Publish(t testing.TB, store content.Store, documents ...content.Document) *content.Change {
	t.Helper()
	return Edit(t, store, func(tx *content.Transaction) error {
		for _, d := range documents {
			if err := tx.Save(d); err != nil {
				return err
			}
			if err := tx.Publish(d.Base().ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// Save saves documents as drafts, in one change.
func Save(t testing.TB, store content.Store, documents ...content.Document) *content.Change {
	t.Helper()
	return Edit(t, store, func(tx *content.Transaction) error {
		for _, d := range documents {
			if err := tx.Save(d); err != nil {
				return err
			}
		}
		return nil
	})
}

// Edit commits a transaction of any size, which must succeed.
func Edit(t testing.TB, store content.Store, fn func(*content.Transaction) error) *content.Change {
	t.Helper()
	options := Options()
	options.MaxDocuments = 1 << 20
	batch, err := content.Edit(context.Background(), store, options, fn)
	if err != nil {
		t.Fatalf("edit: %v", err)
	}
	if batch == nil {
		return nil
	}
	return &batch.Change
}

// site is shared by all views: narrowed documents are cached with its URLs. Its files are those
// of the World.
var site = Site(worldAssets)

// Site returns a site with files of its own.
func Site(assets content.Assets) *content.Site {
	return &content.Site{Service: "https://api.example.org", Website: "https://example.org/{kind}/{slug}", Assets: assets}
}

// View opens a view that is closed at the end of the test. It is a preview if the actor may
// preview.
func View(t testing.TB, store content.Store, actor content.Actor, languages ...locale.Language) *content.View {
	t.Helper()
	v, err := content.OpenView(context.Background(), store, content.ViewOptions{
		Actor: actor, Preview: actor.May(content.RolePreviewer), Languages: locale.Preferences(languages...),
		MaxReads: 1 << 20, // a test reads more in one view than an operation may
		Site:     site,
	})
	if err != nil {
		t.Fatalf("view: %v", err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

// ViewOf opens a reader's view with files of its own, closed at the end of the test.
func ViewOf(t testing.TB, store content.Store, assets content.Assets) *content.View {
	t.Helper()
	v, err := content.OpenView(context.Background(), store, content.ViewOptions{Site: Site(assets)})
	if err != nil {
		t.Fatalf("view: %v", err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

// Slugs returns the slugs of a page of a list, for comparing.
func Slugs[D content.Document](c *listing.Connection[D]) string {
	out := ""
	for _, d := range c.Nodes() {
		out += fmt.Sprint(d.Base().Slug, " ")
	}
	return out
}
