package catalog_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/content/schedule"
)

// TestFutureIsWhatComes: after random edits and plans, a view of a later time equals the store
// once the clock has passed that time, however often the schedule was run meanwhile.
func TestFutureIsWhatComes(t *testing.T) {
	t.Parallel()
	steps, missed, consents := 0, 0, 0
	count := func(done []content.Done) {
		for _, d := range done {
			switch steps++; d.Action {
			case content.MissedStep:
				missed++
			case content.Consenting:
				consents++
			}
		}
	}
	for seed := range uint64(60) {
		store, e := contenttest.NewMemory(), newEditor(seed)
		for range 60 {
			if batch := e.next(t, store); batch != nil {
				commitBatch(t, store, batch)
			}
		}
		at := e.now.Add(time.Duration(e.Int64N(int64(60 * time.Hour)))).Truncate(time.Second)
		future, err := content.Future(snapshotOf(t, store), nil, at)
		if err != nil {
			t.Fatal(err)
		}
		ahead := viewAt(t, store, e.now, at)
		seen := publicOf(t, ahead)
		for now := e.now; seed%2 == 0 && now.Before(at); now = now.Add(7 * time.Hour) {
			done, _ := runDue(t, store, now)
			count(done)
		}
		done, next := runDue(t, store, at)
		count(done)
		sameAnswers(t, answersOf(t, future, false), answersOf(t, snapshotOf(t, store), false))
		sameAnswers(t, seen, publicOf(t, viewAt(t, store, at, at)))
		if until, err := ahead.Until(); err != nil || !until.Equal(next) {
			t.Errorf("the view of %v holds until %v, the next step is at %v", at, until, next)
		}
	}
	if steps < 120 || missed < 5 || consents < 5 {
		t.Errorf("only %d steps came about, %d of them missed and %d ends of consents", steps, missed, consents)
	}
}

func viewAt(t *testing.T, store content.Store, now, at time.Time) *content.View {
	t.Helper()
	v, err := content.OpenView(t.Context(), store, content.ViewOptions{Actor: contenttest.Publisher, MaxReads: 1 << 20, Now: now, At: at})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

// publicOf returns everything in a view: each document, each list, and its length.
func publicOf(t *testing.T, v *content.View) map[string]any {
	t.Helper()
	all := map[string]any{"revision": v.Revision()}
	for _, id := range knownIDs() {
		d, err := v.Get(id)
		all[string(id)] = fmt.Sprint(content.CodeOf(err))
		if err == nil {
			all[string(id)] = d
		}
	}
	n := listing.MaxPage
	for _, kind := range catalog.Kinds() {
		for _, index := range kind.Indexes {
			if index.By != "" {
				continue
			}
			for _, descending := range []bool{false, true} {
				name, slugs, total := fmt.Sprint(kind.Name, index.Name(), descending), "", 0
				page, err := listing.Read[content.Document](v, listing.Query{Kind: kind, Order: index.Order, Descending: descending, First: &n})
				if err == nil {
					slugs = contenttest.Slugs(page)
					total, err = page.TotalCount()
				}
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				all[name] = fmt.Sprint(slugs, total)
			}
		}
	}
	return all
}

func TestViewOfAnotherTime(t *testing.T) {
	t.Parallel()
	store, past := contenttest.NewMemory(), contenttest.NewMemory()
	contenttest.Publish(t, past, contenttest.Conference("før"))
	contenttest.Publish(t, store, contenttest.Conference("fagdag"))
	contenttest.Save(t, store, contenttest.Session("a", "fagdag", 0))
	now := contenttest.Epoch
	at := now.Add(time.Hour)
	id := contenttest.ID("session", "a")
	planned(t, store, func(tx *content.Transaction) error { return schedule.Publish(tx, id, at) })
	door := func(_ context.Context, when time.Time) (content.Store, error) {
		if !when.Equal(now.Add(-time.Hour)) {
			return nil, fmt.Errorf("asked for %v", when)
		}
		return past, nil
	}
	open := func(o content.ViewOptions) error {
		v, err := content.OpenView(t.Context(), store, o)
		if err != nil {
			return err
		}
		defer func() { _ = v.Close() }()
		_, err = v.Get(id)
		return err
	}
	editor := content.Actor{Name: "e", Role: content.RoleEditor}
	for name, test := range map[string]struct {
		options content.ViewOptions
		code    content.Code
	}{
		"now":             {content.ViewOptions{}, content.CodeNotFound},
		"just before":     {content.ViewOptions{Actor: editor, Now: now, At: at.Add(-time.Millisecond)}, content.CodeNotFound},
		"at the instant":  {content.ViewOptions{Actor: editor, Now: now, At: at}, ""},
		"for anonymous":   {content.ViewOptions{Actor: content.Anonymous, Now: now, At: at}, content.CodeUnauthenticated},
		"for a previewer": {content.ViewOptions{Actor: content.Actor{Name: "p", Role: content.RolePreviewer}, Now: now, At: at}, content.CodeForbidden},
		"no past":         {content.ViewOptions{Actor: editor, Now: now, At: now.Add(-time.Hour)}, content.CodeBadInput},
		"the past":        {content.ViewOptions{Actor: editor, Now: now, At: now.Add(-time.Hour), Past: door}, content.CodeNotFound},
	} {
		if err := open(test.options); content.CodeOf(err) != test.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	v, err := content.OpenView(t.Context(), store, content.ViewOptions{Actor: editor, Now: now, At: now.Add(-time.Hour), Past: door})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = v.Close() }()
	until, err := v.Until()
	if err != nil || !until.IsZero() {
		t.Errorf("the past holds until %v, %v", until, err)
	}
	if _, err := v.Get(contenttest.ID("conference", "før")); err != nil {
		t.Errorf("the past has %v", err)
	}
}

// TestFutureIsBounded: a look ahead over too many steps is refused, and planning continues.
func TestFutureIsBounded(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	const many = 501
	contenttest.Edit(t, store, func(tx *content.Transaction) error {
		for i := range many + 1 {
			s := contenttest.Speaker(fmt.Sprint("taler ", i))
			if err := tx.Save(s); err != nil {
				return err
			}
			if i == many {
				break
			}
			if err := schedule.Publish(tx, s.ID, contenttest.Epoch.Add(time.Hour)); err != nil {
				return err
			}
		}
		return nil
	})
	snap := snapshotOf(t, store)
	if _, err := content.Future(snap, nil, contenttest.Epoch.Add(time.Hour)); content.CodeOf(err) != content.CodeTooComplex {
		t.Errorf("over %d steps: %v", many, err)
	}
	if _, err := content.Future(snap, nil, contenttest.Epoch.Add(time.Minute)); err != nil {
		t.Errorf("before them: %v", err)
	}
	planned(t, store, func(tx *content.Transaction) error {
		return schedule.Publish(tx, contenttest.ID("speaker", fmt.Sprint("taler ", many)), contenttest.Epoch.Add(2*time.Hour))
	})
}
