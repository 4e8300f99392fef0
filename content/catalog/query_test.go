package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/contenttest"
	"lectern/content/listing"
)

// programme returns a store with sessions of two conferences, in few rooms, tracks and topics,
// some at the same time, some without a time.
func programme(t *testing.T, n int) (content.Store, []*catalog.Session) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	store := contenttest.NewMemory()
	documents := []content.Document{contenttest.Conference("et"), contenttest.Conference("to"), contenttest.Speaker("anna"), contenttest.Speaker("bo")}
	var sessions []*catalog.Session
	for i := range n {
		s := contenttest.Session(fmt.Sprintf("s%03d", i), []string{"et", "to"}[random.IntN(2)], random.IntN(30))
		s.Kind = []catalog.SessionKind{catalog.SessionTalk, catalog.SessionPanel, catalog.SessionWelcome}[random.IntN(3)]
		s.Track = []string{"", "a", "b"}[random.IntN(3)]
		s.EndsAt = s.StartsAt // without a duration there are no clashes
		if random.IntN(6) == 0 {
			s.StartsAt, s.EndsAt = time.Time{}, time.Time{}
		}
		for _, name := range []string{"anna", "bo"} {
			if random.IntN(3) == 0 {
				s.Cast = append(s.Cast, catalog.Appearance{SpeakerID: contenttest.ID("speaker", name), Role: catalog.RoleSpeaker})
			}
		}
		sessions = append(sessions, s)
		documents = append(documents, s)
	}
	contenttest.Publish(t, store, documents...)
	return store, sessions
}

// condition is a filter with its meaning for a session.
type condition struct {
	listing.Condition
	holds func(*catalog.Session) bool
}

func randomConditions(random *rand.Rand) (all []condition) {
	in := func(attribute string, values ...string) listing.Condition {
		c := listing.Condition{Attribute: attribute, In: []content.Key{}}
		for _, v := range values {
			c.In = append(c.In, content.StringKey(v))
		}
		return c
	}
	conference, anna, bo := string(contenttest.ID("conference", "et")), string(contenttest.ID("speaker", "anna")), string(contenttest.ID("speaker", "bo"))
	appears := func(s *catalog.Session, id string) bool {
		return slices.ContainsFunc(s.Cast, func(a catalog.Appearance) bool { return string(a.SpeakerID) == id })
	}
	from, to := contenttest.Epoch.Add(time.Duration(random.IntN(20))*time.Hour), contenttest.Epoch.Add(time.Duration(10+random.IntN(20))*time.Hour)
	for _, c := range []condition{
		{in("conference", conference), func(s *catalog.Session) bool { return string(s.ConferenceID) == conference }},
		{in("speaker", anna), func(s *catalog.Session) bool { return appears(s, anna) }},
		{in("speaker", anna, bo, anna), func(s *catalog.Session) bool { return appears(s, anna) || appears(s, bo) }},
		{in("track", "a", "b"), func(s *catalog.Session) bool { return s.Track != "" }},
		{in("kind", "TALK"), func(s *catalog.Session) bool { return s.Kind == catalog.SessionTalk }},
		{
			listing.Condition{Attribute: "startsAt", From: content.TimeKey(from), To: listing.AtMost(content.TimeKey(to))},
			func(s *catalog.Session) bool {
				return !s.StartsAt.IsZero() && !s.StartsAt.Before(from) && !s.StartsAt.After(to)
			},
		},
		{
			listing.Condition{Attribute: "startsAt", From: listing.Above(content.TimeKey(from))},
			func(s *catalog.Session) bool { return s.StartsAt.After(from) },
		},
	} {
		if random.IntN(4) == 0 {
			all = append(all, c)
		}
	}
	return all
}

// TestListEqualsSorting compares lists, with pages of any size, with filtering and sorting all
// sessions.
func TestListEqualsSorting(t *testing.T) {
	t.Parallel()
	store, sessions := programme(t, 120)
	random := rand.New(rand.NewPCG(3, 4))
	for round := range 300 {
		view := contenttest.View(t, store, content.Anonymous)
		q := listing.Query{Kind: content.KindNamed("session"), Order: []string{"startsAt", "title", "updatedAt"}[random.IntN(3)], Descending: random.IntN(2) == 0}
		conditions := randomConditions(random)
		for _, c := range conditions {
			q.Where = append(q.Where, c.Condition)
		}
		want := expected(sessions, conditions, q)
		q.First = new(1 + random.IntN(20))
		forward, total := pages(t, view, q)
		q.First, q.Last = nil, new(1+random.IntN(20))
		backward, _ := pages(t, view, q)
		if !slices.Equal(forward, want) || !slices.Equal(backward, want) || total != len(want) {
			t.Fatalf("round %d, %+v:\n forward %v\nbackward %v\n    want %v (%d, counted %d)", round, q, forward, backward, want, len(want), total)
		}
	}
}

func expected(sessions []*catalog.Session, conditions []condition, q listing.Query) (slugs []string) {
	var kept []*catalog.Session
	for _, s := range sessions {
		if !slices.ContainsFunc(conditions, func(c condition) bool { return !c.holds(s) }) {
			kept = append(kept, s)
		}
	}
	slices.SortFunc(kept, func(a, b *catalog.Session) int {
		order := 0
		switch {
		case q.Order == "title":
			order = strings.Compare(a.Title.String(), b.Title.String())
		case q.Order == "startsAt" && a.StartsAt.IsZero() != b.StartsAt.IsZero():
			if b.StartsAt.IsZero() {
				return -1 // last, in both directions
			}
			return 1
		case q.Order == "startsAt":
			order = a.StartsAt.Compare(b.StartsAt)
		}
		if order == 0 {
			order = strings.Compare(string(a.ID), string(b.ID))
		}
		if q.Descending {
			order = -order
		}
		return order
	})
	for _, s := range kept {
		slugs = append(slugs, s.Slug)
	}
	return slugs
}

// pages reads a list page by page, in the direction of the query, and checks what each page
// says about its neighbours.
func pages(t *testing.T, view *content.View, q listing.Query) (slugs []string, total int) {
	t.Helper()
	for first := true; ; first = false {
		page, err := listing.Read[*catalog.Session](view, q)
		if err != nil {
			t.Fatal(err)
		}
		info := page.PageInfo()
		next, err1 := info.HasNextPage()
		previous, err2 := info.HasPreviousPage()
		if total, err = page.TotalCount(); err != nil || err1 != nil || err2 != nil {
			t.Fatal(err, err1, err2)
		}
		var these []string
		for i, e := range page.Edges() {
			these = append(these, e.Node.Slug)
			if i == 0 && *info.StartCursor() != e.Cursor || i == len(page.Edges())-1 && *info.EndCursor() != e.Cursor {
				t.Fatal("the page's cursors are not those of its edges")
			}
		}
		ahead, behind := next, previous
		if q.Last != nil {
			ahead, behind = previous, next
			slugs = append(these, slugs...)
		} else {
			slugs = append(slugs, these...)
		}
		if behind == first && len(these) > 0 {
			t.Fatalf("%+v: first %t, but behind it says %t", q, first, behind)
		}
		if !ahead {
			return slugs, total
		}
		if q.Last != nil {
			q.Before = info.StartCursor()
		} else {
			q.After = info.EndCursor()
		}
	}
}

func TestListRefusals(t *testing.T) {
	t.Parallel()
	store, _ := programme(t, 30)
	view := contenttest.View(t, store, content.Anonymous)
	session := content.KindNamed("session")
	page, err := listing.Read[*catalog.Session](view, listing.Query{Kind: session, Order: "startsAt", First: new(3)})
	if err != nil {
		t.Fatal(err)
	}
	cursor := page.PageInfo().EndCursor()
	many := listing.Condition{Attribute: "track", In: make([]content.Key, 51)}
	for name, test := range map[string]struct {
		query listing.Query
		code  content.Code
		path  string
	}{
		"no size":              {listing.Query{}, content.CodeBadInput, "first"},
		"two sizes":            {listing.Query{First: new(1), Last: new(1)}, content.CodeBadInput, "first"},
		"first 0":              {listing.Query{First: new(0)}, content.CodeBadInput, "first"},
		"first 101":            {listing.Query{First: new(101)}, content.CodeBadInput, "first"},
		"last 101":             {listing.Query{Last: new(101)}, content.CodeBadInput, "last"},
		"no cursor":            {listing.Query{First: new(1), After: new("x")}, content.CodeBadCursor, "after"},
		"cursor before":        {listing.Query{Last: new(1), Before: new("!")}, content.CodeBadCursor, "before"},
		"of another order":     {listing.Query{First: new(1), Order: "title", After: cursor}, content.CodeBadCursor, "after"},
		"of another direction": {listing.Query{First: new(1), Descending: true, After: cursor}, content.CodeBadCursor, "after"},
		"of another filter":    {listing.Query{First: new(1), After: cursor, Where: []listing.Condition{{Attribute: "track", In: []content.Key{"a"}}}}, content.CodeBadCursor, "after"},
		"of another kind":      {listing.Query{First: new(1), Kind: content.KindNamed("conference"), Order: "startDate", After: cursor}, content.CodeBadCursor, "after"},
		"no such order":        {listing.Query{First: new(1), Order: "kind"}, content.CodeBadInput, ""},
		"no such attribute":    {listing.Query{First: new(1), Where: []listing.Condition{{Attribute: "abstract"}}}, content.CodeBadInput, ""},
		"too many values":      {listing.Query{First: new(1), Where: []listing.Condition{many}}, content.CodeBadInput, "filter.track.in"},
		"a long cursor":        {listing.Query{First: new(1), After: new(strings.Repeat("A", 10_000))}, content.CodeBadCursor, "after"},
		"nothing wrong":        {listing.Query{First: new(1), After: cursor}, "", ""},
	} {
		q := test.query
		if q.Kind == nil {
			q.Kind = session
		}
		if q.Order == "" {
			q.Order = "startsAt"
		}
		_, err := listing.Read[content.Document](view, q)
		if content.CodeOf(err) != test.code {
			t.Errorf("%s: %v, want %s", name, err, test.code)
			continue
		}
		if e, ok := err.(*content.Error); ok && strings.Join(e.Path, ".") != test.path {
			t.Errorf("%s: path %v, want %s", name, e.Path, test.path)
		}
	}
}

func TestCursorsStayWhenOthersComeAndGo(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, contenttest.Conference("et"))
	for _, hours := range []int{1, 3, 5} {
		contenttest.Publish(t, store, contenttest.Session(fmt.Sprint("kl ", hours), "et", hours))
	}
	q := listing.Query{Kind: content.KindNamed("session"), Order: "startsAt", First: new(2)}
	page, err := listing.Read[*catalog.Session](contenttest.View(t, store, content.Anonymous), q)
	if err != nil {
		t.Fatal(err)
	}
	q.After = page.PageInfo().EndCursor()
	contenttest.Publish(t, store, contenttest.Session("kl 2", "et", 2), contenttest.Session("kl 4", "et", 4))
	contenttest.Edit(t, store, func(tx *content.Transaction) error { return tx.Unpublish(contenttest.ID("session", "kl 3")) })
	page, err = listing.Read[*catalog.Session](contenttest.View(t, store, content.Anonymous), q)
	if got := contenttest.Slugs(page); err != nil || got != "kl-4 kl-5 " {
		t.Errorf("after the cursor's own document left: %q, %v", got, err)
	}
}

// TestFilterByWhatIsHidden: a reader who knows the id of a person that is not public must not
// learn where the person appears.
func TestFilterByWhatIsHidden(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	contenttest.Publish(t, store, contenttest.Conference("et"))
	contenttest.Save(t, store, contenttest.Speaker("anna"))
	contenttest.Publish(t, store, contenttest.Session("a", "et", 0, "anna"))
	q := listing.Query{
		Kind: content.KindNamed("session"), Order: "startsAt", First: new(10),
		Where: []listing.Condition{{Attribute: "speaker", In: []content.Key{content.StringKey(contenttest.ID("speaker", "anna"))}}},
	}
	for actor, want := range map[content.Actor]int{content.Anonymous: 0, contenttest.Publisher: 1} {
		page, err := listing.Read[*catalog.Session](contenttest.View(t, store, actor), q)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := page.TotalCount(); len(page.Nodes()) != want || n != want || err != nil {
			t.Errorf("%s sees %d of %d (%v), want %d", actor.Role, len(page.Nodes()), n, err, want)
		}
	}
}

// TestFilterByALongValue: an index has only the beginning of a long value; a filter by one
// finds that value and no other with the same beginning.
func TestFilterByALongValue(t *testing.T) {
	t.Parallel()
	store := contenttest.NewMemory()
	long := strings.Repeat("lang ", 40)
	a, b := contenttest.Session("a", "et", 0), contenttest.Session("b", "et", 1)
	a.Room, b.Room = long+"a", long+"b"
	contenttest.Publish(t, store, contenttest.Conference("et"), a, b)
	page, err := listing.Read[*catalog.Session](contenttest.View(t, store, content.Anonymous), listing.Query{
		Kind: content.KindNamed("session"), Order: "startsAt", First: new(10),
		Where: []listing.Condition{{Attribute: "room", In: []content.Key{content.StringKey(b.Room)}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := page.TotalCount(); contenttest.Slugs(page) != "b " || n != 1 || err != nil {
		t.Errorf("found %q, %d in all, %v", contenttest.Slugs(page), n, err)
	}
}

// TestTooManyReads: a filter without an index stops at the view's bound, and the error says
// what would help.
func TestTooManyReads(t *testing.T) {
	t.Parallel()
	store, _ := programme(t, 100)
	view, err := content.OpenView(t.Context(), store, content.ViewOptions{MaxReads: 60})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = view.Close() }()
	q := listing.Query{
		Kind: content.KindNamed("session"), Order: "title", First: new(1),
		Where: []listing.Condition{{Attribute: "room", In: []content.Key{"nowhere"}}},
	}
	_, err = listing.Read[*catalog.Session](view, q)
	if content.CodeOf(err) != content.CodeTooComplex || strings.Join(err.(*content.Error).Path, ".") != "filter" {
		t.Errorf("by title: %v", err)
	}
	q.Order, q.Where[0].Attribute, q.Where[0].In = "startsAt", "updatedAt", nil
	q.Where[0].To = content.TimeKey(time.Unix(0, 0))
	view, err = content.OpenView(t.Context(), store, content.ViewOptions{MaxReads: 60})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = view.Close() }()
	_, err = listing.Read[*catalog.Session](view, q)
	if content.CodeOf(err) != content.CodeTooComplex || !strings.Contains(err.Error(), "conference, speaker") {
		t.Errorf("by time: %v", err)
	}
}

// TestListed compares the ids of a whole list with those of its pages.
func TestListed(t *testing.T) {
	t.Parallel()
	store, _ := programme(t, 250)
	view := contenttest.View(t, store, content.Anonymous)
	kind := content.KindNamed("session")
	conference := listing.Condition{Attribute: "conference", In: []content.Key{content.StringKey(contenttest.ID("conference", "et"))}}
	for _, q := range []listing.Query{
		{Kind: kind, Order: "startsAt"},
		{Kind: kind, Order: "title", Descending: true},
		{Kind: kind, Where: []listing.Condition{conference}, Order: "startsAt", Descending: true},
	} {
		got, err := listing.IDs(view, q)
		if err != nil {
			t.Fatal(err)
		}
		var want []content.ID
		first := listing.MaxPage
		for q.First = &first; ; {
			page, err := listing.Read[*catalog.Session](view, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range page.Nodes() {
				want = append(want, s.ID)
			}
			if more, err := page.PageInfo().HasNextPage(); err != nil || !more {
				break
			}
			q.After = page.PageInfo().EndCursor()
		}
		if len(got) == 0 || !slices.Equal(got, want) {
			t.Errorf("by %s: %d ids, want %d", q.Order, len(got), len(want))
		}
	}
	track := listing.Condition{Attribute: "kind", In: []content.Key{content.StringKey(catalog.SessionTalk)}}
	if _, err := listing.IDs(view, listing.Query{Kind: kind, Where: []listing.Condition{conference, track}, Order: "startsAt"}); content.CodeOf(err) != content.CodeBadInput {
		t.Errorf("conditions that no index serves: %v", err)
	}
}
