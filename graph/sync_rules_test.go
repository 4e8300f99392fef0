package graph

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

const syncQuery = `query ($after: SyncCursor, $first: Int!, $types: [DocumentType!], $language: Language) { sync(after: $after, first: $first, types: $types, language: $language) { complete cursor entries { revision document { id slug } tombstone { documentId type } } } }`

// syncCursorOf returns the cursor of a complete sync.
func (d *door) syncCursorOf(variables map[string]any) string {
	d.t.Helper()
	variables["first"] = 500
	a := d.ask(content.Anonymous, syncQuery, variables)
	if a.code() != "" || !a.Data.Sync.Complete {
		d.t.Fatalf("%+v", a)
	}
	return a.Data.Sync.Cursor
}

// TestSyncReset: a cursor from which a sync can't continue is refused, whatever is wrong with
// it; no response is ever incomplete.
func TestSyncReset(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	door := newDoor(t, store)
	contenttest.Publish(t, store, contenttest.Conference("fagdag"), contenttest.Speaker("anna"))
	early := door.syncCursorOf(map[string]any{})
	ofTypes := door.syncCursorOf(map[string]any{"types": []string{"SPEAKER", "TOPIC"}})
	english := door.syncCursorOf(map[string]any{"language": "en"})
	contenttest.Publish(t, store, contenttest.Speaker("bo"))
	late := door.syncCursorOf(map[string]any{})

	other := contenttest.NewMemory()
	contenttest.Publish(t, other, contenttest.Conference("fagdag"))
	// The same store, restored from a backup, with other edits since.
	back := contenttest.NewMemory()
	contenttest.Publish(t, back, contenttest.Conference("fagdag"), contenttest.Speaker("anna"))
	o := contenttest.Options()
	o.Now = o.Now.Add(time.Minute)
	if _, err := content.Edit(t.Context(), back, o, func(tx *content.Transaction) error {
		s := contenttest.Speaker("carl")
		if err := tx.Save(s); err != nil {
			return err
		}
		return tx.Publish(s.ID)
	}); err != nil {
		t.Fatal(err)
	}
	forgetful := contenttest.NewMemory()
	contenttest.Publish(t, forgetful, contenttest.Conference("fagdag"), contenttest.Speaker("anna"))
	contenttest.Publish(t, forgetful, contenttest.Speaker("bo"))
	forgetful.Forget(2)

	for name, tt := range map[string]struct {
		store     content.Store
		variables map[string]any
		code      string
	}{
		"its own":                       {store, map[string]any{"after": early}, ""},
		"its own, at the head":          {store, map[string]any{"after": late}, ""},
		"types in another order":        {store, map[string]any{"after": ofTypes, "types": []string{"TOPIC", "SPEAKER", "TOPIC"}}, ""},
		"other types":                   {store, map[string]any{"after": ofTypes}, "SYNC_RESET"},
		"types where there were none":   {store, map[string]any{"after": early, "types": []string{"TOPIC"}}, "SYNC_RESET"},
		"the same language":             {store, map[string]any{"after": english, "language": "en"}, ""},
		"another language":              {store, map[string]any{"after": english, "language": "da"}, "SYNC_RESET"},
		"no text at all":                {store, map[string]any{"after": ""}, "SYNC_RESET"},
		"not a cursor":                  {store, map[string]any{"after": "æøå"}, "SYNC_RESET"},
		"cut":                           {store, map[string]any{"after": early[:20]}, "SYNC_RESET"},
		"cut at the place":              {store, map[string]any{"after": early[:40]}, "SYNC_RESET"},
		"too long":                      {store, map[string]any{"after": strings.Repeat("A", 5000)}, "SYNC_RESET"},
		"a list's":                      {store, map[string]any{"after": "AAAAAAAAAAB0AAE"}, "SYNC_RESET"},
		"of a time that was taken back": {back, map[string]any{"after": late}, "SYNC_RESET"},
		"from before that":              {back, map[string]any{"after": early}, ""},
		"of a revision to come":         {other, map[string]any{"after": late}, "SYNC_RESET"},
		"too old":                       {forgetful, map[string]any{"after": early}, "SYNC_RESET"},
		"old enough":                    {forgetful, map[string]any{"after": late}, ""},
	} {
		tt.variables["first"] = 10
		a := newDoor(t, tt.store).ask(content.Anonymous, syncQuery, tt.variables)
		if a.code() != tt.code {
			t.Errorf("%s: %q, %+v", name, a.code(), a)
		}
	}
	// A sync that begins after something was forgotten continues while it pages.
	first := newDoor(t, forgetful).ask(content.Anonymous, syncQuery, map[string]any{"first": 1})
	next := newDoor(t, forgetful).ask(content.Anonymous, syncQuery, map[string]any{"first": 1, "after": first.Data.Sync.Cursor})
	if next.code() != "" || len(next.Data.Sync.Entries) != 1 {
		t.Errorf("a sync that began later: %+v", next)
	}
	forgetful.Forget(3)
	if next := newDoor(t, forgetful).ask(content.Anonymous, syncQuery, map[string]any{"first": 1, "after": first.Data.Sync.Cursor}); next.code() != "SYNC_RESET" {
		t.Errorf("during which more was forgotten: %+v", next)
	}
}

// TestSyncBeginsWithoutTombstones: a new sync has no tombstones of formerly public documents,
// on none of its pages. Documents that disappear while it pages, and may have been returned,
// have one.
func TestSyncBeginsWithoutTombstones(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	door := newDoor(t, store)
	unpublish := func(name string) {
		contenttest.Edit(t, store, func(tx *content.Transaction) error { return tx.Unpublish(id("speaker", name)) })
	}
	for _, name := range []string{"anna", "bo", "carl", "dorte", "emil"} {
		contenttest.Publish(t, store, contenttest.Speaker(name))
	}
	unpublish("anna")
	unpublish("emil")
	told := func(first int, after any) (text string, cursor string) {
		a := door.ask(content.Anonymous, syncQuery, map[string]any{"first": first, "after": after})
		if a.code() != "" {
			t.Fatalf("%+v", a)
		}
		for _, e := range a.Data.Sync.Entries {
			var d struct{ Slug string }
			switch {
			case e.Tombstone != nil:
				text += "-" + e.Tombstone.DocumentID + " "
			case json.Unmarshal(e.Document, &d) == nil:
				text += d.Slug + " "
			}
		}
		if a.Data.Sync.Complete {
			text += "complete"
		}
		return text, a.Data.Sync.Cursor
	}
	if all, _ := told(10, nil); all != "bo carl dorte complete" {
		t.Errorf("all at once: %s", all)
	}
	first, cursor := told(1, nil)
	unpublish("bo")
	contenttest.Publish(t, store, contenttest.Speaker("frida"))
	second, next := told(1, cursor)
	rest, end := told(10, next)
	if got, want := first+second+rest, fmt.Sprint("bo carl dorte -", id("speaker", "bo"), " frida complete"); got != want {
		t.Errorf("page by page: %s, want %s", got, want)
	}
	unpublish("carl")
	if later, _ := told(10, end); later != fmt.Sprint("-", id("speaker", "carl"), " complete") {
		t.Errorf("later: %s", later)
	}
	// The bytes are the same while nothing changes for readers.
	_, before := told(1, nil)
	contenttest.Save(t, store, contenttest.Speaker("gerda"))
	if _, after := told(1, nil); after != before {
		t.Error("an edit of a draft changed the cursor of a sync that begins")
	}
}

// TestSyncBeginningIsOfItsHistory: a sync that began after a revision that a backup has undone
// is refused, even if its position is older, since it skips what had disappeared before it
// began.
func TestSyncBeginningIsOfItsHistory(t *testing.T) {
	t.Parallel()
	store, back := contenttest.NewMemory(), contenttest.NewMemory()
	for _, s := range []content.Store{store, back} {
		contenttest.Publish(t, s, contenttest.Speaker("anna"))
		contenttest.Publish(t, s, contenttest.Speaker("bo"))
	}
	contenttest.Publish(t, store, contenttest.Speaker("carl"))
	cursor := newDoor(t, store).ask(content.Anonymous, syncQuery, map[string]any{"first": 1}).Data.Sync.Cursor
	for _, edit := range []func(){
		func() {},
		func() {
			o := contenttest.Options()
			o.Now = o.Now.Add(time.Hour)
			_, err := content.Edit(t.Context(), back, o, func(tx *content.Transaction) error { return tx.Unpublish(id("speaker", "anna")) })
			if err != nil {
				t.Fatal(err)
			}
		},
	} {
		edit()
		if a := newDoor(t, back).ask(content.Anonymous, syncQuery, map[string]any{"first": 9, "after": cursor}); a.code() != "SYNC_RESET" {
			t.Errorf("%+v", a)
		}
	}
}

// TestSyncIsRefused: a sync refuses fields that it does not keep up to date.
func TestSyncIsRefused(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	door := newDoor(t, store)
	for query, code := range map[string]string{
		`{ sync(first: 1) { cursor } }`:   "",
		`{ sync(first: 500) { cursor } }`: "",
		`{ sync(first: 0) { cursor } }`:   "BAD_INPUT",
		`{ sync(first: 501) { cursor } }`: "BAD_INPUT",
		`{ sync(first: 1) { entries { document { ... on Session { conference { id } appearances { speaker { __typename id } } } } } } }`:                  "",
		`{ sync(first: 1) { entries { document { ... on Session { conference { title } } } } } }`:                                                         "BAD_INPUT",
		`{ sync(first: 1) { entries { document { ... on Session { conference { ... on Document { slug } } } } } } }`:                                      "BAD_INPUT",
		`{ sync(first: 1) { entries { document { ... on Session { appearances { speaker { name } } } } } } }`:                                             "BAD_INPUT",
		`{ sync(first: 1) { entries { ...E } } } fragment E on SyncEntry { document { ...S } } fragment S on Session { videos(first: 1) { totalCount } }`: "BAD_INPUT",
		`{ sync(first: 1) { cursor } sync(first: 1) { entries { document { ... on Conference { nextEdition { id } } } } } }`:                              "BAD_INPUT",
		`{ sync(first: 1) { entries { document { ... on Conference { nextEdition { id } } } } } }`:                                                        "BAD_INPUT",
		`{ sync(first: 1) { entries { document { ... on Topic { jsonLd } } } } }`:                                                                         "BAD_INPUT",
		`{ sync(first: 1) { entries { document { ... on Photo { openGraph { title } } } } } }`:                                                            "BAD_INPUT",
		`{ sync(first: 1, language: "x") { cursor } }`:                                                                                                    "BAD_INPUT",
		`{ a: sync(first: 1, language: "en") { cursor } b: sync(first: 1) { cursor } }`:                                                                   "",
		`{ a: sync(first: 1, language: "en") { cursor } b: sync(first: 1, language: "da") { cursor } }`:                                                   "BAD_INPUT",
		`{ a: sync(first: 1, language: ["da"]) { cursor } b: sync(first: 1, language: ["da"]) { cursor } }`:                                               "BAD_INPUT",
		`{ a: sync(first: 1, language: {x: 1}) { cursor } b: sync(first: 1, language: {x: 1}) { cursor } }`:                                               "BAD_INPUT",
		`query @inContext(language: ["da"]) { sync(first: 1, language: ["da"]) { cursor } }`:                                                              "BAD_INPUT",
		`query @inContext(language: "en") { sync(first: 1, language: "da") { cursor } }`:                                                                  "BAD_INPUT",
		`query @inContext(language: "en") { sync(first: 1, language: "en") { cursor } }`:                                                                  "",
		`query @inContext(preview: true) { sync(first: 1) { cursor } }`:                                                                                   "BAD_INPUT",
		`query @inContext(at: "2031-01-01T00:00:00Z") { sync(first: 1) { cursor } }`:                                                                      "BAD_INPUT",
		`query @inContext(preview: true) { programmeChanges(conference: "conference_01FEG2GJC0JQB1005AX0G3FM97", since: {revision: 0}) { documentId } }`:  "BAD_INPUT",
		`{ programmeChanges(conference: "conference_01FEG2GJC0JQB1005AX0G3FM97", since: {revision: 0}) { documentId } }`:                                  "",
		`{ programmeChanges(conference: "wp-login.php", since: {revision: 0}) { documentId } }`:                                                           "",
		`{ programmeChanges(conference: "x", since: {}) { documentId } }`:                                                                                 "GRAPHQL_VALIDATION_FAILED",
	} {
		if a := door.ask(contenttest.Publisher, query, nil); a.code() != code {
			t.Errorf("%s\n%q, want %q: %+v", query, a.code(), code, a.Errors)
		}
	}
}

// TestSyncLanguage: a sync's language applies to everything in its documents, also to data of
// others.
func TestSyncLanguage(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	door := newDoor(t, store)
	c := contenttest.Conference("fagdag")
	c.ContentNotice = locale.NewText("da", "Vold", "en", "Violence")
	contenttest.Publish(t, store, c, contenttest.Session("a", "fagdag", 0), &catalog.Photo{
		Meta: contenttest.Meta("photo", "foto"), Asset: &content.Image{URL: "/media/p.jpg"}, Decorative: true, ConferenceID: c.ID,
	})
	for language, want := range map[string]string{"da": "Vold", "en": "Violence", "nb": "Vold"} {
		a := door.ask(content.Anonymous, fmt.Sprintf(`{ sync(first: 9, types: [PHOTO], language: %q) { entries { document { ... on Photo { contentNotice } } } } }`, language), nil)
		if len(a.Data.Sync.Entries) != 1 || !strings.Contains(string(a.Data.Sync.Entries[0].Document), want) {
			t.Errorf("%s: %+v", language, a)
		}
	}
}

// TestSyncThroughASession: a recording that was published before its session got a conference
// has the notice of that conference, and is returned again when the notice changes.
func TestSyncThroughASession(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	door := newDoor(t, store)
	c, s := contenttest.Conference("fagdag"), contenttest.Session("a", "", 0)
	c.ContentNotice = locale.NewText("da", "Vold")
	s.ConferenceID, s.RecordingAllowed = "", true
	contenttest.Publish(t, store, c)
	contenttest.Save(t, store, s)
	contenttest.Publish(t, store, &catalog.Photo{
		Meta: contenttest.Meta("photo", "foto"), Asset: &content.Image{URL: "/media/p.jpg"}, Decorative: true, SessionID: s.ID,
	})
	named := *s
	named.ConferenceID = c.ID
	contenttest.Publish(t, store, &named)
	types := schemaTypes()
	app := &syncApp{door: door, kind: content.KindNamed("photo"), typeName: "Photo", selection: everything(types, types["Photo"]), language: "da", documents: map[string]string{}}
	app.catchUp(func() int { return 9 })
	app.compare("before")
	if !strings.Contains(fmt.Sprint(app.documents), "Vold") {
		t.Fatalf("the photo has no notice: %v", app.documents)
	}
	warned := *c
	warned.ContentNotice = locale.NewText("da", "Trusler")
	contenttest.Publish(t, store, &warned)
	app.catchUp(func() int { return 9 })
	app.compare("after")
}

// TestProgrammeChanges: the total changes of a conference's sessions since a change or an
// instant.
func TestProgrammeChanges(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	door := newDoor(t, store)
	session := func(name string, hour int, room string) *catalog.Session {
		s := contenttest.Session(name, "fagdag", hour)
		s.Room = room
		return s
	}
	now := contenttest.Epoch
	edit := func(fn func(*content.Transaction) error) {
		o := contenttest.Options()
		o.Now = now
		now = now.Add(time.Hour)
		if _, err := content.Edit(t.Context(), store, o, fn); err != nil {
			t.Fatal(err)
		}
	}
	publish := func(documents ...content.Document) {
		edit(func(tx *content.Transaction) error {
			for _, d := range documents {
				if err := tx.Save(d); err != nil {
					return err
				}
				if err := tx.Publish(d.Base().ID); err != nil {
					return err
				}
			}
			return nil
		})
	}
	publish(contenttest.Conference("fagdag"), contenttest.Conference("anden"), contenttest.Speaker("anna"),
		session("moved", 0, "A"), session("room", 1, "A"), session("gone", 2, "A"), session("back", 3, "A"), session("leaves", 4, "A"), session("same", 5, "A")) // 1
	publish(session("moved", 6, "A"), session("back", 7, "B"))                        // 2
	publish(session("room", 1, "C"), session("back", 3, "A"), session("new", 8, "D")) // 3
	elsewhere := contenttest.Session("leaves", "anden", 4)
	retitled := session("same", 5, "A")
	retitled.Title = locale.NewText("da", "Another title")
	publish(elsewhere, retitled)                                                             // 4
	edit(func(tx *content.Transaction) error { return tx.Unpublish(id("session", "gone")) }) // 5

	const query = `query ($since: ProgrammeSince!, $c: ID!) { programmeChanges(conference: $c, since: $since) { documentId what session { title } before { startsAt endsAt room } after { startsAt endsAt room } } }`
	told := func(since map[string]any) string {
		a := door.ask(content.Anonymous, query, map[string]any{"since": since, "c": id("conference", "fagdag")})
		if a.code() != "" {
			return a.code()
		}
		var all []string
		for _, c := range a.Data.ProgrammeChanges {
			line := ""
			for _, name := range []string{"moved", "room", "gone", "back", "leaves", "same", "new"} {
				if id("session", name) == c.DocumentID {
					line = name
				}
			}
			line += " " + strings.Join(c.What, "+")
			for _, p := range []*struct{ StartsAt, EndsAt, Room string }{c.Before, c.After} {
				if p == nil {
					line += " -"
				} else {
					line += " " + p.StartsAt[11:16] + p.Room
				}
			}
			if c.Session == nil {
				line += " not public"
			}
			all = append(all, line)
		}
		return strings.Join(all, "\n")
	}
	all := "room ROOM_CHANGED 10:00A 10:00C\ngone REMOVED 11:00A - not public\nleaves REMOVED 13:00A -\nmoved MOVED 09:00A 15:00A\nnew ADDED - 17:00D"
	for name, tt := range map[string]struct {
		since map[string]any
		want  string
	}{
		"since the first":         {map[string]any{"revision": 1}, all},
		"since its instant":       {map[string]any{"time": "2021-09-01T09:00:00+02:00"}, all},
		"since the second":        {map[string]any{"revision": 2}, "room ROOM_CHANGED 10:00A 10:00C\ngone REMOVED 11:00A - not public\nback MOVED+ROOM_CHANGED 16:00B 12:00A\nleaves REMOVED 13:00A -\nnew ADDED - 17:00D"},
		"since between two":       {map[string]any{"time": "2021-09-01T11:30:00+02:00"}, "gone REMOVED 11:00A - not public\nleaves REMOVED 13:00A -"},
		"since the last":          {map[string]any{"revision": 5}, ""},
		"since a change to come":  {map[string]any{"revision": 6}, "SYNC_RESET"},
		"since an instant ahead":  {map[string]any{"time": "2031-09-01T11:30:00+02:00"}, ""},
		"since before everything": {map[string]any{"revision": 0}, "room ADDED - 10:00C\nback ADDED - 12:00A\nsame ADDED - 14:00A\nmoved ADDED - 15:00A\nnew ADDED - 17:00D"},
	} {
		if got := told(tt.since); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, tt.want)
		}
	}
	store.Forget(2)
	if got := told(map[string]any{"revision": 1}); got != "SYNC_RESET" {
		t.Errorf("since what was forgotten: %s", got)
	}
}

// TestProgrammeChangesAreCheap: they read only what has changed since, not the programme.
func TestProgrammeChangesAreCheap(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	documents := []content.Document{contenttest.Conference("fagdag")}
	for i := range 300 {
		documents = append(documents, contenttest.Session(fmt.Sprint("s", i), "fagdag", i%12))
	}
	contenttest.Publish(t, store, documents...)
	contenttest.Publish(t, store, contenttest.Session("s7", "fagdag", 1), contenttest.Speaker("anna"))
	view := contenttest.View(t, store, content.Anonymous)
	since := content.Revision(1)
	changes, err := catalog.ProgrammeChanges(view, id("conference", "fagdag"), catalog.ProgrammeSince{Revision: &since})
	if reads := view.Reads(); err != nil || len(changes) != 1 || len(reads.Documents) != 2 || reads.Entries != 2 {
		t.Errorf("%d changes, %v: %d documents and %d index entries were read", len(changes), err, len(reads.Documents), reads.Entries)
	}
}
