package catalog

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/locale"
)

func TestLanguagesOf(t *testing.T) {
	t.Parallel()
	conference := func(edit func(*Conference)) content.Document {
		c := &Conference{Title: both("Fagkonference")}
		edit(c)
		return c
	}
	for _, test := range []struct {
		name     string
		document content.Document
		want     []locale.Language
	}{
		{"all required texts in both", conference(func(*Conference) {}), []locale.Language{"da", "en"}},
		{"no text", &Conference{}, nil},
		{"required text in one", conference(func(c *Conference) { c.Title = locale.NewText("en", "Conference"); c.Summary = both("Kort") }), []locale.Language{"en"}},
		{"optional text in a third", conference(func(c *Conference) { c.Summary = locale.NewText("de", "Kurz") }), []locale.Language{"da", "en"}},
		{"required text below, in one", conference(func(c *Conference) { c.Helpline = &content.Helpline{Name: locale.NewText("da", "Linjen")} }), []locale.Language{"da"}},
		{"required text in a list, in one", &Video{Title: both("Film"), Chapters: []Chapter{{Title: both("A")}, {Title: locale.NewText("en", "B")}}}, []locale.Language{"en"}},
		{"required texts in different ones", &Podcast{Title: locale.NewText("da", "S"), Description: locale.NewText("en", "T")}, nil},
		{"required text that isn't there", &Podcast{Title: locale.NewText("da", "S")}, nil},
		{"nothing required", &Photo{Alt: locale.NewText("da", "To"), Caption: locale.NewText("en", "Panel")}, []locale.Language{"da", "en"}},
		{"rich text in a language of its own", &Speaker{Bio: locale.NewRichText("fo", "Ja")}, []locale.Language{"fo"}},
	} {
		if got := content.CompleteLanguages(test.document); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestLacking(t *testing.T) {
	t.Parallel()
	v := &Video{Title: locale.NewText("en", "Film"), Chapters: []Chapter{{Title: both("A")}, {Title: locale.NewText("en", "B")}}}
	for l, want := range map[locale.Language][]string{"da": {"title", "chapters.1.title"}, "en": nil, "de": {"title", "chapters.0.title", "chapters.1.title"}} {
		if got := content.Lacking(v, l); !slices.Equal(got, want) {
			t.Errorf("in %s: %q, want %q", l, got, want)
		}
	}
}

func TestRefs(t *testing.T) {
	t.Parallel()
	want := map[string][]content.ID{
		"video":          {testID("session", "example"), testID("conference", "example"), testID("speaker", "example")},
		"photo":          {testID("speaker", "example"), testID("conference", "example"), testID("session", "example")},
		"topic":          {testID("topic", "broader")},
		"policyProposal": {testID("speaker", "example")},
	}
	for _, d := range examples() {
		if ids, ok := want[content.KindOf(d).Name]; ok && !slices.Equal(content.ReferencesOf(d), ids) {
			t.Errorf("%s: %q, want %q", content.KindOf(d).Name, content.ReferencesOf(d), ids)
		}
	}
	session := exampleSession()
	session.TopicIDs = append(session.TopicIDs, session.TopicIDs...)
	if got := content.ReferencesOf(session); len(got) != 4 {
		t.Errorf("an id that stands twice: %q", got)
	}
}

// TestNarrowed serves each example in each language: no text of another language is left, none
// of its own is lost, and no list has gaps.
func TestNarrowed(t *testing.T) {
	t.Parallel()
	for _, d := range examples() {
		name := content.KindOf(d).Name
		for _, l := range []locale.Language{"da", "en", "de"} {
			var has, wants int
			content.EachField(d, func(f content.TreeField) {
				if text, ok := f.Text(); ok && text.In(l) != "" {
					wants++
				}
			})
			shown := content.NarrowTo(d, l)
			(&content.Site{Service: "https://api.example.org"}).Open(shown)
			content.EachField(shown, func(f content.TreeField) {
				if text, ok := f.Text(); ok && len(text) > 0 {
					has++
					if len(text) > 1 || text.Language() != l {
						t.Errorf("%s in %s: %s is %q", name, l, strings.Join(f.Path, "."), text)
					}
				}
				if u, ok := f.Value.Interface().(locale.URL); ok && u != "" && !strings.HasPrefix(string(u), "https://") {
					t.Errorf("%s in %s: %s is %q", name, l, strings.Join(f.Path, "."), u)
				}
			})
			if has != wants {
				t.Errorf("%s in %s has %d texts of %d", name, l, has, wants)
			}
		}
	}
}

func TestNarrowedDropsWhatHasNoText(t *testing.T) {
	t.Parallel()
	c := exampleConference()
	c.Audience = []locale.Text{both("Politi"), locale.NewText("da", "Kommuner"), both("Læger")}
	c.Body = locale.NewRichText("da", "Kun på dansk.")
	en := content.NarrowTo(c, "en").(*Conference)
	if want := []locale.Text{locale.NewText("en", "(en) Politi"), locale.NewText("en", "(en) Læger")}; !reflect.DeepEqual(en.Audience, want) {
		t.Errorf("audience: %q", en.Audience)
	}
	if en.Body != nil {
		t.Errorf("body: %v", en.Body)
	}
	if len(c.Audience) != 3 || c.Body == nil {
		t.Error("the original was changed")
	}
}

// TestCopiesShareNothing changes everything in copies of the examples, and checks that the
// examples do not change.
func TestCopiesShareNothing(t *testing.T) {
	t.Parallel()
	for i, d := range examples() {
		fresh := examples()[i]
		clone := content.Clone(d)
		if !reflect.DeepEqual(clone, d) {
			t.Errorf("%s: the copy differs", content.KindOf(d).Name)
		}
		scramble(reflect.ValueOf(clone).Elem())
		if reflect.DeepEqual(clone.Base().Slug, d.Base().Slug) {
			t.Errorf("%s: scrambling changes nothing", content.KindOf(d).Name)
		}
		for _, l := range []locale.Language{"da", "en"} {
			scramble(reflect.ValueOf(content.NarrowTo(d, l)).Elem())
		}
		if !reflect.DeepEqual(d, fresh) {
			t.Errorf("%s shares memory with its copies:\n%+v\n%+v", content.KindOf(d).Name, d, fresh)
		}
	}
}

// scramble changes every reachable value, except the translations of texts: a Text is never
// changed in place.
func scramble(v reflect.Value) {
	if v.Type() == reflect.TypeFor[locale.Text]() {
		v.Set(reflect.ValueOf(locale.NewText("fr", "brouillé")))
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			scramble(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			scramble(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.SetZero()
			return
		}
		for i := range v.NumField() {
			scramble(v.Field(i))
		}
	case reflect.String:
		v.SetString(v.String() + "!")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int64:
		v.SetInt(v.Int() + 1)
	case reflect.Uint64:
		v.SetUint(v.Uint() + 1)
	case reflect.Float64:
		v.SetFloat(v.Float() + 1)
	case reflect.Map: // never changed in place
		v.SetZero()
	default:
		panic("scramble: " + v.Type().String())
	}
}

// TestFieldRules checks the rules of types and tags.
func TestFieldRules(t *testing.T) {
	t.Parallel()
	checkRules(t, exampleSession, []rule[*Session]{
		{name: "too long", edit: func(s *Session) { s.Title = both(strings.Repeat("æ", 201)) }, always: []string{"TOO_LONG title", "TOO_LONG title"}},
		{name: "as long as it may be", edit: func(s *Session) { s.Title = locale.NewText("da", strings.Repeat("æ", 200)) }},
		{name: "too long without a rule", edit: func(s *Session) { s.Room = strings.Repeat("a", 501) }, always: []string{"TOO_LONG room"}},
		{name: "rich text too long", edit: func(s *Session) { s.Abstract = locale.NewRichText("da", strings.Repeat("a", 10_001)) }, always: []string{"TOO_LONG abstract"}},
		{name: "nothing in a list", edit: func(s *Session) { s.SpokenLanguages = []locale.Language{"da", ""} }, always: []string{"REQUIRED spokenLanguages.1"}},
		{name: "twice in a list", edit: func(s *Session) { s.TopicIDs = append(s.TopicIDs, s.TopicIDs[0]) }, always: []string{"DUPLICATE topics.1"}},
		{name: "no language", edit: func(s *Session) { s.SpokenLanguages = []locale.Language{"da", "DA"} }, always: []string{"UNSUPPORTED_LANGUAGE spokenLanguages.1"}},
		{name: "no value of an enum", edit: func(s *Session) { s.Cast[0].Role = "BOSS" }, always: []string{"BAD_VALUE appearances.0.role"}},
		{name: "no address", edit: func(s *Session) { s.Attachments[0].URL = "javascript:x" }, always: []string{"BAD_FORMAT attachments.0.url"}},
		{name: "number too small", edit: func(s *Session) { s.Capacity = pointer(-1) }, always: []string{"OUT_OF_RANGE capacity"}},
		{name: "no id", edit: func(s *Session) { s.TopicIDs = []content.ID{"x"} }, always: []string{"WRONG_KIND topics.0"}},
		{
			name: "nobody", edit: func(s *Session) { s.Cast = []Appearance{{}} },
			publish: []string{"REQUIRED appearances.0.speaker", "REQUIRED appearances.0.role"},
		},
	})
	checkRules(t, exampleVideo, []rule[*Video]{
		{name: "too many", edit: func(v *Video) { v.Sources = slices.Repeat(v.Sources, 251) }, always: []string{"TOO_MANY_ITEMS sources"}},
		{name: "a list that is required, and empty", edit: func(v *Video) { v.Sources = []Source{} }, publish: []string{"REQUIRED sources"}},
	})
}
