package listing

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"lectern/content"
	"lectern/content/internal/record"
	"lectern/content/locale"
)

// talk is the content type of these tests. Talks are listed by their time of creation.
type talk struct{ content.Meta }

func (t *talk) Validate(*content.Check) {}

func (t *talk) Visit(to record.Visitor) { to.Part(t) }

func (t *talk) Narrowed(locale.Language) content.Document {
	c := *t
	return &c
}

var (
	byTime   = content.Index{Order: "createdAt"}
	talkKind = &content.Kind{
		Name: "talk", Prefix: "talk", Folder: "talks",
		New:   func() content.Document { return new(talk) },
		Title: func(content.Document) locale.Text { return nil },
		Attributes: content.WithCommon(content.Attribute{Name: "createdAt", Of: func(d content.Document) []content.Key {
			return []content.Key{content.TimeKey(d.Base().CreatedAt)}
		}}),
		Indexes: content.WithCommonIndexes(byTime),
		Texts:   func(content.Document) []content.Passage { return nil },
	}
	_ = content.Register(content.Types{Kinds: []*content.Kind{talkKind}})
)

// calendar is a store of many talks that has only the index by time and generates documents on
// demand.
type calendar struct{ keys []string }

func newCalendar(n int) *calendar {
	c := &calendar{}
	for i := range n {
		c.keys = append(c.keys, keysBegin()+content.Element(content.TimeKey(time.UnixMilli(int64(i))))+content.ElementEnd+string(c.id(i)))
	}
	slices.Sort(c.keys)
	return c
}

// keysBegin returns the prefix of the keys of the index by time.
func keysBegin() string { return content.IndexRanges(talkKind, byTime)[""].From }

func (c *calendar) id(i int) content.ID {
	return content.NewID(talkKind, time.UnixMilli(int64(i)), [10]byte{})
}

func (c *calendar) Snapshot(context.Context) (content.Snapshot, error) { return c, nil }

func (c *calendar) Write(context.Context, func(content.Snapshot) (*content.Batch, error)) error {
	return nil
}

func (c *calendar) Origin() content.Origin { return content.Origin{Store: "calendar"} }

func (c *calendar) Revision() content.Revision { return 1 }

func (c *calendar) State(content.ID) (content.State, error) {
	return content.State{Created: 1, Published: 1}, nil
}

func (c *calendar) Version(id content.ID, _ content.Revision) (*content.Stored, error) {
	d := &talk{Meta: content.Meta{ID: id}}
	b, err := content.Encode(d)
	if err != nil {
		return nil, err
	}
	return content.Decode(b, 1)
}

func (c *calendar) Scan(into []string, s content.Space, from, to string, _ bool, limit int) ([]string, error) {
	if s == content.Schedules {
		return into, nil
	}
	low, _ := slices.BinarySearch(c.keys, from)
	high, _ := slices.BinarySearch(c.keys, to)
	return append(into, c.keys[low:min(high, low+limit)]...), nil
}

func (c *calendar) Count(content.Space, string) (int, error) { return len(c.keys), nil }

func (c *calendar) Changes(content.Revision, int) ([]content.ChangeSet, error) { return nil, nil }

func (c *calendar) Log(content.Revision, int) ([]content.Change, error) { return nil, nil }

func (c *calendar) History(content.ID, content.Revision, int) ([]content.Revision, error) {
	return nil, nil
}

func (c *calendar) Close() error { return nil }

// TestDeepPagesReadAsLittle counts the reads for page 5,000 of 100,000 talks.
func TestDeepPagesReadAsLittle(t *testing.T) {
	t.Parallel()
	const all, size = 100_000, 20
	store := newCalendar(all)
	q := Query{Kind: talkKind, Order: byTime.Order, First: new(size)}
	read := func(skip int) (content.Reads, []*talk) {
		q.After = nil
		if skip > 0 {
			suffix := store.keys[skip-1][len(keysBegin()):]
			q.After = new(listingOf(t, q).encodeCursor(suffix))
		}
		view, err := content.OpenView(t.Context(), store, content.ViewOptions{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = view.Close() }()
		page, err := Read[*talk](view, q)
		if err != nil {
			t.Fatal(err)
		}
		return view.Reads(), page.Nodes()
	}
	first, _ := read(0)
	for _, page := range []int{2, 100, 4999, 5000} {
		deep, nodes := read((page - 1) * size)
		if want := store.id((page-1)*size + size - 1); len(nodes) != size || nodes[size-1].ID != want {
			t.Errorf("page %d has %d talks, not those up to %s", page, len(nodes), want)
		}
		if deep.Entries > first.Entries || len(deep.Documents) > len(first.Documents) {
			t.Errorf("page %d read %s, page 1 %s", page, amount(deep), amount(first))
		}
	}
}

// listingOf returns the list of a query without a parent.
func listingOf(tb testing.TB, q Query) *list {
	tb.Helper()
	p, err := NewPlan(q.list())
	if err != nil {
		tb.Fatal(err)
	}
	return &list{plan: p}
}

func amount(r content.Reads) string {
	return fmt.Sprintf("%d entries and %d documents", r.Entries, len(r.Documents))
}

// FuzzCursor: any text is a valid place of the list, or refused; and a valid place is encoded
// as the same text.
func FuzzCursor(f *testing.F) {
	q := Query{Kind: talkKind, Order: byTime.Order}
	l := listingOf(f, q)
	store := newCalendar(1)
	f.Add(l.encodeCursor(store.keys[0][len(keysBegin()):]))
	for _, s := range []string{"", "!", "AAAA", "AAAAAAAAAAA", l.encodeCursor("x"), l.encodeCursor(content.ElementEnd + string(store.id(0)))} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		suffix, err := l.decodeCursor(cursor, "after")
		switch {
		case err != nil && content.CodeOf(err) != content.CodeBadCursor:
			t.Errorf("%q: %v", cursor, err)
		case err == nil:
			if again, err := l.decodeCursor(l.encodeCursor(suffix), "after"); err != nil || again != suffix {
				t.Errorf("%q is %q, and then %q (%v)", cursor, suffix, again, err)
			}
			q := q
			q.First, q.After = new(1), &cursor
			view, err := content.OpenView(t.Context(), store, content.ViewOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Read[*talk](view, q); err != nil {
				t.Errorf("%q: %v", cursor, err)
			}
		}
	})
}
