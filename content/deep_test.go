package content

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"
)

// calendar is a store of many talks of which only the index by time is
// there; its documents are made as they are asked for.
type calendar struct{ keys []string }

func newCalendar(n int) *calendar {
	c := &calendar{}
	prefix := indexPrefix(talkKind, Index{Order: "startsAt"}, "")
	for i := range n {
		key := appendElement([]byte(prefix), TimeKey(time.UnixMilli(int64(i))))
		c.keys = append(c.keys, string(key)+string(c.id(i)))
	}
	slices.Sort(c.keys)
	return c
}

func (c *calendar) id(i int) ID {
	return NewID(talkKind, time.UnixMilli(int64(i)), [10]byte{})
}

func (c *calendar) Snapshot(context.Context) (Snapshot, error) { return c, nil }

func (c *calendar) Write(context.Context, func(Snapshot) (*Batch, error)) error { return nil }

func (c *calendar) Origin() Origin { return Origin{Store: "calendar"} }

func (c *calendar) Revision() Revision { return 1 }

func (c *calendar) State(ID) (State, error) { return State{Created: 1, Published: 1}, nil }

func (c *calendar) Version(id ID, _ Revision) (*Stored, error) {
	d := &talk{Meta: Meta{ID: id}}
	b, err := Encode(d)
	if err != nil {
		return nil, err
	}
	return Decode(b, 1)
}

func (c *calendar) Scan(into []string, s Space, from, to string, _ bool, limit int) ([]string, error) {
	if s == Schedules {
		return into, nil
	}
	low, _ := slices.BinarySearch(c.keys, from)
	high, _ := slices.BinarySearch(c.keys, to)
	return append(into, c.keys[low:min(high, low+limit)]...), nil
}

func (c *calendar) Count(Space, string) (int, error) { return len(c.keys), nil }

func (c *calendar) Changes(Revision, int) ([]ChangeSet, error) { return nil, nil }

func (c *calendar) Log(Revision, int) ([]Change, error) { return nil, nil }

func (c *calendar) History(ID, Revision, int) ([]Revision, error) { return nil, nil }

func (c *calendar) Close() error { return nil }

// TestDeepPagesReadAsLittle counts what page 5,000 of 100,000 talks reads.
func TestDeepPagesReadAsLittle(t *testing.T) {
	const all, size = 100_000, 20
	store := newCalendar(all)
	q := Query{Kind: talkKind, Order: "startsAt", First: new(size)}
	read := func(skip int) (Reads, []*talk) {
		q.After = nil
		if skip > 0 {
			suffix := store.keys[skip-1][len(indexPrefix(talkKind, Index{Order: "startsAt"}, "")):]
			q.After = new(listingOf(t, q).encodeCursor(suffix))
		}
		view, err := OpenView(t.Context(), store, ViewOptions{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = view.Close() }()
		page, err := List[*talk](view, q)
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

// listingOf is the list of a query without a parent.
func listingOf(tb testing.TB, q Query) *listing {
	tb.Helper()
	p, err := PlanList(q.list())
	if err != nil {
		tb.Fatal(err)
	}
	return &listing{plan: p}
}

func amount(r Reads) string {
	return fmt.Sprintf("%d entries and %d documents", r.Entries, len(r.Documents))
}

// FuzzCursor: what a client sends as a cursor is read as a place of the list,
// or refused; a place that is read is written the same.
func FuzzCursor(f *testing.F) {
	q := Query{Kind: talkKind, Order: "startsAt"}
	l := listingOf(f, q)
	store := newCalendar(1)
	f.Add(l.encodeCursor(store.keys[0][len(indexPrefix(talkKind, Index{Order: "startsAt"}, "")):]))
	for _, s := range []string{"", "!", "AAAA", "AAAAAAAAAAA", l.encodeCursor("x"), l.encodeCursor(elementEnd + string(store.id(0)))} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		suffix, err := l.decodeCursor(cursor)
		switch {
		case err != nil && CodeOf(err) != CodeBadCursor:
			t.Errorf("%q: %v", cursor, err)
		case err == nil:
			if again, err := l.decodeCursor(l.encodeCursor(suffix)); err != nil || again != suffix {
				t.Errorf("%q is %q, and then %q (%v)", cursor, suffix, again, err)
			}
			q := q
			q.First, q.After = new(1), &cursor
			view, err := OpenView(t.Context(), store, ViewOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := List[*talk](view, q); err != nil {
				t.Errorf("%q: %v", cursor, err)
			}
		}
	})
}
