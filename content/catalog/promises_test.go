package catalog_test

import (
	"errors"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// TestRecordingOfWhatReadersSeeForbidden: a draft that allows recording has no effect while the
// published session forbids it (promise 11). Once the draft is published, the video can be,
// too.
func TestRecordingOfWhatReadersSeeForbidden(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	forbidden := contenttest.Session("panel", "fagdag", 0)
	contenttest.Publish(t, store, contenttest.Conference("fagdag"), forbidden)
	allowed := contenttest.Session("panel", "fagdag", 0)
	allowed.RecordingAllowed = true
	contenttest.Save(t, store, allowed)
	publish := func() error {
		_, err := content.Edit(t.Context(), store, contenttest.Options(), func(tx *content.Transaction) error {
			video := &catalog.Video{
				Meta: contenttest.Meta("video", "film"), Title: locale.NewText("da", "Film"),
				Sources:   []catalog.Source{{URL: "https://example.org/film.mp4", MIMEType: "video/mp4"}},
				SessionID: allowed.ID, ConferenceID: allowed.ConferenceID, WithoutCaptionsReason: "Ingen taler.",
			}
			if err := tx.Save(video); err != nil {
				return err
			}
			return tx.Publish(video.ID)
		})
		return err
	}
	if err := publish(); content.CodeOf(err) != content.CodeInvalid || !strings.Contains(err.Error(), string(catalog.RecordingForbidden)) {
		t.Errorf("beside a draft that allows it: %v", err)
	}
	contenttest.Edit(t, store, func(tx *content.Transaction) error { return tx.Publish(allowed.ID) })
	if err := publish(); err != nil {
		t.Errorf("where readers see it allowed: %v", err)
	}
}

// TestShownLeavesOutWhoIsNotPublic: if a reader may not know a person, nothing is shown of the
// person, not even the title; an editor who previews sees both.
func TestShownLeavesOutWhoIsNotPublic(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, contenttest.Speaker("anna"))
	contenttest.Save(t, store, contenttest.Speaker("bo"))
	presenters := []catalog.Presenter{
		{SpeakerID: contenttest.ID("speaker", "bo"), Office: locale.NewText("da", "Minister")},
		{SpeakerID: contenttest.ID("speaker", "anna")},
	}
	for actor, want := range map[content.Actor]int{content.Anonymous: 1, contenttest.Publisher: 2} {
		shown, err := catalog.Shown(contenttest.View(t, store, actor), presenters, func(p *catalog.Presenter) content.ID { return p.SpeakerID })
		if err != nil || len(shown) != want || shown[len(shown)-1] != &presenters[1] {
			t.Errorf("%s is shown %d of them, %v", actor.Role, len(shown), err)
		}
	}
}

// Promise 7 is tested in consent_test.go: everywhere, for each consent. So is the part of
// promise 15 that an expired consent takes effect by itself. The parts of promises 8 and 9 in
// content are tested in erase_test.go.

// TestPseudonymGivenLater is promise 10 for documents that were public before there was a
// pseudonym: it is not published while a public document of the person still has the name, and
// may be in one change with the correction.
func TestPseudonymGivenLater(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	anna := contenttest.Speaker("Anna Hviid")
	session := contenttest.Session("Møde med Anna Hviid", "fagdag", 0, "Anna Hviid")
	mute := contenttest.Session("Uden hende", "fagdag", 2)
	mute.Title = locale.NewText("da", "Om Anna Hviid") // she is not in it: it may mean another person
	contenttest.Publish(t, store, contenttest.Conference("fagdag"), anna, session, mute)
	hidden := contenttest.Speaker("Anna Hviid")
	hidden.Pseudonym, hidden.Slug, hidden.JobTitle = "A.", "a", nil
	mended := contenttest.Session("Møde", "fagdag", 0, "Anna Hviid")
	mended.ID = session.ID
	publish := func(documents ...content.Document) error {
		_, err := content.Edit(t.Context(), store, contenttest.Options(), func(tx *content.Transaction) error {
			for _, d := range documents {
				if err := errors.Join(tx.Save(content.Clone(d)), tx.Publish(d.Base().ID)); err != nil {
					return err
				}
			}
			return nil
		})
		return err
	}
	err := publish(hidden)
	if content.CodeOf(err) != content.CodeInvalid || !strings.Contains(err.Error(), string(session.ID)+": slug, title") || strings.Contains(err.Error(), string(mute.ID)) {
		t.Errorf("beside a session with the name: %v", err)
	}
	contenttest.Save(t, store, content.Clone(hidden)) // a warning does not prevent saving
	if err := publish(mended, hidden); err != nil {
		t.Errorf("with the session mended: %v", err)
	}
}

// TestRecordingOfForbiddenSession is promise 11 for both kinds of recordings, and for a session
// that forbids recording later.
func TestRecordingOfForbiddenSession(t *testing.T) {
	t.Parallel()
	store := annasWorld(t)
	session := contenttest.ID("session", "panel")
	video, episode, _ := recordings("bo")
	video.SessionID, video.ConferenceID = session, contenttest.ID("conference", "fagdag")
	episode.SessionID, episode.ConferenceID = session, video.ConferenceID
	contenttest.Publish(t, store, content.Clone(video), content.Clone(episode))
	forbids := contenttest.Session("panel", "fagdag", 0)
	for what, documents := range map[string][]content.Document{
		"beside both":         {forbids},
		"and a video again":   {forbids, video},
		"and an episode":      {forbids, episode},
		"after the recording": {video, forbids},
	} {
		_, err := content.Edit(t.Context(), store, contenttest.Options(), func(tx *content.Transaction) error {
			for _, d := range documents {
				if err := errors.Join(tx.Save(content.Clone(d)), tx.Publish(d.Base().ID)); err != nil {
					return err
				}
			}
			return nil
		})
		if content.CodeOf(err) != content.CodeInvalid || !strings.Contains(err.Error(), string(catalog.RecordingForbidden)) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestGUIDForEver: the guid of an episode in podcast apps stays, even if the episode was
// unpublished for a while.
func TestGUIDForEver(t *testing.T) {
	t.Parallel()
	store := annasWorld(t)
	_, episode, _ := recordings("bo")
	contenttest.Edit(t, store, func(tx *content.Transaction) error { return tx.Unpublish(episode.ID) })
	save := func(guid string, publish bool) error {
		e := content.Clone(episode)
		e.GUID = guid
		_, err := content.Edit(t.Context(), store, contenttest.Options(), func(tx *content.Transaction) error {
			if err := tx.Save(e); err != nil || !publish {
				return err
			}
			return tx.Publish(e.ID)
		})
		return err
	}
	for _, publish := range []bool{false, true} {
		if err := save("another", publish); content.CodeOf(err) != content.CodeInvalid || !strings.Contains(err.Error(), string(content.Unchangeable)) {
			t.Errorf("changed, published %t: %v", publish, err)
		}
	}
	if err := save(episode.GUID, true); err != nil {
		t.Error(err)
	}
}
