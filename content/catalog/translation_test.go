package catalog_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/content/locale"
)

// stands returns the states of a document's translations: "en OLDER".
func stands(d content.Document) string {
	var all []string
	for _, s := range content.Translations(d) {
		line := fmt.Sprintf("%s of %s %s", s.Language, s.Original, s.State)
		if len(s.Missing) > 0 {
			line += " " + strings.Join(s.Missing, " ")
		}
		all = append(all, line)
	}
	return strings.Join(all, ", ")
}

// TestTranslations: a translation is missing, partial or complete, and becomes older than the
// original once that changes, until it changes too or is confirmed.
func TestTranslations(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	id := contenttest.ID("session", "panel")
	day := 0
	edit := func(change func(*content.Transaction) error) {
		t.Helper()
		day++
		o := contenttest.Options()
		o.Now = contenttest.Epoch.AddDate(0, 0, day)
		if _, err := content.Edit(t.Context(), store, o, change); err != nil {
			t.Fatal(err)
		}
	}
	working := func() *catalog.Session {
		t.Helper()
		view := contenttest.View(t, store, contenttest.Publisher)
		defer func() { _ = view.Close() }()
		drafts, err := view.Drafts()
		if err != nil {
			t.Fatal(err)
		}
		s, err := content.Get[*catalog.Session](drafts, id)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	change := func(with func(*catalog.Session)) {
		t.Helper()
		edit(func(tx *content.Transaction) error {
			s := content.Clone(working())
			with(s)
			return tx.Save(s)
		})
	}
	expect := func(want string) {
		t.Helper()
		if got := stands(working()); got != want {
			t.Errorf("day %d: %q, want %q", day, got, want)
		}
		// The work list agrees.
		view := contenttest.View(t, store, contenttest.Publisher)
		defer func() { _ = view.Close() }()
		drafts, err := view.Drafts()
		if err != nil {
			t.Fatal(err)
		}
		list, err := listing.TranslationsNeeding(drafts, locale.English, []*content.Kind{content.KindNamed("session")}, 10, nil)
		if err != nil {
			t.Fatal(err)
		}
		if needs := strings.HasPrefix(want, "en of da") && !strings.Contains(want, "COMPLETE"); needs != (len(list.Nodes()) == 1) {
			t.Errorf("day %d: %s, and %d in the list", day, want, len(list.Nodes()))
		}
	}
	edit(func(tx *content.Transaction) error {
		s := contenttest.Session("panel", "fagdag", 1)
		s.Title = locale.NewText("da", "Panel")
		return errorsOf(tx.Save(contenttest.Conference("fagdag")), tx.Save(s))
	})
	expect("en of da MISSING title")
	change(func(s *catalog.Session) { s.Abstract = locale.NewRichText("da", "Om.", "en", "About.") })
	expect("en of da PARTIAL title")
	change(func(s *catalog.Session) { s.Title = s.Title.With("en", "Panel") })
	expect("en of da COMPLETE")
	change(func(s *catalog.Session) { s.Room = "Sal 1" })
	expect("en of da COMPLETE")
	edit(func(tx *content.Transaction) error {
		return errorsOf(tx.Publish(contenttest.ID("conference", "fagdag")), tx.Publish(id))
	})
	expect("en of da COMPLETE")
	change(func(s *catalog.Session) { s.Title = s.Title.With("da", "Paneldebat") })
	expect("en of da OLDER")
	edit(func(tx *content.Transaction) error { return tx.Publish(id) })
	expect("en of da OLDER")
	edit(func(tx *content.Transaction) error { return content.ConfirmTranslation(tx, id, "en") })
	expect("en of da COMPLETE")
	change(func(s *catalog.Session) { s.Title = s.Title.With("da", "Debat") })
	change(func(s *catalog.Session) { s.Title = s.Title.With("en", "Debate") })
	expect("en of da COMPLETE")
	change(func(s *catalog.Session) { s.Title, s.Abstract = s.Title.With("da", "Samtale").With("en", "Talk"), nil })
	expect("en of da COMPLETE")
	change(func(s *catalog.Session) { s.Title = s.Title.With("de", "Gespräch") })
	expect("en of da COMPLETE, de of da COMPLETE")
	change(func(s *catalog.Session) { s.Title = locale.NewText("en", "Talk") })
	expect("da of en MISSING title")
	if s := working(); len(s.TextsAt) != 1 {
		t.Errorf("texts changed at %v, and only English ones are left", s.TextsAt)
	}
	o := contenttest.Options()
	_, err := content.Edit(t.Context(), store, o, func(tx *content.Transaction) error { return content.ConfirmTranslation(tx, id, "da") })
	if content.CodeOf(err) != content.CodeBadInput {
		t.Errorf("confirming what is not there: %v", err)
	}
	edit(func(tx *content.Transaction) error { return tx.Archive(id) })
	if len(needing(t, store, "da", 10, nil).Nodes()) != 0 {
		t.Error("what was put away is to be translated")
	}
}

func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func needing(t *testing.T, store content.Store, l locale.Language, first int, after *string, of ...*content.Kind) *listing.TranslationTaskConnection {
	t.Helper()
	view := contenttest.View(t, store, contenttest.Publisher)
	defer func() { _ = view.Close() }()
	drafts, err := view.Drafts()
	if err != nil {
		t.Fatal(err)
	}
	list, err := listing.TranslationsNeeding(drafts, l, of, first, after)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestWorkList: the longest waiting document comes first, whatever its type, and pages of any
// size give the same list.
func TestWorkList(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	names := map[content.ID]string{}
	for i, kind := range []string{"topic", "organisation", "topic", "speaker", "topic", "organisation", "topic"} {
		name := fmt.Sprint(kind, i)
		o := contenttest.Options()
		o.Now = contenttest.Epoch.Add(time.Duration(i) * time.Hour)
		var d content.Document
		switch kind {
		case "topic":
			d = &catalog.Topic{Meta: contenttest.Meta(kind, name), Name: locale.NewText("da", name)}
		case "organisation":
			d = &catalog.Organisation{Meta: contenttest.Meta(kind, name), Name: locale.NewText("da", name)}
		default:
			d = contenttest.Speaker(name) // which has both languages
		}
		names[d.Base().ID] = name
		if _, err := content.Edit(t.Context(), store, o, func(tx *content.Transaction) error { return tx.Save(d) }); err != nil {
			t.Fatal(err)
		}
	}
	topics := content.KindNamed("topic")
	for _, test := range []struct {
		of   []*content.Kind
		want string
	}{
		{nil, "topic0 organisation1 topic2 topic4 organisation5 topic6"},
		{[]*content.Kind{topics}, "topic0 topic2 topic4 topic6"},
		{[]*content.Kind{content.KindNamed("organisation"), topics}, "topic0 organisation1 topic2 topic4 organisation5 topic6"},
		{[]*content.Kind{content.KindNamed("photo")}, ""},
	} {
		for first := 1; first < 8; first++ {
			var got []string
			for after, more := (*string)(nil), true; more; {
				page := needing(t, store, "en", first, after, test.of...)
				for _, task := range page.Nodes() {
					got = append(got, names[task.Document.Base().ID])
				}
				more, _ = page.PageInfo().HasNextPage()
				after = page.PageInfo().EndCursor()
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("%d at once: %q, want %q", first, got, test.want)
			}
		}
	}
	if n := len(needing(t, store, "da", 10, nil).Nodes()); n != 0 {
		t.Errorf("%d need Danish", n)
	}

	view := contenttest.View(t, store, contenttest.Publisher)
	drafts, err := view.Drafts()
	if err != nil {
		t.Fatal(err)
	}
	cursor := needing(t, store, "en", 1, nil).PageInfo().EndCursor()
	bad := "AAAA"
	for name, test := range map[string]struct {
		view     *content.View
		language locale.Language
		of       []*content.Kind
		first    int
		after    *string
		want     content.Code
	}{
		"no editor":            {view, "en", nil, 1, nil, content.CodeForbidden},
		"none at all":          {drafts, "en", nil, 0, nil, content.CodeBadInput},
		"too many":             {drafts, "en", nil, 101, nil, content.CodeBadInput},
		"another language":     {drafts, "de", nil, 1, nil, content.CodeBadInput},
		"no cursor":            {drafts, "en", nil, 1, &bad, content.CodeBadCursor},
		"a cursor of another":  {drafts, "en", []*content.Kind{topics}, 1, cursor, content.CodeBadCursor},
		"of another language":  {drafts, "da", nil, 1, cursor, content.CodeBadCursor},
		"all is well for once": {drafts, "en", nil, 1, cursor, ""},
	} {
		if _, err := listing.TranslationsNeeding(test.view, test.language, test.of, test.first, test.after); content.CodeOf(err) != test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestOldTexts: for documents that are older than the recording of text changes, nothing is
// older until something changes.
func TestOldTexts(t *testing.T) {
	t.Parallel()
	old := contenttest.Session("panel", "fagdag", 1)
	if got := stands(old); got != "en of da COMPLETE" {
		t.Error(got)
	}
	if got := stands(&catalog.Speaker{Name: "Anna"}); got != "" {
		t.Errorf("without texts: %s", got)
	}
}
