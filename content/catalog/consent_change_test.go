package catalog_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
)

// TestFormerVersionBringsNoConsent: a withdrawal survives the restore of an older version.
func TestFormerVersionBringsNoConsent(t *testing.T) {
	t.Parallel()
	store := annasWorld(t, allConsents()...)
	anna := contenttest.ID("speaker", "anna")
	contenttest.Edit(t, store, func(tx *content.Transaction) error {
		return catalog.WithdrawConsent(tx, anna, []content.ConsentTo{content.ConsentToName})
	})
	contenttest.Edit(t, store, func(tx *content.Transaction) error { return tx.Restore(anna, 1) })
	expectDoors(t, store, "restored", withoutDoors[content.ConsentToName])
}

// TestCopyOfAPerson: consents are not copied, and withdrawals are.
func TestCopyOfAPerson(t *testing.T) {
	t.Parallel()
	store := annasWorld(t, allConsents()...)
	anna := contenttest.ID("speaker", "anna")
	var copied content.ID
	contenttest.Edit(t, store, func(tx *content.Transaction) (err error) {
		copied, err = tx.Duplicate(anna)
		return err
	})
	_, err := content.Edit(t.Context(), store, contenttest.Options(), func(tx *content.Transaction) error { return tx.Publish(copied) })
	if content.CodeOf(err) != content.CodeInvalid {
		t.Errorf("published: %v", err)
	}
	contenttest.Edit(t, store, func(tx *content.Transaction) error { return catalog.WithdrawAllConsents(tx, anna) })
	contenttest.Edit(t, store, func(tx *content.Transaction) (err error) {
		copied, err = tx.Duplicate(anna)
		return err
	})
	if refused := stateOf(t, store, copied).Refused; !slices.Equal(refused, content.ConsentsTo()) {
		t.Errorf("the copy refuses %v", refused)
	}
}

// TestWithdrawalStays: no way of saving a person undoes a withdrawal, for any actor, even with
// another action in the same operation.
func TestWithdrawalStays(t *testing.T) {
	t.Parallel()
	anna := contenttest.ID("speaker", "anna")
	withdrawn := catalog.Consent{To: content.ConsentToName, Scope: "Alt", GivenOn: "2021-01-01", WithdrawnOn: "2021-09-01"}
	for name, consents := range map[string][]catalog.Consent{
		"left out":          {},
		"as it was":         {consent(content.ConsentToName)},
		"taken back later":  {{To: content.ConsentToName, Scope: "Alt", GivenOn: "2021-01-01", WithdrawnOn: "2031-01-01"}},
		"given anew beside": {withdrawn, {To: content.ConsentToName, Scope: "Alt", GivenOn: "2021-09-01"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, together := range []bool{false, true} {
				store := annasWorld(t, consent(content.ConsentToName))
				withdraw := func(tx *content.Transaction) error {
					return catalog.WithdrawConsent(tx, anna, []content.ConsentTo{content.ConsentToName})
				}
				save := func(tx *content.Transaction) error {
					s := contenttest.Speaker("anna")
					s.Consents = consents
					return tx.Save(s)
				}
				contenttest.Edit(t, store, withdraw)
				err := editAs(t, store, content.RoleAdmin, contenttest.Epoch, func(tx *content.Transaction) error {
					if together {
						if err := withdraw(tx); err != nil {
							return err
						}
					}
					return save(tx)
				})
				if content.CodeOf(err) != content.CodeInvalid || !strings.Contains(err.Error(), string(catalog.ConsentEnded)) {
					t.Errorf("saved: %v", err)
				}
				expectDoors(t, store, name, strings.ReplaceAll(withoutDoors[content.ConsentToName], "portrait ", ""))
			}
		})
	}
}

// TestExpiredConsentRenewed: a publisher can renew an expired consent in place; an editor can't
// show a person again this way.
func TestExpiredConsentRenewed(t *testing.T) {
	t.Parallel()
	store := annasWorld(t, catalog.Consent{To: content.ConsentToName, Scope: "Alt", GivenOn: "2021-01-01", ExpiresOn: "2021-09-10"})
	later := contenttest.Epoch.AddDate(0, 1, 0)
	if done, _ := runDue(t, store, later); len(done) != 1 {
		t.Fatalf("done: %v", done)
	}
	renew := func(tx *content.Transaction) error {
		s := contenttest.Speaker("anna")
		s.Consents = allConsents()
		return tx.Save(s)
	}
	anna := contenttest.ID("speaker", "anna")
	if err := editAs(t, store, content.RoleEditor, later, renew); content.CodeOf(err) != content.CodeInvalid || len(stateOf(t, store, anna).Refused) == 0 {
		t.Errorf("by an editor: %v", err)
	}
	if err := editAs(t, store, content.RolePublisher, later, renew); err != nil || len(stateOf(t, store, anna).Refused) > 0 {
		t.Errorf("by a publisher: %v", err)
	}
}

// TestRecordedConsentIsComplete: all problems of a new consent are reported together.
func TestRecordedConsentIsComplete(t *testing.T) {
	t.Parallel()
	store := annasWorld(t, allConsents()...)
	anna := contenttest.ID("speaker", "anna")
	contenttest.Edit(t, store, func(tx *content.Transaction) error { return catalog.WithdrawAllConsents(tx, anna) })
	err := editAs(t, store, content.RolePublisher, contenttest.Epoch, func(tx *content.Transaction) error {
		return catalog.RecordConsent(tx, anna, catalog.Consent{To: content.ConsentToName, Scope: " ", GivenOn: "2021-08-31", ExpiresOn: "2021-08-30"}, "")
	})
	for _, problem := range []string{"scope: REQUIRED", "givenOn: OUT_OF_RANGE", "expiresOn: END_BEFORE_START", "reason: REQUIRED"} {
		if err == nil || !strings.Contains(err.Error(), problem) {
			t.Errorf("no %s in %v", problem, err)
		}
	}
}

// TestWithdrawalsStayInRandomWorlds: in any sequence of edits, restores, copies and steps of
// the clock, no version lacks a withdrawal of the previous one, and only RecordConsent gives a
// consent again after a withdrawal.
func TestWithdrawalsStayInRandomWorlds(t *testing.T) {
	t.Parallel()
	withdrawals := 0
	for seed := range uint64(5) {
		store, w := contenttest.NewMemory(), contenttest.NewWorld(seed)
		for range 400 {
			if err := w.Edit(t.Context(), store); err != nil {
				t.Fatal(err)
			}
		}
		former := map[content.ID][]catalog.Consent{}
		sets, err := snapshotOf(t, store).Changes(0, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		for _, set := range sets {
			for id, encoded := range set.Documents {
				if id.Kind().Name != "speaker" || encoded == nil {
					continue
				}
				stored, err := content.Decode(encoded, set.Revision)
				if err != nil {
					t.Fatal(err)
				}
				consents := stored.Full.(*catalog.Speaker).Consents
				withdrawals += lawful(t, fmt.Sprintf("seed %d: %s at %d", seed, id, set.Revision), former[id], consents)
				former[id] = consents
			}
		}
	}
	if withdrawals < 50 {
		t.Errorf("only %d versions followed a withdrawal", withdrawals)
	}
}

// lawful returns the number of withdrawals before a version, and reports those that it undoes.
func lawful(t *testing.T, what string, before, after []catalog.Consent) (withdrawals int) {
	t.Helper()
	for _, c := range before {
		if c.WithdrawnOn == "" {
			continue
		}
		withdrawals++
		if !slices.Contains(after, c) {
			t.Errorf("%s: %v is no longer there", what, c)
		}
		for _, now := range after {
			known := slices.ContainsFunc(before, func(b catalog.Consent) bool { return b.To == now.To && b.GivenOn == now.GivenOn })
			if now.To == c.To && !known && now.Scope != contenttest.RecordedScope {
				t.Errorf("%s: %v is new after %v", what, now, c)
			}
		}
	}
	return withdrawals
}
