package contenttest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
)

func testErasure(t *testing.T, open opener) {
	const secret = "zqxhemmelig"
	store, other := open(t), open(t)
	id := ID("speaker", "her")
	person := func(n int) *catalog.Speaker {
		s := Speaker(fmt.Sprint(secret, " nr ", n))
		s.ID = id
		return s
	}
	Publish(t, store, Conference("fagdag"), person(0), Speaker("anna"))
	talk := Session("a", "fagdag", 0)
	talk.ContentNotice = locale.NewText("da", "Med "+secret+".")
	Publish(t, store, talk)
	for n := range 3 {
		Publish(t, store, person(n+1))
	}
	Save(t, store, person(9))
	options := Options()
	options.Reason = secret + " asked for it"
	if _, err := content.Edit(t.Context(), store, options, func(tx *content.Transaction) error { return tx.Unpublish(id) }); err != nil {
		t.Fatal(err)
	}
	t.Run("before", func(t *testing.T) { // with closed views, since an erasure waits for open ones
		if all := everythingSaid(t, store); strings.Count(all, secret) < 10 {
			t.Fatalf("the test has nothing to erase: %s", all)
		}
		// Caches must be cleared as well.
		for _, actor := range []content.Actor{content.Anonymous, Publisher} {
			_, _ = View(t, store, actor).Get(id)
			_, _ = View(t, store, actor).Get(talk.ID)
		}
	})

	Erase(t, store, id, secret)

	if all := everythingSaid(t, store); strings.Contains(all, secret) {
		t.Errorf("after the erasure: %s", all)
	}
	snap := snapshot(t, store)
	if state, err := snap.State(id); err != nil || !state.Erased || state.Working() != 0 {
		t.Errorf("the state of the erased: %+v, %v", state, err)
	}
	if versions, err := snap.History(id, 0, 10); len(versions) != 0 || err != nil {
		t.Errorf("versions of the erased: %v, %v", versions, err)
	}
	for _, actor := range []content.Actor{content.Anonymous, Publisher} {
		if _, err := View(t, store, actor).Get(id); !content.IsNotFound(err) {
			t.Errorf("%s gets the erased: %v", actor.Role, err)
		}
	}
	_, err := content.Edit(t.Context(), store, Options(), func(tx *content.Transaction) error { return tx.Save(person(1)) })
	if !content.IsNotFound(err) {
		t.Errorf("saving the erased: %v", err)
	}
	if s, err := content.Get[*catalog.Session](View(t, store, content.Anonymous), talk.ID); err != nil || !strings.HasPrefix(s.ContentNotice.String(), "Med xxx") {
		t.Errorf("what mentioned the erased: %v, %v", s, err)
	}
	Publish(t, store, Speaker("bo"))
	copyLog(t, store, other)

	// An impossible erasure changes nothing.
	before := fmt.Sprint(dump(t, store))
	boom := errors.New("boom")
	err = store.Write(t.Context(), func(base content.Snapshot) (*content.Batch, error) {
		if _, err := Erasing(base, ID("speaker", "bo"), "Job of bo"); err != nil {
			t.Error(err)
		}
		return nil, boom
	})
	if !errors.Is(err, boom) || fmt.Sprint(dump(t, store)) != before {
		t.Errorf("an erasure that failed: %v", err)
	}
}

// everythingSaid returns every key, state, change and version of a store, as text.
func everythingSaid(t *testing.T, store content.Store) string {
	t.Helper()
	var b strings.Builder
	_, _ = fmt.Fprintf(&b, "%+v\n", dump(t, store))
	snap := snapshot(t, store)
	changes, err := snap.Log(0, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range changes {
		_, _ = fmt.Fprintf(&b, "%+v\n", change)
		for _, e := range change.Entries {
			if stored, err := snap.Version(e.ID, change.Revision); err == nil {
				_, _ = fmt.Fprintf(&b, "%+v\n", stored.Full)
			} else if !content.IsNotFound(err) {
				t.Error(err)
			}
		}
	}
	return b.String()
}
