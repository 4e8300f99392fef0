package catalog_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// wordsIn returns the words of a text.
func wordsIn(t *testing.T, text string) *catalog.Words {
	t.Helper()
	words, err := catalog.ParseWords(text)
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// leadsThere checks that the log leads to the state of a store.
func leadsThere(t *testing.T, store content.Store) {
	t.Helper()
	all := dump(t, store)
	replayed := contenttest.NewMemory()
	replayAll(t, replayed, all.Sets)
	if again := dump(t, replayed); !reflect.DeepEqual(again, all) {
		t.Error("the log leads elsewhere")
	}
}

// TestWordsInReasonsOnly: a removal that changes no document still is a change, also where the
// newest document was erased.
func TestWordsInReasonsOnly(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, contenttest.Speaker("offer"), contenttest.Speaker("bo"))
	o := contenttest.Options()
	o.Reason, o.Actor.Name = "Bor på Hemmeligvej 17", "Hemmelig Redaktør"
	if _, err := content.Edit(t.Context(), store, o, func(tx *content.Transaction) error { return tx.Unpublish(contenttest.ID("speaker", "bo")) }); err != nil {
		t.Fatal(err)
	}
	if _, err := catalog.ErasePerson(t.Context(), store, eraserOptions(), victim); err != nil {
		t.Fatal(err)
	}
	for text, reason := range map[string]string{"hemmeligvej 17": "Bor på [removed]", "HEMMELIG REDAKTØR": ""} {
		receipt, batch, err := catalog.RemoveWordsFrom(t.Context(), store, eraserOptions(), wordsIn(t, text), nil)
		if err != nil {
			t.Fatal(err)
		}
		if want := []content.Place{{Revision: 2, Path: "change"}}; !reflect.DeepEqual(receipt.Places, want) || receipt.Changes != 1 || receipt.Versions != 0 || len(batch.Entries) != 1 {
			t.Errorf("%s: %+v", text, receipt)
		}
		change := dump(t, store).Log[len(dump(t, store).Log)-2]
		if reason != "" && change.Reason != reason || reason == "" && change.Actor.Name != "erased person" {
			t.Errorf("%s: the change is %+v", text, change)
		}
	}
	leadsThere(t, store)
}

// TestRemovalKeepsWhatIsNotText: ids, times, zones, dates and enums stay.
func TestRemovalKeepsWhatIsNotText(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	conference := contenttest.Conference("fagdag")
	conference.Summary = locale.NewText("da", "I Copenhagen, Europe, 2021-09-01, HELD.", "en", "Copenhagen")
	contenttest.Publish(t, store, conference)
	for _, text := range []string{"Copenhagen", "2021-09-01", "Held", "conference"} {
		if _, _, err := catalog.RemoveWordsFrom(t.Context(), store, eraserOptions(), wordsIn(t, text), nil); err != nil {
			t.Fatal(err)
		}
	}
	c, err := content.Get[*catalog.Conference](contenttest.View(t, store, content.Anonymous), conference.ID)
	if err != nil || c.TimeZone != "Europe/Copenhagen" || c.StartDate != "2021-09-01" || c.Status != catalog.ConferenceHeld || c.Summary.String() != "I [slettet], Europe, [slettet], [slettet]." {
		t.Errorf("%+v, %v", c, err)
	}
	leadsThere(t, store)
}

// TestRemovalAgain: from a revision on, without the names of people who had other words then.
func TestRemovalAgain(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	topic := func(name, text string) *catalog.Topic {
		d := &catalog.Topic{Meta: contenttest.Meta("topic", name), Name: locale.NewText("da", name)}
		d.Description = locale.NewText("da", text)
		return d
	}
	contenttest.Save(t, store, topic("før", "Ida Holst"))
	ida := contenttest.Speaker("ida holst")
	contenttest.Save(t, store, topic("efter", "Ida Holst"), ida)
	known := func(s string) bool { return s == "idaholst" }
	for _, tt := range []struct {
		places []content.Place
		name   string
	}{{nil, "ida holst"}, {[]content.Place{{DocumentID: ida.ID, Revision: 9, Path: "name"}}, "[removed]"}} {
		words := catalog.WordsOfHash("hash", 8, known, tt.places)
		batch, err := catalog.RemoveWordsAgain(t.Context(), store, eraserOptions(), words, nil, 1)
		if err != nil || batch == nil || batch.Erasure.Words[0].Hash != "hash" || batch.Erasure.Words[0].Text != "" {
			t.Fatalf("%+v, %v", batch, err)
		}
		all := dump(t, store)
		text, err := json.Marshal(all.Sets[0])
		if err != nil || !strings.Contains(all.Versions[string(contenttest.ID("topic", "før"))+" 1"], "Ida Holst") {
			t.Errorf("what was written before is changed: %s, %v", text, err)
		}
		if v := all.Versions[string(contenttest.ID("topic", "efter"))+" 2"]; strings.Contains(v, "Ida Holst") {
			t.Errorf("what was written after it: %s", v)
		}
		if v := all.Versions[string(ida.ID)+" 2"]; !strings.Contains(v, `"name":"`+tt.name+`"`) {
			t.Errorf("the name: %s", v)
		}
	}
	leadsThere(t, store)
}

func TestOnlyAdminsRemoveWords(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, contenttest.Speaker("bo"))
	for _, role := range []content.Role{content.RolePublisher, content.RoleReader} {
		o := eraserOptions()
		o.Actor.Role = role
		_, _, err := catalog.RemoveWordsFrom(t.Context(), store, o, wordsIn(t, "Hemmeligvej 17"), nil)
		_, again := catalog.RemoveWordsAgain(t.Context(), store, o, wordsIn(t, "Hemmeligvej 17"), nil, 0)
		for _, err := range []error{err, again} {
			if code := content.CodeOf(err); code != content.CodeForbidden && code != content.CodeUnauthenticated {
				t.Errorf("%s removes words: %v", role, err)
			}
		}
	}
}
