package catalog

import (
	"encoding/json"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

func applied(t *testing.T, d content.Document, l locale.Language, p content.Patch) string {
	t.Helper()
	d = content.Clone(d)
	if err := p.Apply(d, l); err != nil {
		t.Fatal(err)
	}
	*d.Base() = content.Meta{Slug: d.Base().Slug}
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestPatch(t *testing.T) {
	t.Parallel()
	session := &Session{
		Meta: content.Meta{Slug: "panel"}, Title: locale.NewText("da", "Panel", "en", "Panel (en)"), Abstract: locale.NewRichText("da", "Om *det*."), Room: "Sal 1",
		StartsAt: time.Date(2021, 9, 1, 9, 0, 0, 0, time.UTC), Capacity: new(30), RecordingAllowed: true, TopicIDs: []content.ID{"topic_1"},
		Cast: []Appearance{
			{SpeakerID: "speaker_1", Role: RoleHost, Title: locale.NewText("da", "Vært", "en", "Host")},
			{SpeakerID: "speaker_2", Role: RolePanelist, Title: locale.NewText("da", "Leder", "en", "Director"), Organisation: "Huset"},
		},
	}
	conference := &Conference{
		Audience: []locale.Text{locale.NewText("da", "Politi", "en", "Police"), locale.NewText("da", "Kommuner", "en", "Municipalities"), locale.NewText("en", "Others")},
		Venue:    &Venue{City: "Aarhus", Precision: VenuePublic},
	}
	for name, test := range map[string]struct {
		document content.Document
		language locale.Language
		patch    content.Patch
		want     string
	}{
		"nothing": {&Topic{Name: locale.NewText("da", "A")}, "da", content.Patch{}, `{"id":"","slug":"","name":{"da":"A"}}`},
		"a translation, and a slug": {
			&Topic{Meta: content.Meta{Slug: "a"}, Name: locale.NewText("da", "A")}, "en", content.Patch{"name": "A (en)", "slug": "b"}, `{"id":"","slug":"b","name":{"da":"A","en":"A (en)"}}`,
		},
		"a text is cleared in one language only": {&Topic{Name: locale.NewText("da", "A", "en", "A (en)")}, "en", content.Patch{"name": nil}, `{"id":"","slug":"","name":{"da":"A"}}`},
		"everything is cleared": {
			session, "da",
			content.Patch{"title": nil, "abstract": nil, "room": nil, "startsAt": nil, "capacity": nil, "recordingAllowed": nil, "topics": nil, "appearances": nil},
			`{"id":"","slug":"panel","title":{"en":"Panel (en)"}}`,
		},
		"scalars of the field's own type, or of its kind": {
			&Session{}, "da",
			content.Patch{"kind": "TALK", "capacity": 12, "topics": []any{content.ID("topic_2")}, "startsAt": time.Date(2021, 9, 1, 9, 0, 0, 1_234_567, time.UTC)},
			`{"id":"","slug":"","kind":"TALK","startsAt":"2021-09-01T09:00:00Z","topics":["topic_2"],"capacity":12}`,
		},
		"items keep their translations, and what is left out of them": {
			&Session{Cast: session.Cast}, "da",
			content.Patch{"appearances": []any{
				content.Patch{"speaker": content.ID("speaker_2"), "role": RolePanelist, "title": "Direktør"},
				content.Patch{"speaker": content.ID("speaker_3"), "role": RoleSpeaker},
				content.Patch{"speaker": content.ID("speaker_1"), "role": RoleHost, "title": nil},
			}},
			`{"id":"","slug":"","appearances":[{"speaker":"speaker_2","role":"PANELIST","title":{"da":"Direktør","en":"Director"},"organisation":"Huset"},{"speaker":"speaker_3","role":"SPEAKER"},{"speaker":"speaker_1","role":"HOST","title":{"en":"Host"}}]}`,
		},
		"an item is found by its text where its key has changed": {
			&Session{Cast: session.Cast[:1]}, "da",
			content.Patch{"appearances": []any{content.Patch{"speaker": content.ID("speaker_9"), "role": RoleHost, "title": "Vært"}}},
			`{"id":"","slug":"","appearances":[{"speaker":"speaker_9","role":"HOST","title":{"da":"Vært","en":"Host"}}]}`,
		},
		"a structure is changed where it is": {&Conference{Venue: conference.Venue}, "da", content.Patch{"venue": content.Patch{"name": "Huset"}}, `{"id":"","slug":"","venue":{"name":"Huset","city":"Aarhus","precision":"PUBLIC"}}`},
		"a structure that is new":            {&Conference{}, "da", content.Patch{"venue": content.Patch{"city": "Aarhus"}}, `{"id":"","slug":"","venue":{"city":"Aarhus"}}`},
		"texts are translated in their places": {
			&Conference{Audience: []locale.Text{locale.NewText("da", "Politi"), locale.NewText("da", "Kommuner")}}, "en",
			content.Patch{"audience": []any{"Police", "Municipalities"}},
			`{"id":"","slug":"","audience":[{"da":"Politi","en":"Police"},{"da":"Kommuner","en":"Municipalities"}]}`,
		},
		"texts that stay keep their translations, one that goes takes its own along": {
			&Conference{Audience: conference.Audience}, "da",
			content.Patch{"audience": []any{"Kommuner", "Retsvæsen"}},
			`{"id":"","slug":"","audience":[{"da":"Kommuner","en":"Municipalities"},{"da":"Retsvæsen"},{"en":"Others"}]}`,
		},
		"texts that are corrected keep their translations": {
			&Conference{Audience: conference.Audience[:2]}, "da",
			content.Patch{"audience": []any{"Politiet", "Kommuner"}},
			`{"id":"","slug":"","audience":[{"da":"Politiet","en":"Police"},{"da":"Kommuner","en":"Municipalities"}]}`,
		},
		"texts are cleared in one language": {&Conference{Audience: conference.Audience[:1]}, "en", content.Patch{"audience": nil}, `{"id":"","slug":"","audience":[{"da":"Politi"}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			before, _ := json.Marshal(test.document)
			if got := applied(t, test.document, test.language, test.patch); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if after, _ := json.Marshal(test.document); string(after) != string(before) {
				t.Errorf("the original changed: %s", after)
			}
		})
	}
}

func TestPatchRefuses(t *testing.T) {
	t.Parallel()
	for path, patch := range map[string]content.Patch{
		"":                   {"nonsense": 1},
		"title":              {"title": 1},
		"abstract":           {"abstract": []any{}},
		"startsAt":           {"startsAt": "2021"},
		"capacity":           {"capacity": "12"},
		"appearances":        {"appearances": "x"},
		"appearances.1.role": {"appearances": []any{content.Patch{}, content.Patch{"role": 3}}},
		"topics.0":           {"topics": []any{3}},
	} {
		err := patch.Apply(&Session{}, "da")
		e, ok := err.(*content.Error)
		if !ok || e.Code != content.CodeBadInput {
			t.Errorf("%v: %v", patch, err)
			continue
		}
		if got := joined(e.Path); got != path {
			t.Errorf("%v: the path is %q", patch, got)
		}
	}
}

func joined(path []string) string {
	out := ""
	for i, p := range path {
		if i > 0 {
			out += "."
		}
		out += p
	}
	return out
}

func TestDiff(t *testing.T) {
	t.Parallel()
	before := &Session{
		Meta: content.Meta{Slug: "a"}, Title: locale.NewText("da", "A", "en", "A (en)"), Room: "1", Capacity: new(3),
		Cast: []Appearance{{SpeakerID: "speaker_1", Role: RoleHost, Title: locale.NewText("da", "Vært")}},
	}
	after := content.Clone(before)
	after.Slug, after.Room, after.Title, after.RecordingAllowed = "b", "", locale.NewText("da", "B", "en", "A (en)"), true
	after.Cast = append(after.Cast, Appearance{SpeakerID: "speaker_2", Role: RoleSpeaker})
	var got []string
	for _, c := range content.Diff(before, after) {
		line := joined(c.Path) + ":"
		for _, v := range []*string{c.Before, c.After} {
			if v == nil {
				line += " -"
			} else {
				line += " " + *v
			}
		}
		got = append(got, line)
	}
	want := []string{
		"appearances.1.role: - SPEAKER", "appearances.1.speaker: - speaker_2", "recordingAllowed: - true",
		"room: 1 -", "slug: a b", "title.da: A B",
	}
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %q, want %q", got[i], want[i])
		}
	}
	if changes := content.Diff(before, content.Clone(before)); len(changes) > 0 {
		t.Errorf("a copy differs: %v", changes)
	}
}
