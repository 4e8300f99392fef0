package graph

import (
	"strings"
	"testing"
)

const (
	danishCaptions = `1
00:00:04,500 --> 00:00:06,000
Tak for ordet, og velkommen til alle jer fra politikredsene i hele landet.

2
00:00:00,000 --> 00:00:04,000
<v Panel>Velkommen.`
	spokenCaptions = `WEBVTT - intern

NOTE Husk at spørge Bo.

00:00.000 --> 00:04.000
<v Ordstyrer>Velkommen, *alle*.
<v Panel>Tak.

00:04.000 --> 00:06.000
<v Panel>Vi begynder.
`
)

// TestCues: spoken words are found by their time, page by page.
func TestCues(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	film := map[string]any{"id": id("video", "Film"), "text": spokenCaptions}
	d.wants(`mutation($id: ID!, $text: String!) {
		addCaptions(input: {id: $id, language: "da", kind: CAPTIONS, text: $text}) { document { captions { url } } warnings { code } userErrors { code } }
		publish(input: {id: $id}) { userErrors { code } }
	}`, film, `{"addCaptions": {"document": {"captions": [{"url": null}]}, "warnings": [], "userErrors": []}, "publish": {"userErrors": []}}`)
	cues := func(arguments string) string {
		data, errs := d.ask(`{ video(slug: "film") { captions { cues(`+arguments+`) { totalCount pageInfo { hasNextPage hasPreviousPage } edges { cursor node { start end speaker text } } } } } }`, nil)
		if len(errs) > 0 {
			return errs[0].(map[string]any)["extensions"].(map[string]any)["code"].(string)
		}
		page := data["video"].(map[string]any)["captions"].([]any)[0].(map[string]any)["cues"].(map[string]any)
		var said []string
		for _, e := range page["edges"].([]any) {
			n := e.(map[string]any)["node"].(map[string]any)
			said = append(said, n["start"].(string)+" "+n["speaker"].(string)+": "+n["text"].(string))
		}
		return strings.Join(said, "|")
	}
	all := []string{"PT0S Ordstyrer: Velkommen, *alle*.", "PT0S Panel: Tak.", "PT4S Panel: Vi begynder."}
	for arguments, want := range map[string]string{
		"first: 20": strings.Join(all, "|"), "first: 1": all[0], `at: "PT3.9S"`: strings.Join(all[:2], "|"), `at: "PT4S"`: all[2], `at: "PT6S"`: "",
		`from: "PT4S"`: all[2], `to: "PT4S"`: strings.Join(all[:2], "|"), `from: "PT3S", to: "PT5S"`: strings.Join(all, "|"),
		"first: 0": "BAD_INPUT", "first: 101": "BAD_INPUT", `after: "x"`: "BAD_CURSOR",
	} {
		if got := cues(arguments); got != want {
			t.Errorf("%s: %s, want %s", arguments, got, want)
		}
	}
	// Page by page; the cursor of another list is refused.
	data, _ := d.ask(`{ video(slug: "film") { captions { cues(first: 1) { totalCount pageInfo { endCursor hasNextPage hasPreviousPage } } } } }`, nil)
	page := data["video"].(map[string]any)["captions"].([]any)[0].(map[string]any)["cues"].(map[string]any)
	info := page["pageInfo"].(map[string]any)
	cursor := info["endCursor"].(string)
	if page["totalCount"] != 3.0 || info["hasNextPage"] != true || info["hasPreviousPage"] != false {
		t.Errorf("%v", page)
	}
	if got := cues(`first: 5, after: "` + cursor + `"`); got != strings.Join(all[1:], "|") {
		t.Errorf("after the first: %s", got)
	}
	if got := cues(`at: "PT1S", after: "` + cursor + `"`); got != "BAD_CURSOR" {
		t.Errorf("cursor of another list: %s", got)
	}
}

// TestTranscriptFromCaptions: without a written transcript, the words come from the captions in
// the same language, and the source says so.
func TestTranscriptFromCaptions(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	film := map[string]any{"id": id("video", "Film"), "text": spokenCaptions}
	d.wants(`mutation($id: ID!, $text: String!) {
		updateVideo(input: {id: $id, fields: {transcript: null, captions: [{language: "da", kind: CAPTIONS, text: $text}, {language: "en", kind: DESCRIPTIONS, text: "WEBVTT\n\n00:00.000 --> 00:01.000\nA hall."}]}}) { userErrors { code } }
		publish(input: {id: $id}) { userErrors { code } }
	}`, film, `{"updateVideo": {"userErrors": []}, "publish": {"userErrors": []}}`)
	d.wants(`{ video(slug: "film") { transcriptSource transcript { language html plain } } }`, nil,
		`{"video": {"transcriptSource": "CAPTIONS", "transcript": {"language": "da",
			"html": "<p><strong>Ordstyrer:</strong> Velkommen, *alle*.</p>\n<p><strong>Panel:</strong> Tak. Vi begynder.</p>",
			"plain": "Ordstyrer: Velkommen, *alle*.\nPanel: Tak. Vi begynder."}}}`)
	// Descriptions are not spoken words.
	d.wants(`query @inContext(language: "en") { video(slug: "film") { language transcriptSource transcript { plain } } }`, nil,
		`{"video": {"language": "en", "transcriptSource": null, "transcript": null}}`)
	d.wants(`mutation($id: ID!) {
		updateVideo(input: {id: $id, fields: {transcript: "Skrevet."}}) { document { transcript } userErrors { code } }
		publish(input: {id: $id}) { userErrors { code } }
	}`, film, `{"updateVideo": {"document": {"transcript": {"da": "Skrevet."}}, "userErrors": []}, "publish": {"userErrors": []}}`)
	d.wants(`{ video(slug: "film") { transcriptSource transcript { plain } } }`, nil, `{"video": {"transcriptSource": "WRITTEN", "transcript": {"plain": "Skrevet."}}}`)
}

// TestSubRipAndWarnings: SubRip becomes sorted WebVTT, and an editor is warned of cues that are
// hard to follow.
func TestSubRipAndWarnings(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	film := map[string]any{"id": id("video", "Film"), "text": danishCaptions}
	d.wants(`mutation($id: ID!, $text: String!) {
		addCaptions(input: {id: $id, language: "da", kind: CAPTIONS, text: $text}) { document { captions { text } } warnings { code path message } userErrors { code } }
	}`, film, `{"addCaptions": {"document": {"captions": [
		{"text": "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Panel>Velkommen.</v>\n\n00:00:04.500 --> 00:00:06.000\nTak for ordet, og velkommen til alle jer fra politikredsene i hele landet.\n"}]},
		"warnings": [
			{"code": "CUE_LINE_TOO_LONG", "path": ["captions", "0", "text"], "message": "Tekst 2 (00:00:04.500) har en linje på 74 tegn. Brug helst højst 42."},
			{"code": "CUE_TOO_FAST", "path": ["captions", "0", "text"], "message": "Tekst 2 (00:00:04.500) kræver, at man læser 49 tegn i sekundet. Brug helst højst 20."}],
		"userErrors": []}}`)
	film["text"] = "WEBVTT\n\n00:02.000 --> 00:01.000\nHej."
	d.wants(`mutation($id: ID!, $text: String!) { addCaptions(input: {id: $id, language: "da", kind: CAPTIONS, text: $text}) { userErrors { code path message } } }`, film,
		`{"addCaptions": {"userErrors": [{"code": "CUE_TIMES", "path": ["captions", "0", "text"], "message": "Tekst 1 (00:00:02.000) slutter, før den begynder."}]}}`)
}

// TestTranscriptAsText: an episode's transcript can be stored as captions can.
func TestTranscriptAsText(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	episode := map[string]any{"id": id("podcastEpisode", "Episode"), "text": spokenCaptions}
	d.wants(`mutation($id: ID!, $text: String!) {
		updatePodcastEpisode(input: {id: $id, fields: {transcripts: [{language: "da", text: $text}, {language: "en", url: "https://example.org/en.html", mimeType: "text/html"}]}}) { document { transcripts { text url } } userErrors { code path } }
		publish(input: {id: $id}) { userErrors { code path } }
	}`, episode, `{"updatePodcastEpisode": {"document": {"transcripts": [
		{"url": null, "text": "WEBVTT\n\nNOTE Husk at spørge Bo.\n\n00:00:00.000 --> 00:00:04.000\n<v Ordstyrer>Velkommen, *alle*.\n</v><v Panel>Tak.</v>\n\n00:00:04.000 --> 00:00:06.000\n<v Panel>Vi begynder.</v>\n"},
		{"url": "https://example.org/en.html", "text": null}]}, "userErrors": []}, "publish": {"userErrors": []}}`)
	at := "https://api.example.org/captions/" + string(id("podcastEpisode", "Episode")) + "/da/transcript"
	d.wants(`{ episode(slug: "episode") { transcripts { language url mimeType files { url mimeType } cues(at: "PT5S") { nodes { text } } } } }`, nil,
		`{"episode": {"transcripts": [
			{"language": "da", "url": "`+at+`.vtt", "mimeType": "text/vtt", "files": [{"url": "`+at+`.vtt", "mimeType": "text/vtt"}, {"url": "`+at+`.html", "mimeType": "text/html"},
				{"url": "`+at+`.json", "mimeType": "application/json"}, {"url": "`+at+`.txt", "mimeType": "text/plain"}], "cues": {"nodes": [{"text": "Vi begynder."}]}},
			{"language": "en", "url": "https://example.org/en.html", "mimeType": "text/html", "files": [], "cues": null}]}}`)
	d.wants(`mutation($id: ID!, $text: String!) {
		updatePodcastEpisode(input: {id: $id, fields: {transcripts: [{language: "da", text: $text}, {language: "da", text: $text}]}}) { userErrors { code path } }
	}`, episode, `{"updatePodcastEpisode": {"userErrors": [{"code": "DUPLICATE", "path": ["transcripts", "1", "language"]}]}}`)
}

// TestForeignThumbnail: the thumbnail of an embedded player is never the provider's.
func TestForeignThumbnail(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	film := map[string]any{"id": id("video", "Film")}
	const edit = `mutation($id: ID!, $at: URL!) {
		updateVideo(input: {id: $id, fields: {sources: [{url: "https://player.vimeo.com/video/1", provider: "Vimeo", requiresConsent: true}], thumbnail: $at}}) { warnings { code path } userErrors { code } }
	}`
	const publish = `mutation($id: ID!) { publish(input: {id: $id}) { userErrors { code path message } } }`
	film["at"] = "https://i.vimeocdn.com/1.jpg"
	d.wants(edit, film, `{"updateVideo": {"warnings": [{"code": "FOREIGN_IMAGE", "path": ["thumbnail"]}], "userErrors": []}}`)
	d.wants(publish, map[string]any{"id": film["id"]}, `{"publish": {"userErrors": [{"code": "FOREIGN_IMAGE", "path": ["thumbnail"],
		"message": "Billedet hentes fra afspillerens udbyder (i.vimeocdn.com), som dermed kan se, hvem der besøger siden. Upload billedet her i stedet."}]}}`)
	film["at"] = "/media/film.jpg"
	d.wants(edit, film, `{"updateVideo": {"warnings": [], "userErrors": []}}`)
	d.wants(publish, map[string]any{"id": film["id"]}, `{"publish": {"userErrors": []}}`)
	d.wants(`{ video(slug: "film") { thumbnail { url } sources { provider requiresConsent } } }`, nil,
		`{"video": {"thumbnail": {"url": "https://api.example.org/media/film.jpg"}, "sources": [{"provider": "Vimeo", "requiresConsent": true}]}}`)
}

// TestChapters: a chapter has a title in each language, a page and a picture.
func TestChapters(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	film := map[string]any{"id": id("video", "Film")}
	d.wants(`mutation($id: ID!) {
		updateVideo(input: {id: $id, fields: {chapters: [{startsAt: "PT0S", title: "Start", url: "https://example.org/start", image: "/media/start.png"}]}}) { document { chapters { title url image { url } } } userErrors { code path } }
		publish(input: {id: $id}) { userErrors { code path } }
	}`, film, `{"updateVideo": {"document": {"chapters": [{"title": {"da": "Start", "en": "Start"}, "url": "https://example.org/start", "image": {"url": "https://api.example.org/media/start.png"}}]}, "userErrors": []}, "publish": {"userErrors": []}}`)
	d.wants(`{ video(slug: "film") { chapters { startsAt title url image { url } } } }`, nil,
		`{"video": {"chapters": [{"startsAt": "PT0S", "title": "Start", "url": "https://example.org/start", "image": {"url": "https://api.example.org/media/start.png"}}]}}`)
}
