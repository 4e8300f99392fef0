package graph

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/contenttest"
)

// fieldEdits are what editors of a session do in this test: how the input says
// it, and which leaf of the draft shows it.
var fieldEdits = map[string]struct{ language, input, shown string }{
	"title.da": {"da", `title: %q`, "title.da"},
	"title.en": {"en", `title: %q`, "title.en"},
	"room":     {"da", `room: %q`, "room"},
	"track":    {"da", `track: %q`, "track"},
	"notice":   {"da", `contentNotice: %q`, "contentNotice.da"},
}

const leavesOfSession = `title room track contentNotice revision`

// values are the leaves of a session's draft.
func valuesOf(d map[string]any) map[string]string {
	values := map[string]string{}
	for _, text := range []string{"title", "contentNotice"} {
		languages, _ := d[text].(map[string]any)
		for language, value := range languages {
			values[text+"."+language] = value.(string)
		}
	}
	for _, leaf := range []string{"room", "track"} {
		if value, ok := d[leaf].(string); ok {
			values[leaf] = value
		}
	}
	return values
}

// TestNothingIsLostSilently lets two editors change a session at random, each
// on the ground of what it looked like a while ago. A field changes by an edit
// of that field that was acknowledged, and by nothing else.
func TestNothingIsLostSilently(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { twoEditors(t, rand.New(rand.NewPCG(seed, 7))) })
	}
}

func twoEditors(t *testing.T, random *rand.Rand) {
	d := newDesk(t, contenttest.NewMemory())
	contenttest.Save(t, d.store, contenttest.Conference("Fagdag"), contenttest.Session("Panel", "Fagdag", 1))
	id := string(contenttest.ID("session", "Panel"))
	truth := map[int]map[string]string{} // what each revision says
	data, errs := d.ask(`query($id: ID!) { sessionDraft(id: $id) { `+leavesOfSession+` } }`, map[string]any{"id": id})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	draft := data["sessionDraft"].(map[string]any)
	now := int(draft["revision"].(float64))
	truth[now] = valuesOf(draft)
	conflicts, merges := 0, 0
	for n := range 120 {
		based := []int{now, slices.Max(slices.Collect(maps.Keys(truth))) - random.IntN(4)}[random.IntN(2)]
		if truth[based] == nil {
			based = now
		}
		language := []string{"da", "en"}[random.IntN(2)]
		edited := map[string]string{} // by leaf
		var inputs []string
		for _, name := range slices.Sorted(maps.Keys(fieldEdits)) {
			e := fieldEdits[name]
			if e.language == language && random.IntN(3) == 0 {
				value := fmt.Sprint(name, " ", n)
				if random.IntN(6) == 0 {
					value = truth[now][e.shown] // what somebody else wrote already
				}
				if value == "" {
					continue
				}
				edited[e.shown] = value
				inputs = append(inputs, fmt.Sprintf(e.input, value))
			}
		}
		if len(edited) == 0 {
			continue
		}
		merge := random.IntN(2) == 0
		d.actor = content.Actor{Name: fmt.Sprint("editor ", n%2), Role: content.RoleEditor}
		data, errs := d.ask(fmt.Sprintf(`mutation($id: ID!) @inContext(language: %q) { updateSession(input: {id: $id, expectedRevision: %d, mergeDisjoint: %t, fields: {%s}}) {
			revision document { %s } merged conflicts { path base theirs mine overlaps } userErrors { code } } }`, language, based, merge, strings.Join(inputs, ", "), leavesOfSession), map[string]any{"id": id})
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		payload := data["updateSession"].(map[string]any)
		// What the model expects: others' fields, and whether they and this edit's meet.
		others, meet := map[string]bool{}, false
		for leaf := range union(truth[based], truth[now]) {
			if truth[based][leaf] != truth[now][leaf] {
				others[leaf] = true
				if mine, ok := edited[leaf]; ok && mine != truth[now][leaf] && mine != truth[based][leaf] {
					meet = true
				}
			}
		}
		refused := len(others) > 0 && (meet || !merge)
		if (payload["revision"] == nil) != refused {
			t.Fatalf("edit %d of %v, based on %d at %d, merge %t: %v; others changed %v", n, edited, based, now, merge, payload, others)
		}
		if refused {
			conflicts++
			checkConflicts(t, payload["conflicts"].([]any), truth[based], truth[now], edited)
			continue
		}
		want := maps.Clone(truth[now])
		maps.Copy(want, edited)
		after := payload["document"].(map[string]any)
		if got := valuesOf(after); !maps.Equal(got, want) {
			t.Fatalf("edit %d of %v: the draft says %v, want %v", n, edited, got, want)
		}
		if merged := payload["merged"].([]any); len(merged) > 0 {
			merges++
			for _, leaf := range merged {
				if !others[leaf.(string)] {
					t.Errorf("edit %d says that %v was kept, which nobody else changed", n, leaf)
				}
			}
			if len(merged) != len(others) {
				t.Errorf("edit %d kept %v of %v", n, merged, others)
			}
		}
		now = int(after["revision"].(float64))
		truth[now] = want
	}
	if conflicts < 10 || merges < 5 {
		t.Errorf("%d conflicts and %d merges: the test tests little", conflicts, merges)
	}
	// History has every acknowledged version as it was acknowledged.
	for revision, want := range truth {
		data, errs := d.ask(fmt.Sprintf(`query($id: ID!) { sessionDraft(id: $id) { version(revision: %d) { %s } } }`, revision, leavesOfSession), map[string]any{"id": id})
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		if got := valuesOf(data["sessionDraft"].(map[string]any)["version"].(map[string]any)); !maps.Equal(got, want) {
			t.Errorf("revision %d says %v, want %v", revision, got, want)
		}
	}
}

func union(a, b map[string]string) map[string]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// checkConflicts compares what a refusal says of each field with what is known.
func checkConflicts(t *testing.T, told []any, base, theirs, edited map[string]string) {
	t.Helper()
	text := func(v any) string {
		s, _ := v.(string)
		return s
	}
	for _, c := range told {
		conflict := c.(map[string]any)
		var path []string
		for _, part := range conflict["path"].([]any) {
			path = append(path, part.(string))
		}
		leaf := strings.Join(path, ".")
		mine, ok := edited[leaf]
		if !ok {
			mine = base[leaf]
		}
		if text(conflict["base"]) != base[leaf] || text(conflict["theirs"]) != theirs[leaf] || text(conflict["mine"]) != mine {
			t.Errorf("%s: %v, want base %q, theirs %q, mine %q", leaf, conflict, base[leaf], theirs[leaf], mine)
		}
	}
	if len(told) == 0 {
		t.Error("a conflict that says nothing")
	}
}
