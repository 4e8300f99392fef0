package catalog_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
	"lectern/content/locale"
	"lectern/content/schedule"
)

// edited makes an edit as the publisher at a time.
func edited(t *testing.T, store content.Store, now time.Time, fn func(*content.Transaction) error) error {
	t.Helper()
	o := contenttest.Options()
	o.Now, o.Reason = now, "Fordi."
	_, err := content.Edit(t.Context(), store, o, fn)
	return err
}

func planned(t *testing.T, store content.Store, fn func(*content.Transaction) error) {
	t.Helper()
	if err := edited(t, store, contenttest.Epoch, fn); err != nil {
		t.Fatal(err)
	}
}

func runDue(t *testing.T, store content.Store, now time.Time) ([]content.Done, time.Time) {
	t.Helper()
	done, next, err := content.RunDue(t.Context(), store, nil, now, func(b []byte) (int, error) { return rand.Read(b) })
	if err != nil {
		t.Fatal(err)
	}
	return done, next
}

func stateOf(t *testing.T, store content.Store, id content.ID) content.State {
	t.Helper()
	s, err := snapshotOf(t, store).State(id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestScheduledStepsComeAbout(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	conference, session := contenttest.ID("conference", "fagdag"), contenttest.ID("session", "a")
	contenttest.Publish(t, store, contenttest.Conference("fagdag"))
	contenttest.Save(t, store, contenttest.Session("a", "fagdag", 0))
	at := contenttest.Epoch.Add(time.Hour)
	planned(t, store, func(tx *content.Transaction) error {
		return errors.Join(schedule.Publish(tx, session, at), schedule.Unpublish(tx, session, at.Add(time.Hour)))
	})
	later := contenttest.Session("a", "fagdag", 0)
	later.Title = locale.NewText("da", "Nyere")
	contenttest.Save(t, store, later) // a planned step publishes the draft of that time

	if done, next := runDue(t, store, at.Add(-time.Millisecond)); len(done) != 0 || !next.Equal(at) {
		t.Errorf("before the instant: %v, next %v", done, next)
	}
	done, next := runDue(t, store, at.Add(time.Minute))
	want := []content.Done{{ID: session, At: at.UTC(), Action: content.Publish, Revision: 5}}
	if !reflect.DeepEqual(done, want) || !next.Equal(at.Add(time.Hour)) {
		t.Errorf("at the instant: %+v, next %v", done, next)
	}
	s, err := content.Get[*catalog.Session](contenttest.View(t, store, content.Anonymous), session)
	if err != nil || s.Title.String() != "Nyere" || !s.PublishedAt.Equal(at) {
		t.Errorf("readers get %+v, %v", s, err)
	}
	changes, err := snapshotOf(t, store).Log(0, 1)
	if err != nil || changes[0].Actor != contenttest.Publisher || changes[0].Reason != "Fordi." || !changes[0].Time.Equal(at.Add(time.Minute)) {
		t.Errorf("the change: %+v, %v", changes, err)
	}
	if done, next := runDue(t, store, at.Add(time.Hour)); len(done) != 1 || done[0].Action != content.Unpublish || !next.IsZero() {
		t.Errorf("at the end: %v, next %v", done, next)
	}
	if s := stateOf(t, store, session); s.Published != 0 || s.Steps != nil {
		t.Errorf("in the end: %+v", s)
	}
	if s := stateOf(t, store, conference); s.Published == 0 {
		t.Error("another document was unpublished")
	}
}

func TestScheduleRefuses(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	now, hour := contenttest.Epoch, time.Hour
	public, draft := contenttest.ID("conference", "fagdag"), contenttest.ID("session", "a")
	contenttest.Publish(t, store, contenttest.Conference("fagdag"))
	contenttest.Save(t, store, contenttest.Session("a", "fagdag", 0), contenttest.Session("b", "fagdag", 1))
	planned(t, store, func(tx *content.Transaction) error {
		b := contenttest.ID("session", "b")
		return errors.Join(schedule.Publish(tx, b, now.Add(2*hour)), schedule.Unpublish(tx, b, now.Add(4*hour)))
	})
	type edit = func(*content.Transaction) error
	publish := func(id content.ID, at time.Time) edit {
		return func(tx *content.Transaction) error { return schedule.Publish(tx, id, at) }
	}
	unpublish := func(id content.ID, at time.Time) edit {
		return func(tx *content.Transaction) error { return schedule.Unpublish(tx, id, at) }
	}
	for name, test := range map[string]struct {
		edit edit
		path string
		code content.Code
	}{
		"now":                {publish(draft, now), "at", content.CodeBadInput},
		"the past":           {publish(draft, now.Add(-hour)), "at", content.CodeBadInput},
		"less than a second": {publish(draft, now.Add(999*time.Millisecond)), "at", content.CodeBadInput},
		"too far":            {publish(draft, now.AddDate(5, 0, 1)), "at", content.CodeBadInput},
		"no draft":           {publish(public, now.Add(hour)), "id", content.CodeBadInput},
		"nothing":            {publish(contenttest.ID("session", "x"), now.Add(hour)), "", content.CodeNotFound},
		"a draft's end":      {unpublish(draft, now.Add(hour)), "id", content.CodeBadInput},
		"an end before":      {unpublish(contenttest.ID("session", "b"), now.Add(hour)), "id", content.CodeBadInput},
		"an end at once":     {unpublish(contenttest.ID("session", "b"), now.Add(2*hour)), "at", content.CodeBadInput},
	} {
		err := edited(t, store, now, test.edit)
		var e *content.Error
		errors.As(err, &e)
		if content.CodeOf(err) != test.code || e != nil && strings.Join(e.Path, ".") != test.path {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := edited(t, store, now, publish(contenttest.ID("session", "b"), now.Add(3*hour))); err != nil {
		t.Errorf("what another plan says: %v", err)
	}
	o := contenttest.Options()
	o.Actor.Role = content.RoleEditor
	for name, edit := range map[string]edit{
		"publish": publish(draft, now.Add(hour)), "unpublish": unpublish(public, now.Add(hour)),
		"cancel": func(tx *content.Transaction) error { return schedule.Cancel(tx, contenttest.ID("session", "b")) },
	} {
		if _, err := content.Edit(t.Context(), store, o, edit); content.CodeOf(err) != content.CodeForbidden {
			t.Errorf("%s by an editor: %v", name, err)
		}
	}
}

// TestWhatEndsAPlan: a step ends when it is cancelled, or done by hand; another save keeps it.
func TestWhatEndsAPlan(t *testing.T) {
	t.Parallel()
	id := contenttest.ID("session", "a")
	at := contenttest.Epoch.Add(time.Hour)
	for name, test := range map[string]struct {
		edit           func(*content.Transaction) error
		publish, until bool
	}{
		"save":      {func(tx *content.Transaction) error { return tx.Save(contenttest.Session("a", "fagdag", 1)) }, true, true},
		"cancel":    {func(tx *content.Transaction) error { return schedule.Cancel(tx, id) }, false, false},
		"publish":   {func(tx *content.Transaction) error { return tx.Publish(id) }, false, true},
		"unpublish": {func(tx *content.Transaction) error { return errors.Join(tx.Publish(id), tx.Unpublish(id)) }, false, false},
		"archive":   {func(tx *content.Transaction) error { return tx.Archive(id) }, false, false},
	} {
		store := contenttest.NewMemory()
		contenttest.Publish(t, store, contenttest.Conference("fagdag"))
		contenttest.Save(t, store, contenttest.Session("a", "fagdag", 0))
		planned(t, store, func(tx *content.Transaction) error {
			return errors.Join(schedule.Publish(tx, id, at), schedule.Unpublish(tx, id, at.Add(time.Hour)))
		})
		planned(t, store, test.edit)
		s := stateOf(t, store, id)
		has := func(action content.Action) bool {
			return slices.ContainsFunc(s.Steps, func(step content.Step) bool { return step.Action == action })
		}
		if has(content.Publish) != test.publish || has(content.Unpublish) != test.until {
			t.Errorf("%s: %v", name, s.Steps)
		}
		if _, next := runDue(t, store, contenttest.Epoch); next.IsZero() == test.until {
			t.Errorf("%s: next is %v", name, next)
		}
	}
}

// TestScheduleTellsProblems: planning a step reports the problems at its instant, considering
// earlier steps.
func TestScheduleTellsProblems(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	conference, session, podcast, episode := contenttest.ID("conference", "fagdag"), contenttest.ID("session", "a"), contenttest.ID("podcast", "p0"), contenttest.ID("podcastEpisode", "e0")
	contenttest.Save(t, store, contenttest.Conference("fagdag"), contenttest.Session("a", "fagdag", 0))
	at := contenttest.Epoch.Add(time.Hour)
	alone := func(tx *content.Transaction) error { return schedule.Publish(tx, session, at) }
	err := edited(t, store, contenttest.Epoch, alone)
	if content.CodeOf(err) != content.CodeInvalid || !strings.Contains(err.Error(), string(content.RequiresUnpublished)) {
		t.Errorf("before its conference: %v", err)
	}
	planned(t, store, func(tx *content.Transaction) error { return schedule.Publish(tx, conference, at) })
	planned(t, store, alone) // at the same instant a conference comes before its sessions
	err = edited(t, store, contenttest.Epoch, func(tx *content.Transaction) error {
		return schedule.Unpublish(tx, conference, at.Add(time.Hour))
	})
	if content.CodeOf(err) != content.CodeInvalid || !strings.Contains(err.Error(), string(content.StillRequired)) {
		t.Errorf("its conference's end: %v", err)
	}
	planned(t, store, func(tx *content.Transaction) error {
		return errors.Join(schedule.Unpublish(tx, conference, at.Add(time.Hour)), schedule.Unpublish(tx, session, at.Add(time.Hour)))
	})
	e := newEditor(1)
	var documents []content.Document
	for len(documents) < 2 {
		if d := e.document(); len(documents) == 0 && d.Base().ID == podcast || len(documents) == 1 && d.Base().ID == episode {
			documents = append(documents, d)
		}
	}
	documents[1].(*catalog.PodcastEpisode).PodcastID = podcast
	contenttest.Save(t, store, documents...)
	planned(t, store, func(tx *content.Transaction) error {
		return errors.Join(schedule.Publish(tx, episode, at), schedule.Publish(tx, podcast, at))
	})
	done, _ := runDue(t, store, at.Add(2*time.Hour))
	var got []string
	for _, d := range done {
		got = append(got, string(d.Action)+" "+d.ID.Kind().Name)
	}
	want := []string{"PUBLISH podcast", "PUBLISH conference", "PUBLISH session", "PUBLISH podcastEpisode", "UNPUBLISH session", "UNPUBLISH conference"}
	if !slices.Equal(got, want) {
		t.Errorf("done: %q", got)
	}
}

// TestMissedStep: a document with problems at its instant blocks no others, is reported, and is
// not tried again.
func TestMissedStep(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	a, b := contenttest.ID("session", "a"), contenttest.ID("session", "b")
	contenttest.Publish(t, store, contenttest.Conference("fagdag"))
	contenttest.Save(t, store, contenttest.Session("a", "fagdag", 0), contenttest.Session("b", "fagdag", 1))
	at := contenttest.Epoch.Add(time.Hour)
	planned(t, store, func(tx *content.Transaction) error {
		return errors.Join(schedule.Publish(tx, a, at), schedule.Publish(tx, b, at), schedule.Unpublish(tx, a, at.Add(time.Hour)))
	})
	broken := contenttest.Session("a", "fagdag", 0)
	broken.Title = nil
	contenttest.Save(t, store, broken)

	done, next := runDue(t, store, at)
	slices.SortFunc(done, func(x, y content.Done) int { return strings.Compare(string(x.Action), string(y.Action)) })
	if len(done) != 2 || done[0].Action != content.MissedStep || done[0].ID != a || done[0].Missed != content.Publish || len(done[0].Problems) == 0 || done[1].ID != b || !next.Equal(at.Add(time.Hour)) {
		t.Fatalf("%+v, next %v", done, next)
	}
	if s := stateOf(t, store, a); s.Published != 0 || len(s.Steps) != 2 || !s.Steps[0].Missed || s.Steps[1].Missed {
		t.Errorf("the missed one: %+v", s)
	}
	if done, _ := runDue(t, store, at); len(done) != 0 {
		t.Errorf("tried again: %v", done)
	}
	view := contenttest.View(t, store, contenttest.Publisher)
	page, err := listing.Missed(view, 10, nil)
	if err != nil || len(page.Nodes()) != 1 || page.Nodes()[0].DocumentID != a || page.Nodes()[0].Action != content.Publish || page.Nodes()[0].Reason != "Fordi." {
		t.Errorf("missed: %+v, %v", page, err)
	}
	// There is nothing to unpublish then: the second is missed, too.
	if done, _ := runDue(t, store, at.Add(time.Hour)); len(done) != 1 || done[0].Action != content.MissedStep {
		t.Errorf("the end: %v", done)
	}
	contenttest.Save(t, store, contenttest.Session("a", "fagdag", 0))
	if err := edited(t, store, at.Add(time.Hour), func(tx *content.Transaction) error { return schedule.Publish(tx, a, at.Add(2*time.Hour)) }); err != nil {
		t.Fatal(err)
	}
	if done, _ := runDue(t, store, at.Add(2*time.Hour)); len(done) != 1 || done[0].Action != content.Publish {
		t.Errorf("anew: %v", done)
	}
}

func TestScheduledList(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, contenttest.Conference("fagdag"))
	var ids []content.ID
	for i, name := range []string{"c", "a", "d", "b"} {
		contenttest.Save(t, store, contenttest.Session(name, "fagdag", i))
		ids = append(ids, contenttest.ID("session", name))
		planned(t, store, func(tx *content.Transaction) error {
			return schedule.Publish(tx, ids[i], contenttest.Epoch.Add(time.Duration(i+1)*time.Hour))
		})
	}
	view := contenttest.View(t, store, contenttest.Publisher)
	var got []content.ID
	var after *string
	for {
		page, err := listing.Scheduled(view, 3, after)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Edges() {
			got, after = append(got, e.Node.DocumentID), &e.Cursor
		}
		if more, err := page.PageInfo().HasNextPage(); err != nil || !more {
			break
		}
	}
	if !slices.Equal(got, ids) {
		t.Errorf("scheduled: %v", got)
	}
	if until, err := view.Until(); err != nil || !until.Equal(contenttest.Epoch.Add(time.Hour)) {
		t.Errorf("the view holds until %v", until)
	}
	for _, bad := range []string{"", "x", "AAAAAAAAAAAAAAAA", *after + "A"} {
		if _, err := listing.Scheduled(view, 3, &bad); content.CodeOf(err) != content.CodeBadCursor {
			t.Errorf("cursor %q: %v", bad, err)
		}
	}
	if _, err := listing.Missed(view, 3, after); content.CodeOf(err) != content.CodeBadCursor {
		t.Errorf("a cursor of another list: %v", err)
	}
	if _, err := listing.Scheduled(view, 0, nil); content.CodeOf(err) != content.CodeBadInput {
		t.Errorf("first 0: %v", err)
	}
	if _, err := listing.Scheduled(contenttest.View(t, store, content.Anonymous), 3, nil); content.CodeOf(err) != content.CodeUnauthenticated {
		t.Errorf("for readers: %v", err)
	}
}

// TestRunDueWithADamagedDocument: it is reported each time, and the others are done.
func TestRunDueWithADamagedDocument(t *testing.T) {
	t.Parallel()
	memory := contenttest.NewMemory()
	contenttest.Publish(t, memory, contenttest.Conference("fagdag"))
	contenttest.Save(t, memory, contenttest.Session("a", "fagdag", 0), contenttest.Session("b", "fagdag", 1))
	a, b := contenttest.ID("session", "a"), contenttest.ID("session", "b")
	at := contenttest.Epoch.Add(time.Hour)
	planned(t, memory, func(tx *content.Transaction) error {
		return errors.Join(schedule.Publish(tx, a, at), schedule.Publish(tx, b, at.Add(time.Second)))
	})
	store := damaged{memory, a}
	for i, want := range []int{1, 0} {
		done, next, err := content.RunDue(t.Context(), store, nil, at.Add(time.Minute), nil)
		if content.CodeOf(err) != content.CodeCorrupt || len(done) != want || want > 0 && done[0].ID != b || !next.IsZero() {
			t.Errorf("run %d: %v, %v, %v", i, done, next, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := content.RunDue(ctx, memory, nil, at.Add(time.Minute), nil); content.CodeOf(err) != content.CodeTimeout {
		t.Errorf("when it is stopped: %v", err)
	}
}

// damaged is a store that can't read one document.
type damaged struct {
	*contenttest.Memory
	id content.ID
}

type damagedSnapshot struct {
	content.Snapshot
	id content.ID
}

func (d damaged) Write(ctx context.Context, prepare func(content.Snapshot) (*content.Batch, error)) error {
	return d.Memory.Write(ctx, func(s content.Snapshot) (*content.Batch, error) { return prepare(damagedSnapshot{s, d.id}) })
}

func (d damagedSnapshot) Version(id content.ID, r content.Revision) (*content.Stored, error) {
	if id == d.id {
		return nil, content.Errorf(content.CodeCorrupt, "This is damaged.")
	}
	return d.Snapshot.Version(id, r)
}

// TestAlternatingSteps: a document is unpublished and published as often as planned, and each
// step can be moved and cancelled alone.
func TestAlternatingSteps(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	id, now, hour := contenttest.ID("session", "a"), contenttest.Epoch, time.Hour
	contenttest.Publish(t, store, contenttest.Conference("fagdag"), contenttest.Session("a", "fagdag", 0))
	plan := func(do func(*content.Transaction, content.ID, time.Time) error, hours int) {
		t.Helper()
		planned(t, store, func(tx *content.Transaction) error { return do(tx, id, now.Add(time.Duration(hours)*hour)) })
	}
	steps := func() (all string) {
		for _, s := range stateOf(t, store, id).Steps {
			all += fmt.Sprintf(" %s %d", s.Action, int(s.At.Sub(now)/hour))
		}
		return strings.TrimSpace(all)
	}
	off, on := schedule.Unpublish, schedule.Publish
	for _, step := range []struct {
		do    func(*content.Transaction, content.ID, time.Time) error
		hours int
		want  string
	}{
		{off, 2, "UNPUBLISH 2"},
		{on, 9, "UNPUBLISH 2 PUBLISH 9"},
		{off, 20, "UNPUBLISH 2 PUBLISH 9 UNPUBLISH 20"},
		{on, 30, "UNPUBLISH 2 PUBLISH 9 UNPUBLISH 20 PUBLISH 30"},
		{off, 4, "UNPUBLISH 4 PUBLISH 9 UNPUBLISH 20 PUBLISH 30"},  // moved
		{on, 10, "UNPUBLISH 4 PUBLISH 10 UNPUBLISH 20 PUBLISH 30"}, // moved
		{off, 3, "UNPUBLISH 3 PUBLISH 10 UNPUBLISH 20 PUBLISH 30"},
		{on, 29, "UNPUBLISH 3 PUBLISH 10 UNPUBLISH 20 PUBLISH 29"},
	} {
		if plan(step.do, step.hours); steps() != step.want {
			t.Fatalf("steps: %s, want %s", steps(), step.want)
		}
	}
	if err := edited(t, store, now, func(tx *content.Transaction) error { return on(tx, id, now.Add(20*hour)) }); content.CodeOf(err) != content.CodeBadInput {
		t.Errorf("two steps at an instant: %v", err)
	}
	public := func() bool { return stateOf(t, store, id).Published != 0 }
	for _, at := range []struct {
		hours  int
		public bool
	}{{2, true}, {3, false}, {9, false}, {10, true}, {19, true}, {20, false}} {
		if runDue(t, store, now.Add(time.Duration(at.hours)*hour)); public() != at.public {
			t.Errorf("after %d hours it is public: %t", at.hours, public())
		}
	}
	// Cancelling one leaves the others, with a warning for the one that then has nothing to do.
	plan(off, 40)
	view := contenttest.View(t, store, contenttest.Publisher)
	page, err := listing.Scheduled(view, 10, nil)
	step := func(i int) content.NodeID { return page.Nodes()[i].NodeID() }
	if err != nil || len(page.Nodes()) != 2 || step(0) == step(1) {
		t.Fatalf("%+v, %v", page, err)
	}
	o := contenttest.Options()
	batch, err := content.Edit(t.Context(), store, o, func(tx *content.Transaction) error {
		_, err := schedule.CancelStep(tx, step(0))
		return err
	})
	if err != nil || steps() != "UNPUBLISH 40" || len(batch.Warnings) != 1 || batch.Warnings[0].Code != content.NothingToDo {
		t.Errorf("cancelled alone: %s, %+v, %v", steps(), batch, err)
	}
	for _, unknown := range []content.NodeID{step(0), content.NodeID(id), "", "x", content.NodeID(id) + ":publish:x"} {
		err := edited(t, store, now, func(tx *content.Transaction) error {
			_, err := schedule.CancelStep(tx, unknown)
			return err
		})
		if !content.IsNotFound(err) {
			t.Errorf("cancelling %q: %v", unknown, err)
		}
	}
}

// TestStepsTogether: steps of one instant that only succeed together are one change; a step
// with problems even then is missed alone.
func TestStepsTogether(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	a, b, c, d := contenttest.Session("a", "fagdag", 0, "bo"), contenttest.Session("b", "fagdag", 1, "bo"), contenttest.Session("c", "fagdag", 2, "bo"), contenttest.Session("d", "fagdag", 3, "bo")
	contenttest.Publish(t, store, contenttest.Conference("fagdag"), contenttest.Speaker("bo"), a, b, c, d)
	at := contenttest.Epoch.Add(time.Hour)
	moved := func(s *catalog.Session, hours int) *catalog.Session {
		s = content.Clone(s)
		s.StartsAt, s.EndsAt = s.StartsAt.Add(time.Duration(hours)*time.Hour), s.EndsAt.Add(time.Duration(hours)*time.Hour)
		return s
	}
	// a and b swap their places, d is unpublished and c takes its place; e finds its place
	// taken.
	e := moved(contenttest.Session("e", "fagdag", 0, "bo"), 1)
	contenttest.Save(t, store, moved(a, 1), moved(b, -1), moved(c, 1), e)
	planned(t, store, func(tx *content.Transaction) error {
		return errors.Join(
			schedule.Publish(tx, a.ID, at), schedule.Publish(tx, b.ID, at), schedule.Publish(tx, c.ID, at),
			schedule.Unpublish(tx, d.ID, at), schedule.Publish(tx, e.ID, at),
		)
	})
	done, _ := runDue(t, store, at)
	got := map[content.ID]content.Action{}
	for _, d := range done {
		got[d.ID] = d.Action
	}
	want := map[content.ID]content.Action{a.ID: content.Publish, b.ID: content.Publish, c.ID: content.Publish, d.ID: content.Unpublish, e.ID: content.MissedStep}
	if !reflect.DeepEqual(got, want) || len(done) != len(want) {
		t.Errorf("done: %+v", done)
	}
	if clash := doubleBooking(t, store); clash != "" {
		t.Error(clash)
	}
}
