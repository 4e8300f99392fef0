package transfer_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/internal/transfer"
)

const historyName = "history/changes.jsonl"

// TestHistoryFromOutside corrupts one part of a history at a time.
func TestHistoryFromOutside(t *testing.T) {
	t.Parallel()
	good := files(t, export(t, lived(t), true))
	line := func(n int, old, with string) func(map[string]string) {
		return func(all map[string]string) {
			lines := strings.SplitAfter(all[historyName], "\n")
			if !strings.Contains(lines[n-1], old) {
				t.Fatalf("line %d has no %s: %s", n, old, lines[n-1])
			}
			lines[n-1] = strings.Replace(lines[n-1], old, with, 1)
			all[historyName] = strings.Join(lines, "")
		}
	}
	anna, bo := string(contenttest.ID("speaker", "Anna Ærø")), string(contenttest.ID("speaker", "Bo"))
	for name, test := range map[string]struct {
		spoil func(map[string]string)
		want  string
	}{
		"no JSON":              {line(2, `{"revision"`, `{revision`), "history/changes.jsonl:2: SYNTAX: The line is not a change in JSON."},
		"an unknown member":    {line(2, `{"revision"`, `{"x":1,"revision"`), "history/changes.jsonl:2: SYNTAX: The line is not a change in JSON."},
		"two changes":          {line(2, "\n", "{}\n"), "history/changes.jsonl:2: SYNTAX: The line has more than one change."},
		"not UTF-8":            {line(2, "rettelse", "\xff"), "history/changes.jsonl:2: SYNTAX: The line is not UTF-8."},
		"a gap":                {line(3, `"revision":3`, `"revision":4`), "history/changes.jsonl:3: BAD_VALUE: Change 4 follows 2; the one before is 2."},
		"another chain":        {line(3, `"previous":2`, `"previous":1`), "history/changes.jsonl:3: BAD_VALUE: Change 3 follows 1; the one before is 2."},
		"no time":              {line(1, `"time":"2026-01-01T00:00:00.123Z"`, `"time":"0001-01-01T00:00:00Z"`), "history/changes.jsonl:1: BAD_VALUE: The change has no time."},
		"an unknown role":      {line(1, `"role":"publisher"`, `"role":"root"`), `history/changes.jsonl:1: BAD_VALUE: The change's actor has the unknown role "root".`},
		"an unknown action":    {line(1, `"PUBLISH"`, `"DELETE"`), `unknown action "DELETE".`},
		"an id that is none":   {line(1, string(contenttest.ID("conference", "fagdag")), "conference_0"), "BAD_VALUE: conference_0: This is not an id of this service."},
		"a state from nowhere": {line(1, `"published":1`, `"published":7`), "this state is not possible."},
		"seen in the future":   {line(1, `"seen":1`, `"seen":7`), "readers can't have seen it later than that."},
		"turned unseen":        {line(1, `"turned":1`, `"turned":7`), "readers can't have seen it later than that."},
		"another document":     {line(1, `{\"id\":\"`+anna, `{\"id\":\"`+bo), "BAD_VALUE: " + anna + ": another document is under its id."},
		"another kind":         {line(1, `1 speaker\n`, `1 topic\n`), "A stored version can't be read."},
		"another format":       {line(1, `1 speaker\n`, `9 speaker\n`), "A stored version has format 9"},
		"an invalid slug":      {line(1, `\"slug\":\"bo\"`, `\"slug\":\"../../bo\"`), "it has an invalid slug."},
		"a reference to none":  {line(2, `\"conference\":\"conference_`, `\"conference\":\"x_`), "conference refers to no conference."},
		"a document too few":   {line(4, `,"documents":{`, `,"documents":{},"documents":{`), ""},
		"an edited file": {
			func(all map[string]string) {
				all["speakers/bo.yaml"] = strings.Replace(all["speakers/bo.yaml"], "name: Bo", "name: Bodil", 1)
			},
			"speakers/bo.yaml:1: CONTRADICTION: The file differs from the end of the history.",
		},
		"a file too few":  {func(all map[string]string) { delete(all, "speakers/bo.yaml") }, "CONTRADICTION: The history has this document, but there is no file of it."},
		"a draft too few": {func(all map[string]string) { delete(all, "sessions/panel.draft.yaml") }, "CONTRADICTION: The history has a draft of this document, but there is no file of it."},
		"a file too many": {func(all map[string]string) { all["speakers/ny.yaml"] = "name: Ny\n" }, "speakers/ny.yaml:1: CONTRADICTION: "},
		"a broken file":   {func(all map[string]string) { all["speakers/bo.yaml"] += "navn: Bo\n" }, "navn: UNKNOWN_FIELD"},
	} {
		t.Run(name, func(t *testing.T) {
			all := map[string]string{}
			for name, text := range good {
				all[name] = text
			}
			test.spoil(all)
			store := contenttest.NewMemory()
			report, err := transfer.Import(t.Context(), store, options(in(all)))
			if got := lines(report.Problems); !strings.Contains(got, test.want) || (test.want != "" && content.CodeOf(err) != content.CodeInvalid) {
				t.Errorf("%v\n%s\nwant: %s", err, got, test.want)
			}
			if r := revision(t, store); r != 0 && test.want != "" {
				t.Errorf("it wrote %d changes", r)
			}
		})
	}
}

func TestHistoryAlone(t *testing.T) {
	t.Parallel()
	from := lived(t)
	dir := export(t, from, true)
	text := files(t, dir)[historyName]
	store := contenttest.NewMemory()
	source := in(map[string]string{historyName: text})
	dry := options(source)
	dry.DryRun = true
	if report := mustImport(t, store, dry); report.Created != 11 || revision(t, store) != 0 {
		t.Errorf("dry: %+v", report)
	}
	// As after an interrupted import: the rest is added.
	part := in(map[string]string{historyName: strings.Join(strings.SplitAfter(text, "\n")[:2], "")})
	mustImport(t, store, options(part))
	if report := mustImport(t, store, options(source)); report.Changes != 4 {
		t.Errorf("the rest: %+v", report)
	}
	if got := files(t, export(t, store, true))[historyName]; got != text {
		t.Errorf("the history is another:\n%s\nwant:\n%s", got, text)
	}
}

func TestHistoryNeedsAnEmptyStore(t *testing.T) {
	t.Parallel()
	source := local(t, export(t, lived(t), true))
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, contenttest.Speaker("en anden"))
	_, err := transfer.Import(t.Context(), store, options(source))
	if content.CodeOf(err) != content.CodeConflict || !strings.Contains(err.Error(), "only be imported into an empty store") {
		t.Errorf("another store: %v", err)
	}
	longer := lived(t)
	contenttest.Publish(t, longer, contenttest.Speaker("en anden"))
	if _, err := transfer.Import(t.Context(), longer, options(source)); content.CodeOf(err) != content.CodeConflict {
		t.Errorf("a store with further changes: %v", err)
	}
	atomic := options(source)
	atomic.Atomic = true
	if _, err := transfer.Import(t.Context(), contenttest.NewMemory(), atomic); content.CodeOf(err) != content.CodeBadInput {
		t.Errorf("all or nothing: %v", err)
	}
	two := options(source, in(written()))
	if _, err := transfer.Import(t.Context(), contenttest.NewMemory(), two); content.CodeOf(err) != content.CodeBadInput {
		t.Errorf("beside another source: %v", err)
	}
}

func TestExportTarget(t *testing.T) {
	t.Parallel()
	store := lived(t)
	parent := t.TempDir()
	target := filepath.Join(parent, "a", "b")
	for i, want := range []content.Code{"", content.CodeBadInput} {
		if _, err := transfer.Export(t.Context(), store, target, transfer.ExportOptions{}); content.CodeOf(err) != want {
			t.Errorf("export %d: %v", i, err)
		}
	}
	empty := filepath.Join(parent, "tom")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	exported, err := transfer.Export(t.Context(), store, empty, transfer.ExportOptions{})
	if err != nil || exported.Revision != 6 || exported.Documents != 11 {
		t.Errorf("into an empty folder: %+v, %v", exported, err)
	}
	for _, dir := range []string{parent, filepath.Dir(target)} {
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) > 2 || strings.Contains(entries[0].Name(), "export-") {
			t.Errorf("it left %v (%v)", entries, err)
		}
	}
	file := filepath.Join(parent, "fil")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := transfer.Export(t.Context(), store, file, transfer.ExportOptions{}); content.CodeOf(err) != content.CodeBadInput {
		t.Errorf("onto a file: %v", err)
	}
}

func TestExportOfNothing(t *testing.T) {
	t.Parallel()
	dir := export(t, contenttest.NewMemory(), true)
	if all := files(t, dir); len(all) != 1 || all[historyName] != "" {
		t.Errorf("files: %v", all)
	}
	if report := mustImport(t, contenttest.NewMemory(), options(local(t, dir))); report.Created != 0 {
		t.Errorf("report: %+v", report)
	}
}

// TestHistoryWithoutSomebody: a store with an erased person is exported and imported, with and
// without its history.
func TestHistoryWithoutSomebody(t *testing.T) {
	t.Parallel()
	store := lived(t)
	o := contenttest.Options()
	o.Actor.Role, o.Now = content.RoleAdmin, at(6)
	if _, err := catalog.ErasePerson(t.Context(), store, o, contenttest.ID("speaker", "Anna Ærø")); err != nil {
		t.Fatal(err)
	}
	for _, history := range []bool{true, false} {
		all := files(t, export(t, store, history))
		for name, text := range all {
			if strings.Contains(name+text, "Ærø") || strings.Contains(name+text, "aeroe") {
				t.Errorf("%s has the name: %s", name, text)
			}
		}
		copied := contenttest.NewMemory()
		mustImport(t, copied, options(in(all)))
		if history && revision(t, copied) != revision(t, store) {
			t.Errorf("the copy is at %d", revision(t, copied))
		}
		snapshot, err := copied.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		state, err := snapshot.State(contenttest.ID("speaker", "Anna Ærø"))
		if state.Erased != history || content.IsNotFound(err) == history {
			t.Errorf("with a history %t: %+v, %v", history, state, err)
		}
	}
}
