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

// fieldEdits are the possible edits of a session: the language, the field of the input, and the
// leaf of the draft that shows it. A field without a language is the same in all.
var fieldEdits = []struct{ language, input, leaf string }{
	{"da", "title", "title.da"},
	{"en", "title", "title.en"},
	{"da", "contentNotice", "contentNotice.da"},
	{"en", "contentNotice", "contentNotice.en"},
	{"", "room", "room"},
	{"", "track", "track"},
	{"", "spokenLanguages", "spokenLanguages"},
}

const leavesOfSession = `title room track contentNotice spokenLanguages revision`

// valuesOf returns the leaves of a session's draft. A list has the form of conflicts: its items
// with their numbers, one per line.
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
	var items []string
	for i, item := range d["spokenLanguages"].([]any) {
		items = append(items, fmt.Sprintf("%d: %s", i, item))
	}
	if len(items) > 0 {
		values["spokenLanguages"] = strings.Join(items, "\n")
	}
	return values
}

// sessionEdit is an edit: values by leaf, "" clears one.
type sessionEdit struct {
	based    int
	merge    bool
	language string
	values   map[string]string
	without  string // the removed language
}

func (e *sessionEdit) mutation() string {
	var inputs []string
	for _, f := range fieldEdits {
		value, ok := e.values[f.leaf]
		if !ok || f.language != "" && f.language != e.language {
			continue
		}
		said := "null"
		switch {
		case value != "" && f.input == "spokenLanguages":
			var items []string
			for line := range strings.Lines(value) {
				_, item, _ := strings.Cut(strings.TrimSpace(line), ": ")
				items = append(items, fmt.Sprintf("%q", item))
			}
			said = "[" + strings.Join(items, ", ") + "]"
		case value != "":
			said = fmt.Sprintf("%q", value)
		}
		inputs = append(inputs, f.input+": "+said)
	}
	remove := ""
	if e.without != "" {
		remove = fmt.Sprintf("removeLanguages: [%q], ", e.without)
	}
	return fmt.Sprintf(`mutation($id: ID!) @inContext(language: %q) { updateSession(input: {id: $id, expectedRevision: %d, mergeDisjoint: %t, %sfields: {%s}}) {
		revision document { %s } merged conflicts { path base theirs mine overlaps } userErrors { code path } } }`,
		e.language, e.based, e.merge, remove, strings.Join(inputs, ", "), leavesOfSession)
}

// editors change a session, and a model predicts the content of each revision.
type editors struct {
	*desk
	t                          *testing.T
	random                     *rand.Rand
	id                         string
	truth                      map[int]map[string]string
	now, n                     int
	conflicts, merges, retried int
}

// TestNothingIsLostSilently makes random edits of a session by two editors, each based on an
// earlier version. A field changes only by an acknowledged edit of that field.
func TestNothingIsLostSilently(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			d := newDesk(t, contenttest.NewMemory())
			contenttest.Save(t, d.store, contenttest.Conference("Fagdag"), contenttest.Session("Panel", "Fagdag", 1))
			e := &editors{desk: d, t: t, random: rand.New(rand.NewPCG(seed, 7)), id: string(contenttest.ID("session", "Panel")), truth: map[int]map[string]string{}}
			draft := e.session(leavesOfSession)
			e.now = int(draft["revision"].(float64))
			e.truth[e.now] = valuesOf(draft)
			for e.n = range 120 {
				e.edit()
			}
			e.checkHistory()
			if e.conflicts < 20 || e.merges < 5 || e.retried < 5 {
				t.Errorf("%d conflicts, %d merges, %d retries: too few for this test", e.conflicts, e.merges, e.retried)
			}
		})
	}
}

func (e *editors) session(selection string) map[string]any {
	e.t.Helper()
	data, errs := e.ask(`query($id: ID!) { sessionDraft(id: $id) { `+selection+` } }`, map[string]any{"id": e.id})
	if len(errs) > 0 {
		e.t.Fatal(errs)
	}
	return data["sessionDraft"].(map[string]any)
}

// edit sends one edit. If it is refused, the editor reads the session and sometimes repeats the
// edit, which is then accepted.
func (e *editors) edit() {
	edit := e.any()
	if len(edit.values) == 0 {
		return
	}
	e.actor = content.Actor{Name: fmt.Sprint("editor ", e.random.IntN(2)), Role: content.RoleEditor}
	if e.send(edit) || e.random.IntN(2) == 0 {
		return
	}
	edit.based, edit.merge = e.now, false
	e.retried++
	if !e.send(edit) {
		e.t.Errorf("edit %d is refused without changes in between", e.n)
	}
}

// any returns a random edit, based on one of the last versions.
func (e *editors) any() *sessionEdit {
	all := slices.Sorted(maps.Keys(e.truth))
	edit := &sessionEdit{
		based:    all[max(0, len(all)-1-e.random.IntN(5))],
		merge:    e.random.IntN(3) > 0,
		language: []string{"da", "en"}[e.random.IntN(2)],
		values:   map[string]string{},
	}
	for _, f := range fieldEdits {
		if f.language != "" && f.language != edit.language || e.random.IntN(4) > 0 {
			continue
		}
		value := fmt.Sprint(f.leaf, " ", e.n)
		if f.input == "spokenLanguages" {
			value = []string{"0: da", "0: en\n1: da", "0: da\n1: sv\n2: en"}[e.random.IntN(3)]
		}
		switch e.random.IntN(6) {
		case 0:
			value = e.truth[e.now][f.leaf] // the present value
		case 1:
			value = e.truth[edit.based][f.leaf] // the value that the editor saw: a form sends all fields
		case 2:
			value = ""
		}
		if value != "" || f.leaf != "title.da" { // the title is required
			edit.values[f.leaf] = value
		}
	}
	if edit.language == "da" && e.random.IntN(12) == 0 && !e.restores(edit, "title.en", "") && !e.restores(edit, "contentNotice.en", "") {
		edit.without = "en"
		edit.values["title.en"], edit.values["contentNotice.en"] = "", ""
	}
	maps.DeleteFunc(edit.values, func(leaf, value string) bool { return e.restores(edit, leaf, value) })
	return edit
}

// restores reports whether an edit repeats the former value of a field that others have
// changed. Such edits are left out: with mergeDisjoint they undo the change without a conflict.
func (e *editors) restores(edit *sessionEdit, leaf, value string) bool {
	return e.truth[edit.based][leaf] == value && e.truth[e.now][leaf] != value
}

// send sends an edit, compares the response with the model, and reports whether it was
// accepted.
func (e *editors) send(edit *sessionEdit) bool {
	e.t.Helper()
	base, theirs := e.truth[edit.based], e.truth[e.now]
	var others []string // the leaves that others have changed
	meet := false
	for leaf := range union(base, theirs) {
		if base[leaf] == theirs[leaf] {
			continue
		}
		others = append(others, leaf)
		if mine, ok := edit.values[leaf]; ok && mine != theirs[leaf] {
			meet = true
		}
	}
	data, errs := e.ask(edit.mutation(), map[string]any{"id": e.id})
	if len(errs) > 0 {
		e.t.Fatal(errs)
	}
	payload := data["updateSession"].(map[string]any)
	refused := meet || len(others) > 0 && !edit.merge
	if (payload["revision"] == nil) != refused {
		e.t.Fatalf("edit %d, %+v at %d: %v; others changed %v", e.n, edit, e.now, payload, others)
	}
	if refused {
		e.conflicts++
		e.checkConflicts(edit, payload)
		return false
	}
	want := maps.Clone(theirs)
	maps.Copy(want, edit.values)
	maps.DeleteFunc(want, func(_, value string) bool { return value == "" })
	document := payload["document"].(map[string]any)
	if got := valuesOf(document); !maps.Equal(got, want) {
		e.t.Fatalf("edit %d, %+v at %d: the draft says %v, want %v", e.n, edit, e.now, got, want)
	}
	var merged []string
	for _, leaf := range payload["merged"].([]any) {
		merged = append(merged, leaf.(string))
	}
	slices.Sort(merged)
	slices.Sort(others)
	if !slices.Equal(merged, others) {
		e.t.Errorf("edit %d reports that it merged %v; others changed %v", e.n, merged, others)
	}
	if len(merged) > 0 {
		e.merges++
	}
	e.now = int(document["revision"].(float64))
	e.truth[e.now] = want
	return true
}

// checkHistory checks that every acknowledged version is unchanged.
func (e *editors) checkHistory() {
	for revision, want := range e.truth {
		version := e.session(fmt.Sprintf(`version(revision: %d) { %s }`, revision, leavesOfSession))["version"]
		if got := valuesOf(version.(map[string]any)); !maps.Equal(got, want) {
			e.t.Errorf("revision %d says %v, want %v", revision, got, want)
		}
	}
}

func union(a, b map[string]string) map[string]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// checkConflicts compares the fields of a refusal with the model: every field that others or
// the edit change, and no other.
func (e *editors) checkConflicts(edit *sessionEdit, payload map[string]any) {
	e.t.Helper()
	base, theirs := e.truth[edit.based], e.truth[e.now]
	mine := maps.Clone(base)
	maps.Copy(mine, edit.values)
	want, codes := map[string]string{}, 0
	for leaf := range union(union(base, theirs), mine) {
		if base[leaf] == theirs[leaf] && base[leaf] == mine[leaf] {
			continue
		}
		_, edited := edit.values[leaf]
		overlaps := edited && base[leaf] != theirs[leaf] && mine[leaf] != theirs[leaf]
		want[leaf] = fmt.Sprintf("%q %q %q %t", base[leaf], theirs[leaf], mine[leaf], overlaps)
		if overlaps {
			codes++
		}
	}
	text := func(v any) string {
		s, _ := v.(string)
		return s
	}
	got := map[string]string{}
	for _, c := range payload["conflicts"].([]any) {
		conflict := c.(map[string]any)
		got[path(conflict)] = fmt.Sprintf("%q %q %q %t", text(conflict["base"]), text(conflict["theirs"]), text(conflict["mine"]), conflict["overlaps"])
	}
	if !maps.Equal(got, want) {
		e.t.Errorf("edit %d, %+v at %d: the conflicts are %v, want %v", e.n, edit, e.now, got, want)
	}
	errs := payload["userErrors"].([]any)
	if len(errs) != max(1, codes) {
		e.t.Errorf("edit %d: %v, want %d", e.n, errs, max(1, codes))
	}
	for _, err := range errs {
		if code := err.(map[string]any)["code"]; code != "CONFLICT" {
			e.t.Errorf("edit %d has the code %v", e.n, code)
		}
	}
}

// path returns the path of a conflict, with dots.
func path(conflict map[string]any) string {
	var parts []string
	for _, part := range conflict["path"].([]any) {
		parts = append(parts, part.(string))
	}
	return strings.Join(parts, ".")
}
