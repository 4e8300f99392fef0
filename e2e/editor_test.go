package e2e_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// step is a step of the story: an operation of clients/editor, and what a reader sees after it.
type step struct {
	operation string
	// reader is a query by a reader afterwards. The response must contain sees, or, with a !
	// before it, must not.
	reader, sees string
	with         map[string]any // variables that differ from the example's
}

const (
	programme = `{ conference(slug: "fagkonference-om-stalking-2021") { sessions(first: 20) { nodes { title appearances { speaker { name } } } } } }`
	people    = `{ speakers(first: 20) { nodes { name slug } } }`
	logos     = `{ organisations(first: 20) { nodes { logo { url } } } }`
	photos    = `{ photos(first: 20) { nodes { slug } } }`
	films     = `{ videos(first: 20) { nodes { title captions { url } } } }`
)

// week is a week of an editor's work.
var week = []step{
	{operation: "who-am-i", reader: `{ viewer { role } }`, sees: "READER"},
	{operation: "list-drafts"},
	{operation: "create-session", reader: programme, sees: "!Sikkerhed"},
	{operation: "move-session"},
	{operation: "session-problems"},
	{operation: "create-speaker", reader: people, sees: "!Sol"},
	{operation: "cast-session"},
	{operation: "reorder-appearances"},
	{operation: "translate-session", reader: programme, sees: "!Safety"},
	{operation: "preview-conference"},
	{operation: "try-publishing", reader: programme, sees: "!Sikkerhed"},
	{operation: "publish", reader: programme, sees: "Sikkerhed på mobilen"},
	{operation: "translate-video-title", reader: films, sees: "Konferencens temaer"},
	{operation: "clear-translation"},
	{operation: "remove-language"},
	{operation: "add-captions", reader: films, sees: "!/captions/video_01M814A6P8QSB88EDGMCMKPHJY"},
	{operation: "upload-asset", reader: logos, sees: "!/media/"},
	{operation: "use-asset", reader: logos, sees: "!/media/"},
	{operation: "asset-uses", reader: logos, sees: "!/media/"},
	{operation: "several-edits", reader: `{ topics(first: 20) { nodes { name } } }`, sees: "Behandling af udøvere"},
	{operation: "document-history"},
	{operation: "restore-version", reader: `{ topics(first: 20) { nodes { name } } }`, sees: "Behandling af udøvere"},
	{operation: "duplicate-episode"},
	{operation: "finish-episode"},
	{operation: "schedule-episode", reader: `{ episodes(first: 20) { nodes { title } } }`, sees: "!Efter konferencen"},
	{operation: "what-is-scheduled"},
	{operation: "site-on-a-day", reader: `{ episodes(first: 20) { nodes { title } } }`, sees: "!Efter konferencen"},
	{operation: "cancel-schedule"},
	{operation: "add-timeline-entry"},
	{operation: "add-measure"},
	{operation: "edit-based-on-a-revision"},
	{operation: "edit-based-on-a-revision", with: map[string]any{"credit": "Ukendt"}}, // a conflict
	{operation: "keep-both-edits"},
	{operation: "plan-next-edition"},
	{operation: "import-sessions", reader: programme, sees: "!Pause"},
	{operation: "session-sheet"},
	{operation: "name-people-in-photo", reader: photos, sees: "gruppebillede"},
	{operation: "withdraw-consent", reader: photos, sees: "!gruppebillede"},
	{operation: "show-photo", reader: photos, sees: "gruppebillede"},
	{operation: "record-consent"},
	{operation: "publish", reader: people, sees: "Sol", with: map[string]any{"id": map[string]any{"$from": "create-speaker.createSpeaker.document.id"}}},
	{operation: "hide-speaker", reader: people, sees: "!Sol"},
	{operation: "show-speaker", reader: people, sees: "Sol"},
	{operation: "try-erasing-speaker"},
	{operation: "erase-speaker", reader: people, sees: "!Sol"},
	{operation: "changed-since"},
	{operation: "unpublish", reader: programme, sees: "!Sikkerhed"},
	{operation: "archive"},
	{operation: "what-to-translate"},
	{operation: "preview-search", reader: `{ search(query: "\"efter konferencen\"") { nodes { slug } } }`, sees: "!efter-konferencen"},
	{operation: "drafts-in-state"},
	{operation: "discard-draft", reader: films, sees: "Konferencens temaer"},
	{operation: "cancel-session", reader: `{ sessions(first: 20) { nodes { status statusReason } } }`, sees: "Ordstyreren er syg"},
	{operation: "move-conference"},
	{operation: "try-removing-words"},
	{operation: "remove-words"},
	{operation: "schedule-episode"},
	{operation: "cancel-step", reader: `{ episodes(first: 20) { nodes { title } } }`, sees: "!Efter konferencen"},
}

// TestEditors runs the operations of the editors one after another on the seed content, and
// compares each response with the golden one.
func TestEditors(t *testing.T) {
	t.Parallel()
	o := &office{t: t}
	o.open(t.TempDir())
	t.Cleanup(o.close)
	var examples map[string]map[string]any
	if err := json.Unmarshal(read(t, filepath.Join("..", "clients", "editor", "variables.json")), &examples); err != nil {
		t.Fatal(err)
	}
	n := &normal{seeded: seedIDs(t)}
	answers, told := map[string]any{}, map[string]bool{}
	for i, s := range week {
		example, ok := examples[s.operation]
		if !ok {
			t.Fatalf("%s has no example in variables.json", s.operation)
		}
		told[s.operation] = true
		variables := maps.Clone(example)
		maps.Copy(variables, s.with)
		text := string(read(t, filepath.Join("..", "clients", "editor", s.operation+".graphql")))
		filled, _ := fill(t, variables, answers).(map[string]any)
		if strings.Contains(text, "search(") {
			searchable(t, o.app)
		}
		body := o.ask(o.token, text, filled)
		var answer struct{ Data map[string]any }
		if err := json.Unmarshal([]byte(body), &answer); err != nil {
			t.Fatalf("%s: %v: %s", s.operation, err, body)
		}
		if answers[s.operation] == nil { // examples refer to the first
			answers[s.operation] = answer.Data
		}
		compare(t, filepath.Join("testdata", "editor", fmt.Sprintf("%02d-%s.json", i+1, s.operation)), []byte(n.text(body)))
		if s.reader == "" {
			continue
		}
		sees := o.ask("", s.reader, nil)
		want, hides := strings.CutPrefix(s.sees, "!")
		if strings.Contains(sees, want) == hides {
			t.Errorf("after %s a reader sees %s", s.operation, sees)
		}
	}
	for name := range examples {
		if !told[name] {
			t.Errorf("the story has no place for %s", name)
		}
	}
	files, err := filepath.Glob(filepath.Join("..", "clients", "editor", "*.graphql"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".graphql")
		if !told[name] {
			t.Errorf("the story has no place for %s", name)
		}
	}
}

// fill replaces {"$from": "…"} by values of earlier responses.
func fill(t *testing.T, v any, answers map[string]any) any {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		if from, ok := v["$from"].(string); ok {
			var found any = answers
			for part := range strings.SplitSeq(from, ".") {
				switch in := found.(type) {
				case map[string]any:
					found = in[part]
				case []any:
					i, err := strconv.Atoi(part)
					if err != nil || i < 0 || i >= len(in) {
						t.Fatalf("%s: %s is no place in a list of %d", from, part, len(in))
					}
					found = in[i]
				default:
					found = nil
				}
			}
			if found == nil {
				t.Fatalf("no answer has %s", from)
			}
			return found
		}
		out := map[string]any{}
		for name, value := range v {
			out[name] = fill(t, value, answers)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = fill(t, v[i], answers)
		}
		return out
	}
	return v
}

var (
	anyID   = regexp.MustCompile(`(conference|episode|organisation|photo|podcast|proposal|session|speaker|topic|video)_[0-7][0-9A-HJKMNP-TV-Z]{25}`)
	anyTime = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`)
)

// seedIDs returns the ids that are always the same.
func seedIDs(t *testing.T) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	paths, err := filepath.Glob(filepath.Join("..", "data", "seed", "*", "*.yaml"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no seed (%v)", err)
	}
	for _, path := range paths {
		for _, id := range anyID.FindAllString(string(read(t, path)), -1) {
			ids[id] = true
		}
	}
	return ids
}

// normal normalises responses: it numbers new ids, and removes current times.
type normal struct {
	seeded map[string]bool
	known  []string
}

func (n *normal) text(s string) string {
	s = anyID.ReplaceAllStringFunc(s, func(id string) string {
		if n.seeded[id] {
			return id
		}
		i := slices.Index(n.known, id)
		if i < 0 {
			i, n.known = len(n.known), append(n.known, id)
		}
		kind, _, _ := strings.Cut(id, "_")
		return "<" + kind + " " + strconv.Itoa(i+1) + ">"
	})
	for _, id := range n.known { // in the slug of a document from which a name was removed
		s = strings.ReplaceAll(s, strings.ToLower(id[len(id)-8:]), "<tail>")
	}
	now := time.Now().UTC()
	s = anyTime.ReplaceAllStringFunc(s, func(at string) string {
		if parsed, err := time.Parse(time.RFC3339Nano, at); err == nil && now.Sub(parsed).Abs() < time.Hour {
			return "<now>"
		}
		return at
	})
	return strings.ReplaceAll(s, now.Format(time.DateOnly), "<today>")
}
