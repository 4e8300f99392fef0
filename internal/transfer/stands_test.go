package transfer_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/schedule"
	"lectern/internal/transfer"
)

// standing returns a store with planned steps and a hidden person.
func standing(t *testing.T) content.Store {
	store := lived(t)
	edit(t, store, 10, func(tx *content.Transaction) error {
		return errors.Join(
			schedule.Publish(tx, contenttest.ID("session", "kladde"), at(2000)),
			schedule.Publish(tx, contenttest.ID("session", "panel"), at(2000)),
			schedule.Unpublish(tx, contenttest.ID("session", "panel"), at(3000)),
			catalog.HideSpeaker(tx, contenttest.ID("speaker", "Bo")),
		)
	})
	return store
}

// Planned steps and hidden people survive an export and import.
func TestStandsAreCarried(t *testing.T) {
	t.Parallel()
	store := standing(t)
	first := export(t, store, false)
	for _, atomic := range []bool{false, true} {
		all := files(t, first)
		if atomic { // a draft of a published document can't be written in the same change
			delete(all, "sessions/panel.draft.yaml")
		}
		o := options(in(all))
		o.Atomic = atomic
		next := contenttest.NewMemory()
		mustImport(t, next, o)
		if again := mustImport(t, next, o); again.Changes != 0 || again.Updated != 0 {
			t.Errorf("imported again: %+v", again)
		}
		if !atomic {
			if diff := cmp.Diff(files(t, first), files(t, export(t, next, false))); diff != "" {
				t.Errorf("the export of the import differs: %s", diff)
			}
		}
		if _, err := contenttest.View(t, next, content.Anonymous).Get(contenttest.ID("speaker", "Bo")); !content.IsNotFound(err) {
			t.Errorf("the hidden person: %v", err)
		}
	}
	// Steps in the past are no longer planned.
	late := options(in(files(t, first)))
	late.Now = at(2500)
	report := mustImport(t, contenttest.NewMemory(), late)
	if n := len(report.Notices); n != 2 || !strings.Contains(report.Notices[0], "has passed") {
		t.Errorf("notices: %q", report.Notices)
	}
}

func TestStandsThatCanNotBe(t *testing.T) {
	t.Parallel()
	report := func(text string) string {
		o := options(in(map[string]string{"sessions/a.yaml": "title: A\n" + text}))
		report, _ := transfer.Import(t.Context(), contenttest.NewMemory(), o)
		return lines(report.Problems)
	}
	for text, want := range map[string]string{
		"state: draft\nschedule: snart\n":                                                                   "WRONG_TYPE",
		"state: draft\nschedule:\n  - publish: snart\n":                                                     "BAD_FORMAT",
		"state: draft\nschedule:\n  - hide: 2027-01-01T08:00:00Z\n":                                         "BAD_VALUE",
		"state: draft\nschedule:\n  - publish: 2027-01-01T08:00:00Z\n  - unpublish: 2027-01-01T08:00:00Z\n": "DUPLICATE",
		"state: draft\nhidden: true\n":                                                                      "CONTRADICTION",
		"state: draft\nhidden: ja\n":                                                                        "BAD_VALUE",
	} {
		if got := report(text); !strings.Contains(got, want) {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// A person who was erased in a store does not return with older files.
func TestErasedStayOut(t *testing.T) {
	t.Parallel()
	store := lived(t)
	old := files(t, export(t, store, false))
	o := options(in(old))
	o.Erased = []content.ID{contenttest.ID("speaker", "Anna Ærø")}
	next := contenttest.NewMemory()
	report := mustImport(t, next, o)
	if len(report.Notices) < 2 {
		t.Errorf("notices: %q", report.Notices)
	}
	all := files(t, export(t, next, false))
	for name, text := range all {
		if strings.Contains(text, "Anna") || strings.Contains(text, string(o.Erased[0])) {
			t.Errorf("%s: %s", name, text)
		}
	}
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	if len(all) != len(old)-1 {
		t.Errorf("%d files of %d: %v", len(all), len(old), names)
	}
}

// TestImportCannotUndoAWithdrawal: files that were exported before a person withdrew a consent
// are refused.
func TestImportCannotUndoAWithdrawal(t *testing.T) {
	t.Parallel()
	anna := contenttest.Speaker("anna")
	anna.WithoutConsentReason, anna.Consents = "", []catalog.Consent{{To: content.ConsentToName, Scope: "Alt", GivenOn: "2021-01-01"}}
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, anna)
	former := files(t, export(t, store, false))
	contenttest.Edit(t, store, func(tx *content.Transaction) error {
		return catalog.WithdrawConsent(tx, anna.ID, []content.ConsentTo{content.ConsentToName})
	})
	before := revision(t, store)
	report, err := transfer.Import(t.Context(), store, options(in(former)))
	if err == nil || !strings.Contains(lines(report.Problems), string(catalog.ConsentEnded)) || revision(t, store) != before {
		t.Errorf("%v\n%s", err, lines(report.Problems))
	}
	if s, err := contenttest.View(t, store, content.Anonymous).Get(anna.ID); !content.IsNotFound(err) {
		t.Errorf("a reader sees %v (%v)", s, err)
	}
}
