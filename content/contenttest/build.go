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

// Epoch is the time of everything that doesn't say another: a day in the
// conference that Conference builds.
var Epoch = time.Date(2021, 9, 1, 9, 0, 0, 0, time.FixedZone("CEST", 2*60*60))

// Publisher is an actor who may save and publish.
var Publisher = content.Actor{Name: "test", Role: content.RolePublisher}

// ID is the id of the document of a kind that a test calls by a name: the same
// each time.
func ID(kind, name string) content.ID {
	sum := sha256.Sum256([]byte(kind + " " + name))
	return content.NewID(content.KindNamed(kind), Epoch, [10]byte(sum[:10]))
}

// Meta is what a document of a kind and a name begins with.
func Meta(kind, name string) content.Meta {
	return content.Meta{ID: ID(kind, name), Slug: locale.Slugify(name)}
}

// Conference is a valid one on 1 and 2 September 2021.
func Conference(name string) *catalog.Conference {
	return &catalog.Conference{
		Meta: Meta("conference", name), Title: both(name), Status: catalog.ConferenceHeld,
		StartDate: "2021-09-01", EndDate: "2021-09-02", TimeZone: "Europe/Copenhagen",
	}
}

// Session is a valid talk of a conference, an hour long, beginning some hours
// after Epoch.
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

// Speaker is a valid one, of whom no consent is needed.
func Speaker(name string) *catalog.Speaker {
	return &catalog.Speaker{
		Meta: Meta("speaker", name), Name: name, JobTitle: both("Job of " + name), WithoutConsentReason: "Says so.",
	}
}

// both is a text in Danish and English that can be told apart.
func both(s string) locale.Text { return locale.NewText("da", s, "en", s+" (en)") }

// Options are EditOptions of the Publisher at Epoch, with entropy that repeats.
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

// Edit commits a transaction that must succeed, of any size.
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

// site is one for all views: documents are kept with the addresses of one. Its
// files are those that the World knows.
var site = Site(worldAssets)

// Site is where readers meet the content of a test, with files of its own.
func Site(assets content.Assets) *content.Site {
	return &content.Site{Service: "https://api.example.org", Website: "https://example.org/{kind}/{slug}", Assets: assets}
}

// View opens a view that is closed with the test. It previews where the actor
// may.
func View(t testing.TB, store content.Store, actor content.Actor, languages ...locale.Language) *content.View {
	t.Helper()
	v, err := content.OpenView(context.Background(), store, content.ViewOptions{
		Actor: actor, Preview: actor.May(content.RolePreviewer), Languages: locale.Preferences(languages...),
		MaxReads: 1 << 20, // a test reads more in one view than an operation would
		Site:     site,
	})
	if err != nil {
		t.Fatalf("view: %v", err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

// ViewOf is a reader's view with files of its own, closed with the test.
func ViewOf(t testing.TB, store content.Store, assets content.Assets) *content.View {
	t.Helper()
	v, err := content.OpenView(context.Background(), store, content.ViewOptions{Site: Site(assets)})
	if err != nil {
		t.Fatalf("view: %v", err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

// Slugs are those of a page of a list, for comparing.
func Slugs[D content.Document](c *listing.Connection[D]) string {
	out := ""
	for _, d := range c.Nodes() {
		out += fmt.Sprint(d.Base().Slug, " ")
	}
	return out
}
