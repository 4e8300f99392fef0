package content_test

import (
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/contenttest"
)

// TestRecordingOfWhatReadersSeeForbidden: a draft that allows recording does
// not let a video out beside the published session that forbids it (promise
// 11). Once the draft is published, it does.
func TestRecordingOfWhatReadersSeeForbidden(t *testing.T) {
	store := contenttest.NewMemory()
	forbidden := contenttest.Session("panel", "fagdag", 0)
	contenttest.Publish(t, store, contenttest.Conference("fagdag"), forbidden)
	allowed := contenttest.Session("panel", "fagdag", 0)
	allowed.RecordingAllowed = true
	contenttest.Save(t, store, allowed)
	publish := func() error {
		_, err := content.Edit(t.Context(), store, contenttest.Options(), func(tx *content.Transaction) error {
			video := &content.Video{
				Meta: contenttest.Meta("video", "film"), Title: content.NewText("da", "Film"),
				Sources:   []content.Source{{URL: "https://example.org/film.mp4", MIMEType: "video/mp4"}},
				SessionID: allowed.ID, ConferenceID: allowed.ConferenceID, WithoutCaptionsReason: "Ingen taler.",
			}
			if err := tx.Save(video); err != nil {
				return err
			}
			return tx.Publish(video.ID)
		})
		return err
	}
	if err := publish(); content.CodeOf(err) != content.CodeInvalid || !strings.Contains(err.Error(), string(content.RecordingForbidden)) {
		t.Errorf("beside a draft that allows it: %v", err)
	}
	contenttest.Edit(t, store, func(tx *content.Transaction) error { return tx.Publish(allowed.ID) })
	if err := publish(); err != nil {
		t.Errorf("where readers see it allowed: %v", err)
	}
}

// TestShownLeavesOutWhoIsNotPublic: of a person that a reader may not know of
// nothing is told, also not the title; an editor who previews sees both.
func TestShownLeavesOutWhoIsNotPublic(t *testing.T) {
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, contenttest.Speaker("anna"))
	contenttest.Save(t, store, contenttest.Speaker("bo"))
	presenters := []content.Presenter{
		{SpeakerID: contenttest.ID("speaker", "bo"), Office: content.NewText("da", "Minister")},
		{SpeakerID: contenttest.ID("speaker", "anna")},
	}
	for actor, want := range map[content.Actor]int{content.Anonymous: 1, contenttest.Publisher: 2} {
		shown, err := content.Shown(contenttest.View(t, store, actor), presenters, func(p *content.Presenter) content.ID { return p.SpeakerID })
		if err != nil || len(shown) != want || shown[len(shown)-1] != &presenters[1] {
			t.Errorf("%s is shown %d of them, %v", actor.Role, len(shown), err)
		}
	}
}
