package graph

import (
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
	"lectern/content/schedule"
)

// mark is in everything that no reader may see, and in nothing else.
const mark = "LEAKMARK"

// world is a store in which every kind of secret is beside public content.
type world struct {
	store   *contenttest.Memory
	library *contenttest.Library
	random  *rand.Rand
	seen    map[content.ID]bool // visible to readers
	told    map[content.ID]bool // visible to readers now or earlier
	all     []content.ID
	slugs   map[string][]string // of each kind: public, former and marked ones
}

// newWorld returns a world with a seed.
func newWorld(t *testing.T, seed uint64) *world {
	w := &world{store: sample(t), library: contenttest.NewLibrary(), random: rand.New(rand.NewPCG(seed, 1)), seen: map[content.ID]bool{}, told: map[content.ID]bool{}, slugs: map[string][]string{}}
	w.people(t)
	w.drafts(t)
	w.look(t)
	return w
}

// edit commits an edit by an editor with a marked name and a marked reason.
func (w *world) edit(t *testing.T, fn func(*content.Transaction) error) {
	t.Helper()
	o := contenttest.Options()
	o.Actor = content.Actor{Name: mark, Role: content.RoleAdmin}
	o.Reason, o.MaxDocuments, o.Site = mark, 1000, w.site()
	o.Entropy = func(b []byte) (int, error) {
		for i := range b {
			b[i] = byte(w.random.Uint32())
		}
		return len(b), nil
	}
	if _, err := content.Edit(context.Background(), w.store, o, fn); err != nil {
		t.Fatal(err)
	}
}

func (w *world) publish(t *testing.T, documents ...content.Document) {
	t.Helper()
	w.edit(t, func(tx *content.Transaction) error {
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

// site returns a site with the world's files.
func (w *world) site() *content.Site { return contenttest.Site(w.library) }

// file uploads a file in which everything that readers must not learn is marked: of a file that
// they do not see, everything.
func (w *world) file(kind content.AssetKind, name string, public bool) locale.URL {
	a := content.Asset{Kind: kind, MIMEType: "image/jpeg", Name: mark, Colour: mark, Placeholder: mark, Width: 9, Height: 9, Duration: locale.Duration(time.Minute)}
	if kind == content.AssetVideo {
		a.MIMEType = "video/mp4"
	}
	if public {
		a.Colour, a.Placeholder = "#000000", "L00000"
	}
	return w.library.Put(a, []byte(name)).ID.URL()
}

// secretSpeaker returns a person with a mark in everything.
func (w *world) secretSpeaker(name string) *catalog.Speaker {
	s := contenttest.Speaker(name)
	s.Slug = ""
	s.Name, s.SortName = mark+" "+name, mark+", "+name
	s.JobTitle, s.Bio = locale.NewText("da", mark, "en", mark), locale.NewRichText("da", mark)
	s.PhotoURL = w.file(content.AssetImage, name, false)
	s.Links = []catalog.Link{{Title: locale.NewText("da", mark), URL: "https://example.org/" + mark}}
	s.WithoutConsentReason = mark
	for _, to := range []content.ConsentTo{content.ConsentToName, content.ConsentToRecording, content.ConsentToVoice, content.ConsentToPhoto} {
		s.Consents = append(s.Consents, catalog.Consent{To: to, Scope: mark, GivenOn: "2021-01-01"})
	}
	return s
}

// people adds people to public documents who must not be visible, or not by their names; and
// secret venues.
func (w *world) people(t *testing.T) {
	hidden, erased, withdrawn := w.secretSpeaker("hidden"), w.secretSpeaker("erased"), w.secretSpeaker("withdrawn")
	alias := contenttest.Speaker("alias")
	alias.Slug, alias.Name, alias.SortName, alias.Pseudonym = "sol", mark+" Legal", "Legal, "+mark, "Sol"
	alias.Consents = []catalog.Consent{{To: content.ConsentToPhoto, Scope: mark, GivenOn: "2021-01-01"}}
	secretPlace, halfSecret := contenttest.Conference("Hemmelig"), contenttest.Conference("Halvhemmelig")
	secretPlace.Venue = &catalog.Venue{Name: mark, Address: mark, City: mark, Country: "DK", Precision: catalog.VenueHidden}
	halfSecret.Venue = &catalog.Venue{Name: mark, Address: mark, City: "Aarhus", Country: "DK", Precision: catalog.VenueRegistered}
	talk := contenttest.Session("Samtale", "Hemmelig", 1)
	talk.RecordingAllowed = true
	film := &catalog.Video{
		Meta: contenttest.Meta("video", "skjult"), Title: locale.NewText("da", mark, "en", mark), SessionID: talk.ID, ConferenceID: talk.ConferenceID,
		Sources: []catalog.Source{{URL: w.file(content.AssetVideo, "film", false)}}, WithoutCaptionsReason: "test",
		Captions: []catalog.Captions{{Language: "da", Kind: catalog.CaptionsCaptions, Text: "WEBVTT\n\n00:00.000 --> 00:01.000\n<v " + mark + ">" + mark}},
	}
	film.Slug = ""
	noted := &catalog.Video{ // notes in captions are for editors
		Meta: contenttest.Meta("video", "noter"), Title: locale.NewText("da", "Noter"), Sources: []catalog.Source{{URL: "/media/noter.mp4", MIMEType: "video/mp4"}},
		Captions: []catalog.Captions{{Language: "da", Kind: catalog.CaptionsCaptions, Text: "WEBVTT " + mark + "\n\nNOTE " + mark + "\n\n00:00.000 --> 00:01.000\n<v Vært>Hej."}},
	}
	for _, p := range []*catalog.Speaker{hidden, erased, withdrawn} {
		talk.Cast = append(talk.Cast, catalog.Appearance{SpeakerID: p.ID, Role: catalog.RoleSpeaker, Title: locale.NewText("da", mark, "en", mark), Organisation: mark})
		film.Cast = append(film.Cast, catalog.Appearance{SpeakerID: p.ID, Role: catalog.RoleSpeaker, Title: locale.NewText("da", mark), Organisation: mark})
	}
	talk.Cast = append(talk.Cast, catalog.Appearance{SpeakerID: alias.ID, Role: catalog.RoleHost})
	row := &catalog.Photo{
		Meta: contenttest.Meta("photo", "række"), Asset: &content.Image{URL: w.file(content.AssetImage, "row", true)}, Alt: locale.NewText("da", "Række"),
		People: []catalog.PhotoPerson{{SpeakerID: hidden.ID}, {Name: "Bo"}, {SpeakerID: erased.ID}, {SpeakerID: withdrawn.ID}, {SpeakerID: alias.ID}},
	}
	proposal := &catalog.PolicyProposal{
		Meta: contenttest.Meta("policyProposal", "udspil"), Title: locale.NewText("da", "Udspil"), Kind: catalog.ProposalProposal,
		PresentedBy: []catalog.Presenter{{SpeakerID: hidden.ID, Office: locale.NewText("da", mark)}, {SpeakerID: withdrawn.ID, Office: locale.NewText("da", mark)}},
	}
	w.publish(t, hidden, erased, withdrawn, alias, secretPlace, halfSecret, talk, film, noted, row, proposal)
	w.edit(t, func(tx *content.Transaction) error { return catalog.HideSpeaker(tx, hidden.ID) })
	w.edit(t, func(tx *content.Transaction) error { return catalog.WithdrawAllConsents(tx, withdrawn.ID) })
	w.edit(t, func(tx *content.Transaction) error {
		_, err := catalog.Erase(context.Background(), tx, erased.ID)
		return err
	})
}

// known returns the documents of the log, and whether they are more than a tombstone.
func (w *world) known(t *testing.T) (snapshot content.Snapshot, sets []content.ChangeSet) {
	t.Helper()
	snapshot, err := w.store.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if sets, err = snapshot.Changes(0, 100_000); err != nil {
		t.Fatal(err)
	}
	for _, set := range sets {
		for _, e := range set.Entries {
			if _, told := w.seen[e.ID]; !told {
				w.seen[e.ID] = false
				w.all = append(w.all, e.ID)
			}
		}
	}
	return snapshot, sets
}

// drafts saves a marked draft of each public document, and creates documents that were never
// public, are no longer, are archived, or are scheduled.
func (w *world) drafts(t *testing.T) {
	w.known(t)
	drafts, err := contenttest.View(t, w.store, contenttest.Publisher).Drafts()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range w.all {
		d, err := drafts.Get(id)
		if err != nil {
			continue // erased
		}
		n := strconv.Itoa(w.random.IntN(1_000_000))
		beside, alone := content.Clone(d), content.Clone(d)
		marked(reflect.ValueOf(beside).Elem(), n)
		if s, ok := beside.(*catalog.Speaker); ok { // withdrawals can't be changed
			s.Consents = slices.Clone(d.(*catalog.Speaker).Consents)
		}
		marked(reflect.ValueOf(alone).Elem(), n)
		w.edit(t, func(tx *content.Transaction) error {
			alone.Base().Slug = strings.ToLower(mark) + "-" + n
			if alone.Base().ID, err = tx.NewID(id.Kind()); err != nil {
				return err
			}
			if e, ok := alone.(*catalog.PodcastEpisode); ok {
				e.GUID = mark + n
			}
			if err := tx.Save(alone); err != nil {
				return err
			}
			if w.random.IntN(3) == 0 {
				return tx.Archive(alone.Base().ID)
			}
			return nil
		})
		if w.random.IntN(4) > 0 {
			w.edit(t, func(tx *content.Transaction) error { return tx.Save(beside) })
		}
	}
	gone, later := contenttest.Conference(mark+" gone"), contenttest.Conference(mark+" later")
	w.publish(t, gone)
	w.edit(t, func(tx *content.Transaction) error {
		if err := tx.Unpublish(gone.ID); err != nil {
			return err
		}
		if err := tx.Save(later); err != nil {
			return err
		}
		return schedule.Publish(tx, later.ID, contenttest.Epoch.Add(time.Hour))
	})
}

// kept are fields with a required form: a mark would be invalid.
var kept = map[string]bool{"TimeZone": true, "Country": true, "MIMEType": true, "GUID": true, "OwnerEmail": true}

// marked adds the mark to all texts of a structure.
func marked(v reflect.Value, n string) {
	switch value := v.Interface().(type) {
	case content.Meta, time.Time, content.ID, locale.Language, locale.Date:
		return
	case locale.Text:
		text := locale.Text{}
		for _, tr := range value {
			text = text.With(tr.Language, mark+" "+n)
		}
		v.Set(reflect.ValueOf(text))
		return
	case locale.URL:
		if value != "" {
			v.Set(reflect.ValueOf(locale.URL("/media/" + mark + n)))
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			marked(v.Elem(), n)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() && !kept[v.Type().Field(i).Name] {
				marked(v.Field(i), n)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			marked(v.Index(i), n)
		}
	case reflect.String:
		_, enum := v.Interface().(interface{ Valid() bool })
		switch {
		case strings.HasPrefix(v.String(), "WEBVTT"):
			v.SetString("WEBVTT\n\n00:00.000 --> 00:01.000\n<v " + mark + ">" + n)
		case !enum && v.String() != "":
			v.SetString(mark + " " + n)
		}
	}
}

// look records what readers see, and the existing slugs.
func (w *world) look(t *testing.T) {
	snapshot, sets := w.known(t)
	view := contenttest.View(t, w.store, content.Anonymous)
	for _, id := range w.all {
		_, err := view.Get(id)
		w.seen[id] = err == nil
		state, err := snapshot.State(id)
		if err != nil {
			t.Fatal(err)
		}
		w.told[id] = state.Seen != 0
	}
	for _, set := range sets {
		for _, e := range set.Entries {
			if stored, err := snapshot.Version(e.ID, set.Revision); err == nil {
				m, kind := stored.Full.Base(), e.ID.Kind().Name
				w.slugs[kind] = append(append(w.slugs[kind], m.Slug), m.FormerSlugs...)
			}
		}
	}
	keys, err := snapshot.Scan(nil, content.PublicIndex, "", "", false, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		if strings.Contains(strings.ToLower(key), strings.ToLower(mark)) {
			t.Errorf("a public index has %q", key)
		}
	}
}
