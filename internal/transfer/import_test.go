package transfer_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/internal/transfer"
)

// written returns a small set of files as an editor writes them: without ids, with references
// by slug, and in no particular order.
func written() map[string]string {
	anna := annasID()
	return map[string]string{
		"README.md":                     "Ikke et dokument.",
		".git/config.yaml":              "heller ikke",
		"conferences/fagdag.yaml":       conferenceFile + "topics: [stalking]\n",
		"conferences/naeste.yaml":       "title: Næste\nstatus: PLANNED\nyear: 2022\npreviousEdition: fagdag\nstate: draft\n",
		"sessions/velkomst.yaml":        sessionFile("topics:\n  - stalking\nappearances:\n  - speaker: anna\n    role: HOST\n"),
		"speakers/anna.yaml":            anna + "name: Anna\n" + asked,
		"topics/stalking.yaml":          "name: Stalking\nbroader: vold\n",
		"topics/emner.yaml":             "slug: vold\nname:\n  da: Vold\n  en: Violence\n---\nname: Til senere\nid: " + string(contenttest.ID("topic", "senere")) + "\nstate: archived\n",
		"conferences/fagdag.draft.yaml": conferenceFile + "subtitle: Et udkast\n",
	}
}

// asked is the line without which no person is published. It has the same reason as
// contenttest.
const asked = "withoutConsentReason: Says so.\n"

func annasID() string { return "id: " + string(contenttest.ID("speaker", "anna")) + "\n" }

// find returns the published or the working version of a slug's document.
func find(t *testing.T, store content.Store, kind, slug string, preview bool) content.Document {
	t.Helper()
	actor := content.Anonymous
	if preview {
		actor = contenttest.Publisher
	}
	d, err := contenttest.View(t, store, actor).BySlug(content.KindNamed(kind), slug)
	if content.IsNotFound(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestEditorsFiles(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	report := mustImport(t, store, options(in(written())))
	if report.Created != 7 || report.Changes != 2 {
		t.Errorf("report: %+v", report)
	}
	conference := find(t, store, "conference", "fagdag", false).(*catalog.Conference)
	session := find(t, store, "session", "velkomst", false).(*catalog.Session)
	topic := find(t, store, "topic", "stalking", false).(*catalog.Topic)
	if session.ConferenceID != conference.ID || !slices.Equal(session.TopicIDs, []content.ID{topic.ID}) || conference.Subtitle != nil {
		t.Errorf("session %+v of %+v", session, conference)
	}
	if d := find(t, store, "conference", "fagdag", true).(*catalog.Conference); d.Subtitle.String() != "Et udkast" {
		t.Errorf("the draft: %+v", d)
	}
	if find(t, store, "conference", "naeste", false) != nil || find(t, store, "conference", "naeste", true) == nil {
		t.Error("a draft is not returned as a draft")
	}
	if find(t, store, "topic", "til-senere", true) != nil {
		t.Error("an archived document is in a list")
	}
	before := revision(t, store)
	if report := mustImport(t, store, options(in(written()))); report.Unchanged != 7 || revision(t, store) != before {
		t.Errorf("the second time: %+v, revision %d", report, revision(t, store))
	}
}

// TestTextsOfFiles: the texts of files are put into their one form, and importing them
// again changes nothing.
func TestTextsOfFiles(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	files := map[string]string{
		"conferences/fagdag.yaml": conferenceFile + "series: \"Rækken \\u00a0om A\u030a\"\n",
		"sessions/a.yaml":         "slug: a\ntitle: \"A \\n b\"\nconference: fagdag\nkind: TALK\nroom: \"Sal\u00a0A\u030a \"\nabstract: \"A\u030a \\n  b\"\n",
	}
	mustImport(t, store, options(in(files)))
	conference := find(t, store, "conference", "fagdag", false).(*catalog.Conference)
	session := find(t, store, "session", "a", false).(*catalog.Session)
	if conference.Series != "Rækken om Å" || session.Title.In("da") != "A b" || session.Room != "Sal Å" || session.Abstract.In("da") != "Å \n  b" {
		t.Errorf("%q %q %q %q", conference.Series, session.Title, session.Room, session.Abstract)
	}
	if report := mustImport(t, store, options(in(files))); report.Unchanged != 2 || report.Changes != 0 {
		t.Errorf("again: %+v", report)
	}
}

// TestChangedFiles changes one file at a time; each step starts with the result of the previous
// one.
func TestChangedFiles(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	all, anna := written(), annasID()
	mustImport(t, store, options(in(all)))
	steps := []struct {
		file, text string
		wants      transfer.Report
		slug       string
		public     bool
	}{
		{"speakers/anna.yaml", anna + "name: Anna Bo\n" + asked, transfer.Report{Updated: 1, Unchanged: 6, Changes: 1}, "anna", true},
		{"speakers/anna.yaml", anna + "name: Anna Bo\nstate: draft\n" + asked, transfer.Report{Updated: 1, Unchanged: 6, Changes: 1}, "anna", false},
		{"speakers/anna.yaml", anna + "name: Anna Bo\nstate: archived\n" + asked, transfer.Report{Updated: 1, Unchanged: 6, Changes: 1}, "", false},
		{"speakers/anna.yaml", anna + "name: Anna Bo\n" + asked, transfer.Report{Updated: 1, Unchanged: 6, Changes: 1}, "anna", true},
		{"conferences/fagdag.draft.yaml", conferenceFile, transfer.Report{Updated: 1, Unchanged: 6, Changes: 1}, "anna", true},
		{"conferences/fagdag.draft.yaml", "", transfer.Report{Unchanged: 7}, "anna", true},
		{"conferences/fagdag.yaml", conferenceFile, transfer.Report{Updated: 1, Unchanged: 6, Changes: 1}, "anna", true},
		{"speakers/bo.yaml", "name: Bo\n" + asked, transfer.Report{Created: 1, Unchanged: 7, Changes: 1}, "anna", true},
	}
	for i, step := range steps {
		if all[step.file] = step.text; step.text == "" {
			delete(all, step.file)
		}
		dry := options(in(all))
		dry.DryRun = true
		before := revision(t, store)
		planned := mustImport(t, store, dry)
		if revision(t, store) != before {
			t.Fatalf("step %d: a dry run has written", i)
		}
		if len(planned.Differences) != step.wants.Created+step.wants.Updated {
			t.Errorf("step %d, dry run: it reports %v", i, planned.Differences)
		}
		planned.Differences = nil
		changes := step.wants.Changes
		if step.wants.Changes = 0; !reflect.DeepEqual(*planned, step.wants) {
			t.Errorf("step %d, dry: %+v", i, planned)
		}
		if report := mustImport(t, store, options(in(all))); !(report.Changes == changes && report.Updated == step.wants.Updated && report.Created == step.wants.Created) {
			t.Errorf("step %d: %+v", i, report)
		}
		if step.slug == "" {
			continue
		}
		if public := find(t, store, "speaker", step.slug, false) != nil; public != step.public {
			t.Errorf("step %d: readers see it: %v", i, public)
		}
	}
}

func TestWorkingDraftIsNotReplaced(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	publishAll := contenttest.Publish
	publishAll(t, store, contenttest.Speaker("Anna"))
	draft := contenttest.Speaker("Anna")
	draft.SortName = "kladde"
	contenttest.Save(t, store, draft)
	source := in(map[string]string{"speakers/anna.yaml": "name: Anna Bo\n" + asked})
	report, err := transfer.Import(t.Context(), store, options(source))
	want := "speakers/anna.yaml:1: CONFLICT: The store has a draft of this document, which the file would replace. Publish or export it first.\n"
	if content.CodeOf(err) != content.CodeInvalid || lines(report.Problems) != want {
		t.Errorf("%v\n%s", err, lines(report.Problems))
	}
	// The file equals the published version, so nothing is replaced.
	source = in(map[string]string{"speakers/anna.yaml": "name: Anna\njobTitle: {da: Job of Anna, en: Job of Anna (en)}\n" + asked})
	if report := mustImport(t, store, options(source)); report.Unchanged != 1 {
		t.Errorf("report: %+v", report)
	}
}

func TestTimesOfFiles(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	file := func(name, updated string) transfer.Source {
		return in(map[string]string{"speakers/anna.yaml": asked + "name: " + name + "\ncreatedAt: 2020-01-01T01:00:00+01:00\npublishedAt: 2020-01-03T00:00:00Z\nupdatedAt: " + updated + "\n"})
	}
	day := func(d int) time.Time { return time.Date(2020, 1, d, 0, 0, 0, 0, time.UTC) }
	now := at(1000)
	for i, step := range []struct {
		source  transfer.Source
		updated time.Time
	}{
		{file("Anna", "2020-01-02T00:00:00Z"), day(2)},
		{file("Anna Bo", "2020-01-02T00:00:00Z"), now}, // edited with the same time
		{file("Anna B", "2020-01-05T00:00:00Z"), now},  // older than in the store
		{file("Anna", "2099-01-01T00:00:00Z"), now},    // in the future
		{file("Anna C", now.Add(-time.Millisecond).Format(time.RFC3339Nano)), now},
	} {
		mustImport(t, store, options(step.source))
		m := find(t, store, "speaker", "anna", false).Base()
		if !m.CreatedAt.Equal(day(1)) || !m.UpdatedAt.Equal(step.updated) || !m.PublishedAt.Equal(day(3)) {
			t.Errorf("step %d: created %v, updated %v, published %v", i, m.CreatedAt, m.UpdatedAt, m.PublishedAt)
		}
	}
}

// many returns a file with n speakers, and a file with a draft of the first.
func many(n int) map[string]string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "---\ntype: speaker\nslug: taler-%d\nname: Taler %d\n%s", i, i, asked)
	}
	return map[string]string{"talere.yaml": b.String(), "speakers/taler-0.draft.yaml": "name: Den første\n"}
}

func TestChangesOfBoundedSize(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	var calls []string
	o := options(in(many(250)))
	o.Progress = func(done, total int) {
		if total > 0 {
			calls = append(calls, fmt.Sprintf("%d/%d", done, total))
		}
	}
	if report := mustImport(t, store, o); report.Created != 250 || report.Changes != 4 {
		t.Errorf("report: %+v", report)
	}
	if want := []string{"100/251", "200/251", "250/251", "251/251"}; !slices.Equal(calls, want) {
		t.Errorf("progress: %v", calls)
	}
}

func TestAtomic(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files map[string]string
		code  content.Code
		says  string
	}{
		"one change":   {map[string]string{"talere.yaml": many(250)["talere.yaml"]}, "", ""},
		"with a draft": {many(2), content.CodeBadInput, "talere.yaml can't be published and get another draft beside it in one change"},
		"too many":     {map[string]string{"talere.yaml": many(transfer.MaxAtomicDocuments + 1)["talere.yaml"]}, content.CodeTooLarge, "limited to 10000 documents and 64 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			store := contenttest.NewMemory()
			o := options(in(test.files))
			o.Atomic = true
			report, err := transfer.Import(t.Context(), store, o)
			if content.CodeOf(err) != test.code || (err != nil && !strings.Contains(err.Error(), test.says)) {
				t.Errorf("error: %v", err)
			}
			if want := content.Revision(report.Changes); revision(t, store) != want || (err == nil) != (want == 1) {
				t.Errorf("%d changes", revision(t, store))
			}
		})
	}
}

func TestDocumentAfterWhatItRefersTo(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	var b strings.Builder
	for i := range 300 {
		fmt.Fprintf(&b, "---\ntype: topic\nslug: emne-%d\nname: Emne\n", i)
		if i < 299 && i%50 != 49 {
			fmt.Fprintf(&b, "broader: emne-%d\n", i+1)
		}
	}
	if report := mustImport(t, store, options(in(map[string]string{"emner.yaml": b.String()}))); report.Changes != 3 {
		t.Errorf("report: %+v", report)
	}
}

func TestLocal(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "speakers")
	name := filepath.Join(dir, "anna.yaml")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte("navn: Anna\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, source := range []string{name, dir, filepath.Dir(dir)} {
		report, err := transfer.Import(t.Context(), contenttest.NewMemory(), options(local(t, source)))
		if got := lines(report.Problems); err == nil || !strings.HasPrefix(got, name+":1: navn: UNKNOWN_FIELD") {
			t.Errorf("%s: %v\n%s", source, err, got)
		}
	}
	if _, err := transfer.Local(filepath.Join(dir, "ingen")); content.CodeOf(err) != content.CodeNotFound {
		t.Errorf("a missing file: %v", err)
	}
}

func TestStoppedImport(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	store := contenttest.NewMemory()
	if _, err := transfer.Import(ctx, store, options(in(many(2)))); content.CodeOf(err) != content.CodeTimeout {
		t.Errorf("error: %v", err)
	}
	if r := revision(t, store); r != 0 {
		t.Errorf("it wrote %d changes", r)
	}
}

// busy is a store in which another writer commits before the nth change.
type busy struct {
	content.Store
	n      int
	meddle func()
}

func (b *busy) Write(ctx context.Context, prepare func(content.Snapshot) (*content.Batch, error)) error {
	if b.n--; b.n == 0 {
		b.meddle()
	}
	return b.Store.Write(ctx, prepare)
}

func TestStoreThatMovedOn(t *testing.T) {
	t.Parallel()
	memory := contenttest.NewMemory()
	files := many(50)
	store := &busy{memory, 2, func() {
		taken := contenttest.Speaker("en anden")
		taken.Slug = "taler-7"
		contenttest.Publish(t, memory, taken)
	}}
	report, err := transfer.Import(t.Context(), store, options(in(files)))
	want := "talere.yaml:38: slug: SLUG_TAKEN: Another document has or had this slug.\n"
	if content.CodeOf(err) != content.CodeConflict || lines(report.Problems) != want {
		t.Errorf("%v\n%s", err, lines(report.Problems))
	}
}

// TestSlugOfTheStore: a slug that a document of the store has is reported before anything is
// written.
func TestSlugOfTheStore(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	mustImport(t, store, options(in(map[string]string{"topics/vold.yaml": "name: Vold\n"})))
	id := contenttest.ID("topic", "anden")
	report, err := transfer.Import(t.Context(), store, options(in(map[string]string{"topics/a.yaml": "id: " + string(id) + "\nslug: vold\nname: A\n"})))
	if got := lines(report.Problems); content.CodeOf(err) != content.CodeInvalid || !strings.HasPrefix(got, "topics/a.yaml:2: slug: SLUG_TAKEN") {
		t.Errorf("%v: %s", err, got)
	}
}
