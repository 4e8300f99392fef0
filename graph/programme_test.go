package graph

import (
	"strings"
	"testing"

	"lectern/content/catalog"
	"lectern/content/contenttest"
)

func TestProgramme(t *testing.T) {
	t.Parallel()
	d := newDesk(t, contenttest.NewMemory())
	pause := contenttest.Session("Pause", "Fagdag", 3)
	pause.Kind, pause.Room = catalog.SessionBreak, "Foyer"
	talk := contenttest.Session("Oplæg om sporing", "Fagdag", 1, "Anna", "Bo")
	talk.Room, talk.RecordingAllowed = "Sal 1", true
	other := contenttest.Session("Andet", "Fagdag", 5, "Bo")
	other.Room = "Sal 1"
	contenttest.Publish(t, d.store, contenttest.Conference("Fagdag"), contenttest.Speaker("Anna"), contenttest.Speaker("Bo"), talk, pause, other)
	session := map[string]any{"id": talk.ID}

	d.wants(`mutation($id: ID!) { reorderAppearances(input: {id: $id, order: [1, 0]}) { document { ... on SessionDraft { appearances { speaker { name } } } } userErrors { code } } }`, session,
		`{"reorderAppearances": {"document": {"appearances": [{"speaker": {"name": "Bo"}}, {"speaker": {"name": "Anna"}}]}, "userErrors": []}}`)
	for _, order := range []string{"[0]", "[0, 0]", "[0, 2]", "[0, 1, 2]", "[]", "[-1, 0]"} {
		_, errs := d.ask(`mutation($id: ID!) { reorderAppearances(input: {id: $id, order: `+order+`}) { revision } }`, session)
		if len(errs) != 1 || !strings.Contains(errs[0].(map[string]any)["message"].(string), "0 to 1 exactly once") {
			t.Errorf("order %s: %v", order, errs)
		}
	}
	d.wants(`mutation($id: ID!) { moveSession(input: {id: $id, startsAt: "2021-09-01T14:30:00+02:00"}) { document { startsAt endsAt room } warnings { code path } userErrors { code } } }`, session,
		`{"moveSession": {"document": {"startsAt": "2021-09-01T14:30:00+02:00", "endsAt": "2021-09-01T15:30:00+02:00", "room": "Sal 1"},
			"warnings": [{"code": "ROOM_TAKEN", "path": ["room"]}, {"code": "SPEAKER_TAKEN", "path": ["appearances", "0", "speaker"]}], "userErrors": []}}`)
	d.wants(`mutation($id: ID!) { moveSession(input: {id: $id, room: null, endsAt: "2021-09-01T14:45:00+02:00"}) { document { startsAt endsAt room } } publish(input: {id: $id}) { userErrors { code path message } } }`, session,
		`{"moveSession": {"document": null}, "publish": {"userErrors": [{"code": "SPEAKER_TAKEN", "path": ["appearances", "0", "speaker"], "message": "Personen er et andet sted på det tidspunkt: Andet."}]}}`)
	d.wants(`{ session(slug: "oplaeg-om-sporing") { startsAt } }`, nil, `{"session": {"startsAt": "2021-09-01T10:00:00+02:00"}}`)

	data, errs := d.ask(`mutation($id: ID!) { planNextEdition(input: {id: $id, startDate: "2022-11-02"}) { document { id title startDate endDate status previousEdition { id } sessions(first: 9, orderBy: STARTS_AT_ASC) { nodes { title kind startsAt endsAt room recordingAllowed appearances { role } } } } userErrors { code } } }`,
		map[string]any{"id": contenttest.ID("conference", "Fagdag")})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	document := data["planNextEdition"].(map[string]any)["document"].(map[string]any)
	sessions := document["sessions"].(map[string]any)["nodes"].([]any)
	if document["startDate"] != "2022-11-02" || document["endDate"] != "2022-11-03" || document["status"] != "PLANNED" || len(sessions) != 3 {
		t.Fatalf("%v", document)
	}
	first, second := sessions[0].(map[string]any), sessions[1].(map[string]any)
	// 12:00 in Copenhagen stays 12:00, though summer time has ended by then.
	if first["title"].(map[string]any)["da"] != "Pause" || first["startsAt"] != "2022-11-02T12:00:00+01:00" || first["room"] != "Foyer" {
		t.Errorf("the break: %v", first)
	}
	if second["title"].(map[string]any)["da"] != "Oplæg" && second["title"].(map[string]any)["en"] != "Talk" || len(second["appearances"].([]any)) > 0 {
		t.Errorf("a talk: %v", second)
	}
	_, errs = d.ask(`mutation($id: ID!) { planNextEdition(input: {id: $id}) { revision } }`, map[string]any{"id": contenttest.ID("conference", "Fagdag")})
	if len(errs) != 1 {
		t.Errorf("neither year nor day: %v", errs)
	}
}

func TestRecordsOfAProposal(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	proposal := map[string]any{"id": id("policyProposal", "Proposal")}
	d.wants(`mutation($id: ID!) {
		a: addTimelineEntry(input: {id: $id, entry: {date: "2021-12-14", status: ADOPTED, source: "https://www.ft.dk/", note: "Vedtaget."}}) { userErrors { code } }
		b: addTimelineEntry(input: {id: $id, entry: {date: "2021-08-23", status: PRESENTED, source: "https://www.regeringen.dk/"}}) { userErrors { code } }
		c: addMeasure(input: {id: $id, measure: {title: "Forskning", kind: RESEARCH}}) { userErrors { code } }
		d: addMeasure(input: {id: $id, measure: {title: "Behandling", kind: TREATMENT}}) { document { timeline { date status note } measures { number title } } userErrors { code } }
	}`, proposal, `{"a": {"userErrors": []}, "b": {"userErrors": []}, "c": {"userErrors": []}, "d": {"document": {
		"timeline": [{"date": "2021-08-23", "status": "PRESENTED", "note": null}, {"date": "2021-12-14", "status": "ADOPTED", "note": {"da": "Vedtaget."}}],
		"measures": [{"number": 1, "title": {"da": "Forskning"}}, {"number": 2, "title": {"da": "Behandling"}}]}, "userErrors": []}}`)
	d.wants(`mutation($id: ID!) { addMeasure(input: {id: $id, expectedRevision: 2, measure: {title: "X", kind: OTHER}}) { userErrors { code } } }`,
		map[string]any{"id": proposal["id"]}, `{"addMeasure": {"userErrors": [{"code": "CONFLICT"}]}}`)
}

func TestCaptionsAsText(t *testing.T) {
	t.Parallel()
	d := newDesk(t, sample(t))
	film := map[string]any{"id": id("video", "Film")}
	d.wants(`mutation($id: ID!) { addCaptions(input: {id: $id, language: "en", kind: SUBTITLES, text: "WEBVTT\n\n00:00.000 --> 00:01.000\nWelcome."}) { document { captions { language kind url text } } userErrors { code } } publish(input: {id: $id}) { userErrors { code } } }`, film,
		`{"addCaptions": {"document": {"captions": [{"language": "da", "kind": "CAPTIONS", "url": "/media/film.vtt", "text": null}, {"language": "en", "kind": "SUBTITLES", "url": null, "text": "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nWelcome.\n"}]}, "userErrors": []}, "publish": {"userErrors": []}}`)
	d.wants(`{ video(slug: "film") { captions { language url } } }`, nil,
		`{"video": {"captions": [{"language": "da", "url": "https://api.example.org/media/film.vtt"}, {"language": "en", "url": "https://api.example.org/captions/`+string(id("video", "Film"))+`/en/subtitles.vtt"}]}}`)
	d.wants(`mutation($id: ID!) { addCaptions(input: {id: $id, language: "en", kind: SUBTITLES, text: "Welcome."}) { userErrors { code path } } }`, film,
		`{"addCaptions": {"userErrors": [{"code": "BAD_FORMAT", "path": ["captions", "1", "text"]}]}}`)
}
