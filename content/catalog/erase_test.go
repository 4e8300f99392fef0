package catalog_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/locale"
)

// everything is the whole content of a store.
type everything struct {
	Sets     []content.ChangeSet
	Log      []content.Change
	Keys     [content.Spaces][]string
	States   map[content.ID]content.State
	Versions map[string]string
}

func dump(t *testing.T, store content.Store) *everything {
	t.Helper()
	snap, err := store.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = snap.Close() }()
	all := &everything{States: map[content.ID]content.State{}, Versions: map[string]string{}}
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	all.Sets, err = snap.Changes(0, 1000)
	check(err)
	all.Log, err = snap.Log(0, 1000)
	check(err)
	for space := range content.Spaces {
		all.Keys[space], err = snap.Scan(nil, space, "", "", false, 10_000)
		check(err)
	}
	for _, set := range all.Sets {
		for _, e := range set.Entries {
			all.States[e.ID], err = snap.State(e.ID)
			check(err)
			revisions, err := snap.History(e.ID, 0, 1000)
			check(err)
			for _, r := range revisions {
				stored, err := snap.Version(e.ID, r)
				check(err)
				b, err := json.Marshal(stored.Full)
				check(err)
				all.Versions[fmt.Sprint(e.ID, " ", r)] = string(b)
			}
		}
	}
	return all
}

// TestErasureLeavesNothing is the part of promise 8 that content implements: the store has
// neither the names of the person nor references to the person, and everything else is
// unchanged.
func TestErasureLeavesNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			store := contenttest.NewMemory()
			r := &scribe{Rand: rand.New(rand.NewPCG(seed, 1))}
			podcast := &catalog.Podcast{Meta: contenttest.Meta("podcast", "podcast"), Title: locale.NewText("da", "Podcast")}
			contenttest.Save(t, store, contenttest.Conference("konference"), podcast, contenttest.Speaker("bo"))
			contenttest.Publish(t, store, r.victim())
			kept := 0
			for range 60 {
				if r.write(t, store) {
					kept++
				}
			}
			if kept < 20 {
				t.Fatalf("only %d changes were made", kept)
			}
			before := dump(t, store)
			o := eraserOptions()
			o.Reason, o.Actor.Name = "Karla Quist bad om det", "Karla Quist"
			dry := o
			dry.DryRun = true
			predicted, err := catalog.ErasePerson(t.Context(), store, dry, victim)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(dump(t, store), before) {
				t.Fatal("a dry run changed something")
			}
			receipt, err := catalog.ErasePerson(t.Context(), store, o, victim)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(receipt, predicted) {
				t.Errorf("the dry run foretold %+v, it was %+v", predicted, receipt)
			}
			after := dump(t, store)
			nothingLeft(t, after)
			if b, _ := json.Marshal(receipt); hasMarker(string(b)) {
				t.Errorf("the receipt has the name: %s", b)
			}
			allElseStays(t, before, after)
			replayed := contenttest.NewMemory()
			replayAll(t, replayed, after.Sets)
			if again := dump(t, replayed); !reflect.DeepEqual(again, after) {
				t.Error("the log leads elsewhere")
			}
			if _, err := catalog.ErasePerson(t.Context(), store, o, victim); !content.IsNotFound(err) {
				t.Errorf("erased twice: %v", err)
			}
		})
	}
}

// replayAll replays changes into an empty store.
func replayAll(t *testing.T, store content.Store, sets []content.ChangeSet) {
	t.Helper()
	for _, set := range sets {
		err := store.Write(t.Context(), func(base content.Snapshot) (*content.Batch, error) { return content.Replay(base, set) })
		if err != nil {
			t.Fatal(err)
		}
	}
}

// nothingLeft searches everything for the name, and everything except the log's entries and the
// tombstones for the id.
func nothingLeft(t *testing.T, all *everything) {
	t.Helper()
	head := all.Sets[len(all.Sets)-1].Revision
	if want := (content.State{Created: all.States[victim].Created, Erased: true, Seen: head, Turned: head}); !reflect.DeepEqual(all.States[victim], want) {
		t.Errorf("the state of the person: %+v", all.States[victim])
	}
	places := map[string]string{}
	for version, b := range all.Versions {
		places["version "+version] = b
	}
	for space, keys := range all.Keys {
		if space == int(content.Sync) {
			keys = slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return content.KeyID(key) == victim })
			if len(keys) != len(all.Keys[space])-1 {
				t.Errorf("readers are not told once that the person is gone: %q", all.Keys[space])
			}
		}
		places[fmt.Sprint("space ", space)] = strings.Join(keys, "\n")
	}
	for _, set := range all.Sets {
		for id, b := range set.Documents {
			places[fmt.Sprint("document ", set.Revision, id)] = string(b)
		}
		change := set.Change
		change.Entries = nil
		for _, e := range set.Entries {
			if e.ID == victim {
				if !e.State.Erased || set.Documents[e.ID] != nil {
					t.Errorf("change %d still has the person: %+v", set.Revision, e)
				}
				continue
			}
			e.State.Hidden = nil
			change.Entries = append(change.Entries, e)
		}
		b, _ := json.Marshal(change)
		places[fmt.Sprint("change ", set.Revision)] = string(b)
	}
	b, _ := json.Marshal(all.Log)
	places["log"] = strings.ReplaceAll(string(b), string(victim), "")
	for place, s := range places {
		for _, form := range []string{s, unescape(s)} {
			if hasMarker(form) || strings.Contains(form, string(victim)) {
				t.Errorf("%s has the person: %s", place, s)
				break
			}
		}
	}
}

func unescape(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}

// allElseStays compares the versions of documents that did not have the name.
func allElseStays(t *testing.T, before, after *everything) {
	t.Helper()
	head := after.Sets[len(after.Sets)-1].Revision
	compared := 0
	for version, was := range before.Versions {
		if strings.HasPrefix(version, string(victim)) {
			if after.Versions[version] != "" {
				t.Errorf("%s is still there", version)
			}
			continue
		}
		a, b := masked(t, was), masked(t, after.Versions[version])
		if compared++; a != b {
			t.Errorf("%s was\n%s and is\n%s", version, a, b)
		}
	}
	if compared == 0 {
		t.Error("nothing to compare")
	}
	for id, state := range after.States {
		was := before.States[id]
		if id == victim {
			continue
		}
		if was.Draft != state.Draft && state.Draft != head || was.Published != state.Published && state.Published != head || was.Archived != state.Archived {
			t.Errorf("%s stood at %+v and stands at %+v", id, was, state)
		}
		for _, r := range []content.Revision{state.Draft, state.Published} {
			if r == 0 {
				continue
			}
			if old := max(was.Draft, was.Published); r == head && masked(t, after.Versions[fmt.Sprint(id, " ", r)]) != masked(t, before.Versions[fmt.Sprint(id, " ", was.Working())]) {
				t.Errorf("the newest version of %s (%d) says something else than %d", id, r, old)
			}
		}
	}
}

// masked returns a version without what must be removed, and without the placeholders.
func masked(t *testing.T, version string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(version), &v); err != nil {
		t.Fatalf("%v: %s", err, version)
	}
	b, _ := json.Marshal(mask(v, ""))
	return string(b)
}

func mask(v any, field string) any {
	switch v := v.(type) {
	case string:
		if hasMarker(unescape(v)) || strings.Contains(v, "navn-slettet") || strings.Contains(v, "[navn slettet]") || strings.Contains(v, "[name removed]") {
			if strings.HasPrefix(v, "Før ") && strings.Contains(v, " efter ") {
				return "Før … " + v[strings.LastIndex(v, " efter "):]
			}
			return "…"
		}
	case []any:
		var kept []any
		for _, item := range v {
			if m, ok := item.(map[string]any); ok {
				name, _ := m["name"].(string)
				gone := m["speaker"] == string(victim)
				if field == "people" && (gone || hasMarker(name)) {
					item = map[string]any{}
				} else if gone {
					continue
				}
			}
			kept = append(kept, mask(item, field))
		}
		if field == "formerSlugs" { // they may have become equal
			slices.SortFunc(kept, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
			kept = slices.Compact(kept)
		}
		return kept
	case map[string]any:
		out := map[string]any{}
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if m := mask(v[k], k); m != nil && !reflect.ValueOf(m).IsZero() {
				out[k] = m
			}
		}
		return out
	}
	return v
}

// TestErasedAgain is the part of promise 9 that content implements: people in a ledger are also
// erased in an older state, once.
func TestErasedAgain(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, contenttest.Speaker("offer"), contenttest.Speaker("bo"))
	ids := []content.ID{victim, contenttest.ID("speaker", "nobody"), contenttest.ID("speaker", "bo")}
	for range 2 {
		if err := catalog.EraseAgain(t.Context(), store, eraserOptions(), ids); err != nil {
			t.Fatal(err)
		}
	}
	all := dump(t, store)
	if len(all.Sets) != 3 || !all.States[ids[0]].Erased || !all.States[ids[2]].Erased || len(all.Keys[content.PublicIndex]) != 0 {
		t.Errorf("after %d changes: %+v", len(all.Sets), all.States)
	}
	for _, role := range []content.Role{content.RolePublisher, content.RoleReader} {
		o := eraserOptions()
		o.Actor.Role = role
		_, err := catalog.ErasePerson(t.Context(), store, o, ids[1])
		for _, err := range []error{err, catalog.EraseAgain(context.Background(), store, o, ids)} {
			if code := content.CodeOf(err); code != content.CodeForbidden && code != content.CodeUnauthenticated {
				t.Errorf("%s erases: %v", role, err)
			}
		}
	}
}

// TestNamesLikeWords: a name of one word is found as a separate word, a short one only where it
// is written as a name, and a namesake keeps the name.
func TestNamesLikeWords(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	bo := contenttest.Speaker("offer")
	bo.Name, bo.Slug = "Bo", "bo"
	other := contenttest.Speaker("en anden")
	other.Name, other.Slug = "Bo", "bo-2"
	at := contenttest.Conference("At bo med vold")
	at.Summary = locale.NewText("da", "Bo og Bos ven i Bornholm vil bo her.", "en", "By Bo.")
	with := contenttest.Session("med bo", "At bo med vold", 0, "offer")
	contenttest.Publish(t, store, bo, other, at, with)
	receipt, err := catalog.ErasePerson(t.Context(), store, eraserOptions(), victim)
	if err != nil {
		t.Fatal(err)
	}
	if want := []content.ID{other.ID}; !slices.Equal(receipt.Namesakes, want) {
		t.Errorf("namesakes: %v", receipt.Namesakes)
	}
	v := contenttest.View(t, store, content.Anonymous)
	c, err := content.Get[*catalog.Conference](v, at.ID)
	if err != nil || c.Summary.String() != "[navn slettet] og [navn slettet]s ven i Bornholm vil bo her." || c.Slug != "at-bo-med-vold" {
		t.Errorf("%v, %v", c, err)
	}
	if s, err := content.Get[*catalog.Speaker](v, other.ID); err != nil || s.Name != "Bo" || s.Slug != "bo-2" {
		t.Errorf("the namesake is %v, %v", s, err)
	}
	s, err := content.Get[*catalog.Session](v, with.ID)
	if err != nil || len(s.Cast) != 0 || bytes.Contains([]byte(s.Slug), []byte("bo")) || !locale.ValidSlug(s.Slug) {
		t.Errorf("the session is %v, %v", s, err)
	}
}
