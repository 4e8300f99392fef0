package app

import (
	"fmt"
	"testing"

	"lectern/content"
)

// update saves fields of a document's draft, and may publish it, and returns the response.
func (b *bookings) update(kind, id string, publish bool, fields map[string]any) string {
	b.t.Helper()
	query := "mutation($id: ID!, $f: " + kind + "Input!) { update" + kind + "(input: {id: $id, fields: $f}) " + fault
	if publish {
		query += "publish(input: {id: $id}) " + fault
	}
	return b.ask(content.RolePublisher, query+"}", map[string]any{"id": id, "f": fields})
}

const faulty = `"userErrors":[{`

// TestRecordingsOfWhatReadersSee: the rules on recordings of a session depend on what readers
// see.
func TestRecordingsOfWhatReadersSee(t *testing.T) {
	t.Parallel()
	b := newBookings(t)
	session := func(title string, hour int) string {
		fields := b.slot(title, hour, "Sal 1")
		fields["recordingAllowed"] = true
		return b.created("Session", fields)
	}
	s, other := session("A", 10), session("B", 12)
	film := func(title string) map[string]any {
		return map[string]any{
			"title": title, "conference": b.conference, "session": s, "withoutCaptionsReason": "Ingen taler.",
			"sources": []any{map[string]any{"url": "https://example.org/film.mp4", "mimeType": "video/mp4"}},
		}
	}
	b.wants("a draft forbids it", b.update("Session", s, false, map[string]any{"recordingAllowed": false}), fine)
	video := b.created("Video", film("Filmen")) // what readers see allows it
	b.wants("the video's draft goes elsewhere", b.update("Video", video, false, map[string]any{"session": other}), fine)
	b.wants("the session forbids it", b.update("Session", s, true, map[string]any{}), "RECORDING_FORBIDDEN")
	b.wants("the other session forbids it", b.update("Session", other, true, map[string]any{"recordingAllowed": false}), "!"+faulty)
	b.wants("the video goes there", b.act(map[string]string{"v": video}, "publish v"), "RECORDING_FORBIDDEN")
}

// TestCirclesOfWhatReadersSee: topics must not form a circle for readers; for drafts it is only
// a warning.
func TestCirclesOfWhatReadersSee(t *testing.T) {
	t.Parallel()
	b := newBookings(t)
	x, y := b.created("Topic", map[string]any{"name": "X"}), b.created("Topic", map[string]any{"name": "Y"})
	b.wants("Y's draft is below X", b.update("Topic", y, false, map[string]any{"broader": x}), fine, `"warnings":[]`)
	b.wants("X's draft is below Y", b.update("Topic", x, false, map[string]any{"broader": y}), fine, `"warnings":[{`, "CYCLE")
	b.wants("X is published", b.act(map[string]string{"x": x}, "publish x"), fine)
	b.wants("Y is published", b.act(map[string]string{"y": y}, "publish y"), "CYCLE", faulty)
	b.wants("X's draft goes up", b.update("Topic", x, false, map[string]any{"broader": nil}), fine)
	b.wants("Y is published, X is public below it", b.act(map[string]string{"y": y}, "publish y"), "CYCLE", faulty)
	b.wants("both are published", b.act(map[string]string{"x": x, "y": y}, "publish y", "publish x"), "!"+faulty)
}

// TestGuidsOfDrafts: a guid of a draft that was never public is free.
func TestGuidsOfDrafts(t *testing.T) {
	t.Parallel()
	b := newBookings(t)
	podcast := b.created("Podcast", map[string]any{
		"title": "P", "description": "Om.", "author": "P", "spokenLanguage": "da", "category": "News", "artwork": "https://example.org/p.png", "link": "https://example.org/p",
	})
	episode := func(n int) map[string]any {
		return map[string]any{
			"podcast": podcast, "title": fmt.Sprint("Afsnit ", n), "guid": "et-afsnit", "episodeType": "FULL", "releasedAt": "2027-05-01T08:00:00Z",
			"audio": map[string]any{"url": "https://example.org/a.mp3", "mimeType": "audio/mpeg", "bytes": 1}, "withoutTranscriptReason": "Musik.",
		}
	}
	const create = `mutation($f: PodcastEpisodeInput!) { createPodcastEpisode(input: {fields: $f}) ` + fault + `}`
	b.wants("a draft", b.ask(content.RolePublisher, create, map[string]any{"f": episode(1)}), fine, `"warnings":[]`)
	second := episode(2)
	b.wants("another draft", b.ask(content.RolePublisher, create, map[string]any{"f": second}), fine, "DUPLICATE")
	var data struct {
		PodcastEpisodeDrafts struct {
			Nodes []struct{ DocumentID, Slug string }
		}
	}
	b.did(content.RolePublisher, `{ podcastEpisodeDrafts(first: 9) { nodes { documentId slug } } }`, nil, &data)
	ids := map[string]string{}
	for _, n := range data.PodcastEpisodeDrafts.Nodes {
		ids[map[string]string{"afsnit-1": "a", "afsnit-2": "b"}[n.Slug]] = n.DocumentID
	}
	b.wants("the second is published", b.act(ids, "publish b"), fine, "DUPLICATE")
	b.wants("the first is published", b.act(ids, "publish a"), faulty, "DUPLICATE")
}

// TestNameBehindADraft: a draft without a pseudonym reveals no legal name while readers see the
// pseudonym.
func TestNameBehindADraft(t *testing.T) {
	t.Parallel()
	b := newBookings(t)
	b.speakers["Karen"] = b.created("Speaker", map[string]any{"name": "Karen Hviid", "pseudonym": "Anna K.", "slug": "anna-k", "withoutConsentReason": "Har selv bedt om det."})
	b.wants("the draft has no pseudonym", b.update("Speaker", b.speakers["Karen"], false, map[string]any{"pseudonym": nil}), fine)
	session := b.created("Session", b.slot("En historie", 10, "Sal 1", "Karen"))
	b.wants("the name is published", b.update("Session", session, true, map[string]any{"title": "Karen Hviid fortæller"}), faulty, "LEGAL_NAME_SHOWN")
}
