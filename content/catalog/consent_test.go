package catalog_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/content/locale"
)

// annasWorld publishes Anna, with the given consents, in every place that a person can be in,
// and Bo beside her.
func annasWorld(t *testing.T, consents ...catalog.Consent) *contenttest.Memory {
	t.Helper()
	store := contenttest.NewMemory()
	anna := contenttest.Speaker("anna")
	anna.PhotoURL, anna.Consents = "/media/anna.jpg", consents
	session := contenttest.Session("panel", "fagdag", 0, "anna", "bo")
	session.RecordingAllowed = true
	podcast := &catalog.Podcast{
		Meta: contenttest.Meta("podcast", "podcast"), Title: locale.NewText("da", "Podcast"), Description: locale.NewText("da", "Om"),
		Author: "Os", SpokenLanguage: "da", Category: "Society & Culture", Artwork: "/media/p.png", Link: "https://example.org/",
	}
	video, episode, photo := recordings("anna", "bo")
	proposal := &catalog.PolicyProposal{
		Meta: contenttest.Meta("policyProposal", "udspil"), Title: locale.NewText("da", "Udspil"), Kind: catalog.ProposalProposal,
		PresentedBy: []catalog.Presenter{{SpeakerID: contenttest.ID("speaker", "anna")}},
	}
	contenttest.Publish(t, store, contenttest.Conference("fagdag"), anna, contenttest.Speaker("bo"), session, podcast, video, episode, photo, proposal)
	return store
}

// recordings returns a video, an episode and a photo of some people.
func recordings(people ...string) (*catalog.Video, *catalog.PodcastEpisode, *catalog.Photo) {
	video := &catalog.Video{
		Meta: contenttest.Meta("video", "film"), Title: locale.NewText("da", "Film"), WithoutCaptionsReason: "Ingen taler.",
		Sources: []catalog.Source{{URL: "https://example.org/film.mp4", MIMEType: "video/mp4"}},
	}
	episode := &catalog.PodcastEpisode{
		Meta: contenttest.Meta("podcastEpisode", "afsnit"), PodcastID: contenttest.ID("podcast", "podcast"), Title: locale.NewText("da", "Afsnit"),
		GUID: "g-1", EpisodeType: catalog.EpisodeFull, Audio: &catalog.Audio{URL: "/media/a.mp3", MIMEType: "audio/mpeg", Bytes: 1},
		ReleasedAt: contenttest.Epoch, WithoutTranscriptReason: "Kun musik.",
	}
	photo := &catalog.Photo{Meta: contenttest.Meta("photo", "foto"), Asset: &content.Image{URL: "/media/foto.jpg"}, Alt: locale.NewText("da", "Dem.")}
	for _, name := range people {
		id := contenttest.ID("speaker", name)
		cast := catalog.Appearance{SpeakerID: id, Role: catalog.RoleSpeaker}
		video.Cast, episode.Cast = append(video.Cast, cast), append(episode.Cast, cast)
		photo.People = append(photo.People, catalog.PhotoPerson{SpeakerID: id})
	}
	return video, episode, photo
}

// doors returns what readers, or editors who preview, find of Anna in each place.
func doors(t *testing.T, store content.Store, actor content.Actor) string {
	t.Helper()
	v := contenttest.View(t, store, actor)
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	out := ""
	seen := func(what string, there bool) {
		if there {
			out += what + " "
		}
	}
	anna := contenttest.ID("speaker", "anna")
	s, err := content.Get[*catalog.Speaker](v, anna)
	seen("speaker", err == nil)
	seen("portrait", err == nil && s.PhotoURL != "")
	for _, kind := range []string{"speaker", "video", "podcastEpisode"} {
		n := 10
		page, err := listing.Read[content.Document](v, listing.Query{Kind: content.KindNamed(kind), Order: "updatedAt", First: &n})
		check(err)
		count, err := page.TotalCount()
		check(err)
		for _, d := range page.Nodes() {
			_, err := v.BySlug(content.KindNamed(kind), d.Base().Slug)
			check(err)
			seen("listed:"+d.Base().Slug, d.Base().Slug != "bo")
		}
		if actor == content.Anonymous && count != len(page.Nodes()) {
			t.Errorf("%d of kind %s are counted, %d listed", count, kind, len(page.Nodes()))
		}
	}
	session, err := content.Get[*catalog.Session](v, contenttest.ID("session", "panel"))
	check(err)
	cast, err := catalog.Shown(v, session.Cast, func(a *catalog.Appearance) content.ID { return a.SpeakerID })
	check(err)
	seen("cast", len(cast) == 2)
	proposal, err := content.Get[*catalog.PolicyProposal](v, contenttest.ID("policyProposal", "udspil"))
	check(err)
	presenters, err := catalog.Shown(v, proposal.PresentedBy, func(p *catalog.Presenter) content.ID { return p.SpeakerID })
	check(err)
	seen("presenter", len(presenters) == 1)
	photo, err := content.Get[*catalog.Photo](v, contenttest.ID("photo", "foto"))
	if !content.IsNotFound(err) {
		check(err)
		seen("picture", true)
		seen("row", rowOf(t, v, photo) == "anna bo")
	}
	one := 1
	found, err := listing.Read[*catalog.Photo](v, listing.Query{
		Kind: content.KindNamed("photo"), Order: "takenOn", First: &one,
		Where: []listing.Condition{{Attribute: "person", In: []content.Key{content.StringKey(anna)}}},
	})
	check(err)
	seen("photos", len(found.Nodes()) == 1)
	return out
}

// rowOf returns the people named in a photo, with - for unnamed ones. Bo is beside Anna.
func rowOf(t *testing.T, v *content.View, photo *catalog.Photo) string {
	t.Helper()
	var row []string
	for i := range photo.People {
		p, err := catalog.PersonIn(v, &photo.People[i])
		if err != nil {
			t.Fatal(err)
		}
		if p == nil {
			row = append(row, "-")
		} else {
			row = append(row, p.Name)
		}
	}
	if len(row) != 2 || row[1] != "bo" {
		t.Errorf("the row of people is %q", row)
	}
	return strings.Join(row, " ")
}

const atAllDoors = "speaker portrait listed:anna listed:film listed:afsnit cast presenter picture row photos "

func expectDoors(t *testing.T, store content.Store, when, want string) {
	t.Helper()
	for _, actor := range []content.Actor{content.Anonymous, contenttest.Publisher} {
		if got := doors(t, store, actor); got != want {
			t.Errorf("%s, %s finds %q, want %q", when, actor.Role, got, want)
		}
	}
}

func consent(to content.ConsentTo) catalog.Consent {
	return catalog.Consent{To: to, Scope: "Alt", GivenOn: "2021-01-01"}
}

func allConsents() []catalog.Consent {
	return []catalog.Consent{
		consent(content.ConsentToName), consent(content.ConsentToPhoto), consent(content.ConsentToVoice), consent(content.ConsentToRecording),
	}
}

// withoutDoors is the result of doors without a consent.
var withoutDoors = map[content.ConsentTo]string{
	content.ConsentToName:      "listed:film listed:afsnit picture ",
	content.ConsentToPhoto:     "speaker listed:anna listed:film listed:afsnit cast presenter ",
	content.ConsentToVoice:     "speaker portrait listed:anna listed:film cast presenter picture row photos ",
	content.ConsentToRecording: "speaker portrait listed:anna cast presenter picture row photos ",
}

// editAs commits a transaction as an actor, at a time.
func editAs(t *testing.T, store content.Store, role content.Role, now time.Time, fn func(*content.Transaction) error) error {
	t.Helper()
	o := contenttest.Options()
	o.Actor.Role, o.Now, o.MaxDocuments = role, now, 1
	_, err := content.Edit(t.Context(), store, o, fn)
	return err
}

// TestWithdrawnConsent is the part of promise 7 that content implements: with the change of a
// withdrawal, the data disappears everywhere, without publishing, whatever a draft says, and
// even if the change may touch only one document. After a new consent it is back.
func TestWithdrawnConsent(t *testing.T) {
	t.Parallel()
	for to, want := range withoutDoors {
		t.Run(string(to), func(t *testing.T) {
			store := annasWorld(t, allConsents()...)
			expectDoors(t, store, "at first", atAllDoors)
			anna := contenttest.ID("speaker", "anna")
			withdraw := func(tx *content.Transaction) error { return catalog.WithdrawConsent(tx, anna, []content.ConsentTo{to}) }
			for range 2 { // the second time has no effect
				if err := editAs(t, store, content.RoleEditor, contenttest.Epoch, withdraw); err != nil {
					t.Fatal(err)
				}
				expectDoors(t, store, "withdrawn", want)
			}
			if err := editAs(t, store, content.RolePreviewer, contenttest.Epoch, withdraw); content.CodeOf(err) != content.CodeForbidden {
				t.Errorf("a previewer withdraws: %v", err)
			}
			again := catalog.Consent{To: to, Scope: "Igen", GivenOn: "2021-09-01"}
			record := func(tx *content.Transaction) error { return catalog.RecordConsent(tx, anna, again, "Hun skrev i dag.") }
			if err := editAs(t, store, content.RoleEditor, contenttest.Epoch, record); content.CodeOf(err) != content.CodeForbidden {
				t.Errorf("an editor records a consent: %v", err)
			}
			if err := editAs(t, store, content.RolePublisher, contenttest.Epoch, record); err != nil {
				t.Fatal(err)
			}
			expectDoors(t, store, "given again", atAllDoors)
		})
	}
}

// TestExpiredConsent: an expiry takes effect by itself on the next day, and the log and the
// schedule have no further step then.
func TestExpiredConsent(t *testing.T) {
	t.Parallel()
	for to, want := range withoutDoors {
		t.Run(string(to), func(t *testing.T) {
			consents := allConsents()
			for i := range consents {
				if consents[i].To == to {
					consents[i].ExpiresOn = "2021-09-10"
				}
			}
			store := annasWorld(t, consents...)
			midnight := time.Date(2021, 9, 11, 0, 0, 0, 0, time.UTC)
			for _, step := range []struct {
				now  time.Time
				done int
				want string
			}{{midnight.Add(-time.Millisecond), 0, atAllDoors}, {midnight, 1, want}, {midnight.AddDate(1, 0, 0), 0, want}} {
				done, _, err := content.RunDue(t.Context(), store, nil, step.now, contenttest.Options().Entropy)
				if err != nil || len(done) != step.done {
					t.Fatalf("at %s: %v, %v", step.now, done, err)
				}
				expectDoors(t, store, fmt.Sprint(step.now), step.want)
			}
		})
	}
}

// TestRecordingWithoutConsent: no recording is shown in which a person refuses to appear, or
// was never asked.
func TestRecordingWithoutConsent(t *testing.T) {
	t.Parallel()
	store := annasWorld(t, allConsents()...)
	anna := contenttest.ID("speaker", "anna")
	contenttest.Edit(t, store, func(tx *content.Transaction) error {
		return catalog.WithdrawConsent(tx, anna, []content.ConsentTo{content.ConsentToRecording})
	})
	video, _, _ := recordings("anna")
	publish := func(d content.Document) error {
		return editAs(t, store, content.RolePublisher, contenttest.Epoch, func(tx *content.Transaction) error {
			if err := tx.Save(d); err != nil {
				return err
			}
			return tx.Publish(d.Base().ID)
		})
	}
	if err := publish(video); content.CodeOf(err) != content.CodeInvalid {
		t.Errorf("published again: %v", err)
	}
	// Without her it is shown again; with her only in the draft it is not.
	video, _, _ = recordings("bo")
	if err := publish(video); err != nil {
		t.Fatal(err)
	}
	expectDoors(t, store, "without her", "speaker portrait listed:anna listed:film cast presenter picture row photos ")
	video, _, _ = recordings("anna")
	contenttest.Save(t, store, video)
	expectDoors(t, store, "with her in the draft", "speaker portrait listed:anna cast presenter picture row photos ")
}

// TestWithdrawNothing: a withdrawal without an effect is refused.
func TestWithdrawNothing(t *testing.T) {
	t.Parallel()
	store := annasWorld(t, consent(content.ConsentToPhoto))
	for name, tt := range map[string]struct {
		id   content.ID
		to   []content.ConsentTo
		want content.Code
	}{
		"nothing":      {contenttest.ID("speaker", "anna"), nil, content.CodeBadInput},
		"never given":  {contenttest.ID("speaker", "anna"), []content.ConsentTo{content.ConsentToVoice}, content.CodeBadInput},
		"no such":      {contenttest.ID("speaker", "anna"), []content.ConsentTo{"HAIR"}, content.CodeBadInput},
		"nobody":       {contenttest.ID("speaker", "nobody"), []content.ConsentTo{content.ConsentToPhoto}, content.CodeNotFound},
		"not a person": {contenttest.ID("video", "film"), []content.ConsentTo{content.ConsentToPhoto}, content.CodeNotFound},
	} {
		err := editAs(t, store, content.RoleEditor, contenttest.Epoch, func(tx *content.Transaction) error { return catalog.WithdrawConsent(tx, tt.id, tt.to) })
		if content.CodeOf(err) != tt.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestHiddenSpeaker: a takedown takes effect everywhere at once, also for later recordings, and
// only publishers can undo it.
func TestHiddenSpeaker(t *testing.T) {
	t.Parallel()
	store := annasWorld(t)
	anna := contenttest.ID("speaker", "anna")
	hide := func(tx *content.Transaction) error { return catalog.HideSpeaker(tx, anna) }
	show := func(tx *content.Transaction) error { return catalog.ShowSpeaker(tx, anna) }
	for _, tt := range []struct {
		role content.Role
		fn   func(*content.Transaction) error
		code content.Code
		want string
	}{
		{content.RolePreviewer, hide, content.CodeForbidden, atAllDoors},
		{content.RoleEditor, hide, "", ""},
		{content.RoleEditor, hide, "", ""},
		{content.RoleEditor, show, content.CodeForbidden, ""},
		{content.RolePublisher, show, "", atAllDoors},
		{content.RolePublisher, show, "", atAllDoors},
		{content.RoleEditor, hide, "", ""},
	} {
		if err := editAs(t, store, tt.role, contenttest.Epoch, tt.fn); content.CodeOf(err) != tt.code {
			t.Fatalf("%s: %v", tt.role, err)
		}
		expectDoors(t, store, "then", tt.want)
	}
	video, episode, _ := recordings("bo")
	contenttest.Publish(t, store, video, episode)
	expectDoors(t, store, "recordings without her", "listed:film listed:afsnit ")
	video, _, _ = recordings("bo", "anna")
	contenttest.Publish(t, store, video)
	expectDoors(t, store, "a recording with her", "listed:afsnit ")
}

// TestErasedPersonInRecordings: recordings of an erased person are hidden, the receipt lists
// them, and they return when an editor publishes them again.
func TestErasedPersonInRecordings(t *testing.T) {
	t.Parallel()
	store := annasWorld(t)
	receipt, err := catalog.ErasePerson(t.Context(), store, eraserOptions(), contenttest.ID("speaker", "anna"))
	if err != nil {
		t.Fatal(err)
	}
	video, episode, _ := recordings("bo")
	if want := []content.ID{episode.ID, video.ID}; !slices.Equal(receipt.Recordings, want) {
		t.Errorf("recordings: %v, want %v", receipt.Recordings, want)
	}
	hidden := func(want bool) {
		t.Helper()
		_, err := contenttest.View(t, store, content.Anonymous).Get(video.ID)
		if content.IsNotFound(err) != want {
			t.Errorf("hidden %t: %v", !want, err)
		}
	}
	hidden(true)
	contenttest.Save(t, store, video)
	hidden(true)
	contenttest.Edit(t, store, func(tx *content.Transaction) error { return tx.Publish(video.ID) })
	hidden(false)
	with, _, _ := recordings("anna")
	with.ID, with.Slug = contenttest.ID("video", "ny"), "ny"
	_, err = content.Edit(t.Context(), store, contenttest.Options(), func(tx *content.Transaction) error { return tx.Save(with) })
	if content.CodeOf(err) != content.CodeInvalid {
		t.Errorf("a new recording of somebody who was erased: %v", err)
	}
	_, err = content.Edit(t.Context(), store, contenttest.Options(), func(tx *content.Transaction) error { return tx.Save(contenttest.Speaker("anna")) })
	if content.CodeOf(err) != content.CodeNotFound {
		t.Errorf("somebody who was erased is written again: %v", err)
	}
}
