package locale

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestText(t *testing.T) {
	t.Parallel()
	text := NewText("en", "Help", "da", "Hjælp", "de", "  ", "fr", "")
	if want := (Text{{"da", "Hjælp"}, {"en", "Help"}}); !slices.Equal(text, want) {
		t.Fatalf("got %v, want %v", text, want)
	}
	if text.In("da") != "Hjælp" || text.In("en") != "Help" || text.In("de") != "" {
		t.Error("In finds another translation")
	}
	if text.String() != "Hjælp" || text.Language() != "da" {
		t.Errorf("first is %q in %q", text, text.Language())
	}
	if none := Text(nil); none.String() != "" || none.Language() != "" || none.In("da") != "" {
		t.Error("an empty text has a translation")
	}
}

func TestTextWith(t *testing.T) {
	t.Parallel()
	text := NewText("da", "Hjælp", "en", "Help")
	for _, test := range []struct {
		language Language
		text     string
		want     Text
	}{
		{"en", "Aid", Text{{"da", "Hjælp"}, {"en", "Aid"}}},
		{"de", "Hilfe", Text{{"da", "Hjælp"}, {"de", "Hilfe"}, {"en", "Help"}}},
		{"da", "", Text{{"en", "Help"}}},
		{"fr", "", Text{{"da", "Hjælp"}, {"en", "Help"}}},
	} {
		if got := text.With(test.language, test.text); !slices.Equal(got, test.want) {
			t.Errorf("with %q in %s: %v", test.text, test.language, got)
		}
		if want := (Text{{"da", "Hjælp"}, {"en", "Help"}}); !slices.Equal(text, want) {
			t.Fatalf("With changed its receiver to %v", text)
		}
	}
}

func TestTextJSON(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		json string
		want Text // nil if it is refused
		back string
	}{
		{`{"en":"Help","da":"Hjælp"}`, Text{{"da", "Hjælp"}, {"en", "Help"}}, `{"da":"Hjælp","en":"Help"}`},
		{`{"EN-gb":"Help"}`, Text{{"en-GB", "Help"}}, `{"en-GB":"Help"}`},
		{`{"da":"","en":null}`, Text{}, `{}`},
		{`{"da":" \n"}`, Text{}, `{}`},
		{`{}`, Text{}, `{}`},
		{`{"no language":"x"}`, nil, ""},
		{`{"da":1}`, nil, ""},
		{`"Hjælp"`, nil, ""},
	} {
		var got Text
		err := json.Unmarshal([]byte(test.json), &got)
		if (err != nil) != (test.want == nil) || !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, %v", test.json, got, err)
			continue
		}
		if back, err := json.Marshal(got); test.want != nil && (err != nil || string(back) != test.back) {
			t.Errorf("%s: back %s, %v", test.json, back, err)
		}
	}
}

func TestRichText(t *testing.T) {
	t.Parallel()
	if got := NewRichText("da", "*Ja*.").Markdown(); got != "*Ja*." {
		t.Errorf("got %q", got)
	}
	if got := MarkdownOf(nil); got != "" {
		t.Errorf("no rich text gives %q", got)
	}
	b, err := json.Marshal(NewRichText("da", "Ja.", "en", "(en) Ja."))
	if err != nil || string(b) != `{"da":"Ja.","en":"(en) Ja."}` {
		t.Errorf("written as %s, %v", b, err)
	}
}
