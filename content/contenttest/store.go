package contenttest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/listing"
	"lectern/content/locale"
)

// TestStore is the suite that every content.Store passes. open returns an empty store that is
// closed and checked at the end of the test.
func TestStore(t *testing.T, open func(t *testing.T) content.Store) {
	for name, test := range map[string]func(*testing.T, func(*testing.T) content.Store){
		"empty":             testEmpty,
		"publish":           testPublish,
		"withdraw":          testWithdraw,
		"all or nothing":    testAllOrNothing,
		"isolation":         testIsolation,
		"renaming":          testRenaming,
		"counts":            testCounts,
		"replay":            testReplay,
		"readers and edits": testReadersAndEdits,
		"cancelled write":   testCancelled,
		"scan":              testScan,
		"reads":             testReads,
		"log":               testLog,
		"history":           testHistory,
		"schedules":         testSchedules,
		"states":            testStates,
		"erasure":           testErasure,
	} {
		t.Run(name, func(t *testing.T) { test(t, open) })
	}
}

type opener = func(*testing.T) content.Store

func testEmpty(t *testing.T, open opener) {
	snap := snapshot(t, open(t))
	if r := snap.Revision(); r != 0 {
		t.Errorf("revision of an empty store: %d", r)
	}
	if _, err := snap.State(ID("session", "none")); !content.IsNotFound(err) {
		t.Errorf("state of nothing: %v", err)
	}
	if _, err := snap.Version(ID("session", "none"), 1); !content.IsNotFound(err) {
		t.Errorf("version of nothing: %v", err)
	}
	for space := range content.Spaces {
		if keys, err := snap.Scan(nil, space, "", "", false, 10); len(keys) != 0 || err != nil {
			t.Errorf("space %d: %q, %v", space, keys, err)
		}
	}
	if sets, err := snap.Changes(0, 10); len(sets) != 0 || err != nil {
		t.Errorf("changes: %v, %v", sets, err)
	}
}

func testPublish(t *testing.T, open opener) {
	store := open(t)
	Publish(t, store, Conference("fagdag"), Speaker("anna"))
	Save(t, store, Session("kladde", "fagdag", 0, "anna"))

	public, preview := View(t, store, content.Anonymous, "en"), View(t, store, Publisher)
	c, err := content.Get[*catalog.Conference](public, ID("conference", "fagdag"))
	if err != nil {
		t.Fatal(err)
	}
	if c.Title.String() != "fagdag (en)" || c.Language != "en" || c.URL != "https://example.org/conferences/fagdag" || c.Revision != 1 || c.PublishedAt == nil {
		t.Errorf("the public document: %+v", c)
	}
	draft := ID("session", "kladde")
	if _, err := public.Get(draft); !content.IsNotFound(err) {
		t.Errorf("a draft by id, for readers: %v", err)
	}
	if _, err := public.BySlug(content.KindNamed("session"), "kladde"); !content.IsNotFound(err) {
		t.Errorf("a draft by slug, for readers: %v", err)
	}
	if d, err := preview.Get(draft); err != nil || d.Base().Slug != "kladde" {
		t.Errorf("a draft by id, for editors: %v, %v", d, err)
	}
	for view, want := range map[*content.View]string{public: "", preview: "kladde "} {
		if got := Slugs(list[*catalog.Session](t, view, sessionsOf("fagdag"))); got != want {
			t.Errorf("sessions: %q, want %q", got, want)
		}
	}
}

func testWithdraw(t *testing.T, open opener) {
	store := open(t)
	Publish(t, store, Conference("fagdag"), Session("a", "fagdag", 0), Session("b", "fagdag", 1))
	Edit(t, store, func(tx *content.Transaction) error {
		return errors.Join(tx.Unpublish(ID("session", "a")), tx.Archive(ID("session", "b")))
	})
	for actor, want := range map[content.Actor]string{content.Anonymous: "", Publisher: "a "} {
		view := View(t, store, actor)
		page := list[*catalog.Session](t, view, sessionsOf("fagdag"))
		n, err := page.TotalCount()
		if got := Slugs(page); got != want || err != nil || n != len(want)/2 {
			t.Errorf("%s lists %q, %d in all (%v); want %q", actor.Role, got, n, err, want)
		}
		for _, name := range []string{"a", "b"} {
			d, err := view.Get(ID("session", name))
			if shown := want == name+" "; shown != (err == nil) {
				t.Errorf("%s gets %s: %v, %v", actor.Role, name, d, err)
			}
		}
	}
	Publish(t, store, Session("b", "fagdag", 1))
	if got := Slugs(list[*catalog.Session](t, View(t, store, content.Anonymous), sessionsOf("fagdag"))); got != "b " {
		t.Errorf("after publishing again: %q", got)
	}
}

func testAllOrNothing(t *testing.T, open opener) {
	store := open(t)
	Publish(t, store, Conference("fagdag"))
	before := dump(t, store)
	boom := errors.New("boom")
	invalid := Session("uden konference", "fagdag", 0)
	invalid.ConferenceID = ID("conference", "none")
	for name, test := range map[string]struct {
		last func() error
		doc  content.Document
		dry  bool
		want func(error) bool
	}{
		"error":   {last: func() error { return boom }, want: func(err error) bool { return errors.Is(err, boom) }},
		"panic":   {last: func() error { panic("boom") }, want: func(err error) bool { return content.CodeOf(err) == content.CodeInternal }},
		"invalid": {doc: invalid, want: func(err error) bool { return content.CodeOf(err) == content.CodeInvalid }},
		"dry run": {dry: true, want: func(err error) bool { return err == nil }},
	} {
		options := Options()
		options.DryRun = test.dry
		_, err := content.Edit(t.Context(), store, options, func(tx *content.Transaction) error {
			for _, d := range []content.Document{Speaker("anna"), test.doc} {
				if d == nil {
					continue
				}
				if err := errors.Join(tx.Save(d), tx.Publish(d.Base().ID)); err != nil {
					return err
				}
			}
			if test.last != nil {
				return test.last()
			}
			return nil
		})
		if !test.want(err) {
			t.Errorf("%s: %v", name, err)
		}
		if after := dump(t, store); !reflect.DeepEqual(before, after) {
			t.Errorf("%s left a trace", name)
		}
	}
	if change := Publish(t, store, Speaker("anna")); change.Revision != 2 {
		t.Errorf("the next change has revision %d", change.Revision)
	}
}

func testIsolation(t *testing.T, open opener) {
	store := open(t)
	Publish(t, store, Conference("fagdag"), Session("a", "fagdag", 0))
	old := View(t, store, content.Anonymous)
	renamed := Session("a", "fagdag", 0)
	renamed.Title = locale.NewText("da", "Ny titel")
	Publish(t, store, renamed, Session("b", "fagdag", 1))
	fresh := View(t, store, content.Anonymous)
	for range 2 { // the second time from the cache
		for view, want := range map[*content.View][2]string{old: {"a", "a "}, fresh: {"Ny titel", "a b "}} {
			s, err := content.Get[*catalog.Session](view, ID("session", "a"))
			if err != nil || s.Title.String() != want[0] {
				t.Errorf("revision %d: title %v, %v", view.Revision(), s, err)
			}
			if got := Slugs(list[*catalog.Session](t, view, sessionsOf("fagdag"))); got != want[1] {
				t.Errorf("revision %d: %q", view.Revision(), got)
			}
		}
	}
	if _, err := old.Get(ID("session", "b")); !content.IsNotFound(err) {
		t.Errorf("the old view gets a new document: %v", err)
	}
}

func testRenaming(t *testing.T, open opener) {
	store := open(t)
	Publish(t, store, Conference("fagdag"))
	renamed := Conference("fagdag")
	renamed.Slug = "konference"
	Publish(t, store, renamed)
	view := View(t, store, content.Anonymous)
	for _, slug := range []string{"fagdag", "konference"} {
		d, err := view.BySlug(content.KindNamed("conference"), slug)
		if err != nil || d.Base().Slug != "konference" {
			t.Errorf("%s: %v, %v", slug, d, err)
		}
	}
	other := Conference("anden")
	other.Slug = "fagdag"
	_, err := content.Edit(t.Context(), store, Options(), func(tx *content.Transaction) error { return tx.Save(other) })
	if content.CodeOf(err) != content.CodeInvalid || !strings.Contains(err.Error(), string(content.SlugTaken)) {
		t.Errorf("a former slug for another document: %v", err)
	}
}

func testCounts(t *testing.T, open opener) {
	store := open(t)
	Publish(t, store, Conference("fagdag"), Conference("anden"))
	for i := range 7 {
		Publish(t, store, Session(fmt.Sprint("s", i), "fagdag", 2*i))
	}
	moved := Session("s3", "anden", 6)
	Publish(t, store, moved)
	view := View(t, store, content.Anonymous)
	for conference, want := range map[string]int{"fagdag": 6, "anden": 1} {
		if n, err := list[*catalog.Session](t, view, sessionsOf(conference)).TotalCount(); n != want || err != nil {
			t.Errorf("%s has %d sessions (%v), want %d", conference, n, err, want)
		}
	}
	// The two pages have seven sessions; counting reads nothing more.
	if reads := view.Reads(); reads.Entries != 7 {
		t.Errorf("counting read %d index entries", reads.Entries)
	}
}

func testReplay(t *testing.T, open opener) {
	store, other := open(t), open(t)
	Publish(t, store, Conference("fagdag"), Speaker("anna"), Session("a", "fagdag", 0, "anna"))
	Save(t, store, Session("b", "fagdag", 1))
	Edit(t, store, func(tx *content.Transaction) error { return tx.Unpublish(ID("session", "a")) })
	sets, err := snapshot(t, store).Changes(0, 10)
	if err != nil || len(sets) != 3 {
		t.Fatalf("%d changes, %v", len(sets), err)
	}
	for _, set := range sets {
		if err := other.Write(t.Context(), func(base content.Snapshot) (*content.Batch, error) { return content.Replay(base, set) }); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(dump(t, store), dump(t, other)) {
		t.Error("the replayed store differs")
	}
	err = other.Write(t.Context(), func(base content.Snapshot) (*content.Batch, error) { return content.Replay(base, sets[1]) })
	if content.CodeOf(err) != content.CodeBadInput {
		t.Errorf("a change that is not the next: %v", err)
	}
}

func testReadersAndEdits(t *testing.T, open opener) {
	store := open(t)
	Publish(t, store, Conference("fagdag"), Session("a", "fagdag", 0))
	var readers sync.WaitGroup
	done := make(chan struct{})
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if err := consistent(store); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range 40 {
		// The room is indexed, the title is not: they must match.
		s := Session("a", "fagdag", 0)
		s.Room = fmt.Sprint(i)
		s.Title = locale.NewText("da", fmt.Sprint(i))
		Publish(t, store, s)
	}
	close(done)
	readers.Wait()
}

// consistent reads one document through an index and by its id.
func consistent(store content.Store) error {
	view, err := content.OpenView(context.Background(), store, content.ViewOptions{})
	if err != nil {
		return err
	}
	defer func() { _ = view.Close() }()
	s, err := content.Get[*catalog.Session](view, ID("session", "a"))
	if err != nil {
		return err
	}
	query := sessionsOf("fagdag")
	if s.Room != "" {
		query.Where = append(query.Where, listing.Condition{Attribute: "room", In: []content.Key{content.StringKey(s.Room)}})
	}
	page, err := listing.Read[*catalog.Session](view, query)
	if err != nil {
		return err
	}
	if len(page.Nodes()) != 1 || page.Nodes()[0] != s || (s.Room != "" && s.Room != s.Title.String()) {
		return fmt.Errorf("at revision %d the index and the document differ", view.Revision())
	}
	return nil
}

func testCancelled(t *testing.T, open opener) {
	store := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := content.Edit(ctx, store, Options(), func(tx *content.Transaction) error { return tx.Save(Speaker("anna")) })
	if content.CodeOf(err) != content.CodeTimeout {
		t.Errorf("a write with no time: %v", err)
	}
	if r := snapshot(t, store).Revision(); r != 0 {
		t.Errorf("it made revision %d", r)
	}
}

func testScan(t *testing.T, open opener) {
	store := open(t)
	Publish(t, store, Conference("fagdag"), Session("a", "fagdag", 0), Session("b", "fagdag", 1), Session("c", "fagdag", 2))
	snap := snapshot(t, store)
	all, err := snap.Scan(nil, content.PublicIndex, "", "", false, 1000)
	if err != nil || len(all) < 12 || !slices.IsSorted(all) {
		t.Fatalf("%q, %v", all, err)
	}
	for i := range all {
		for j := i; j <= len(all); j++ {
			to := ""
			if j < len(all) {
				to = all[j]
			}
			for _, limit := range []int{1, 3, 1000} {
				want := all[i:j]
				forward, err := snap.Scan(nil, content.PublicIndex, all[i], to, false, limit)
				if err != nil || !slices.Equal(forward, want[:min(limit, len(want))]) {
					t.Fatalf("scan %d to %d, limit %d: %q, %v", i, j, limit, forward, err)
				}
				backward, err := snap.Scan([]string{"before"}, content.PublicIndex, all[i], to, true, limit)
				slices.Reverse(backward)
				if err != nil || !slices.Equal(backward, append(slices.Clone(want[max(0, len(want)-limit):]), "before")) {
					t.Fatalf("scan back %d to %d, limit %d: %q, %v", i, j, limit, backward, err)
				}
			}
		}
	}
}
